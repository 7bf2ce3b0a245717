import {harmless} from '../formats/harmless.js'

/**
 * Text from a model or another person, made safe to print on one line: white space becomes a blank, every
 * other control character a visible `�`, so that no escape sequence reaches the terminal.
 */
export function safeText(text: string): string {
  return harmless(text.replaceAll(/\s+/gu, ' ')).trim()
}

/** Text of several lines made safe to print: its line ends and blanks stay. */
export function safeLines(text: string): string {
  return text.split('\n').map(harmless).join('\n')
}
