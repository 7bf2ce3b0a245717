/**
 * Throughput of `bench run`: 960 cases (1,920 calls) against a server that answers in 50 ms, 16 at a time,
 * beside the bare SDK making as many calls in a loop. 1.00 is the ideal: calls × latency / concurrency.
 *
 * promptfoo 0.121 reached 0.21 at the same latency and concurrency, with 960 single-call cases and 271 MB
 * (measured 2026-11, whole process).
 *
 * npm run build && node --import tsx benchmarks/throughput.ts [rounds]
 */
import {spawn} from 'node:child_process'
import {BENCH, startModelServerProcess, tempFolder} from '../test/support/processes.js'

const CALLS = 1920
const LATENCY_MS = 50
const CONCURRENCY = 16
const IDEAL_S = (CALLS * LATENCY_MS) / CONCURRENCY / 1000

const BARE_LOOP = `
  const {default: OpenAI} = await import('openai')
  const client = new OpenAI({baseURL: process.argv[1], apiKey: 'none', maxRetries: 0})
  let left = ${CALLS}
  const messages = [{role: 'user', content: 'Make 15 chips'}]
  const worker = async () => { while (left-- > 0) await client.chat.completions.create({model: 'm', messages}) }
  await Promise.all(Array.from({length: ${CONCURRENCY}}, worker))
`

/** Runs node once; seconds of wall time and megabytes at the peak. */
function measured(args: string[], cwd: string): Promise<{seconds: number; megabytes: number}> {
  const started = performance.now()
  const child = spawn('/usr/bin/time', ['-f', '%M', process.execPath, ...args], {
    cwd,
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  let stderr = ''
  child.stderr.on('data', (part: Buffer) => (stderr += part.toString()))
  return new Promise((done, fail) => {
    child.on('close', (code) => {
      if (code !== 0) return fail(new Error(stderr))
      done({
        seconds: (performance.now() - started) / 1000,
        megabytes: Number(stderr.trim().split('\n').at(-1)) / 1024,
      })
    })
  })
}

const rounds = Number(process.argv[2] ?? 3)
const server = await startModelServerProcess(LATENCY_MS)
try {
  for (let round = 1; round <= rounds; round++) {
    const folder = await tempFolder()
    const bare = await measured(['--input-type=module', '-e', BARE_LOOP, server.url], process.cwd())
    const run = await measured(
      [
        BENCH,
        'run',
        '--all',
        '--concurrency',
        String(CONCURRENCY),
        '--base-url',
        server.url,
        '--db',
        `file:${folder.file('run.db')}`,
      ],
      folder.path,
    )
    const figures = [
      ['bare SDK loop', bare],
      ['bench run    ', run],
    ] as const
    for (const [name, {seconds, megabytes}] of figures) {
      console.log(
        `${name}  ${seconds.toFixed(2)} s  ${(IDEAL_S / seconds).toFixed(2)} of the ideal  ${megabytes.toFixed(0)} MB`,
      )
    }

    console.log(`ratio bench / bare: ${(bare.seconds / run.seconds).toFixed(2)}\n`)
    await folder.remove()
  }
} finally {
  server.close()
}
