import {createInterface} from 'node:readline/promises'

/**
 * Asks a question in the terminal, with `[y/N]` behind it; only a clear yes is a yes, a closed input is a no.
 */
export async function confirmed(question: string): Promise<boolean> {
  const terminal = createInterface({input: process.stdin, output: process.stderr})
  const answer = terminal.question(`${question} [y/N] `)
  const closed = new Promise<string>((resolve) => terminal.once('close', () => resolve('')))
  const text = await Promise.race([answer, closed])
  terminal.close()
  return /^y(es)?$/i.test(text.trim())
}
