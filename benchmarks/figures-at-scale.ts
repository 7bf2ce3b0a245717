/**
 * What figures cost as whole processes, CPU (user and system) and wall time: of a common run, of large databases, and
 * of ten times as many systems in as many results. The databases of a pair are measured in turns.
 *
 *   npm run build && npx tsx benchmarks/figures-at-scale.ts [repeats] [part of a name]
 *
 * Default: medians of 5; about 3 GB in the temporary folder.
 */
import {spawnSync} from 'node:child_process'
import {resolve} from 'node:path'
import {createClient} from '@libsql/client'
import {databaseLocation} from '../src/store/database/location.js'
import {openStore} from '../src/store/store.js'
import {tempFolder} from '../test/support/processes.js'
import {fillDatabase, type Filling} from './large-database.js'

interface Measured {
  cpu: number
  wall: number
}

interface Pair {
  name: string
  commands: string[][]
  /** What is measured, and what it is held against. */
  databases: readonly [Filling, Filling]
  /** Difference: what is above the start of a process. */
  bar: {of: 'difference' | 'cpu'; ms: number} | {of: 'ratio'; times: number}
}

const SMALL: Filling = {results: 1, raters: 1}
const LARGE = 300_000
const STATS = [['stats']]
const PAIRS: Pair[] = [
  {
    name: '960 results × 3 raters',
    commands: STATS,
    databases: [{results: 960, raters: 3, people: 3}, SMALL],
    bar: {of: 'difference', ms: 100},
  },
  {
    name: '300,000 results, 20,000 ratings',
    commands: STATS,
    databases: [{results: LARGE, raters: 1, rated: 20_000 / LARGE}, SMALL],
    bar: {of: 'cpu', ms: 1000},
  },
  {
    name: '300,000 results, 300,000 ratings',
    commands: STATS,
    databases: [{results: LARGE, raters: 1}, SMALL],
    bar: {of: 'cpu', ms: 4000},
  },
  {
    name: '200 systems against 20, 24,000 results',
    commands: [['stats'], ['compare', '--all', '--by', 'model']],
    databases: [
      {results: 24_000, raters: 1, systems: 200},
      {results: 24_000, raters: 1, systems: 20},
    ],
    bar: {of: 'ratio', times: 3},
  },
]

const BENCH = resolve(import.meta.dirname, '../bin/run.js')
/** Tells what the process has used, its threads included. */
const METER = `data:text/javascript,import {writeSync} from 'node:fs'; process.on('exit', () => { const {user, system} = process.cpuUsage(); writeSync(2, '\\nCPU ' + (user + system) / 1000) })`

const [repeats, only] = [Number(process.argv[2] ?? 5), process.argv[3] ?? '']
const made = new Map<string, string>()
const folder = await tempFolder()
try {
  for (const pair of PAIRS.filter(({name}) => name.includes(only))) await measurePair(pair)
} finally {
  await folder.remove()
}

async function measurePair({name, commands, databases, bar}: Pair): Promise<void> {
  const urls: string[] = []
  for (const filling of databases) urls.push(await filled(filling))
  for (const command of commands) {
    const runs: [Measured[], Measured[]] = [[], []]
    for (let repeat = 0; repeat < repeats; repeat++)
      for (const [at, url] of urls.entries()) runs[at]!.push(measured([...command, '--db', url]))
    const [[cpu, wall], [baseCpu, baseWall]] = runs.map((list) => [
      median(list.map((run) => run.cpu)),
      median(list.map((run) => run.wall)),
    ]) as [[number, number], [number, number]]
    const ratio = median(runs[0].map((run, at) => run.cpu / runs[1][at]!.cpu))
    const value = bar.of === 'ratio' ? ratio : bar.of === 'cpu' ? cpu : cpu - baseCpu
    const limit = bar.of === 'ratio' ? bar.times : bar.ms
    const missed = value > limit ? `  <- above ${limit}` : ''
    if (missed) process.exitCode = 1
    console.log(
      `${name}, ${command.join(' ')}: CPU ${cpu.toFixed(0)} ms beside ${baseCpu.toFixed(0)} (${ratio.toFixed(2)} ×, ` +
        `${(cpu - baseCpu).toFixed(0)} more), wall ${wall.toFixed(0)} beside ${baseWall.toFixed(0)} ms${missed}`,
    )
  }
}

async function filled(filling: Filling): Promise<string> {
  const key = JSON.stringify(filling)
  const known = made.get(key)
  if (known !== undefined) return known
  const url = `file:${folder.file(`${made.size}.db`)}`
  made.set(key, url)
  await (await openStore(databaseLocation(url, {}), {create: true})).close()
  const client = createClient({url})
  await fillDatabase(client, filling)
  client.close()
  return url
}

function measured(args: readonly string[]): Measured {
  const started = performance.now()
  const {status, stderr} = spawnSync(process.execPath, ['--import', METER, BENCH, ...args], {
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  })
  const wall = performance.now() - started
  const cpu = Number(/CPU ([\d.]+)\s*$/.exec(stderr)?.[1])
  if (status !== 0 || Number.isNaN(cpu)) throw new Error(stderr)
  return {cpu, wall}
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)]!
}
