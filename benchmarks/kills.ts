/**
 * 20 times kill -9 over one run of 960 cases, each followed by `bench resume`: the final rows must equal
 * those of an undisturbed run, and what was bought again must not exceed what was in flight or on its way to the disk.
 *
 * npm run build && node --import tsx benchmarks/kills.ts [kills]
 */
import {createClient} from '@libsql/client'
import {CASE_COLUMNS} from '../src/records/result.js'
import {bench, startBench, startModelServerProcess, tempFolder} from '../test/support/processes.js'

const CONCURRENCY = 16
/** Calls in flight, and answers on their way to the disk. */
const AT_MOST = CONCURRENCY + CONCURRENCY / 4
const kills = Number(process.argv[2] ?? 20)
const COLUMNS = CASE_COLUMNS.join(', ')

/** Every case with its chips, as text. */
async function rows(path: string): Promise<string[]> {
  const client = createClient({url: `file:${path}`})
  const {rows} = await client.execute(
    `SELECT ${COLUMNS}, status, final_chips FROM results ORDER BY ${COLUMNS}`,
  )
  client.close()
  return rows.map((row) => JSON.stringify(row))
}

const server = await startModelServerProcess(50)
const [calm, disturbed] = [await tempFolder(), await tempFolder()]
const run = ['run', '--all', '--seed', '5', '--concurrency', String(CONCURRENCY), '--base-url', server.url]
try {
  await bench(run, {cwd: calm.path})
  const before = (await server.stats()).bought
  for (let kill = 0; kill < kills; kill++) {
    const {child, finished} = startBench(kill === 0 ? run : ['resume'], {cwd: disturbed.path})
    // At any moment, but at work: a busy machine takes its time to start.
    const reached = await server.countdown(20 + Math.floor(Math.random() * 60))
    void reached().then(() => child.kill('SIGKILL'))
    const {signal} = await finished
    if (signal !== 'SIGKILL') console.log(`kill ${kill + 1} came after the run had ended`)
  }

  const last = await bench(['resume', '--json'], {cwd: disturbed.path})
  const [expected, found] = [await rows(calm.file('bench.db')), await rows(disturbed.file('bench.db'))]
  const again = Object.entries((await server.stats()).bought).reduce(
    (sum, [hash, count]) => sum + Math.max(0, count - (before[hash] ?? 0) - 1),
    0,
  )
  const equal = JSON.stringify(expected) === JSON.stringify(found)
  console.log(
    `${kills} kills; last resume: exit ${last.code}; rows ${found.length} of ${expected.length}, ${equal ? 'equal' : 'DIFFERENT'}`,
  )
  console.log(
    `calls bought again: ${again}; in flight, or on the way to the disk: at most ${kills * AT_MOST}`,
  )
  if (!equal || again > kills * AT_MOST) process.exitCode = 1
} finally {
  server.close()
  await Promise.all([calm.remove(), disturbed.remove()])
}
