/**
 * What the aggregates of `bench stats` cost in a file that came from schema 3, against the queries that the bench of
 * schema 3 made of the same file: CPU time, pair by pair.
 *
 *   npx tsx benchmarks/aggregates.ts [results] [pairs]
 *
 * Default: 300,000 results with one rating each (2 files of 1.7 GB in the temporary folder), 9 pairs.
 */
import {copyFile, readFile} from 'node:fs/promises'
import {createClient, type Client} from '@libsql/client'
import {databaseLocation} from '../src/store/database/location.js'
import {openStore} from '../src/store/store.js'
import type {GroupColumn} from '../src/records/stats.js'
import {tempFolder} from '../test/support/processes.js'
import {fillDatabase} from './large-database.js'

/** How much more than under schema 3 they may cost. */
const MOST = 1.3
const GROUPS: GroupColumn[][] = [
  ['model'],
  ['style'],
  ['persona_id'],
  ['model', 'style'],
  ['chip_count'],
  ['run_id'],
]
const SCHEMA_3 = new URL('../test/store/schema-v3.sql', import.meta.url)
const [results = 300_000, pairs = 9] = process.argv.slice(2, 4).map(Number)

/** As the bench of schema 3 asked. */
function queryOfSchema3(columns: readonly GroupColumn[]): string {
  const by = columns.join(', ')
  return `SELECT ${by}, 'completed' AS status, count(*) AS results, sum(cost_usd) AS cost, avg(cost_usd) AS cost_per_result_usd,
      sum(rating_count) AS rated_count, sum(rating_sum) AS rating_sum, sum(rating_count > 0) AS rated_results,
      avg(latency_ms) AS avg_latency_ms, avg(input_tokens) AS avg_input_tokens, avg(output_tokens) AS avg_output_tokens
    FROM results WHERE +status = 'completed' GROUP BY ${by}
    UNION ALL
    SELECT ${by}, 'failed', count(*), sum(cost_usd), NULL, 0, 0, 0, NULL, NULL, NULL
    FROM results WHERE +status = 'failed' GROUP BY ${by}
    ORDER BY ${by}, status`
}

async function fill(url: string): Promise<void> {
  const client = createClient({url})
  const dump = await readFile(SCHEMA_3, 'utf8')
  const schema = dump.replace('PRAGMA foreign_keys=OFF;', '').replace(/^INSERT INTO (?!clock|meta).*;$/gm, '')
  await client.executeMultiple(schema)
  await fillDatabase(client, {results, raters: 1})
  client.close()
}

async function cpuMs(work: () => Promise<unknown>): Promise<number> {
  const before = process.cpuUsage()
  await work()
  const {user, system} = process.cpuUsage(before)
  return (user + system) / 1000
}

const median = (values: readonly number[]) =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)]!

async function measure(before: Client, url: string): Promise<void> {
  const store = await openStore(databaseLocation(url, {}), {create: false, notice: () => {}})
  console.log(`${results} results, medians of ${pairs} pairs, CPU`)
  for (const columns of GROUPS) {
    const [old, now]: [number[], number[]] = [[], []]
    for (let pair = 0; pair < pairs; pair++) {
      old.push(await cpuMs(() => before.execute(queryOfSchema3(columns))))
      now.push(await cpuMs(() => store.stats.groups(columns, {})))
    }

    const ratio = median(old.map((ms, at) => now[at]! / ms))
    const times = `schema 3 ${median(old).toFixed(0)} ms, now ${median(now).toFixed(0)} ms`
    console.log(
      `  by ${columns.join(' × ').padEnd(14)} ${times}, ${ratio.toFixed(2)} ×${ratio > MOST ? '  <- too much' : ''}`,
    )
    if (ratio > MOST) process.exitCode = 1
  }

  await store.close()
}

const folder = await tempFolder()
try {
  await fill(`file:${folder.file('schema-3.db')}`)
  await copyFile(folder.file('schema-3.db'), folder.file('now.db'))
  const before = createClient({url: `file:${folder.file('schema-3.db')}`})
  await measure(before, `file:${folder.file('now.db')}`)
  before.close()
} finally {
  await folder.remove()
}
