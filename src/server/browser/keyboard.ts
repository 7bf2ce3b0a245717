/**
 * The key that a rater means, whatever the layout: digits by their place too, as AZERTY types them with
 * Shift; letters by what they type, in either case, and by their place where the layout has no Latin letters.
 * Undefined for keys that mean nothing here.
 */
export function meantKey({
  key,
  code,
  shiftKey,
}: Pick<KeyboardEvent, 'key' | 'code' | 'shiftKey'>): string | undefined {
  if (/^[0-9]$/.test(key) || key === '?') return key
  const digit = /^(?:Digit|Numpad)([0-9])$/.exec(code)?.[1]
  if (digit !== undefined && !shiftKey) return digit
  if (/^[a-z]$/i.test(key)) return key.toLowerCase()
  const letter = /^Key([A-Z])$/.exec(code)?.[1]
  if (letter !== undefined && key.length === 1) return letter.toLowerCase()
  return key === 'Enter' || key === 'Escape' ? key : undefined
}
