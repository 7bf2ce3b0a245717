import {LONGEST_NAME, personName} from '../../text/person-name.js'

export {LONGEST_NAME as MOST_USER_ID_LENGTH, personName as checkedUserId}

/**
 * A user's name from a header, in its one form: read as UTF-8 where its bytes are UTF-8 (HTTP passes headers
 * on as Latin-1). Undefined for a text that cannot be a name.
 */
export function readUserId(header: string): string | undefined {
  return personName(asUtf8(header))
}

function asUtf8(text: string): string {
  if (/[^\u0000-\u00FF]/.test(text) || !/[\u0080-\u00FF]/.test(text)) return text
  try {
    return new TextDecoder('utf-8', {fatal: true}).decode(Buffer.from(text, 'latin1'))
  } catch {
    return text
  }
}
