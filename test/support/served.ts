import {createInterface} from 'node:readline'
import {startBench, type BenchOptions, type Finished} from './processes.js'

export interface Served {
  url: string
  /** Everything that was printed on stdout so far, a line each. */
  lines: string[]
  stop: (signal?: NodeJS.Signals) => Promise<Finished>
  kill: (signal: NodeJS.Signals) => void
  finished: Promise<Finished>
}

/** `bench serve` as a process, on a free port unless one is named, once it listens. */
export async function startServe(args: readonly string[], options: BenchOptions): Promise<Served> {
  const {child, finished} = startBench(
    ['serve', ...(args.includes('--port') ? [] : ['--port', '0']), ...args],
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
    lines,
    finished,
    kill: (signal) => child.kill(signal),
    stop: (signal = 'SIGTERM') => {
      child.kill(signal)
      return finished
    },
  }
}
