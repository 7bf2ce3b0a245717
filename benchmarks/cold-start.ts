/**
 * How long the function for Lambda takes to answer its first request: a new process loads the bundle, opens
 * the database on a real libSQL server and answers; beside it a bare process that does nothing.
 *
 * npm run build && node scripts/lambda-bundle.mjs && node --import tsx benchmarks/cold-start.ts [rounds]
 */
import {spawnSync} from 'node:child_process'
import {resolve} from 'node:path'
import {databaseLocation} from '../src/store/database/location.js'
import {openStore} from '../src/store/store.js'
import {httpApiEvent} from '../test/support/lambda-events.js'
import {startSqld, tempFolder} from '../test/support/processes.js'
import {aResult, aRun} from '../test/support/records.js'

const BUNDLE = resolve('build/lambda/dist/lambda.js')
const FIRST_REQUEST = `
  const started = performance.now()
  const {handler} = await import(process.argv[1])
  const loaded = performance.now()
  const first = await handler(JSON.parse(process.argv[2]))
  const answered = performance.now()
  const second = await handler(JSON.parse(process.argv[2]))
  if (first.statusCode !== 200 || second.statusCode !== 200) throw new Error(first.body)
  console.log(JSON.stringify({load: loaded - started, first: answered - loaded, second: performance.now() - answered, megabytes: process.memoryUsage.rss() / 1e6}))
`

const rounds = Number(process.argv[2] ?? 7)
const folder = await tempFolder()
const sqld = await startSqld(folder.file('sqld'))
const store = await openStore(databaseLocation(sqld.url, {}), {create: true})
await store.runs.create(aRun({id: 'r'}))
for (let i = 0; i < 200; i++) await store.results.save(aResult('r'))
await store.close()

const event = JSON.stringify(httpApiEvent({method: 'GET', path: '/results'}))
const figures: Record<string, number[]> = {}
for (let round = 0; round < rounds; round++) {
  const bare = performance.now()
  spawnSync(process.execPath, ['-e', ''])
  const began = performance.now()
  const {stdout, stderr, status} = spawnSync(
    process.execPath,
    ['--input-type=module', '-e', FIRST_REQUEST, BUNDLE, event],
    {
      encoding: 'utf8',
      env: {
        PATH: process.env['PATH'],
        BENCH_DATABASE_URL: sqld.url,
        BENCH_API_INSECURE: '1',
        BENCH_QUIET: '1',
      },
    },
  )
  if (status !== 0) throw new Error(stderr)
  const ended = performance.now()
  const all: Record<string, number> = {
    'bare node': began - bare,
    'whole process': ended - began,
    ...(JSON.parse(stdout) as Record<string, number>),
  }
  for (const [name, value] of Object.entries(all)) (figures[name] ??= []).push(value)
}

for (const [name, values] of Object.entries(figures)) {
  const sorted = values.sort((a, b) => a - b)
  console.log(
    `${name.padEnd(14)} ${sorted[Math.floor(rounds / 2)]!.toFixed(0)}${name === 'megabytes' ? '' : ' ms'}  (${sorted[0]!.toFixed(0)} to ${sorted.at(-1)!.toFixed(0)})`,
  )
}

await sqld.close()
await folder.remove()
