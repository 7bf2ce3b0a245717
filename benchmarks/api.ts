/**
 * The HTTP API under load.
 *
 *   npm run build && node --import tsx benchmarks/api.ts [results] [seconds] [file to keep]
 *
 * First pages of 50 of a large database, beside a bare Hono route; then 16 readers and 4 raters for a while
 * on one file that `bench run` writes to as fast as it can. Default: 300,000 results, 30 seconds. Server,
 * clients and run share the machine, so on two cores they slow each other down.
 */
import {existsSync} from 'node:fs'
import {createInterface} from 'node:readline'
import {createClient} from '@libsql/client'
import {serve} from '@hono/node-server'
import {Hono} from 'hono'
import type {AddressInfo} from 'node:net'
import {databaseLocation} from '../src/store/database/location.js'
import {openStore} from '../src/store/store.js'
import {startBench, tempFolder} from '../test/support/processes.js'
import {hammer, latencies, LoadClient, mixedLoad, type Latencies} from '../test/support/load.js'
import {fillDatabase} from './large-database.js'

const CONNECTIONS = 16
const SECONDS_A_FIGURE = 4

const [results = 300_000, seconds = 30] = process.argv.slice(2, 4).map(Number)
const folder = await tempFolder()
try {
  if (results > 0) await pages(process.argv[4] ?? folder.file('large.db'))
  await mixed()
} finally {
  await folder.remove()
}

async function pages(file: string): Promise<void> {
  const url = `file:${file}`
  if (!existsSync(file)) {
    await (await openStore(databaseLocation(url, {}), {create: true})).close()
    const client = createClient({url})
    await fillDatabase(client, {results, raters: 1})
    client.close()
  }

  const bare = await bareRoute()
  const server = await startServer(url)
  console.log(`${results} results, ${CONNECTIONS} connections, a page of 50 each time`)
  // In turns, as these machines are noisy.
  for (let round = 1; round <= 2; round++) {
    print('bare Hono route, a few bytes', await load(bare.url, () => '/'))
    print('the first page, again and again', await load(server.url, () => '/results?limit=50'))
    print('pages 1 to 20', await load(server.url, () => `/results?limit=50&offset=${random(1000)}`))
    print(
      'pages about 1,000',
      await load(server.url, () => `/results?limit=50&offset=${49_000 + random(1000)}`),
    )
    print('any page', await load(server.url, () => `/results?limit=50&offset=${random(results - 50)}`))
    print(
      'any page of one model',
      await load(
        server.url,
        () => `/results?limit=50&model=vendor%2Fmodel-${random(10)}&offset=${random(results / 10 - 50)}`,
      ),
    )
  }

  bare.close()
  await server.stop()
}

async function mixed(): Promise<void> {
  const url = `file:${folder.file('mixed.db')}`
  await startBench(['run', '--model', 'builtin/lexicon', '--db', url], {cwd: folder.path}).finished
  const server = await startServer(url)
  const run = startBench(
    [
      'run',
      '--model',
      'builtin/lexicon',
      '--model',
      'builtin/random',
      '--trials',
      '1000',
      '--concurrency',
      '32',
      '--db',
      url,
    ],
    {cwd: folder.path},
  )
  const load = await mixedLoad(server.url, {readers: CONNECTIONS, raters: 4, seconds})
  run.child.kill('SIGINT')
  const {stderr} = await run.finished
  const errors = await server.stop()
  console.log(`\n16 readers, 4 raters and a run on one file for ${seconds} s`)
  print('reads', load.reads)
  print('ratings', load.ratings)
  console.log(
    `statuses ${[...load.statuses].map(([status, count]) => `${status}: ${count}`).join(', ')} · ${load.acknowledged.size} ratings acknowledged, ${load.lost.length} lost`,
  )
  const store = await openStore(databaseLocation(url, {}), {create: false})
  const {total} = await store.results.list({}, {limit: 1, offset: 0})
  await store.close()
  console.log(
    `${total - 96} results written meanwhile (${((total - 96) / seconds).toFixed(0)} a second) · ${/lock/i.test(stderr + errors) ? 'LOCK ERRORS' : 'no lock error'}`,
  )
  if (load.lost.length > 0 || [...load.statuses.keys()].some((status) => status >= 500)) process.exitCode = 1
}

async function startServer(url: string): Promise<{url: string; stop: () => Promise<string>}> {
  const {child, finished} = startBench(['serve', '--port', '0', '--quiet', '--json', '--db', url], {
    cwd: folder.path,
  })
  const [line] = await new Promise<string[]>((done) =>
    createInterface(child.stdout!).once('line', (text) => done([text])),
  )
  return {
    url: (JSON.parse(line!) as {url: string}).url,
    async stop() {
      child.kill('SIGTERM')
      return (await finished).stderr
    },
  }
}

async function bareRoute(): Promise<{url: string; close: () => void}> {
  const app = new Hono().get('/', (c) => c.json({status: 'ok'}))
  const server = serve({fetch: app.fetch, port: 0, hostname: '127.0.0.1'})
  await new Promise((resolve) => server.once('listening', resolve))
  return {url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, close: () => server.close()}
}

async function load(url: string, path: () => string): Promise<Latencies> {
  const client = new LoadClient(url, CONNECTIONS)
  const {times, seconds: took} = await hammer(CONNECTIONS, SECONDS_A_FIGURE, async () => {
    const answer = await client.get(path())
    if (answer.status !== 200) throw new Error(answer.body)
    return answer
  })
  client.close()
  return latencies(times, took)
}

function print(name: string, {perSecond, p50, p99}: Latencies): void {
  console.log(
    `  ${name.padEnd(34)} ${perSecond.toFixed(0).padStart(7)} requests/s   p50 ${p50.toFixed(2)} ms   p99 ${p99.toFixed(2)} ms`,
  )
}

function random(below: number): number {
  return Math.floor(Math.random() * below)
}
