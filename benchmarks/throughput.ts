/**
 * What `bench run` adds to the calls it makes: 960 cases (1,920 calls) against a server of its own process,
 * beside loops that make as many calls and keep nothing: the `openai` SDK as it comes, and undici's `request`.
 * They take turns, so that all meet the same machine; medians of the rounds. CPU is user and system time of the
 * whole process, threads included. Latency is what a caller measures and bench stores; the server logs how long it
 * took itself.
 *
 * npm run build && node --import tsx benchmarks/throughput.ts [rounds] [50x16 1x64 300x200]
 */
import {createClient} from '@libsql/client'
import {spawn} from 'node:child_process'
import {BENCH, startModelServerProcess, tempFolder} from '../test/support/processes.js'

const CALLS = 1920
const PROMPT = 'Make 15 chips'

/** Calls in a loop, so many at a time; writes the latencies, in milliseconds, to stdout. */
const loop = (inFlight: number, prepare: string, ask: string) => `
  ${prepare}
  const body = {model: 'm', messages: [{role: 'user', content: '${PROMPT}'}]}
  let left = ${CALLS}
  const latencies = []
  const worker = async () => {
    while (left-- > 0) {
      const started = performance.now()
      ${ask}
      latencies.push(performance.now() - started)
    }
  }
  await Promise.all(Array.from({length: ${inFlight}}, worker))
  process.stdout.write(JSON.stringify(latencies))
  process.exit()
`
const bareSdk = (inFlight: number) =>
  loop(
    inFlight,
    `const {default: OpenAI} = await import('openai')
     const client = new OpenAI({baseURL: process.argv[1], apiKey: 'none', maxRetries: 0})`,
    `await client.chat.completions.create(body)`,
  )
const bareRequest = (inFlight: number) =>
  loop(
    inFlight,
    `const {Agent, request} = await import('undici')
     const dispatcher = new Agent()
     const url = process.argv[1] + '/chat/completions'
     const headers = {'content-type': 'application/json'}`,
    `const answer = await request(url, {dispatcher, method: 'POST', headers, body: JSON.stringify(body)})
     await answer.body.json()`,
  )

interface Figures {
  seconds: number
  cpu: number
  megabytes: number
  latencies: number[]
}

/** Runs node once, to its end. */
function measured(args: string[], cwd: string): Promise<Omit<Figures, 'latencies'> & {stdout: string}> {
  const child = spawn('/usr/bin/time', ['-f', '%e %U %S %M', process.execPath, ...args], {
    cwd,
    env: {...process.env, HOME: cwd, XDG_DATA_HOME: cwd},
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let [stdout, stderr] = ['', '']
  child.stdout.on('data', (part: Buffer) => (stdout += part.toString()))
  child.stderr.on('data', (part: Buffer) => (stderr += part.toString()))
  return new Promise((done, fail) => {
    child.on('close', (code) => {
      if (code !== 0) return fail(new Error(stderr))
      const [seconds, user, system, kilobytes] = stderr.trim().split('\n').at(-1)!.split(' ').map(Number)
      done({seconds: seconds!, cpu: user! + system!, megabytes: kilobytes! / 1024, stdout})
    })
  })
}

async function benchRun(url: string, inFlight: number): Promise<Figures> {
  const folder = await tempFolder()
  const run = ['run', '--all', '--concurrency', String(inFlight), '--base-url', url, '--db', 'file:run.db']
  const {seconds, cpu, megabytes} = await measured([BENCH, ...run], folder.path)
  const client = createClient({url: `file:${folder.file('run.db')}`})
  const {rows} = await client.execute(`SELECT latency_ms FROM calls WHERE status = 'answered'`)
  client.close()
  await folder.remove()
  if (rows.length !== CALLS) throw new Error(`${rows.length} calls of ${CALLS} are stored`)
  return {seconds, cpu, megabytes, latencies: rows.map((row) => Number(row['latency_ms']))}
}

async function bareLoop(script: string, url: string): Promise<Figures> {
  const {stdout, ...figures} = await measured(['--input-type=module', '-e', script, url], process.cwd())
  return {...figures, latencies: JSON.parse(stdout) as number[]}
}

const sorted = (values: readonly number[]) => values.toSorted((a, b) => a - b)
const median = (values: readonly number[]) => sorted(values)[Math.floor(values.length / 2)]!
const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length
const p99 = (values: readonly number[]) => sorted(values)[Math.floor(values.length * 0.99)]!

async function scenario(latencyMs: number, inFlight: number, rounds: number): Promise<void> {
  const server = await startModelServerProcess(latencyMs)
  const contenders: Record<string, () => Promise<Figures>> = {
    'bare SDK loop': () => bareLoop(bareSdk(inFlight), server.url),
    'undici.request': () => bareLoop(bareRequest(inFlight), server.url),
    'bench run': () => benchRun(server.url, inFlight),
  }
  const all = new Map<string, (Figures & {served: number[]})[]>()
  try {
    for (let round = 0; round < rounds; round++)
      for (const [name, run] of Object.entries(contenders)) {
        const before = (await server.stats()).served_ms.length
        const figures = await run()
        const served = (await server.stats()).served_ms.slice(before)
        all.set(name, [...(all.get(name) ?? []), {...figures, served}])
      }
  } finally {
    server.close()
  }

  const ideal = (CALLS * latencyMs) / inFlight / 1000
  console.log(`\n${latencyMs} ms, ${inFlight} in flight, ${CALLS} calls: the ideal is ${ideal.toFixed(2)} s`)
  const of = (name: string, figure: (run: Figures & {served: number[]}) => number) =>
    median(all.get(name)!.map(figure))
  for (const name of Object.keys(contenders)) {
    const [seconds, cpu] = [of(name, (run) => run.seconds), of(name, (run) => run.cpu)]
    console.log(
      `${name.padEnd(15)} ${seconds.toFixed(2).padStart(6)} s  ${(CALLS / seconds).toFixed(0).padStart(5)} calls/s` +
        `  CPU ${((cpu / CALLS) * 1000).toFixed(2)} ms a call  ${of(name, (run) => run.megabytes)
          .toFixed(0)
          .padStart(4)} MB` +
        `  latency mean ${of(name, (run) => mean(run.latencies)).toFixed(1)}, p99 ${of(name, (run) => p99(run.latencies)).toFixed(0)}` +
        ` (server's log: ${of(name, (run) => mean(run.served)).toFixed(1)}, ${of(name, (run) => p99(run.served)).toFixed(0)})`,
    )
  }

  // Pair by pair: a round meets one state of the machine.
  const pairs = (figure: (run: Figures) => number) =>
    median(all.get('bench run')!.map((run, round) => figure(run) / figure(all.get('bare SDK loop')![round]!)))
  const apart = (figure: (latencies: readonly number[]) => number) =>
    median(
      all
        .get('bench run')!
        .map((run, round) => figure(run.latencies) - figure(all.get('undici.request')![round]!.latencies)),
    )
  console.log(
    `bench beside the bare SDK: ${(1 / pairs(({seconds}) => seconds)).toFixed(2)} of its speed, ` +
      `${pairs(({cpu}) => cpu).toFixed(2)} × its CPU; latency against undici.request: ` +
      `mean ${apart(mean).toFixed(1)} ms, p99 ${apart(p99).toFixed(0)} ms apart`,
  )
}

const rounds = Number(process.argv[2] ?? 5)
const wanted = process.argv.length > 3 ? process.argv.slice(3) : ['50x16', '1x64', '300x200']
for (const name of wanted) {
  const [latencyMs, inFlight] = name.split('x').map(Number)
  await scenario(latencyMs!, inFlight!, rounds)
}
