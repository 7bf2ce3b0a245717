import {Worker} from 'node:worker_threads'
import type {Row} from '@libsql/client'
import {databaseMoved, newerSchema} from '../../errors/databases.js'
import {isBuilt, packageFile} from '../../text/package-file.js'
import type {FileId} from './open-file.js'
import type {Unit, WriteResult} from './unit.js'

/** What the thread needs to open the file, and to see that it is still the same. */
export interface WriterData {
  path: string
  file: FileId | undefined
  /**
   * The version of the schema; once another bench has brought the file to a newer schema, nothing is written.
   */
  schema: number | undefined
  lockTimeoutMs: number
  busyDeadlineMs: number
}

export type StatementMessage = [sql: string, args: unknown[]]
/** A unit on its way to the thread. */
export interface UnitMessage {
  id: number
  statements: StatementMessage[]
}

/** What a statement gave: rows by the order of their columns. */
export type ResultMessage = {changes: number} | {columns: string[]; rows: unknown[][]}
export type Outcome =
  | {results: ResultMessage[]}
  | {failed: {message: string; code: string}}
  /** The path names another file, or none. */
  | {moved: true}
  | {newer: number}
export type ThreadMessage = 'ready' | 'closed' | (Outcome & {id: number})[]

/** What becomes of a failed unit. */
export interface WriterErrors {
  display: string
  schema: number | undefined
  explain: (error: unknown) => unknown
  /** Copies what is open to a safe place, and says where it is; undefined where no place took it. */
  rescue: () => Promise<string | undefined>
}

/** Milliseconds that a thread may take to end its work. */
const CLOSE_LIMIT_MS = 5000

/**
 * A thread that commits units to a local file, in the order in which they come. It groups what has come while
 * a commit was under way, and keeps its statements prepared.
 */
export class WriterThread {
  #id = 0
  readonly #pending = new Map<number, Unit>()
  #idle: (() => void)[] = []
  #takeBack: ((left: Unit[]) => void) | undefined
  #closed: () => void = () => {}

  private constructor(
    private readonly worker: Worker,
    private readonly errors: WriterErrors,
  ) {}

  /** @returns undefined when the thread could not be started, or could not open the file. */
  static start(data: WriterData, errors: WriterErrors): Promise<WriterThread | undefined> {
    // Threads read JavaScript alone: what runs from its sources does without.
    if (!isBuilt) return Promise.resolve(undefined)
    const worker = new Worker(packageFile('dist/store/database/writer-loop.js'), {
      workerData: data,
      // Rows only pass through.
      resourceLimits: {maxYoungGenerationSizeMb: 4},
    })
    return WriterThread.behind(worker, errors)
  }

  /** The thread of a worker, once the worker says that it is ready; undefined when it ends before. */
  static behind(worker: Worker, errors: WriterErrors): Promise<WriterThread | undefined> {
    // A thread without work keeps no process alive.
    worker.unref()
    return new Promise((resolve) => {
      const thread = new WriterThread(worker, errors)
      worker.on('message', (message: ThreadMessage) => {
        if (message === 'ready') resolve(thread)
        else if (message === 'closed') thread.#closed()
        else for (const outcome of message) thread.#settle(outcome)
      })
      const end = () => {
        resolve(undefined)
        thread.#end()
      }
      worker.on('error', end)
      worker.on('exit', end)
    })
  }

  /** Resolves or rejects the units, each when it is durable or has failed. */
  commit(units: readonly Unit[]): void {
    if (this.#pending.size === 0) this.worker.ref()
    for (const unit of units) {
      const id = ++this.#id
      this.#pending.set(id, unit)
      try {
        this.worker.postMessage(messageOf(id, unit))
      } catch (error) {
        // A value that no database takes.
        this.#pending.delete(id)
        unit.reject(error)
      }
    }

    this.#restIfIdle()
  }

  idle(): Promise<void> {
    return this.#pending.size === 0 ? Promise.resolve() : new Promise((resolve) => this.#idle.push(resolve))
  }

  /** Calls `takeBack` with the units that are not known to be committed, should the thread end by itself. */
  onEnd(takeBack: (left: Unit[]) => void): void {
    this.#takeBack = takeBack
  }

  /** Closes the connection of the thread and ends it. */
  async close(): Promise<void> {
    await this.idle()
    this.#takeBack = undefined
    this.worker.ref()
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, CLOSE_LIMIT_MS)
      this.#closed = () => {
        clearTimeout(timer)
        resolve()
      }
      this.worker.once('exit', this.#closed)
      this.worker.postMessage('close')
    })
    await this.worker.terminate()
  }

  #settle({id, ...outcome}: Outcome & {id: number}): void {
    const unit = this.#pending.get(id)
    this.#pending.delete(id)
    if (unit && 'results' in outcome) unit.resolve(outcome.results.map(resultOf))
    else if (unit)
      void this.#errorOf(outcome as Exclude<Outcome, {results: unknown}>).then(unit.reject, unit.reject)
    this.#restIfIdle()
  }

  async #errorOf(outcome: Exclude<Outcome, {results: unknown}>): Promise<unknown> {
    const {display, schema = 0, explain, rescue} = this.errors
    if ('moved' in outcome) return databaseMoved(display, await rescue())
    if ('newer' in outcome) return newerSchema(display, outcome.newer, schema)
    const {message, code} = outcome.failed
    return explain(Object.assign(new Error(message), {code}))
  }

  #restIfIdle(): void {
    if (this.#pending.size > 0) return
    this.worker.unref()
    for (const resolve of this.#idle.splice(0)) resolve()
  }

  #end(): void {
    const left = [...this.#pending.values()]
    this.#pending.clear()
    this.#takeBack?.(left)
    this.#takeBack = undefined
    this.#restIfIdle()
  }
}

function messageOf(id: number, {statements}: Unit): UnitMessage {
  return {id, statements: statements.map(({sql, args = []}) => [sql, args])}
}

function resultOf(result: ResultMessage): WriteResult {
  if ('changes' in result) return {rows: [], rowsAffected: result.changes}
  const {columns, rows} = result
  return {
    rows: rows.map((row) => Object.fromEntries(columns.map((name, at) => [name, row[at]])) as unknown as Row),
    rowsAffected: 0,
  }
}
