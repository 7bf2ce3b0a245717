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
import {databaseLocation} from '../src/store/location.js'
import {openStore, type Store} from '../src/store/store.js'

const REPEATS = 5
const CASES = 960
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
  if (isNew) await fill(client)
  await measure(store, client)
} finally {
  client.close()
  await store.close()
  await rm(folder, {recursive: true, force: true})
}

/** Rows as a run would leave them, made inside the database: chips of a realistic size, ratings by many people. */
async function fill(into: Client): Promise<void> {
  const runs = Math.ceil(results / CASES)
  const chips = JSON.stringify(
    Array.from({length: 25}, (_, i) => ({key: `stakeholder_conflict_${i}`, display: `Stakeholder Conflict ${i}`, type: 'situation'})),
  )
  const started = performance.now()
  await into.execute('PRAGMA synchronous = OFF')
  for (let run = 0; run < runs; run++) {
    await into.batch(
      [
        {sql: `INSERT INTO runs (id, started_at, status) VALUES (?, '2026-11-23T10:00:00.000Z', 'completed')`, args: [`run-${run}`]},
        {
          sql: `WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i + 1 < ?4)
            INSERT INTO results (id, run_id, model, persona_id, sector, desired_role, style, input_type, constraint_type, chip_count,
              trial, latency_ms, input_tokens, output_tokens, cost_usd, created_at, final_chips, step2_chips)
            SELECT lower(hex(randomblob(16))), ?1, 'vendor/model-' || (i % 10), 'persona_' || (i / 10 % 6), 'Sector', 'Role',
              iif(i / 60 % 2, 'terse', 'guided'), iif(i / 120 % 2, 'basic', 'enriched'),
              iif(i / 240 % 2, 'with_constraint', 'no_constraint'), iif(i / 480 % 2, 15, 35), 1,
              500 + abs(random()) % 5000, 400, 700, 0.0001 * (1 + i % 10),
              strftime('%Y-%m-%dT%H:%M:%fZ', 1763900000 + ?3 * 960 + i, 'unixepoch'), ?2, ?2 FROM n`,
          args: [`run-${run}`, chips, run, Math.min(CASES, results - run * CASES)],
        },
        ...Array.from({length: raters}, (_, rater) => ({
          sql: `INSERT INTO ratings (id, result_id, user_id, rating, created_at)
            SELECT lower(hex(randomblob(16))), id, 'rater-' || ((rowid + ?2) % 7), 1 + abs(random() % 4 + rowid % 2), '2026-11-23T10:00:00.000Z'
            FROM results WHERE run_id = ?1`,
          args: [`run-${run}`, rater],
        })),
      ],
      'write',
    )
    if (run % 50 === 49) console.log(`  ${(run + 1) * CASES} results in ${Math.round((performance.now() - started) / 1000)} s`)
  }
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
        const {status, stderr} = spawnSync(process.execPath, [BENCH, 'stats', '--db', url], {encoding: 'utf8'})
        if (status !== 0) throw new Error(stderr)
      }),
    )
  }

  const [first, now, all] = [joined, plain, whole].map((times) => times.sort((a, b) => a - b)[Math.floor(REPEATS / 2)]!) as [number, number, number]
  console.log(`${results} results, ${results * raters} ratings; medians of ${REPEATS}`)
  console.log(`  first design's joined query   ${first.toFixed(0)} ms`)
  console.log(`  aggregates of bench stats     ${now.toFixed(0)} ms   ${(first / now).toFixed(1)} times faster`)
  console.log(`  bench stats, whole process    ${all.toFixed(0)} ms   with intervals, ranks, latency quantiles, raters`)
}

async function timed(work: () => unknown): Promise<number> {
  const started = performance.now()
  await work()
  return performance.now() - started
}
