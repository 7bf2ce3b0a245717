// Beyond C0: DEL and C1 controls, line and paragraph separators, and characters that turn the direction of
// text.
const BEYOND_C0 = '\\u007F-\\u009F\\u061C\\u200E\\u200F\\u2028-\\u202E\\u2066-\\u2069\\uFEFF'
const HARMFUL = new RegExp(`[\\u0000-\\u001F${BEYOND_C0}]`, 'g')
const HARMFUL_IN_TEXT = new RegExp(`[\\u0000-\\u0008\\u000B\\u000C\\u000E-\\u001F${BEYOND_C0}]`, 'g')
const HARMFUL_IN_JSON = new RegExp(`[${BEYOND_C0}]`, 'g')

/**
 * Text of one line without characters that control a terminal or turn text around: each such character is
 * `�`.
 */
export function sanitize(text: string): string {
  return text.replaceAll(HARMFUL, '\uFFFD')
}

/** The same for text whose tabs and line breaks may stay. */
export function sanitizeText(text: string): string {
  return text.replaceAll(HARMFUL_IN_TEXT, '\uFFFD')
}

/** JSON with the same characters as escapes; it escapes C0 itself. */
export function sanitizeJson(json: string): string {
  return json.replaceAll(
    HARMFUL_IN_JSON,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}
