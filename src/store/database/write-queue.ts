import {isConstraint} from './sqlite-codes.js'
import {groupLength, type Statement, type Unit, type WriteResult} from './unit.js'
import type {WriterThread} from './writer-thread.js'

const COMMITS_BETWEEN_PAUSES = 64
/** Commits after which a writer thread is worth its start: a command that saves a few rows needs none. */
const COMMITS_BEFORE_THREAD = 16

export interface WriteQueueOptions {
  /** Commits statements in one transaction on the connection of this thread. */
  commit: (statements: Statement[]) => Promise<WriteResult[]>
  /** Resolves once the thread has its connection; undefined where there can be none. */
  startThread?: (() => Promise<WriterThread | undefined>) | undefined
  commitsBeforeThread?: number | undefined
}

/**
 * The one writer of a database: commits units in order; units that arrive while a commit is under way go into
 * the next commit together (group commit), so that neither a slow disk nor a slow network limits many small
 * writes. A local file that is written to often gets a thread for it, so that nothing else waits for the
 * disk.
 */
export class WriteQueue {
  #waiting: Unit[] = []
  #commits = 0
  #working: Promise<void> | undefined
  #starting: Promise<void> | undefined
  #thread: WriterThread | undefined

  constructor(private readonly options: WriteQueueOptions) {}

  /** Commits the statements together; resolves when they are durable. */
  write(statements: Statement[]): Promise<WriteResult[]> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({statements, resolve, reject})
      this.#working ??= this.#work()
    })
  }

  /** So many commits are about to come: where a thread is worth its start, it starts now. */
  expect(commits: number): void {
    if (commits >= this.#commitsBeforeThread) this.#startThread()
  }

  /** Resolves when all that was written so far is committed, or has failed. */
  async idle(): Promise<void> {
    await this.#working
    await this.#thread?.idle()
    // What a thread that broke down left is committed here.
    if (this.#working !== undefined) await this.idle()
  }

  /** Ends the thread; nothing may be written any more. */
  async close(): Promise<void> {
    await this.#starting
    await this.#thread?.close()
  }

  async #work(): Promise<void> {
    // Gathers what one piece of work writes, but does not wait for others: who waits together goes on
    // together, and then all of a run's requests leave, and come back, in bursts.
    await new Promise((resolve) => process.nextTick(resolve))
    while (this.#waiting.length > 0) {
      // A commit here would hold up everything else, the start of the thread too.
      await this.#starting
      if (this.#thread) {
        this.#thread.commit(this.#waiting.splice(0))
        continue
      }

      await this.#commit(this.#waiting.splice(0, groupLength(this.#waiting)))
      this.#commits++
      if (this.#commits === this.#commitsBeforeThread) this.#startThread()
      // Without a pause now and then, the memory of finished statements is not given back.
      if (this.#commits % COMMITS_BETWEEN_PAUSES === 0) await new Promise((resolve) => setImmediate(resolve))
    }

    this.#working = undefined
  }

  async #commit(group: Unit[]): Promise<void> {
    try {
      const results = await this.options.commit(group.flatMap(({statements}) => statements))
      let at = 0
      for (const unit of group) unit.resolve(results.slice(at, (at += unit.statements.length)))
    } catch (error) {
      // One bad unit must not take the others with it.
      if (group.length > 1 && isConstraint(error)) for (const unit of group) await this.#commit([unit])
      else for (const unit of group) unit.reject(error)
    }
  }

  /** Where there can be no thread, commits go on here. */
  #startThread(): void {
    this.#starting ??= this.options.startThread?.().then((thread) => {
      this.#thread = thread
      thread?.onEnd((left) => this.#takeBack(left))
    })
  }

  get #commitsBeforeThread(): number {
    return this.options.commitsBeforeThread ?? COMMITS_BEFORE_THREAD
  }

  /** Nobody knows whether the units of a thread that broke down were committed: they are safe to repeat. */
  #takeBack(left: Unit[]): void {
    this.#thread = undefined
    this.#waiting.unshift(...left)
    if (this.#waiting.length > 0) this.#working ??= this.#work()
  }
}
