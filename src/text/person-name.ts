/** Characters a person's name may have. */
export const LONGEST_NAME = 200

/** How the stored name of a removed person begins; no other name may begin so. */
export const REMOVED = 'removed:'

/** Invisible characters: joiners, marks of direction, soft hyphens, selectors. */
const INVISIBLE = /[\p{Cf}\p{Default_Ignorable_Code_Point}]/gu
/** Control characters, ends of lines, halves of characters. */
const REFUSED = /[\p{Cc}\p{Zl}\p{Zp}\p{Cs}]/u

/**
 * A person's name in the one form in which it is stored and compared, so that what looks the same is the
 * same: NFC, without invisible characters, with single plain blanks inside and none around.
 * @returns undefined for a text that cannot be a name.
 */
export function personName(text: string): string | undefined {
  if (REFUSED.test(text.trim())) return undefined
  const name = text.replaceAll(INVISIBLE, '').replaceAll(/\s+/g, ' ').trim().normalize('NFC')
  return name === '' || name.length > LONGEST_NAME || name.startsWith(REMOVED) ? undefined : name
}
