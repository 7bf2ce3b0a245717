// Takes a database away from a run, at another moment each time, and compares what was counted with what the
// rescued copy holds. Prints a line a repetition and a sum.
//
//   npm run build && node --import tsx benchmarks/moved-database.ts [repetitions]
import {readdir, rename, rm} from 'node:fs/promises'
import {join} from 'node:path'
import {databaseLocation} from '../src/store/database/location.js'
import {openStore} from '../src/store/store.js'
import {bench, startBench, startModelServerProcess, tempFolder} from '../test/support/processes.js'

const repetitions = Number(process.argv[2] ?? 20)
const ways = ['removed', 'moved', 'replaced'] as const

async function take(way: (typeof ways)[number], folder: string): Promise<void> {
  const path = (name: string) => join(folder, name)
  if (way === 'removed')
    for (const suffix of ['', '-wal', '-shm']) await rm(path(`bench.db${suffix}`), {force: true})
  if (way === 'moved') await rename(path('bench.db'), path('away.db'))
  if (way === 'replaced') await rename(path('other.db'), path('bench.db'))
}

async function rescued(folder: string): Promise<number> {
  const [name] = (await readdir(folder)).filter((file) => file.includes('.rescued-'))
  if (name === undefined) return -1
  const store = await openStore(databaseLocation(`file:${join(folder, name)}`, {}), {create: false})
  const {total} = await store.results.list({status: 'completed'}, {limit: 1, offset: 0})
  await store.close()
  return total
}

const models = await startModelServerProcess(20)
let good = 0
for (let at = 0; at < repetitions; at++) {
  const way = ways[at % ways.length]!
  const folder = await tempFolder()
  const options = {cwd: folder.path, env: {BENCH_API_KEY: 'test'}}
  await bench(['run', '-m', 'builtin/random', '-p', 'tech_pm', '--db', 'file:other.db'], options)
  const args = ['run', '-m', 'openai/gpt-5-mini', '--base-url', models.url, '-c', '4', '--json']
  const {finished} = startBench(args, options)
  await (
    await models.countdown(5 + at * 15)
  )()
  await take(way, folder.path)
  const taken = performance.now()
  const {code, stdout} = await finished
  const seconds = (performance.now() - taken) / 1000
  const {completed = 0, error} = JSON.parse(stdout) as {completed?: number; error?: {code: string}}
  const kept = await rescued(folder.path)
  const isGood = code === 1 && error?.code === 'DATABASE_MOVED' && kept >= completed
  if (isGood) good++
  console.log(
    `${String(at + 1).padStart(2)} ${way.padEnd(8)} exit ${code} after ${seconds.toFixed(1)} s, counted ${completed}, rescued ${kept}${isGood ? '' : '  <- wrong'}`,
  )
  await folder.remove()
}

models.close()
console.log(`${good} of ${repetitions}: a sentence, exit 1, and nothing counted that the copy does not hold`)
if (good < repetitions) process.exitCode = 1
