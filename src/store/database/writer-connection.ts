import Connection from 'libsql'
import {messageOf} from '../../errors/bench-error.js'
import {OpenFile} from './open-file.js'
import {codeOf, isBusy, isConstraint} from './sqlite-codes.js'
import type {Outcome, ResultMessage, StatementMessage, UnitMessage, WriterData} from './writer-thread.js'

/**
 * Statements that are kept prepared; a merge makes more different ones, and gains nothing by keeping them.
 */
const MOST_PREPARED = 64
/** Milliseconds between two looks whether another bench has changed the schema meanwhile. */
const SCHEMA_CHECK_MS = 5000

type Prepared = ReturnType<Connection.Database['prepare']>
type Answer = Outcome & {id: number}

/** The path names another file now, or none. */
class Moved extends Error {}

class NewerSchema extends Error {
  constructor(readonly version: number) {
    super(`schema ${version}`)
  }
}

/** The connection of a writer thread, and its prepared statements. Commits are synchronous. */
export class WriterConnection {
  readonly #file: OpenFile
  #connection: Connection.Database | undefined
  #prepared = new Map<string, Prepared>()
  #schemaCheckedAt = performance.now()

  /** @throws Error when the path does not name the file that is open already. */
  constructor(private readonly data: WriterData) {
    this.#file = new OpenFile(data.path, data.file)
    this.#connection = this.#open()
  }

  /** Commits the units together; each gets its outcome, and a bad unit takes no other with it. */
  commit(units: readonly UnitMessage[]): Answer[] {
    const deadline = performance.now() + this.data.busyDeadlineMs
    for (;;) {
      try {
        const results = this.#transaction(units.flatMap(({statements}) => statements))
        let at = 0
        return units.map(({id, statements}) => ({id, results: results.slice(at, (at += statements.length))}))
      } catch (error) {
        // Whatever failed may have left a statement open, and then the connection acknowledges what it never
        // commits (tursodatabase/libsql-client-ts#352): the next transaction opens another connection.
        this.close()
        if (isBusy(error) && performance.now() < deadline) continue
        if (units.length > 1 && isConstraint(error)) return units.flatMap((unit) => this.commit([unit]))
        return failed(units, error)
      }
    }
  }

  close(): void {
    const connection = this.#connection
    this.#connection = undefined
    this.#prepared = new Map()
    if (connection?.inTransaction) connection.exec('ROLLBACK')
    connection?.close()
  }

  #transaction(statements: readonly StatementMessage[]): ResultMessage[] {
    // Opening would make a file where none is any more.
    this.#assertInPlace()
    const connection = (this.#connection ??= this.#open())
    this.#assertSchema(connection)
    // One statement commits by itself.
    const isAlone = statements.length === 1
    if (!isAlone) this.#run(connection, ['BEGIN IMMEDIATE', []])
    const results = statements.map((statement) => this.#run(connection, statement))
    if (!isAlone) this.#run(connection, ['COMMIT', []])
    // Before anything is counted or answered.
    this.#assertInPlace()
    return results
  }

  #run(connection: Connection.Database, [sql, args]: StatementMessage): ResultMessage {
    const statement = this.#statement(connection, sql)
    if (!statement.reader) return {changes: statement.run(args.map(bound)).changes}
    const columns = statement.columns().map(({name}) => name)
    return {columns, rows: (statement.all(args.map(bound)) as unknown[][]).map((row) => row.map(read))}
  }

  #statement(connection: Connection.Database, sql: string): Prepared {
    const known = this.#prepared.get(sql)
    if (known) return known
    const statement = connection.prepare(sql)
    if (statement.reader) statement.raw(true).safeIntegers(true)
    if (this.#prepared.size < MOST_PREPARED) this.#prepared.set(sql, statement)
    return statement
  }

  #assertInPlace(): void {
    if (!this.#file.isInPlace()) throw new Moved('the file was moved')
  }

  #assertSchema(connection: Connection.Database): void {
    const {schema} = this.data
    if (schema === undefined || performance.now() - this.#schemaCheckedAt < SCHEMA_CHECK_MS) return
    const row = connection.prepare('SELECT user_version FROM pragma_user_version').get([]) as {
      user_version: number
    }
    if (row.user_version > schema) throw new NewerSchema(row.user_version)
    this.#schemaCheckedAt = performance.now()
  }

  #open(): Connection.Database {
    const connection = new Connection(this.data.path, {timeout: this.data.lockTimeoutMs})
    connection.exec('PRAGMA synchronous = FULL')
    connection.exec('PRAGMA foreign_keys = ON')
    this.#assertInPlace()
    return connection
  }
}

function failed(units: readonly UnitMessage[], error: unknown): Answer[] {
  return units.map(({id}) => ({id, ...outcomeOf(error)}))
}

function outcomeOf(error: unknown): Outcome {
  if (error instanceof Moved) return {moved: true}
  if (error instanceof NewerSchema) return {newer: error.version}
  return {failed: {message: messageOf(error), code: codeOf(error)}}
}

/** A value as the driver takes it, by the rules of the client. @throws RangeError | TypeError */
function bound(value: unknown): unknown {
  if (typeof value === 'number' && !Number.isFinite(value))
    throw new RangeError('Only finite numbers (not Infinity or NaN) can be passed as arguments')
  if (value === undefined) throw new TypeError('undefined cannot be passed as argument to the database')
  if (typeof value === 'boolean') return value ? 1 : 0
  if (value instanceof Date) return value.valueOf()
  return value instanceof ArrayBuffer ? Buffer.from(value) : value
}

/** A stored value, as the client gives it. */
function read(value: unknown): unknown {
  if (typeof value === 'bigint') return Number(value)
  return value instanceof Buffer ? Uint8Array.from(value).buffer : value
}
