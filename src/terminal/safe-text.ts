// C0 and C1 controls, line and paragraph separators, and the characters that turn the direction of text.
const HARMFUL = /[\u0000-\u001F\u007F-\u009F\u061C\u200E\u200F\u2028-\u202E\u2066-\u2069\uFEFF]/gu

/**
 * Text from a model or another person, made safe to print on one line: white space becomes a blank, every
 * other control character a visible `�`, so that no escape sequence reaches the terminal.
 */
export function safeText(text: string): string {
  return text.replaceAll(/\s+/gu, ' ').replaceAll(HARMFUL, '\uFFFD').trim()
}

/** Text of several lines made safe to print: its line ends and blanks stay. */
export function safeLines(text: string): string {
  return text
    .split('\n')
    .map((line) => line.replaceAll(HARMFUL, '\uFFFD'))
    .join('\n')
}
