/**
 * `bench sync` against a real sqld: the first push of 20,000 results with their calls and ratings, the first
 * pull by another device, a sync with nothing to do, and one new result among 100,000 rows, with the rows the
 * server read and wrote for it (as it says itself).
 *
 * npm run build && node --import tsx benchmarks/sync.ts [results]
 */
import {spawn} from 'node:child_process'
import {databaseLocation} from '../src/store/database/location.js'
import {openStore} from '../src/store/store.js'
import {startProxy} from '../test/support/faulty-proxy.js'
import {BENCH, startSqld, tempFolder} from '../test/support/processes.js'
import {aCall, aResult, aRun} from '../test/support/records.js'

const RESULTS = Number(process.argv[2] ?? 20_000)
const chips = Array.from({length: 35}, (_, i) => ({
  key: `stakeholder_conflict_${i}`,
  display: `Stakeholder Conflict ${i}`,
  type: 'situation' as const,
}))
const answer = JSON.stringify(chips)

const counts = {requests: 0, read: 0, written: 0}
const folder = await tempFolder()
const sqld = await startSqld(folder.file('sqld'))
const proxy = await startProxy(sqld.url, {
  onAnswer(_body, text) {
    counts.requests++
    for (const [, what, count] of text.matchAll(/"rows_(read|written)":(\d+)/g))
      counts[what as 'read' | 'written'] += Number(count)
  },
})

async function sync(what: string, db: string, url: string): Promise<void> {
  Object.assign(counts, {requests: 0, read: 0, written: 0})
  const started = performance.now()
  const child = spawn(
    '/usr/bin/time',
    ['-f', '%M', process.execPath, BENCH, 'sync', '--json', '--db', db, '--remote', url],
    {stdio: ['ignore', 'pipe', 'pipe']},
  )
  let [stdout, stderr] = ['', '']
  child.stdout.on('data', (part: Buffer) => (stdout += part.toString()))
  child.stderr.on('data', (part: Buffer) => (stderr += part.toString()))
  const code = await new Promise((done) => child.once('close', done))
  if (code !== 0) throw new Error(stdout + stderr)
  const {tables} = JSON.parse(stdout) as {tables: Record<string, {pulled: number; pushed: number}>}
  const moved = Object.values(tables).reduce((sum, {pulled, pushed}) => sum + pulled + pushed, 0)
  const megabytes = Number(stderr.trim().split('\n').at(-1)) / 1024
  console.log(
    `${what.padEnd(34)} ${String(moved).padStart(7)} rows  ${((performance.now() - started) / 1000).toFixed(2).padStart(6)} s  ${megabytes.toFixed(0).padStart(4)} MB  ` +
      `${counts.requests} requests, ${counts.read} rows read, ${counts.written} written`,
  )
}

try {
  const here = `file:${folder.file('here.db')}`
  const store = await openStore(databaseLocation(here, {}), {create: true})
  const run = aRun({status: 'completed', config: {cases: RESULTS + 1}})
  await store.runs.create(run)
  for (let at = 0; at < RESULTS; at += 500) {
    const results = Array.from({length: Math.min(500, RESULTS - at)}, () =>
      aResult(run.id, {final_chips: chips, step2_chips: chips}),
    )
    await Promise.all(
      results.flatMap((result) => [
        store.results.save(result),
        ...[1, 2].map(() => store.calls.save(aCall(run.id, result.id, {answer}))),
      ]),
    )
    const ratings = results.flatMap(({id}) =>
      ['ann', 'bob'].map((user_id) => ({result_id: id, user_id, rating: 3, created_at: 'now', blind: true})),
    )
    await store.ratings.saveAll(ratings, [])
  }

  console.log(`${RESULTS} results, ${2 * RESULTS} calls, ${2 * RESULTS} ratings`)
  await sync('first push', here, proxy.url)
  const there = `file:${folder.file('there.db')}`
  await sync('first pull by another device', there, proxy.url)
  await sync('nothing to do', here, proxy.url)
  await store.results.save(aResult(run.id, {final_chips: chips}))
  await sync('one new result, from here', here, proxy.url)
  await sync('one new result, to there', there, proxy.url)
  await store.close()
} finally {
  await proxy.close()
  await sqld.close()
  await folder.remove()
}
