import {writeFile} from 'node:fs/promises'
import {createInterface} from 'node:readline'
import {databaseLocation} from '../../src/store/database/location.js'
import {openStore} from '../../src/store/store.js'
import {startBench, tempFolder, type BenchOptions, type Finished} from './processes.js'
import {aResult, aRun} from './records.js'

export interface Served {
  url: string
  pid: number
  /** Everything that was printed on stdout so far, a line each. */
  lines: string[]
  stop: (signal?: NodeJS.Signals) => Promise<Finished>
  kill: (signal: NodeJS.Signals) => void
  finished: Promise<Finished>
}

/** `bench serve` as a process, on a free port unless one is named, once it listens. */
export async function startServe(args: readonly string[], options: BenchOptions): Promise<Served> {
  const {child, finished} = startBench(
    [
      'serve',
      ...(args.includes('--port') || options.env?.['BENCH_PORT'] !== undefined ? [] : ['--port', '0']),
      ...args,
    ],
    options,
  )
  const end = () => child.kill('SIGKILL')
  process.once('exit', end)
  void finished.then(() => process.off('exit', end))
  const lines: string[] = []
  const url = await new Promise<string>((resolve, reject) => {
    createInterface(child.stdout!).on('line', (line) => {
      lines.push(line)
      const found = /https?:\/\/(?:\[[^\]]*\]|[\d.]+):\d+/.exec(line)
      if (found) resolve(found[0])
    })
    void finished.then(({code, stderr}) => reject(new Error(`bench serve ended with ${code}: ${stderr}`)))
  })
  return {
    url,
    pid: child.pid!,
    lines,
    finished,
    kill: (signal) => child.kill(signal),
    stop: (signal = 'SIGTERM') => {
      child.kill(signal)
      return finished
    },
  }
}

/** Sends a JSON body. */
export function post(
  {url}: Served,
  path: string,
  body: object,
  headers: Record<string, string> = {},
): Promise<Response> {
  return fetch(url + path, {
    method: 'POST',
    body: JSON.stringify(body),
    headers: {'Content-Type': 'application/json', ...headers},
  })
}

/**
 * Hooks of a `describe`: a folder with a database of one result, and servers in it that end with their test.
 */
export function servers() {
  let folder: Awaited<ReturnType<typeof tempFolder>>
  let resultId = ''
  const running: Served[] = []

  before(async () => {
    folder = await tempFolder()
    const store = await openStore(databaseLocation(`file:${folder.file('bench.db')}`, {}), {create: true})
    const run = aRun()
    const result = aResult(run.id)
    await store.runs.create(run)
    await store.results.save(result)
    await store.close()
    resultId = result.id
  })
  afterEach(() => {
    for (const served of running.splice(0)) served.kill('SIGKILL')
  })
  after(() => folder.remove())

  const start = async (args: readonly string[] = [], env: Record<string, string> = {}, cwd = folder.path) => {
    const served = await startServe(args, {cwd, env})
    running.push(served)
    return served
  }

  return {
    get folder() {
      return folder
    },
    get resultId() {
      return resultId
    },
    start,
    writeTokens: (text: string) => writeFile(folder.file('tokens.yaml'), text, {mode: 0o600}),
  }
}
