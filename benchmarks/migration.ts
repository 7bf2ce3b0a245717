/**
 * How long a database of schema 3 takes to become one of today's schema, and whether its figures stay as they were.
 *
 *   npx tsx benchmarks/migration.ts [results] [sqld]
 *
 * Default: 100,000 results, each with a rating and a call, in a local file. `sqld`: as the database of a team, on a
 * real server on this machine.
 */
import {spawnSync} from 'node:child_process'
import {readFile} from 'node:fs/promises'
import {resolve} from 'node:path'
import {createClient, type Client} from '@libsql/client'
import {databaseLocation} from '../src/store/database/location.js'
import {upgradeTeam} from '../src/store/database/upgrades.js'
import {openStore} from '../src/store/store.js'
import {startSqld, tempFolder} from '../test/support/processes.js'
import {fillDatabase} from './large-database.js'

/** Seconds that the migration of a local file of 100,000 results may take. */
const MOST_SECONDS = 30
const BENCH = resolve(import.meta.dirname, '../bin/run.js')
const SCHEMA_3 = new URL('../test/store/schema-v3.sql', import.meta.url)
/** The totals that triggers keep beside results are no part of it: figures come from the rows. */
const FIGURES = `SELECT results.model, count(DISTINCT results.id) AS result_count, count(ratings.id) AS rated_count,
    avg(rating) AS avg_rating, min(cost_usd) * count(DISTINCT results.id) AS total_cost_usd
  FROM results LEFT JOIN ratings ON ratings.result_id = results.id GROUP BY model ORDER BY model`

const results = Number(process.argv[2] ?? 100_000)
await measure(process.argv[3] === 'sqld')

async function measure(isRemote: boolean): Promise<void> {
  const folder = await tempFolder()
  const server = isRemote ? await startSqld(folder.file('sqld')) : undefined
  const url = server?.url ?? `file:${folder.file('bench.db')}`
  try {
    const client = createClient({url})
    await fill(client)
    const before = await figures(client)
    client.close()
    const seconds = (await timed(() => (isRemote ? migrateTeam(url) : migrateFile(url)))) / 1000
    const after = figuresOfStats(url)
    const isSame = JSON.stringify(before) === JSON.stringify(after)
    const bound = isRemote
      ? ''
      : `, ${(seconds / MOST_SECONDS).toFixed(2)} × of the ${MOST_SECONDS} s allowed`
    console.log(`${results} results, ratings and calls from schema 3${isRemote ? ', on sqld' : ''}`)
    console.log(`  migrated in ${seconds.toFixed(1)} s${bound}`)
    console.log(
      `  figures of ${after.length} models by bench stats --json: ${isSame ? 'unchanged' : 'CHANGED'}`,
    )
    if (!isSame) console.log(before[0], after[0])
    if (!isSame || (!isRemote && seconds > MOST_SECONDS)) process.exitCode = 1
  } finally {
    await server?.close()
    await folder.remove()
  }
}

async function fill(client: Client): Promise<void> {
  const dump = await readFile(SCHEMA_3, 'utf8')
  const schema = dump.replace('PRAGMA foreign_keys=OFF;', '').replace(/^INSERT INTO (?!clock|meta).*;$/gm, '')
  await client.executeMultiple(schema)
  await fillDatabase(client, {results, raters: 1})
  await client.execute(`INSERT INTO calls (id, run_id, result_id, step, model, request_hash, status, attempts, latency_ms,
      input_tokens, output_tokens, cost_usd, charged_usd, finish_reason, answer, created_at)
    SELECT 'call-' || id, run_id, id, 'step2', model, id, 'answered', 1, 50, 200, 300, .0032, .0032, 'stop', final_chips, created_at
    FROM results`)
}

async function migrateFile(url: string): Promise<void> {
  const store = await openStore(databaseLocation(url, {}), {create: false, notice: () => {}})
  await store.close()
}

async function migrateTeam(url: string): Promise<void> {
  await upgradeTeam(databaseLocation(url, {}))
}

type Figures = [string, number, number, string, string][]

async function figures(client: Client): Promise<Figures> {
  const {rows} = await client.execute(FIGURES)
  return rows.map((row) => figuresOf(row))
}

function figuresOfStats(url: string): Figures {
  const {stdout, stderr, status} = spawnSync(process.execPath, [BENCH, 'stats', '--json', '--db', url], {
    encoding: 'utf8',
    maxBuffer: 1e9,
  })
  if (status !== 0) throw new Error(stderr)
  const {stats} = JSON.parse(stdout) as {stats: Record<string, unknown>[]}
  return stats.map(figuresOf).sort(([a], [b]) => (a < b ? -1 : 1))
}

/** Sums in another order differ in their last digits. */
function figuresOf(row: Record<string, unknown>): Figures[number] {
  return [
    String(row['model']),
    Number(row['result_count']),
    Number(row['rated_count']),
    Number(row['avg_rating']).toFixed(6),
    Number(row['total_cost_usd']).toFixed(6),
  ]
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now()
  await work()
  return performance.now() - started
}
