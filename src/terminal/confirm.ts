import {createInterface} from 'node:readline/promises'

/** Asks in the terminal; only a clear yes is one. */
export async function confirmed(question: string): Promise<boolean> {
  const terminal = createInterface({input: process.stdin, output: process.stderr})
  const answered = terminal.question(question)
  // A closed input is no answer.
  const closed = new Promise<string>((resolve) => terminal.once('close', () => resolve('')))
  const answer = await Promise.race([answered, closed])
  terminal.close()
  return /^y(es)?$/i.test(answer.trim())
}
