import {Worker} from 'node:worker_threads'
import {BenchError} from '../../errors/bench-error.js'
import type {DatabaseLocation} from '../../store/database/location.js'
import type {Store} from '../../store/store.js'
import type {LoadedSuite} from '../../suite/files/load.js'
import {packageFile} from '../../text/package-file.js'
import type {Jobs} from './jobs.js'
import {withLongReads, type Read} from './reads.js'

/** A message to a thread, with the job it asks for. */
export type JobRequest = {
  [Name in keyof Jobs]: {id: number; name: Name; input: Parameters<Jobs[Name]>[0]}
}[keyof Jobs]
/** A job, or a read of the store. */
export type ThreadRequest = JobRequest | {id: number; name: 'read'; input: Read}
export type JobAnswer = {id: number} & (
  {output: unknown} | {error: {message: string; code: string | undefined}}
)

/** What a thread starts with. */
export interface JobThreadData {
  location: DatabaseLocation
  /** The suite that the user chose, if any. */
  named: LoadedSuite | undefined
}

export type ClosableJobs = Jobs & {
  /** The store, whose long reads are made in a thread. */
  store: Store
  close: () => Promise<void>
}

/**
 * Jobs in threads with separate connections: one thread for figures, so that a fit delays no other request,
 * one for lists and queues, which need no fit and shall not wait for one, and one for writes, as SQLite
 * stands still while it waits for the lock of another process. A thread starts with its first job.
 */
export function threadedJobs(store: Store, named?: LoadedSuite): ClosableJobs {
  const data: JobThreadData = {location: store.location, named}
  const [reader, lists, writer] = [new JobThread(data), new JobThread(data), new JobThread(data)]
  return {
    store: withLongReads(store, (read) => lists.read(read)),
    plan: (request) => lists.run('plan', request),
    leaderboard: (request) => reader.run('leaderboard', request),
    decision: (request) => reader.run('decision', request),
    comparison: (request) => reader.run('comparison', request),
    effects: (request) => reader.run('effects', request),
    rate: (request) => writer.run('rate', request),
    board: (request) => reader.run('board', request),
    agreement: (request) => reader.run('agreement', request),
    judge: (request) => reader.run('judge', request),
    costs: (request) => reader.run('costs', request),
    saw: (seen) => writer.run('saw', seen),
    openedFigures: (opened) => writer.run('openedFigures', opened),
    applyCommand: (done) => writer.run('applyCommand', done),
    close: async () => {
      await Promise.all([reader.close(), lists.close(), writer.close()])
    },
  }
}

class JobThread {
  #worker: Worker | undefined
  #id = 0
  readonly #waiting = new Map<number, {resolve: (output: never) => void; reject: (error: Error) => void}>()

  constructor(private readonly data: JobThreadData) {}

  run<Name extends keyof Jobs>(name: Name, input: Parameters<Jobs[Name]>[0]): ReturnType<Jobs[Name]> {
    return this.#ask(name, input) as ReturnType<Jobs[Name]>
  }

  read(input: Read): Promise<unknown> {
    return this.#ask('read', input)
  }

  #ask(name: ThreadRequest['name'], input: unknown): Promise<unknown> {
    this.#worker ??= this.#start()
    const id = ++this.#id
    const answer = new Promise((resolve, reject) => this.#waiting.set(id, {resolve, reject}))
    this.#worker.postMessage({id, name, input})
    return answer
  }

  async close(): Promise<void> {
    await this.#worker?.terminate()
  }

  #start(): Worker {
    const worker = new Worker(packageFile('dist/server/jobs/job-thread.js'), {workerData: this.data})
    worker.unref()
    worker.on('message', (answer: JobAnswer) => {
      const waiting = this.#waiting.get(answer.id)
      this.#waiting.delete(answer.id)
      if ('output' in answer) waiting?.resolve(answer.output as never)
      else waiting?.reject(errorOf(answer.error))
    })
    worker.on('error', (error) => this.#fail(worker, error))
    worker.on('exit', () => this.#fail(worker, new Error('the thread ended')))
    return worker
  }

  /**
   * Waiting requests get the error; the next job gets a new thread. A failed thread also ends: that counts
   * once.
   */
  #fail(worker: Worker, error: Error): void {
    if (this.#worker !== worker) return
    this.#worker = undefined
    for (const {reject} of this.#waiting.values()) reject(error)
    this.#waiting.clear()
  }
}

/** Errors lose their class on the way between threads. */
function errorOf({message, code}: {message: string; code: string | undefined}): Error {
  return code === undefined ? new Error(message) : new BenchError(message, {code})
}
