/** Characters a user's name may have. */
export const MOST_USER_ID_LENGTH = 200

/**
 * A user's name from a header: trimmed, and read as UTF-8 where its bytes are UTF-8 (HTTP passes headers on
 * as Latin-1). Undefined for a text that cannot be a name.
 */
export function readUserId(header: string): string | undefined {
  return checkedUserId(asUtf8(header))
}

/** A user's name, trimmed; undefined for a text that cannot be a name. */
export function checkedUserId(text: string): string | undefined {
  const name = text.trim()
  return name === '' || name.length > MOST_USER_ID_LENGTH || /\p{Cc}/u.test(name) ? undefined : name
}

function asUtf8(text: string): string {
  if (/[^\u0000-\u00FF]/.test(text) || !/[\u0080-\u00FF]/.test(text)) return text
  try {
    return new TextDecoder('utf-8', {fatal: true}).decode(Buffer.from(text, 'latin1'))
  } catch {
    return text
  }
}
