import {setTimeout as sleep} from 'node:timers/promises'
import type {Client, InArgs, InStatement, InValue, Row} from '@libsql/client'
import {databaseMoved, databaseReadOnly, newerSchema} from '../../errors/databases.js'
import {connect, explain, isCutShort, LOCK_TIMEOUT_MS} from './client.js'
import {isWritable, readOnlyUrl, type DatabaseLocation} from './location.js'
import {OpenFile} from './open-file.js'
import {RETRY_POLICY, type RetryPolicy} from './remote-fetch.js'
import {codeOf, isBusy} from './sqlite-codes.js'
import type {Statement, WriteResult} from './unit.js'
import {WriteQueue} from './write-queue.js'
import type {WriterThread} from './writer-thread.js'

export type {Statement, StoredValue, WriteResult} from './unit.js'

/** Milliseconds after which a lock that does not go away is an error. */
const BUSY_DEADLINE_MS = 30_000
const ROWS_A_PAGE = 10_000
const CLOSE_LIMIT_MS = 2000
/** Milliseconds between two looks whether another bench has changed the schema meanwhile. */
const SCHEMA_CHECK_MS = 5000

/**
 * One connection to a libSQL database, and the only place that talks to the client.
 *
 * Writes are *units*: lists of statements that are committed together or not at all, in order, by the write
 * queue. Units must be safe to repeat, as an answer can be lost after the commit.
 */
export class Database {
  readonly location: DatabaseLocation
  /** Nothing can be written: the file or its folder does not allow it, or nothing may be. */
  readonly isReadOnly: boolean
  readonly #client: Client
  readonly #closing: AbortController
  readonly #queue: WriteQueue
  #closed = false
  readonly #file: OpenFile | undefined
  /** What was saved, once the path names another file: where it was copied to. */
  #rescue: Promise<string | undefined> | undefined
  #schema: {version: number; checkedAt: number} | undefined

  private constructor(
    location: DatabaseLocation,
    client: Client,
    closing: AbortController,
    isReadOnly: boolean,
    commitsBeforeThread: number | undefined,
  ) {
    this.location = location
    this.isReadOnly = isReadOnly
    this.#client = client
    this.#closing = closing
    this.#file = location.path === undefined ? undefined : new OpenFile(location.path)
    this.#queue = new WriteQueue({
      commit: (statements) => this.#commit(statements),
      startThread: location.kind === 'local' ? () => this.#startThread() : undefined,
      commitsBeforeThread,
    })
  }

  /**
   * Opens it to read and write; only to read where the file system allows no more.
   * @throws BenchError when it cannot be opened or is no database.
   */
  static open(
    location: DatabaseLocation,
    retryPolicy: RetryPolicy = RETRY_POLICY,
    commitsBeforeThread?: number,
  ): Promise<Database> {
    return Database.#open(location, retryPolicy, !isWritable(location), commitsBeforeThread)
  }

  /** Opens a local file only to read: whatever it is, it stays as it is, to the byte. @throws BenchError */
  static peek(location: DatabaseLocation): Promise<Database> {
    return Database.#open(location, RETRY_POLICY, true)
  }

  static async #open(
    location: DatabaseLocation,
    retryPolicy: RetryPolicy,
    isReadOnly: boolean,
    commitsBeforeThread?: number,
  ): Promise<Database> {
    let database: Database
    try {
      const closing = new AbortController()
      const url = isReadOnly ? readOnlyUrl(location) : location.url
      const client = await connect({...location, url}, retryPolicy, closing.signal)
      database = new Database(location, client, closing, isReadOnly, commitsBeforeThread)
      await database.#prepareConnection()
    } catch (error) {
      if (isReadOnly && codeOf(error).startsWith('SQLITE_CANTOPEN'))
        throw databaseReadOnly(location.display, error)
      throw explain(error, location, 'opening')
    }

    return database
  }

  async query(sql: string, args: InArgs = []): Promise<Row[]> {
    const result = await this.#retried(() => this.#client.execute({sql, args}))
    return result.rows
  }

  /**
   * As `query`, for answers of any size: servers limit one answer to about 10 MB, so theirs come in pages.
   * The statement needs an order of its own, and no limit.
   */
  async queryAll(sql: string, args: InValue[] = []): Promise<Row[]> {
    if (this.location.kind !== 'remote') return this.query(sql, args)
    const rows: Row[] = []
    for (;;) {
      const page = await this.query(`SELECT * FROM (${sql}) LIMIT ${ROWS_A_PAGE} OFFSET ?`, [
        ...args,
        rows.length,
      ])
      rows.push(...page)
      if (page.length < ROWS_A_PAGE) return rows
    }
  }

  /** From now on a write is refused once another bench has brought the database to a newer schema. */
  guardSchema(version: number, checkedAt = performance.now()): void {
    this.#schema = {version, checkedAt}
  }

  /** Commits the statements together; resolves when they are durable. */
  write(statements: Statement[]): Promise<WriteResult[]> {
    return this.#queue.write(statements)
  }

  /**
   * Lets readers and a writer work side by side. It changes the file, so only once it is known to be ours.
   */
  async useWal(): Promise<void> {
    if (this.location.kind === 'local' && !this.isReadOnly) await this.query('PRAGMA journal_mode = WAL')
  }

  /** Waits for the writes under way, though not for long for a server that is away, then closes. */
  async close(): Promise<void> {
    const limit =
      this.location.kind === 'remote'
        ? sleep(CLOSE_LIMIT_MS, undefined, {signal: this.#closing.signal, ref: false})
        : undefined
    await (limit ? Promise.race([this.#queue.idle(), limit]) : this.#queue.idle())
    this.#closed = true
    this.#closing.abort()
    await this.#queue.close()
    // Closing removes the log by its name, which may be another file's by now.
    if (this.#rescue !== undefined && this.#file?.isLogReplaced()) return
    this.#client.close()
  }

  async #commit(statements: Statement[]): Promise<WriteResult[]> {
    await this.#assertSchema()
    const [only] = statements
    // One statement commits by itself, without the cost of opening and closing a transaction.
    return this.#retried(async () =>
      only !== undefined && statements.length === 1
        ? [await this.#client.execute(only)]
        : this.#client.batch(statements as InStatement[], 'write'),
    )
  }

  /** Many commits are about to come: a local file gets its writer thread now. */
  expectCommits(count: number): void {
    this.#queue.expect(count)
  }

  async #startThread(): Promise<WriterThread | undefined> {
    const file = this.#file
    if (!file || this.isReadOnly || this.#rescue !== undefined) return undefined
    const {WriterThread} = await import('./writer-thread.js')
    const schema = this.#schema?.version
    return WriterThread.start(
      {
        path: file.path,
        file: file.id,
        schema,
        lockTimeoutMs: LOCK_TIMEOUT_MS,
        busyDeadlineMs: BUSY_DEADLINE_MS,
      },
      {
        display: this.location.display,
        schema,
        explain: (error) => explain(error, this.location, 'using'),
        rescue: () => (this.#rescue ??= this.#copyTo(file)),
      },
    )
  }

  async #assertSchema(): Promise<void> {
    const expected = this.#schema
    if (!expected || performance.now() - expected.checkedAt < SCHEMA_CHECK_MS) return
    const [row] = await this.query('SELECT user_version FROM pragma_user_version')
    const found = Number(row?.['user_version'] ?? 0)
    if (found > expected.version) throw newerSchema(this.location.display, found, expected.version)
    expected.checkedAt = performance.now()
  }

  async #prepareConnection(): Promise<void> {
    if (this.location.kind === 'remote') {
      await this.#retried(() => this.#client.execute('SELECT 1'))
      return
    }

    await this.#client.execute('PRAGMA synchronous = FULL')
    await this.#client.execute('PRAGMA foreign_keys = ON')
  }

  /** @throws BenchError when the path does not name the open file any more; what is open is copied first. */
  async #assertInPlace(): Promise<void> {
    const file = this.#file
    if (!file || (this.#rescue === undefined && file.isInPlace())) return
    throw databaseMoved(this.location.display, await (this.#rescue ??= this.#copyTo(file)))
  }

  /** @returns the path of the copy; undefined where none could be made. */
  async #copyTo(file: OpenFile): Promise<string | undefined> {
    for (const path of await file.rescuePaths()) {
      try {
        await this.#client.execute({sql: 'VACUUM INTO ?', args: [path]})
        await file.removeLeftLog()
        return path
      } catch {
        // The next folder may have room.
      }
    }

    return undefined
  }

  async #afterBusy(attempt: number): Promise<void> {
    if (this.location.kind === 'remote') {
      // Each request has a connection of its own there; somebody else's write only needs time.
      await new Promise((resolve) =>
        setTimeout(resolve, Math.min(2000, 50 * 2 ** attempt) * (0.5 + Math.random() / 2)),
      )
      return
    }

    // After SQLITE_BUSY the client's connection may acknowledge writes it never commits
    // (tursodatabase/libsql-client-ts#352): only a new connection is safe.
    this.#client.reconnect()
    await this.#prepareConnection()
  }

  async #retried<T>(unit: () => Promise<T>): Promise<T> {
    const deadline = performance.now() + BUSY_DEADLINE_MS
    for (let attempt = 1; ; attempt++) {
      await this.#assertInPlace()
      try {
        const result = await unit()
        // Before anything is counted or answered.
        await this.#assertInPlace()
        return result
      } catch (error) {
        await this.#assertInPlace()
        if (isBusy(error) && performance.now() < deadline) {
          await this.#afterBusy(attempt)
        } else if (isCutShort(error) && !this.#closed) {
          // Another statement's reconnection took this one's connection away.
        } else {
          throw explain(error, this.location, 'using')
        }
      }
    }
  }
}
