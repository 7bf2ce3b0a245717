/** A single change of a source file: the text from `start` to `end` becomes `after`. */
export interface Mutant {
  /** Path from the root of the project, with forward slashes. */
  file: string
  line: number
  column: number
  start: number
  end: number
  kind: string
  before: string
  after: string
  /** The whole first line of the place, without indentation: an explanation is found by it when lines move. */
  context: string
}

/** What the tests made of a mutant. `refused`: the compiler does not accept it, so no test has to. */
export type Verdict = 'killed' | 'timeout' | 'survived' | 'refused'

/** A mutant with what became of it. */
export interface Trial {
  mutant: Mutant
  verdict: Verdict
  /** The title of the test that failed, or the compiler's sentence. */
  by?: string
  /** Test files that ran, and those that were left out because of `--files`. */
  ran: number
  left: number
  seconds: number
}

/** `src/run/budget.ts:12:8`. */
export function place({file, line, column}: Mutant): string {
  return `${file}:${line}:${column}`
}

/** The text of the file with the change made. */
export function mutated(text: string, {start, end, after}: Mutant): string {
  return text.slice(0, start) + after + text.slice(end)
}
