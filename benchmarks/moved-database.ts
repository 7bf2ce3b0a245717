// Takes a database away from whatever works on it, at another moment each time, and compares what was acknowledged
// with what the rescued copy holds. Prints a line a repetition and a sum for each kind of work.
//
//   npm run build && node --import tsx benchmarks/moved-database.ts [repetitions of each kind] [kinds]
import {readdir, rename, rm} from 'node:fs/promises'
import {dirname, join} from 'node:path'
import {createClient} from '@libsql/client'
import {HEARTBEAT_MS} from '../src/run/executor/run-lease.js'
import {
  bench,
  listeningUrl,
  startBench,
  startModelServerProcess,
  startSqld,
  tempFolder,
} from '../test/support/processes.js'
import type {Finished} from '../test/support/processes.js'
import {openTerminal} from '../test/support/terminal.js'

type Way = 'removed' | 'moved' | 'replaced'
interface Trial {
  folder: string
  /** Which repetition it is, from 0. */
  at: number
  take: (path?: string) => Promise<void>
}
interface Outcome {
  exit: number | null
  /** A sentence was told. */
  isTold: boolean
  /** Seconds from the removal to the end. */
  seconds: number
  acknowledged: number
  /** Acknowledged once the file was gone. */
  late: number
  kept: number
}

const WAYS: readonly Way[] = ['removed', 'moved', 'replaced']
/** A process that ends has its copy to make, and a busy machine is slow. */
const MOST_SECONDS = HEARTBEAT_MS / 1000 + 2
const FEW = ['-p', 'tech_pm', '--db', 'file:bench.db']
/** A busy machine takes its time to start. */
const PATIENCE_MS = 60_000
const repetitions = Number(process.argv[2] ?? 20)
const [quick, slow] = [await startModelServerProcess(20), await startModelServerProcess(120_000)]

const runArgs = (url: string, db = 'file:bench.db') => [
  ...['run', '-m', 'openai/gpt-5-mini', '--base-url', url, '-c', '4', '--db', db],
]
const options = (folder: string) => ({cwd: folder, env: {BENCH_API_KEY: 'test'}})

async function ids(url: string, sql: string): Promise<Set<string>> {
  const client = createClient({url})
  try {
    return new Set((await client.execute(sql)).rows.map((row) => JSON.stringify(row[0])))
  } finally {
    client.close()
  }
}

/** What the rescued copy in a folder holds. */
async function rescued(folder: string, sql: string): Promise<Set<string>> {
  const [name] = (await readdir(folder)).filter(
    (file) => file.includes('.rescued-') && !/-(wal|shm)$/.test(file),
  )
  return name === undefined ? new Set() : ids(`file:${join(folder, name)}`, sql)
}

const COMPLETED = "SELECT id FROM results WHERE status = 'completed'"

/**
 * Takes the file away and waits for the end of a run. Acknowledged are the cases that the last lines count: the
 * document of the error counts none.
 */
async function ended(
  trial: Trial,
  finished: Promise<Finished>,
  path?: string,
): Promise<Omit<Outcome, 'kept'>> {
  await trial.take(path)
  const taken = performance.now()
  const {code, stdout, stderr} = await finished
  return {
    exit: code,
    isTold: stderr.includes('was removed, moved or replaced'),
    seconds: (performance.now() - taken) / 1000,
    acknowledged: Number(/: (\d+) of \d+ cases completed/.exec(stdout)?.[1] ?? NaN),
    late: 0,
  }
}

const KINDS: Record<string, (trial: Trial) => Promise<Outcome>> = {
  run: async (trial) => {
    const {finished} = startBench(runArgs(quick.url), options(trial.folder))
    await (
      await quick.countdown(5 + ((trial.at * 15) % 150))
    )()
    const outcome = await ended(trial, finished)
    return {...outcome, kept: (await rescued(trial.folder, COMPLETED)).size}
  },
  // No answer comes, so nothing is committed: only the heartbeat can see it.
  'run that waits': async (trial) => {
    const {finished} = startBench(runArgs(slow.url), options(trial.folder))
    await (
      await slow.countdown(4)
    )()
    await new Promise((done) => setTimeout(done, (trial.at * 700) % HEARTBEAT_MS))
    const outcome = await ended(trial, finished)
    return {...outcome, kept: (await rescued(trial.folder, COMPLETED)).size}
  },
  resume: async (trial) => {
    const first = startBench(runArgs(quick.url), options(trial.folder))
    await (
      await quick.countdown(10)
    )()
    first.child.kill('SIGTERM')
    await first.finished
    const {finished} = startBench(['resume', '--db', 'file:bench.db'], options(trial.folder))
    await (
      await quick.countdown(5 + ((trial.at * 10) % 130))
    )()
    const outcome = await ended(trial, finished)
    return {...outcome, kept: (await rescued(trial.folder, COMPLETED)).size}
  },
  rate: async (trial) => {
    await bench(['run', '-m', 'builtin/lexicon', ...FEW], options(trial.folder))
    const screen = openTerminal(['rate', '--user', 'ana', '--db', 'file:bench.db'], {cwd: trial.folder})
    const settled = () => new Promise((done) => setTimeout(done, 250))
    await screen.waitFor('example 1 of 3', PATIENCE_MS)
    await settled()
    screen.press('c')
    const presses = 1 + (trial.at % 6)
    for (let press = 1; press <= presses; press++) {
      await screen.waitFor(new RegExp(`^${press} of `, 'm'), PATIENCE_MS)
      await settled()
      screen.press('4')
    }

    await screen.waitFor(new RegExp(`^${presses + 1} of `, 'm'), PATIENCE_MS)
    await trial.take()
    await settled()
    const pressed = performance.now()
    screen.press('3')
    const exit = await screen.exited
    const seconds = (performance.now() - pressed) / 1000
    const kept = (await rescued(trial.folder, 'SELECT id FROM ratings')).size
    const isTold = screen.raw().includes('was removed, moved or replaced')
    return {exit, isTold, seconds, acknowledged: presses, late: 0, kept}
  },
  serve: async (trial) => {
    await bench(['run', '-m', 'builtin/lexicon', ...FEW], options(trial.folder))
    const {child} = startBench(
      ['serve', '--port', '0', '--db', 'file:bench.db', '--json'],
      options(trial.folder),
    )
    const url = await listeningUrl(child)
    const {results} = (await (await fetch(`${url}/results`)).json()) as {results: {id: string}[]}
    const acknowledged = new Set<string>()
    let isGone = false
    let late = 0
    // Ratings without a pause, of several people at a time.
    const posting = Array.from({length: 4}, async (_, person) => {
      for (let round = 0; ; round++) {
        const result = results[round % results.length]!.id
        const wasGone = isGone
        const answer = await fetch(`${url}/results/${result}/ratings`, {
          method: 'POST',
          headers: {
            'content-type': 'application/json',
            'x-user-id': `p${person}r${Math.floor(round / results.length)}`,
          },
          body: '{"rating":4}',
        })
        const body = (await answer.json()) as {id: string; detail?: string}
        if (answer.status !== 200) return {status: answer.status, body}
        acknowledged.add(JSON.stringify(body.id))
        if (wasGone) late++
      }
    })
    // Not before some were acknowledged.
    while (acknowledged.size < 1 + trial.at) await new Promise((done) => setTimeout(done, 5))
    await trial.take()
    isGone = true
    const taken = performance.now()
    const ends = await Promise.all(posting)
    const seconds = (performance.now() - taken) / 1000
    const health = (await fetch(`${url}/health`)).status
    child.kill('SIGTERM')
    const held = await rescued(trial.folder, 'SELECT id FROM ratings')
    const lost = [...acknowledged].filter((id) => !held.has(id)).length
    const is503 = health === 503 && ends.every(({status}) => status === 503)
    const isTold = ends.every(({body}) => (body.detail ?? '').length > 0)
    // A server has no exit code to tell: 1 stands for 503.
    return {
      exit: is503 ? 1 : null,
      isTold,
      seconds,
      acknowledged: acknowledged.size,
      late,
      kept: held.size - lost,
    }
  },
  outbox: async (trial) => {
    const sqld = await startSqld(join(trial.folder, 'sqld'))
    const {finished} = startBench(runArgs(quick.url, sqld.url), options(trial.folder))
    await (
      await quick.countdown(8 + ((trial.at * 15) % 140))
    )()
    const spool = join(trial.folder, 'bench/spool')
    const [name] = (await readdir(spool)).filter((file) => !/-(wal|shm)$/.test(file))
    const outcome = await ended(trial, finished, join(spool, name!))
    const held = await rescued(spool, COMPLETED)
    for (const id of await ids(sqld.url, COMPLETED)) held.add(id)
    await sqld.close()
    return {...outcome, kept: held.size}
  },
}

/** Takes a file away, as people do in another window. */
async function take(way: Way, other: string, path: string): Promise<void> {
  if (way === 'removed')
    for (const suffix of ['', '-wal', '-shm']) await rm(`${path}${suffix}`, {force: true})
  if (way === 'moved') await rename(path, join(dirname(path), 'away.db'))
  if (way === 'replaced') await rename(other, path)
}

async function repeat(name: string, at: number): Promise<boolean> {
  const way = WAYS[at % WAYS.length]!
  const folder = await tempFolder()
  try {
    const other = folder.file('other.db')
    await bench(
      ['run', '-m', 'builtin/random', '-p', 'tech_pm', '--db', `file:${other}`],
      options(folder.path),
    )
    const outcome = await KINDS[name]!({
      folder: folder.path,
      at,
      take: (path = folder.file('bench.db')) => take(way, other, path),
    })
    const {exit, isTold, seconds, acknowledged, late, kept} = outcome
    const isGood = exit === 1 && isTold && late === 0 && kept >= acknowledged && seconds <= MOST_SECONDS
    console.log(
      `${name.padEnd(14)} ${String(at + 1).padStart(2)} ${way.padEnd(8)} ends ${exit} after ${seconds.toFixed(1)} s, acknowledged ${acknowledged}, in the copy ${kept}${isGood ? '' : `  <- wrong: ${JSON.stringify(outcome)}`}`,
    )
    return isGood
  } finally {
    await folder.remove()
  }
}

const sums: string[] = []
const chosen = process.argv.slice(3)
for (const name of chosen.length > 0 ? chosen : Object.keys(KINDS)) {
  let good = 0
  for (let at = 0; at < repetitions; at++) if (await repeat(name, at)) good++
  sums.push(`${name.padEnd(14)} ${good} of ${repetitions}`)
  if (good < repetitions) process.exitCode = 1
}

quick.close()
slow.close()
console.log(
  `\na sentence, the end within ${MOST_SECONDS} s, nothing acknowledged that the copy does not hold:`,
)
console.log(sums.join('\n'))
