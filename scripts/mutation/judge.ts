import {applyTo, type Copies} from './copies.js'
import {runTests, type Outcome} from './mocha.js'
import type {Mutant, Trial} from './mutant.js'

// The first processes take few files: most mutants die in their nearest tests.
const BATCHES = [1, 3, 6]

/** Runs the tests of mutants in copies, and believes no failure of a test that fails without the mutant too. */
export class Judge {
  readonly #copies: Copies
  readonly #seconds: number
  readonly #sound = new Map<string, boolean>()
  #cleanCopy: string | undefined
  #checking: Promise<unknown> = Promise.resolve()

  /** `seconds`: for each test file. */
  constructor(copies: Copies, seconds: number) {
    this.#copies = copies
    this.#seconds = seconds
  }

  /** Test files that fail, or take too long, on the sources as they are; no verdict rests on them. */
  get unsound(): string[] {
    return [...this.#sound].filter(([, sound]) => !sound).map(([file]) => file)
  }

  /** `tests`: the files to run, in this order; `left`: how many more reach the mutant. */
  async judge(mutant: Mutant, tests: readonly string[], left: number, copy: string): Promise<Trial> {
    const started = performance.now()
    const undo = applyTo(copy, mutant)
    let ran = 0
    const trial = (verdict: Trial['verdict'], by?: string): Trial => {
      const seconds = Math.round((performance.now() - started) / 100) / 10
      return {mutant, verdict, ...(by === undefined ? {} : {by}), ran, left, seconds}
    }
    try {
      let queue = [...tests]
      for (let round = 0; queue.length > 0; round++) {
        queue = queue.filter((file) => this.#sound.get(file) !== false)
        const batch = queue.slice(0, BATCHES[round] ?? BATCHES.at(-1))
        if (batch.length === 0) break
        const outcome = await runTests(copy, batch, this.#seconds * batch.length)
        if (outcome.state !== 'passed' && (await this.#believed(outcome, batch))) {
          ran += batch.length
          return trial(outcome.state === 'timeout' ? 'timeout' : 'killed', outcome.title ?? batch.join(', '))
        }
        if (outcome.state !== 'passed') continue
        ran += batch.length
        queue = queue.slice(batch.length)
      }
      return trial('survived')
    } finally {
      undo()
    }
  }

  /** Whether the tests that stopped pass without the mutant; asked once a file, one question at a time. */
  async #believed({file}: Outcome, batch: readonly string[]): Promise<boolean> {
    const suspects = file === undefined ? batch : [file]
    const check = this.#checking.then(async () => {
      for (const suspect of suspects) await this.#check(suspect)
    })
    this.#checking = check
    await check
    return suspects.every((suspect) => this.#sound.get(suspect))
  }

  async #check(file: string): Promise<void> {
    if (this.#sound.has(file)) return
    this.#cleanCopy ??= this.#copies.add()
    const {state} = await runTests(this.#cleanCopy, [file], this.#seconds)
    this.#sound.set(file, state === 'passed')
  }
}
