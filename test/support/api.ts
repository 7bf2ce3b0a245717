import {connect} from 'node:net'
import {Agent, request, type IncomingHttpHeaders, type OutgoingHttpHeaders} from 'node:http'
import {createClient} from '@libsql/client/sqlite3'
import type {LogLine} from '../../src/server/http/access-log.js'
import type {ApiOptions} from '../../src/server/http/app.js'
import type {GenerateFlags} from '../../src/cli/running/on-demand-setup.js'
import type {ResultRecord} from '../../src/records/result.js'
import type {RunRecord} from '../../src/records/run.js'
import type {LoadedSuite} from '../../src/suite/files/load.js'
import {tempFolder} from './processes.js'
import {aResult, aRun} from './records.js'
import {newDatabase} from './stores.js'

export interface Answer {
  status: number
  headers: IncomingHttpHeaders
  text: string
  /** Undefined for what is no JSON. */
  body: unknown
}

export interface Question {
  method?: string
  headers?: OutgoingHttpHeaders
  /** Sent as it is when it is a text or bytes, else as JSON. */
  body?: unknown
  /** Without a length that is known beforehand. */
  chunked?: boolean
}

export type Row = Record<string, unknown>
export type TestApi = Awaited<ReturnType<typeof startApi>>
type ApiSetup = Partial<ApiOptions> & {
  generate?: Partial<GenerateFlags> | undefined
  /** As in a server that stays; false: as in a function that comes and goes. */
  caches?: boolean
}

/** The names that `bench serve` goes by on this machine. */
export const LOCAL_HOSTS = new Set(['localhost', '127.0.0.1', '[::1]'])
export const VERSION = '0.0.0-test'

/**
 * Imported, not required as mocha requires the tests: what is loaded in both ways is there twice, and then no
 * error is an instance of its own class.
 */
async function modules() {
  const all = await Promise.all([
    import('../../src/server/http/app.js'),
    import('../../src/server/http/change-cache.js'),
    import('../../src/server/jobs/jobs.js'),
    import('../../src/server/jobs/reads.js'),
    import('../../src/server/http/server.js'),
    import('../../src/cli/running/on-demand-setup.js'),
    import('../../src/providers/built-in.js'),
    import('../../src/store/database/location.js'),
    import('../../src/store/store.js'),
    import('../../src/suite/files/load.js'),
  ])
  const [app, cache, jobs, reads, server, onDemand, builtIn, location, store, suite] = all
  return {
    ...app,
    ...cache,
    ...jobs,
    ...reads,
    ...server,
    ...onDemand,
    ...builtIn,
    ...location,
    ...store,
    ...suite,
  }
}

/** Imported once for all that a process starts: each import is resolved in another thread. */
let loaded: ReturnType<typeof modules> | undefined
/** Read once for all that a process starts: its YAML takes longer than the rest of a start. */
let builtInSuite: Promise<LoadedSuite> | undefined

/** The API in this process, as `bench serve` starts it: a real socket over a file of its own. */
export async function startApi({generate: flags, caches = true, ...options}: ApiSetup = {}) {
  const {
    ChangeCache,
    createApi,
    databaseLocation,
    generateModels,
    jobsOf,
    loadBuiltInSuite,
    onDemandCases,
    openStore,
    REGISTERED_BUILT_INS,
    serve,
    withKeptReads,
  } = await (loaded ??= modules())
  const folder = await tempFolder()
  const file = folder.file('bench.db')
  await newDatabase(file)
  const store = await openStore(databaseLocation(`file:${file}`, {}), {create: false})
  const suite = await (builtInSuite ??= loadBuiltInSuite())
  const generateFlags: GenerateFlags = {
    'enable-generate': flags !== undefined,
    'generate-budget': undefined,
    'generate-model': undefined,
    'base-url': undefined,
    ...flags,
  }
  const generate = await onDemandCases(store, suite, {
    flags: generateFlags,
    registered: REGISTERED_BUILT_INS,
    version: VERSION,
  })
  const lines: LogLine[] = []
  const defects: unknown[] = []
  const app = createApi(
    {
      store,
      jobs: jobsOf(caches ? withKeptReads(store, new ChangeCache(store.changes)) : store),
      cache: caches ? new ChangeCache(store.changes) : undefined,
      suite: suite.suite,
      version: VERSION,
      generate,
      models: generateModels(generateFlags, suite),
    },
    {
      tokens: [],
      origins: [],
      hosts: LOCAL_HOSTS,
      log: (line) => lines.push(line),
      onDefect: (error) => defects.push(error),
      ...options,
    },
  )
  const server = await serve(app, {host: '127.0.0.1', port: 0})
  const agent = new Agent({keepAlive: true})
  const ask = (path: string, question: Question = {}) => send(server.port, agent, path, question)
  return {
    ...server,
    app,
    store,
    folder,
    file,
    suite: suite.suite,
    /** Requests as they were logged. */
    lines,
    /** What should not have happened. */
    defects,
    /** Sends a path as it is: nothing is encoded, resolved or followed. */
    ask,
    /** What comes back for bytes that no client would send; the last request must ask to close. */
    raw: (text: string) => exchange(server.port, text),
    get: (path: string, headers: OutgoingHttpHeaders = {}) => ask(path, {headers}),
    post: (path: string, body: unknown, headers: OutgoingHttpHeaders = {}) =>
      ask(path, {method: 'POST', body, headers}),
    rate: (id: string, user: string, rating: number) =>
      ask(`/results/${id}/ratings`, {method: 'POST', body: {rating}, headers: {'X-User-Id': user}}),
    /** The one list in an answer. */
    rows: async (path: string, headers: OutgoingHttpHeaders = {}) => rowsOf(await ask(path, {headers})),
    async seed(run: Partial<RunRecord>, results: Partial<ResultRecord>[] = []) {
      const made = aRun(run)
      await store.runs.create(made)
      const rows = results.map((result) => aResult(made.id, result))
      for (const row of rows) await store.results.save(row)
      return {run: made, results: rows}
    },
    dump: () => dumpOf(file),
    async close() {
      agent.destroy()
      await server.stop(0)
      await generate?.close(0)
      await store.close()
      await folder.remove()
    },
  }
}

export function rowsOf({body, text}: Answer): Row[] {
  const lists =
    typeof body === 'object' && body !== null
      ? Object.values(body).filter((value) => Array.isArray(value))
      : []
  // What figures leave out stands beside the rows.
  if (lists.length === 0) throw new Error(`no list: ${text}`)
  return lists[0] as Row[]
}

export function idsOf(rows: readonly Row[]): unknown[] {
  return rows.map(({id}) => id)
}

/** A header's value for a text that is not Latin-1: HTTP carries bytes. */
export function utf8Header(text: string): string {
  return Buffer.from(text).toString('latin1')
}

/** Every row of every table of a file, by table. */
export async function dumpOf(file: string): Promise<Record<string, Row[]>> {
  const client = createClient({url: `file:${file}`, timeout: 5000})
  try {
    const {rows: tables} = await client.execute(
      "SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name",
    )
    const dump: Record<string, Row[]> = {}
    for (const name of tables.map((row) => row['name'] as string)) {
      dump[name] = (await client.execute(`SELECT * FROM "${name}" ORDER BY 1, 2`)).rows.map((row) => ({
        ...row,
      }))
    }

    return dump
  } finally {
    client.close()
  }
}

function send(
  port: number,
  agent: Agent,
  path: string,
  {method = 'GET', headers = {}, body, chunked = false}: Question,
): Promise<Answer> {
  // Bytes, as Node encodes headers like a body that is a text.
  const payload =
    body === undefined
      ? undefined
      : body instanceof Uint8Array
        ? body
        : Buffer.from(typeof body === 'string' ? body : JSON.stringify(body))
  const length = payload === undefined || chunked ? {} : {'content-length': payload.byteLength}
  const type = payload === undefined ? {} : {'content-type': 'application/json'}
  return new Promise((resolve, reject) => {
    const outgoing = request(
      {host: '127.0.0.1', port, agent, path, method, headers: {...type, ...length, ...headers}},
      (incoming) => {
        const parts: Buffer[] = []
        incoming.on('data', (part: Buffer) => parts.push(part))
        incoming.on('error', reject)
        incoming.on('end', () => {
          const text = Buffer.concat(parts).toString()
          resolve({status: incoming.statusCode ?? 0, headers: incoming.headers, text, body: parsed(text)})
        })
      },
    )
    outgoing.on('error', reject)
    outgoing.end(payload)
  })
}

function exchange(port: number, text: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const parts: Buffer[] = []
    const socket = connect(port, '127.0.0.1', () => socket.write(text, 'latin1'))
    socket.on('data', (part) => parts.push(part))
    socket.on('error', reject)
    socket.on('close', () => resolve(Buffer.concat(parts).toString()))
  })
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return undefined
  }
}
