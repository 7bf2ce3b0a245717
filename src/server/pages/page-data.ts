import {BenchError} from '../../errors/bench-error.js'
import {EXIT} from '../../errors/exit-codes.js'
import {leftOutOf, type Below} from '../../figures/below.js'
import type {ResultFilter} from '../../store/results.js'
import type {Store} from '../../store/store.js'
import {builtInSuites} from '../../suite/files/load.js'
import {chooseVersions, type ChosenResults} from '../../versions/choice.js'
import type {Suites} from '../../versions/known-versions.js'
import type {PageRequest} from '../auth/sign-in.js'
import {readAddress, type Address} from './address.js'
import {choicesOf, unknownLevels, type Choices} from './choices.js'
import type {PagesContext} from './context.js'

/** An address with what its form offers, and what is wrong with it. */
export interface Reading {
  address: Address
  choices: Choices
  /** Sentences for the reader; more may be added while the page is made. */
  problems: string[]
}

/** What pages read, kept until the data change. */
export class PageData {
  readonly store: Store

  constructor(private readonly context: PagesContext) {
    this.store = context.store
  }

  /** The suites by which older runs are understood. */
  readonly suites: Suites = async () => [...(await builtInSuites()), this.context.suite]

  async read(c: PageRequest, known: readonly string[] = []): Promise<Reading> {
    const address = readAddress(c, known)
    const choices = await this.kept(['choices'], () => choicesOf(this.store, this.suites))
    return {address, choices, problems: [...address.problems, ...unknownLevels(choices, address.filter)]}
  }

  /** An answer as of the last change in the database. `place` names it. */
  kept<T extends object>(place: readonly unknown[], make: () => Promise<T>): Promise<T> {
    return this.context.cache.now(
      `page\n${JSON.stringify(place)}`,
      make,
      (made) => JSON.stringify(made).length,
    )
  }

  /**
   * What is made; undefined where the address asks for what there is not, which is said among the problems.
   */
  async attempt<T>(problems: string[], make: () => Promise<T>): Promise<T | undefined> {
    try {
      return await make()
    } catch (error) {
      // An error loses its exit code on the way from a thread.
      const isUsage =
        error instanceof BenchError && (error.exit === EXIT.usage || USER_ERRORS.has(error.code))
      if (!isUsage) throw error
      problems.push(error.message)
      return undefined
    }
  }

  chosen(filter: ResultFilter, isAllVersions: boolean): Promise<ChosenResults> {
    return this.kept(['chosen', filter, isAllVersions], () =>
      chooseVersions(this.store, filter, {all: isAllVersions, suites: this.suites}),
    )
  }

  /** What a choice leaves out, without the drift of its systems, which is no matter of a list. */
  leftOut(results: Pick<ChosenResults, 'leftOut' | 'retired' | 'digits'>): Below {
    return leftOutOf(results)
  }
}

const USER_ERRORS = new Set(['USAGE', 'UNKNOWN_CANDIDATE', 'UNKNOWN_JUDGE', 'NOTHING_JUDGED'])
