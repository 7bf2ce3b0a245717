/**
 * How much of an answer is kept, in bytes of UTF-8: a server of a team's database takes no texts of
 * megabytes.
 */
export const LONGEST_ANSWER = 512_000

/** An answer as it is stored, and what was wrong with the way it came; null when nothing was wrong. */
export interface KeptAnswer {
  answer: string
  warning: string | null
}

/**
 * The answer as it can be stored: at most 512 kB, cut between two characters, without what no database text
 * can hold (NUL and halves of surrogate pairs become U+FFFD). Chips are read from this text, so that a
 * resumed run reads the same text as the first run.
 */
export function keepAnswer(text: string, warning?: string): KeptAnswer {
  const storable = text.replaceAll(/\0|\p{Surrogate}/gu, '\uFFFD')
  const bytes = storable.length * 3 <= LONGEST_ANSWER ? 0 : Buffer.byteLength(storable)
  if (bytes <= LONGEST_ANSWER) return {answer: storable, warning: warning ?? null}
  const cut =
    `the answer of ${kilobytes(bytes)} kB was cut: its first ${kilobytes(LONGEST_ANSWER)} kB were kept and read, ` +
    `the last ${kilobytes(bytes - LONGEST_ANSWER)} kB were not`
  return {
    answer: cutToBytes(storable, LONGEST_ANSWER),
    warning: warning === undefined ? cut : `${warning}; ${cut}`,
  }
}

/** The beginning of a text, at most so many bytes in UTF-8, cut between two characters. */
function cutToBytes(text: string, bytes: number): string {
  const buffer = Buffer.from(text)
  let end = bytes
  while (end > 0 && (buffer[end]! & 0xc0) === 0x80) end--
  return buffer.toString('utf8', 0, end)
}

function kilobytes(bytes: number): string {
  return Math.ceil(bytes / 1000).toLocaleString('en-US')
}
