import {expect} from 'chai'
import {openAiCompatible} from '../../src/providers/openai-compatible.js'
import type {RunConfig} from '../../src/records/run.js'
import {exitCodeOf} from '../../src/run/case/outcome.js'
import {RunSession} from '../../src/run/session.js'
import {runSummary} from '../../src/terminal/views/runs/run-summary.js'
import type {Store} from '../../src/store/store.js'
import {startModelServer, type Behaviour, type SeenRequest} from '../support/model-server.js'
import {tinyRun} from '../support/tiny-suite.js'
import {newStore} from '../support/stores.js'

type Script = (request: SeenRequest, index: number) => Behaviour | undefined

describe('money, over a real socket and in a real database', () => {
  let store: Store
  beforeEach(async () => {
    store = await newStore()
  })
  afterEach(() => store.close())

  /** 16 basic cases of one model at $1 and $2 a million, with 1000 tokens of output at most. */
  function session(url: string, limits: Partial<RunConfig> = {}) {
    const run = tinyRun({input_types: ['basic'], concurrency: 2}, {max_retries: 1, ...limits})
    const provider = openAiCompatible({baseUrl: url, apiKey: undefined})
    return new RunSession(
      store,
      {runId: 'run', ...run},
      {provider: () => provider, emit: () => {}, backoffBaseMs: 1},
    )
  }

  async function run(script: Script, limits: Partial<RunConfig> = {}) {
    const server = await startModelServer({script})
    const report = await session(server.url, limits).begin()
    await server.close()
    return {report, requests: server.requests}
  }

  it('nothing listens: nothing is spent, exit 3, and a resume has all the money', async () => {
    const server = await startModelServer()
    await server.close()
    const {failed, stop, ...report} = await session(server.url, {budget_usd: 0.01}).begin()
    expect(exitCodeOf({failed, stop, ...report})).to.equal(3)
    expect(stop).to.have.property('kind', 'hopeless')
    expect(stop)
      .to.have.property('message')
      .that.contains('8 failed with “connection failed: connect ECONNREFUSED')
    expect(report.spent_usd).to.equal(0)
    expect(await store.calls.totals('run')).to.include({charged: 0})
    const {report: later, requests} = await run(() => undefined, {budget_usd: 0.01})
    expect(later).to.include({completed: 16, stop: null})
    expect(requests).to.have.length(16)
  })

  it('thoughts in the total alone count against the budget', async () => {
    // $0.0001 + $0.0018 each, of which the completion tells $0.0004.
    const usage = {prompt_tokens: 100, completion_tokens: 200, total_tokens: 1000}
    const {report, requests} = await run(() => ({kind: 'answer', usage}), {budget_usd: 0.01})
    expect(report.stop).to.have.property('kind', 'budget')
    expect(requests.length * 0.0019).to.be.at.most(0.01)
    expect(report.spent_usd).to.be.closeTo(requests.length * 0.0019, 1e-9)
  })

  it('a server that bills three times the bound costs at most the calls in flight more', async () => {
    // $0.0001 + $0.006 each; bounded by 1000 tokens of output, a call should cost $0.0023 at most.
    const [bill, expected] = [0.0061, 0.002]
    const usage = {prompt_tokens: 100, completion_tokens: 3000, total_tokens: 3100}
    const answer: Script = () => ({kind: 'answer', usage})

    const tight = await run(answer, {budget_usd: 0.005})
    expect(tight.report.stop).to.have.property('kind', 'budget')
    // Two were in flight when the first bill came; after it no third one is sent.
    expect(tight.requests).to.have.length(2)
    expect(tight.report.spent_usd).to.be.closeTo(2 * bill, 1e-9)
    expect(tight.report.spent_usd - 0.005).to.be.at.most(2 * (bill - expected))
    const [overrun] = tight.report.overruns
    expect(overrun!.ratio).to.be.within(2.5, 3.05)
    expect(overrun!.over_usd).to.be.within(0.005, 2 * (bill - expected))
    expect(runSummary(tight.report, 1000)).to.match(
      /lab\/one billed up to [\d.]+ × what a call of it should cost at most: \$0\.00\d+ more than was reserved/,
    )

    // With room for what later calls reserve, the budget is kept: each of them reserves the bill.
    await store.close()
    store = await newStore()
    const roomy = await run(answer, {budget_usd: 0.0475})
    expect(roomy.report.stop).to.have.property('kind', 'budget')
    expect(roomy.requests).to.have.length(Math.floor(0.0475 / bill))
    expect(roomy.report.spent_usd).to.be.at.most(0.0475)
  })

  it('good completions under any type, beside an empty error, are bought once', async () => {
    const {report, requests} = await run((_, index) => ({
      kind: 'answer',
      contentType: [null, 'text/plain', 'text/html'][index % 3]!,
      error: {},
    }))
    expect(report).to.include({completed: 16, failed: 0})
    expect(requests).to.have.length(16)
  })

  it('an account without quota stops the run at once', async () => {
    const body = JSON.stringify({error: {code: 'insufficient_quota', message: 'see your plan'}})
    const {report, requests} = await run(() => ({kind: 'status', status: 429, body}))
    expect(report.stop).to.include({kind: 'credit'})
    expect(requests.length).to.be.at.most(2)
  })

  it('a daily limit with a named reset is left for later, not waited for case by case', async () => {
    const headers = {'x-ratelimit-remaining': '0', 'x-ratelimit-reset': String(Date.now() + 7_200_000)}
    const {report, requests} = await run((_, index) =>
      index < 4 ? undefined : {kind: 'status', status: 429, headers},
    )
    expect(report).to.include({completed: 4, failed: 0, left: 12, stop: null})
    expect(report.parked[0]!.wait_ms).to.be.within(7_100_000, 7_200_000)
    expect(requests.length).to.be.at.most(6)
  })

  it('costs that nobody knows are counted, and are no total', async () => {
    const {report} = await run((_, index) => ({
      kind: 'answer',
      usage:
        index % 4 === 0
          ? {prompt_tokens: 100, completion_tokens: 200}
          : {prompt_tokens: 0, completion_tokens: 0},
    }))
    expect(report).to.include({answered_calls: 16, calls_of_unknown_cost: 12})
    expect(report.spent_usd).to.be.closeTo(4 * 0.0005, 1e-9)
    expect(await store.runs.summary('run')).to.include({answered_calls: 16, calls_of_unknown_cost: 12})
  })
})
