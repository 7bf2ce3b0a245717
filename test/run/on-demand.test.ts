import {expect} from 'chai'
import {setTimeout as sleep} from 'node:timers/promises'
import type {CompletionRequest, Completion, ProviderError} from '../../src/providers/provider.js'
import {BudgetExhausted} from '../../src/run/executor/budget.js'
import {CallFailed} from '../../src/run/executor/call-executor.js'
import {OnDemandCases} from '../../src/run/on-demand.js'
import type {RunConfig} from '../../src/records/run.js'
import {resultId} from '../../src/suite/model/case.js'
import {WHOLE_RUN} from '../../src/suite/model/shard.js'
import type {Store} from '../../src/store/store.js'
import {goodAnswer, refusal} from '../support/run-harness.js'
import {tinyRun} from '../support/tiny-suite.js'
import {newStore} from '../support/stores.js'

type Answer = (request: CompletionRequest, index: number) => Completion | ProviderError | Promise<Completion>

describe('cases on demand', () => {
  let store: Store
  const open: OnDemandCases[] = []
  beforeEach(async () => {
    store = await newStore()
  })
  afterEach(async () => {
    for (const one of open.splice(0)) await one.close(0)
    await store.close()
  })

  const {cases} = tinyRun()
  const basic = cases.find(({input_type}) => input_type === 'basic')!
  const enriched = cases.find(({input_type}) => input_type === 'enriched')!

  function onDemand(answer: Answer = goodAnswer, limits: Partial<RunConfig> = {}) {
    const {config, suite} = tinyRun({}, {max_retries: 0, ...limits})
    const requests: CompletionRequest[] = []
    const provider = {
      id: 'scripted',
      async complete(request: CompletionRequest) {
        const index = requests.push(request) - 1
        await sleep(5)
        const given = await answer(request, index)
        if (given instanceof Error) throw given
        return given
      },
    }
    const made = new OnDemandCases({
      store,
      suite,
      config: {...config, on_demand: true},
      provider: () => provider,
      backoffBaseMs: 1,
      heartbeatMs: 20,
    })
    open.push(made)
    return {onDemand: made, requests}
  }

  it('are made once, and kept', async () => {
    const {onDemand: first, requests} = onDemand()
    const made = await first.make(enriched)
    expect(made.cached).to.equal(false)
    expect(await store.results.get(made.result.id)).to.deep.include({
      final_chips: made.result.final_chips,
      status: 'completed',
    })
    expect(await first.make(enriched)).to.deep.include({cached: true})
    await first.close()
    const later = onDemand(() => refusal('server', 500))
    expect((await later.onDemand.make(enriched)).result.final_chips).to.deep.equal(made.result.final_chips)
    expect(requests).to.have.length(3)
    expect(later.requests).to.have.length(0)
  })

  it('are bought once by all who ask at the same time', async () => {
    const {onDemand: cases, requests} = onDemand()
    const made = await Promise.all(Array.from({length: 10}, () => cases.make(basic)))
    expect(new Set(made.map(({result}) => result.id)).size).to.equal(1)
    expect(requests).to.have.length(1)
  })

  it('stay within the budget, also over several processes', async () => {
    const costly = () => ({...goodAnswer({task: {step: 'step2'}} as CompletionRequest), cost_usd: 0.01})
    const highest = 0.01
    const {onDemand: first} = onDemand(costly, {budget_usd: highest})
    expect((await first.make(basic)).result.cost_usd).to.equal(0.01)
    await first.close()
    const {onDemand: second, requests} = onDemand(costly, {budget_usd: highest})
    expect((await second.make(basic)).cached).to.equal(true)
    let refused: unknown
    await second
      .make(cases.find((one) => one !== basic && one.input_type === 'basic')!)
      .catch((error: unknown) => (refused = error))
    expect(refused).to.be.instanceOf(BudgetExhausted)
    expect(requests).to.have.length(0)
  })

  it('that got no answer are kept as failed and tried again, with the answers that were paid for', async () => {
    const {onDemand: made, requests} = onDemand((request, index) =>
      request.task.step === 'step2' && index < 3 ? refusal('server', 500) : goodAnswer(request),
    )
    let failure: unknown
    await made.make(enriched).catch((error: unknown) => (failure = error))
    expect(failure).to.be.instanceOf(CallFailed)
    const id = resultId(made.runId, enriched)
    expect(await store.results.get(id)).to.include({status: 'failed'})
    const again = await made.make(enriched)
    expect(again).to.deep.include({cached: false})
    expect(requests.map(({task}) => task.step)).to.deep.equal(['step1', 'selection', 'step2', 'step2'])
    expect(await store.results.get(id)).to.include({status: 'completed'})
  })

  it('are made by one process at a time, and by the next when that one is done', async () => {
    const {onDemand: first} = onDemand()
    const {onDemand: second} = onDemand()
    await first.make(basic)
    let refused: unknown
    await second.make(enriched).catch((error: unknown) => (refused = error))
    expect(refused).to.include({code: 'RUN_IN_USE'})
    expect((await second.make(basic)).cached).to.equal(true)
    await first.close()
    expect((await second.make(enriched)).cached).to.equal(false)
  })

  it('buy nothing more once another process has taken the run over, and claim it anew later', async () => {
    const {onDemand: made, requests} = onDemand(async (request, index) => {
      if (index === 0) {
        expect(await store.leases.claim(made.runId, 'other', WHOLE_RUN, Date.now() + 60_000)).to.equal(
          undefined,
        )
        await sleep(60)
      }

      return goodAnswer(request)
    })
    expect(await made.make(enriched).catch((error: unknown) => error)).to.include({code: 'RUN_TAKEN_OVER'})
    expect(requests).to.have.length(1)
    expect(await made.make(basic).catch((error: unknown) => error)).to.include({code: 'RUN_IN_USE'})
    await store.leases.release(made.runId, 'other')
    expect((await made.make(enriched)).cached).to.equal(false)
    // What was paid for before is not bought again.
    expect(requests.map(({task}) => task.step)).to.deep.equal(['step1', 'selection', 'step2'])
  })

  it('are no run that could be resumed', async () => {
    const {onDemand: made} = onDemand(() => refusal('server', 500))
    await made.make(basic).catch(() => {})
    expect(await store.runs.latestUnfinished()).to.equal(undefined)
  })

  it('give their claim back before they say that they could not begin', async () => {
    const [calls, leases] = [Object.create(store.calls), Object.create(store.leases)] as [
      Store['calls'],
      Store['leases'],
    ]
    calls.totals = () => Promise.reject(new Error('the disk is full'))
    leases.release = async (...of) => {
      await sleep(20)
      await store.leases.release(...of)
    }
    const {config, suite} = tinyRun()
    const provider = () => ({id: 'scripted', complete: () => Promise.reject(new Error('not asked'))})
    const made = new OnDemandCases({
      ...{store: {...store, calls, leases}, suite, provider, backoffBaseMs: 1, heartbeatMs: 1000},
      config: {...config, on_demand: true},
    })
    open.push(made)
    const failure = await made.make(basic).catch((error: unknown) => error)
    expect(failure).to.have.property('message', 'the disk is full')
    expect(await store.leases.ofRun(made.runId)).to.deep.equal([])
  })

  it('buy nothing for a run that was deleted', async () => {
    const {onDemand: first} = onDemand()
    await first.make(basic)
    await first.close()
    await store.runs.delete(first.runId)
    const {onDemand: second, requests} = onDemand()
    expect(await second.make(basic).catch((error: unknown) => error)).to.include({code: 'RUN_DELETED'})
    expect(requests).to.have.length(0)
    expect(await store.runs.get(first.runId)).to.equal(undefined)
  })
})
