import {expect} from 'chai'
import {setTimeout as sleep} from 'node:timers/promises'
import type {CallRecord} from '../../../src/records/call.js'
import {BudgetExhausted} from '../../../src/run/executor/budget.js'
import {CallFailed, ModelDeferred, Stopped} from '../../../src/run/executor/call-executor.js'
import {NOTHING_SPENT} from '../../../src/run/executor/spending.js'
import {ProviderError, type ProviderErrorOptions} from '../../../src/providers/provider.js'
import {answerAt, callRequest, executorHarness, Rows, type Answer} from '../../support/executor-harness.js'

const failure = (options: ProviderErrorOptions) => new ProviderError('no answer', options)
const LOST = failure({kind: 'network'})
const REFUSED = failure({kind: 'server', status: 503})

/** Saves late: a row is durable some time after it was handed in. */
class SlowRows extends Rows {
  override async saveCall(call: CallRecord): Promise<void> {
    await sleep(10)
    await super.saveCall(call)
  }
}

async function errorOf(work: Promise<unknown>): Promise<unknown> {
  try {
    await work
  } catch (error) {
    return error
  }

  throw new Error('an error was expected')
}

describe('CallExecutor: what is charged', () => {
  const charges: [string, Answer, number][] = [
    ['the cost that the provider reports', () => answerAt(0.25), 0.25],
    ['the highest cost where nobody knows', () => answerAt(null), 1],
    [
      'the highest cost for a broken answer under status 200',
      (_, index) => (index === 0 ? failure({kind: 'server', status: 200}) : answerAt(0.25)),
      1.25,
    ],
    [
      'the highest cost for an answer that was lost',
      (_, index) => (index === 0 ? LOST : answerAt(0.25)),
      1.25,
    ],
    ['all answers that were lost', (_, index) => (index < 2 ? LOST : answerAt(0.25)), 2.25],
    ['nothing for a refusal', (_, index) => (index === 0 ? REFUSED : answerAt(0.25)), 0.25],
    [
      'nothing for what was not sent',
      (_, index) => (index === 0 ? failure({kind: 'network', notSent: true}) : answerAt(0.25)),
      0.25,
    ],
    [
      'an earlier attempt too, when the last one was refused',
      (_, index) => (index === 0 ? LOST : REFUSED),
      1,
    ],
  ]
  for (const [what, answer, charged] of charges) {
    it(`is ${what}`, async () => {
      const store = new Rows()
      const {ask} = executorHarness(answer, {budgetUsd: 10, store})
      await ask().catch((error: unknown) => expect(error).to.be.instanceOf(CallFailed))
      expect(store.all.map(({charged_usd}) => charged_usd)).to.deep.equal([charged])
    })
  }

  it('counts against the budget, known or not', async () => {
    for (const [answer, calls] of [
      [() => answerAt(null), 3],
      [() => answerAt(0.5), 5],
    ] as [Answer, number][]) {
      const {ask, requests} = executorHarness(answer, {budgetUsd: 3})
      for (;;)
        if (
          await ask().then(
            () => false,
            (error: unknown) => error instanceof BudgetExhausted,
          )
        )
          break
      expect(requests).to.have.length(calls)
    }
  })

  it('costs nothing where nothing listens, and frees what was reserved', async () => {
    const {ask, requests} = executorHarness(() => failure({kind: 'network', notSent: true}), {budgetUsd: 1})
    for (let i = 0; i < 3; i++) expect(await errorOf(ask())).to.be.instanceOf(CallFailed)
    expect(requests).to.have.length(9)
  })
})

describe('CallExecutor: what is durable', () => {
  it('is the reservation before anything is sent, of every attempt with what the earlier ones may have cost', async () => {
    const store = new SlowRows()
    const seen: unknown[] = []
    const {ask} = executorHarness(
      (_, index) => {
        seen.push(...store.all.map(({status, charged_usd, attempts}) => ({status, charged_usd, attempts})))
        return index < 2 ? LOST : answerAt(0.25)
      },
      {budgetUsd: 10, store},
    )
    await ask()
    expect(seen).to.deep.equal([
      {status: 'sent', charged_usd: 1, attempts: 1},
      {status: 'sent', charged_usd: 2, attempts: 2},
      {status: 'sent', charged_usd: 3, attempts: 3},
    ])
    expect(store.all).to.have.length(1)
    expect(store.all[0]).to.include({status: 'answered', charged_usd: 2.25, cost_usd: 0.25})
  })

  it('nothing is sent while a store does not answer, nor when it fails; the money is free again', async () => {
    let isGone = false
    class FailingRows extends Rows {
      override saveCall(call: CallRecord): Promise<void> {
        return isGone ? Promise.reject(new Error('disk full')) : super.saveCall(call)
      }
    }
    const {ask, requests} = executorHarness(() => answerAt(1), {budgetUsd: 1, store: new FailingRows()})
    isGone = true
    expect(await errorOf(ask())).to.have.property('message', 'disk full')
    expect(requests).to.have.length(0)
    isGone = false
    expect(await ask()).to.include({charged_usd: 1})

    const dead = executorHarness(() => answerAt(1), {
      budgetUsd: 1,
      store: {saveCall: () => new Promise(() => {})},
    })
    await Promise.race([dead.ask(), sleep(20)])
    expect(dead.requests).to.have.length(0)
  })

  it('is what a call that was left undone may have cost, and no more', async () => {
    const store = new Rows()
    const {ask, executor} = executorHarness(
      () => failure({kind: 'server', status: 503, retryAfterMs: 30_000}),
      {
        budgetUsd: 1,
        store,
      },
    )
    setTimeout(() => executor.stop(1000), 20)
    expect(await errorOf(ask())).to.be.instanceOf(Stopped)
    executor.close()
    expect(store.charged).to.equal(0)

    // The first attempt was refused; the money for a second one went to another call meanwhile.
    const short = new Rows()
    const second = executorHarness(({task}) => (task.case === 'refused' ? REFUSED : answerAt(1)), {
      budgetUsd: 1.5,
      store: short,
    })
    const refused = errorOf(second.ask(callRequest('refused')))
    await second.ask(callRequest('other'))
    expect(await refused).to.be.instanceOf(BudgetExhausted)
    expect(short.charged).to.equal(1)
  })

  it('is everything that a call given up in flight may have cost', async () => {
    const reasons: string[] = []
    const store = new Rows()
    const {ask, executor} = executorHarness(
      (_request, _index, signal) =>
        new Promise((resolve) =>
          signal.addEventListener('abort', () => {
            reasons.push((signal.reason as Error).name)
            resolve(failure({kind: 'timeout'}))
          }),
        ),
      {budgetUsd: 1, store},
    )
    setTimeout(() => executor.stop(10), 10)
    expect(await errorOf(ask())).to.be.instanceOf(Stopped)
    expect(store.all[0]).to.include({status: 'sent', charged_usd: 1})
    // Given up by the stop, not by the deadline of the call.
    expect(reasons).to.deep.equal(['AbortError'])
  })
})

describe('CallExecutor: after a stop', () => {
  it('nothing is sent that waited for money', async () => {
    const {ask, executor, requests} = executorHarness(() => sleep(30).then(() => answerAt(0)), {
      budgetUsd: 1,
    })
    const outcomes = Promise.allSettled([ask(callRequest('one')), ask(callRequest('two'))])
    await sleep(5)
    executor.stop(1000)
    const [first, second] = await outcomes
    executor.close()
    expect(first.status).to.equal('fulfilled')
    expect((second as PromiseRejectedResult).reason).to.be.instanceOf(Stopped)
    expect(requests).to.have.length(1)
  })

  it('nothing is sent whose reservation was just being saved, and nothing stays charged for it', async () => {
    const store = new SlowRows()
    const {ask, executor, requests} = executorHarness(() => answerAt(0.25), {budgetUsd: 1, store})
    setTimeout(() => executor.stop(1000), 2)
    expect(await errorOf(ask())).to.be.instanceOf(Stopped)
    executor.close()
    expect(requests).to.have.length(0)
    expect(store.charged).to.equal(0)
  })
})

describe('CallExecutor: at the end', () => {
  it('leaves no timer that keeps the process alive for as long as calls were given', () => {
    const timers = () => process.getActiveResourcesInfo().filter((kind) => kind === 'Timeout').length
    const {executor} = executorHarness(() => answerAt(0))
    const before = timers()
    executor.stop(60_000)
    expect(timers()).to.equal(before + 1)
    executor.close()
    expect(timers()).to.equal(before)
  })
})

describe('CallExecutor: the claim to the work', () => {
  it('is asked about before every attempt; without it nothing is sent, and the money is free', async () => {
    const lost = new Error('taken over')
    let isOurs = true
    let asked = 0
    const lease = {
      confirm: () => {
        asked++
        return isOurs ? Promise.resolve() : Promise.reject(lost)
      },
    }
    const {ask, requests} = executorHarness(
      (_, index) => {
        if (index === 1) isOurs = false
        return index === 1 ? REFUSED : answerAt(0.5)
      },
      {budgetUsd: 1.5, lease},
    )
    await ask(callRequest('one'))
    expect(await errorOf(ask(callRequest('two')))).to.equal(lost)
    expect([asked, requests.length]).to.deep.equal([3, 2])
    isOurs = true
    await ask(callRequest('three'))
  })
})

describe('CallExecutor: providers that bill more than the highest cost', () => {
  it('are believed from then on: later reservations are as high, and the overrun is told', async () => {
    const store = new Rows()
    const reserved: unknown[] = []
    const {ask, executor} = executorHarness(
      (_, index) => {
        reserved.push(store.all.at(-1)?.charged_usd)
        return answerAt(index === 0 ? 3 : 2)
      },
      {budgetUsd: 9, store},
    )
    for (const id of ['a', 'b', 'c']) await ask(callRequest(id))
    expect(reserved).to.deep.equal([1, 3, 3])
    expect(executor.overruns).to.deep.equal([{model: 'lab/dollar', ratio: 3, over_usd: 2}])
    expect(await errorOf(ask(callRequest('d')))).to.be.instanceOf(BudgetExhausted)
  })

  it('are remembered by the next session', async () => {
    const earlier = {...NOTHING_SPENT, charged: 3, highest: new Map([['lab/dollar', 3]])}
    const {ask, requests} = executorHarness(() => answerAt(3), {budgetUsd: 5, earlier})
    expect(await errorOf(ask())).to.be.instanceOf(BudgetExhausted)
    expect(requests).to.have.length(0)
  })

  it('are not meant by bills below it', async () => {
    const {ask, executor} = executorHarness(() => answerAt(1), {budgetUsd: 9})
    await ask()
    expect(executor.overruns).to.deep.equal([])
  })
})

describe('CallExecutor: limits that name their reset', () => {
  it('defer the model, at no cost', async () => {
    const store = new Rows()
    const limit = failure({kind: 'rate_limit', status: 429, retryAfterMs: 3_600_000})
    const {ask, requests} = executorHarness(() => limit, {budgetUsd: 1, store})
    expect(await errorOf(ask()))
      .to.be.instanceOf(ModelDeferred)
      .and.include({waitMs: 3_600_000})
    expect(requests).to.have.length(1)
    expect(store.charged).to.equal(0)
  })

  it('of a server that is overloaded do not: its cases fail when their time is over', async () => {
    const {ask, executor} = executorHarness(() =>
      failure({kind: 'server', status: 503, retryAfterMs: 3_600_000}),
    )
    expect(await errorOf(ask(callRequest('slow', {deadline: performance.now() + 60_000})))).to.be.instanceOf(
      CallFailed,
    )
    expect(executor.spending).to.include({usd: 0, answered: 0, unknownCosts: 0})
  })
})

describe('CallExecutor: any buyer of answers', () => {
  it('says under which id a call is kept, where it is kept, and what is paid for already', async () => {
    const store = new Rows()
    const {ask, requests} = executorHarness(() => answerAt(0.25), {budgetUsd: 1, store})
    const paid = await ask(callRequest('judged', {id: 'judgement-1'}))
    expect([...store.rows.keys()]).to.deep.equal(['judgement-1'])
    const storedCompletions = new Map([['judged', [paid]]])
    const later = executorHarness(() => answerAt(0.25), {storedCompletions})
    expect(await later.ask(callRequest('judged'))).to.include({id: 'judgement-1', answer: 'hello'})
    expect([requests.length, later.requests.length]).to.deep.equal([1, 0])
  })

  it('is told what its calls add up to, earlier sessions included', async () => {
    const earlier = {...NOTHING_SPENT, spent: 2, answered: 3, unknown_costs: 1}
    const {ask, executor} = executorHarness((_, index) => answerAt(index === 0 ? 0.5 : null), {earlier})
    await ask(callRequest('a'))
    await ask(callRequest('b'))
    expect(executor.spending).to.include({usd: 2.5, answered: 5, unknownCosts: 2})
  })
})
