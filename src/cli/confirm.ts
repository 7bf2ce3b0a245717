import {createInterface} from 'node:readline/promises'

/** Asks a question in the terminal; only a yes is a yes. */
export async function confirmed(question: string): Promise<boolean> {
  const asking = createInterface({input: process.stdin, output: process.stderr})
  try {
    return /^y(es)?$/i.test((await asking.question(`${question} [y/N] `)).trim())
  } finally {
    asking.close()
  }
}
