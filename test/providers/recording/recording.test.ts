import {expect} from 'chai'
import {readdir, readFile, rm, writeFile} from 'node:fs/promises'
import {join} from 'node:path'
import {setTimeout as sleep} from 'node:timers/promises'
import {BenchError} from '../../../src/errors/bench-error.js'
import {ProviderError, type CompletionRequest, type Provider} from '../../../src/providers/provider.js'
import {prepareRecording, recorded} from '../../../src/providers/recording/record.js'
import {replayed} from '../../../src/providers/recording/replay.js'
import type {CallRecord} from '../../../src/records/call.js'
import type {ResultRecord} from '../../../src/records/result.js'
import {tempFolder} from '../../support/processes.js'
import {completion, goodAnswer, harness, refusal, type MemoryStore} from '../../support/run-harness.js'
import {tinyRun} from '../../support/tiny-suite.js'

const REQUEST: CompletionRequest = {
  model: 'lab/one',
  messages: [{role: 'user', content: 'Chips!'}],
  temperature: 0.7,
  max_output_tokens: 10,
  seed: null,
  task: {
    step: 'step2',
    case: 'lab/one|cook|terse|basic|no_constraint|15|1',
    persona_id: 'cook',
    count: 15,
    chips: [],
    missing_types: [],
    min_per_type: 0,
  },
}
const NEVER = new AbortController().signal

const by = (answer: Provider['complete']) => (): Provider => ({id: 'scripted', complete: answer})

/** What a run brought, without what is new in every run. */
function outcome({results, calls}: MemoryStore) {
  const plain = (result: ResultRecord) => ({...result, created_at: ''})
  const call = ({
    step,
    result_id,
    status,
    latency_ms,
    cost_usd,
    input_tokens,
    output_tokens,
    answer,
    error,
  }: CallRecord) => ({
    step,
    result_id,
    status,
    latency_ms,
    cost_usd,
    input_tokens,
    output_tokens,
    answer,
    error,
  })
  return {
    results: [...results.values()].map(plain).sort((a, b) => a.id.localeCompare(b.id)),
    calls: [...calls.values()]
      .map(call)
      .sort((a, b) => a.result_id.localeCompare(b.result_id) || a.step.localeCompare(b.step)),
  }
}

describe('a recording', () => {
  let folder: Awaited<ReturnType<typeof tempFolder>>
  let path: string
  beforeEach(async () => {
    folder = await tempFolder()
    path = folder.file('recording')
    await prepareRecording(path)
  })
  afterEach(() => folder.remove())

  const exchanges = async () => (await readdir(path)).filter((name) => name !== 'recording.json')
  const replay = async (request: CompletionRequest = REQUEST) =>
    (await replayed(path))(request.model).complete(request, NEVER)
  const failure = async (request: CompletionRequest = REQUEST) => {
    const error: unknown = await replay(request).catch((thrown: unknown) => thrown)
    expect(error).to.be.instanceOf(ProviderError)
    return error as ProviderError
  }

  it('replays a whole run: the same results, costs and latencies, failures among them', async () => {
    const run = tinyRun({models: ['lab/one', 'lab/two'], trials: 2, seed: null})
    const scripted = by(async (request) => {
      await sleep(request.task.case.length % 4)
      const {task} = request
      if (task.case.includes('pilot') && task.step === 'fill') throw refusal('rejected', 400)
      if (task.case.includes('pilot') && task.case.endsWith('35|2')) throw refusal('server', 500)
      if (task.step === 'step2' && task.case.endsWith('15|1'))
        return completion('nothing to see', {cost_usd: 0.125, input_tokens: null})
      return goodAnswer(request)
    })
    const keeping = recorded(scripted, path, {})
    const first = harness((request, _index, signal) => keeping(request.model).complete(request, signal), run)
    await first.engine.run()
    const from = await replayed(path)
    const second = harness((request, _index, signal) => from(request.model).complete(request, signal), run)
    const {completed, failed} = await second.engine.run()
    expect(completed).to.be.above(10)
    expect(failed).to.be.above(5)
    expect(outcome(second.store)).to.deep.equal(outcome(first.store))
    // What failed is not tried again.
    expect(second.requests.length).to.be.below(first.requests.length)
  })

  it('tells the same question in other cases apart, and other trials', async () => {
    let count = 0
    const keeping = recorded(
      by(() => Promise.resolve(completion(`answer ${++count}`))),
      path,
      {},
    )
    const trials = [1, 2, 3].map((trial) => ({
      ...REQUEST,
      task: {...REQUEST.task, case: `lab/one|cook|${trial}`},
    }))
    for (const request of trials) await keeping('lab/one').complete(request, NEVER)
    expect((await Promise.all(trials.reverse().map(replay))).map(({text}) => text)).to.deep.equal([
      'answer 3',
      'answer 2',
      'answer 1',
    ])
  })

  it('names a question that was never recorded, and does not try it again', async () => {
    const error = await failure()
    expect(error.message).to.contain(
      'nothing was recorded for step2 of lab/one|cook|terse|basic|no_constraint|15|1',
    )
    expect(error).to.include({kind: 'rejected', final: true})
    const keeping = recorded(
      by(() => Promise.resolve(completion('x'))),
      path,
      {},
    )
    await keeping('lab/one').complete(REQUEST, NEVER)
    for (const change of [
      {temperature: 0.8},
      {seed: 1},
      {max_output_tokens: 11},
      {model: 'lab/two'},
      {messages: [{role: 'user' as const, content: 'Chips?'}]},
    ]) {
      expect((await failure({...REQUEST, ...change})).message).to.contain('nothing was recorded')
    }
  })

  it('lets an answer take the place of a failure, never the other way round', async () => {
    const answers: (() => Promise<ReturnType<typeof completion>>)[] = [
      () => Promise.reject(refusal('server', 503)),
      () => Promise.resolve(completion('at last')),
      () => Promise.reject(refusal('server', 503)),
    ]
    const keeping = recorded(
      by(() => answers.shift()!()),
      path,
      {},
    )
    await keeping('lab/one')
      .complete(REQUEST, NEVER)
      .catch(() => {})
    expect(await failure()).to.include({kind: 'server', status: 503, final: true})
    await keeping('lab/one').complete(REQUEST, NEVER)
    await keeping('lab/one')
      .complete(REQUEST, NEVER)
      .catch(() => {})
    expect((await replay()).text).to.equal('at last')
    expect(await exchanges()).to.have.length(1)
  })

  it('records a timeout, but not a call that was given up with its run', async () => {
    const silent = recorded(
      by(
        (_request, signal) =>
          new Promise((_resolve, reject) =>
            signal.addEventListener('abort', () => reject(refusal('timeout'))),
          ),
      ),
      path,
      {},
    )
    const ending = new AbortController()
    const call = silent('lab/one')
      .complete(REQUEST, ending.signal)
      .catch(() => {})
    ending.abort()
    await call
    expect(await exchanges()).to.deep.equal([])
    await silent('lab/one')
      .complete(REQUEST, AbortSignal.timeout(5))
      .catch(() => {})
    expect((await failure()).kind).to.equal('timeout')
  })

  it('ends the run when it cannot be written, and the answer that was paid for is kept', async () => {
    await rm(path, {recursive: true})
    const keeping = recorded(
      by((request) => Promise.resolve(goodAnswer(request))),
      path,
      {},
    )
    const run = tinyRun({concurrency: 1})
    const first = harness((request, _index, signal) => keeping(request.model).complete(request, signal), run)
    const {stop, spent_usd} = await first.engine.run()
    expect(stop).to.have.nested.include({kind: 'storage', 'error.code': 'UNWRITABLE_FILE'})
    expect(first.requests).to.have.length(1)
    const [kept] = first.store.answered()
    expect(kept).to.include({answer: goodAnswer(REQUEST).text, attempts: 1})
    expect(spent_usd).to.equal(kept!.cost_usd).and.above(0)
    const second = harness(goodAnswer, run, {storedCompletions: new Map([[kept!.result_id, [kept!]]])})
    expect((await second.engine.run()).left).to.equal(0)
    expect(
      second.requests.filter(
        ({task}) => task.case === first.requests[0]!.task.case && task.step === kept!.step,
      ),
    ).to.deep.equal([])
  })

  it('holds no secret, whatever is echoed', async () => {
    const env = {
      OPENROUTER_API_KEY: 'sk-or-0123456789',
      TURSO_AUTH_TOKEN: 'eyJhbGciOiJFZERTQSJ9.token',
      PATH: '/usr/bin/longer',
    }
    const echo = recorded(
      by(() =>
        Promise.resolve(
          completion('your key sk-or-0123456789, your token eyJhbGciOiJFZERTQSJ9.token, /usr/bin/longer'),
        ),
      ),
      path,
      env,
    )
    await echo('lab/one').complete(REQUEST, NEVER)
    const text = await readFile(join(path, (await exchanges())[0]!), 'utf8')
    expect(text).to.contain('your key [redacted], your token [redacted], /usr/bin/longer')
  })

  it('names a file that is damaged', async () => {
    await recorded(
      by(() => Promise.resolve(completion('x'))),
      path,
      {},
    )('lab/one').complete(REQUEST, NEVER)
    const [name] = await exchanges()
    await writeFile(join(path, name!), '{"case": "lab')
    expect((await failure()).message)
      .to.contain(name)
      .and.contain('damaged')
  })

  it('refuses a folder that is no recording, or was written by a newer bench', async () => {
    const refused = async (work: Promise<unknown>) => {
      const error: unknown = await work.catch((thrown: unknown) => thrown)
      expect(error).to.be.instanceOf(BenchError)
      expect(error).to.include({code: 'NOT_A_RECORDING', exit: 2})
    }
    await refused(replayed(folder.path))
    await refused(replayed(folder.file('nowhere')))
    await refused(prepareRecording(folder.path))
    await writeFile(join(path, 'recording.json'), '{"format": "bench-recording", "version": 2}')
    await refused(replayed(path))
    await writeFile(join(path, 'recording.json'), 'x')
    await refused(replayed(path))
    await rm(path, {recursive: true})
    await writeFile(path, 'a file')
    const error: unknown = await prepareRecording(path).catch((thrown: unknown) => thrown)
    expect(error).to.include({code: 'UNWRITABLE_FILE'})
  })
})
