/**
 * How long `bench stats` takes, as a whole process, and its plain aggregates against the query of the first
 * design, which joined ratings before it counted.
 *
 *   npx tsx benchmarks/stats.ts [results] [ratings a result] [file to keep]
 *
 * Default: 300,000 results with one rating each (312 runs of 960 cases, about 1 GB in the temporary folder).
 */
import {spawnSync} from 'node:child_process'
import {existsSync} from 'node:fs'
import {mkdtemp, rm} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join, resolve} from 'node:path'
import {createClient, type Client} from '@libsql/client'
import {databaseLocation} from '../src/store/database/location.js'
import {openStore, type Store} from '../src/store/store.js'
import {fillDatabase} from './large-database.js'

const REPEATS = 5
const BENCH = resolve(import.meta.dirname, '../bin/run.js')
const FIRST_DESIGN = `SELECT model, count(results.id) AS result_count, count(ratings.id) AS rated_count, avg(rating) AS avg_rating,
    sum(cost_usd) AS total_cost_usd, avg(latency_ms) AS latency, avg(input_tokens) AS tokens_in, avg(output_tokens) AS tokens_out
  FROM results LEFT JOIN ratings ON ratings.result_id = results.id GROUP BY model`

const [results = 300_000, raters = 1] = process.argv.slice(2, 4).map(Number)
const folder = await mkdtemp(join(tmpdir(), 'bench-stats-'))
const file = process.argv[4] ?? join(folder, 'bench.db')
const url = `file:${file}`
const isNew = !existsSync(file)
const store = await openStore(databaseLocation(url, {}), {create: true})
const client = createClient({url})
try {
  if (isNew) await fillDatabase(client, {results, raters})
  await measure(store, client)
} finally {
  client.close()
  await store.close()
  await rm(folder, {recursive: true, force: true})
}

async function measure(from: Store, seed: Client): Promise<void> {
  const plain: number[] = []
  const joined: number[] = []
  const whole: number[] = []
  for (let repeat = 0; repeat < REPEATS; repeat++) {
    // Side by side, as these machines are noisy.
    joined.push(await timed(() => seed.execute(FIRST_DESIGN)))
    plain.push(await timed(() => from.stats.groups(['model'], {})))
    whole.push(
      await timed(() => {
        const {status, stderr} = spawnSync(process.execPath, [BENCH, 'stats', '--db', url], {
          encoding: 'utf8',
        })
        if (status !== 0) throw new Error(stderr)
      }),
    )
  }

  const [first, now, all] = [joined, plain, whole].map(
    (times) => times.sort((a, b) => a - b)[Math.floor(REPEATS / 2)]!,
  ) as [number, number, number]
  console.log(`${results} results, ${results * raters} ratings; medians of ${REPEATS}`)
  console.log(`  first design's joined query   ${first.toFixed(0)} ms`)
  console.log(
    `  aggregates of bench stats     ${now.toFixed(0)} ms   ${(first / now).toFixed(1)} times faster`,
  )
  console.log(
    `  bench stats, whole process    ${all.toFixed(0)} ms   with intervals, ranks, latency quantiles, raters`,
  )
}

async function timed(work: () => unknown): Promise<number> {
  const started = performance.now()
  await work()
  return performance.now() - started
}
