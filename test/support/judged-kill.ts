import {setTimeout as sleep} from 'node:timers/promises'
import {databaseLocation} from '../../src/store/database/location.js'
import {openStore} from '../../src/store/store.js'
import {startModelServer, type Behaviour} from './model-server.js'
import {bench, startBench, tempFolder} from './processes.js'

/** What a judge that is killed and gone on with did, by the books of the server and of the database. */
export interface KilledJudging {
  results: number
  kills: number
  /** Requests that got a whole answer under status 200, and US dollars billed for them. */
  answered: number
  billed: number
  /** Scores that were bought and are not in the database: what was in flight when the process was killed. */
  lost: number
  /** Judgements in the database, and how many of them have a score. */
  judgements: number
  scored: number
  /** Rows of one result more than one. */
  doubled: number
  charged: number
  budget: number
  lastCode: number | null
}

/** Calls at the same time. */
export const IN_FLIGHT = 6
const PRICE = {input_price: 1, output_price: 10}
const USAGE = {prompt_tokens: 1000, completion_tokens: 100, total_tokens: 1100}
const BILL = (USAGE.prompt_tokens * PRICE.input_price + USAGE.completion_tokens * PRICE.output_price) / 1e6

/** Every answer but each eleventh, which cannot be read, and those that never come whole. */
function behaviourOf(index: number): Behaviour {
  const faults: Record<number, Behaviour> = {
    3: {kind: 'status', status: 500},
    5: {kind: 'status', status: 429, headers: {'retry-after': '0'}},
    8: {kind: 'drop'},
    10: {kind: 'answer', content: 'I would say four.', usage: USAGE},
  }
  return (
    faults[index % 23] ?? {
      kind: 'answer',
      content: JSON.stringify({reasons: 'So so.', bad_chips: [1], score: 1 + (index % 5)}),
      usage: USAGE,
    }
  )
}

/**
 * Judges the results of a run of baselines against a loopback server with faults; kills the process so many times
 * and goes on with the same command.
 */
export async function killedJudging({
  personas,
  trials = 1,
  kills,
  budget,
  pauseMs,
}: {
  personas: readonly string[]
  trials?: number
  kills: number
  budget: number
  pauseMs: number
}): Promise<KilledJudging> {
  await using place = await disposable()
  const db = `file:${place.file('bench.db')}`
  const of = personas.flatMap((id) => ['--persona', id])
  const models = ['--model', 'builtin/lexicon', '--model', 'builtin/random']
  await bench(['run', ...models, ...of, '--trials', String(trials), '--db', db], {cwd: place.path})
  const questions: {isScore: boolean; isUnreadable: boolean}[] = []
  const server = await startModelServer({
    delayMs: 5,
    script: (_request, index) => {
      const behaviour = behaviourOf(index)
      const isAnswer = behaviour.kind === 'answer'
      const isScore = isAnswer && behaviour.content?.startsWith('{') === true
      questions.push({isScore, isUnreadable: isAnswer && !isScore})
      return behaviour
    },
  })
  const args = [
    ...['judge', '--base-url', server.url, '--db', db, '--concurrency', String(IN_FLIGHT)],
    ...['--suite', place.file('suite.yaml'), '--model', 'lab/priced', '--budget', String(budget)],
  ]
  await place.write(
    'suite.yaml',
    `extends: chips\nid: judged\ntitle: Judged\nmodels:\n  - {id: lab/priced, name: Priced, input_price: 1, output_price: 10}\n`,
  )
  for (let kill = 0; kill < kills; kill++) {
    const {child, finished} = startBench(args, {cwd: place.path, env: {BENCH_API_KEY: 'k'}})
    const before = server.requests.length
    while (server.requests.length < before + 12 && child.exitCode === null) await sleep(10)
    await sleep(pauseMs)
    child.kill('SIGKILL')
    await finished
  }

  const last = await bench(args, {cwd: place.path, env: {BENCH_API_KEY: 'k'}})
  await server.close()
  const store = await openStore(databaseLocation(db, {}), {create: false})
  const {judgements} = await store.judgements.list({}, {limit: 100_000, offset: 0})
  const results = (await store.judgements.judgeable({})).length
  await store.close()
  const answered = questions.filter(({isScore}) => isScore).length
  const unreadable = questions.filter(({isUnreadable}) => isUnreadable).length
  return {
    results,
    kills,
    answered,
    billed: (answered + unreadable) * BILL,
    lost: answered - judgements.filter(({score}) => score !== null).length,
    judgements: judgements.length,
    scored: judgements.filter(({score}) => score !== null).length,
    doubled: judgements.length - new Set(judgements.map(({result_id}) => result_id)).size,
    charged: judgements.reduce((sum, {charged_usd}) => sum + (charged_usd ?? 0), 0),
    budget,
    lastCode: last.code,
  }
}

async function disposable() {
  const folder = await tempFolder()
  const {writeFile} = await import('node:fs/promises')
  return {
    ...folder,
    write: (name: string, text: string) => writeFile(folder.file(name), text),
    [Symbol.asyncDispose]: folder.remove,
  }
}
