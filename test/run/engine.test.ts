import {expect} from 'chai'
import {setTimeout as sleep} from 'node:timers/promises'
import {NOTHING_SPENT} from '../../src/run/executor/spending.js'
import {exitCodeOf, statusOf} from '../../src/run/case/outcome.js'
import type {CallRecord} from '../../src/records/call.js'
import {MODEL_NOT_FOUND} from '../../src/records/result.js'
import {ProviderError} from '../../src/providers/provider.js'
import {completion, goodAnswer, harness, MemoryStore, refusal} from '../support/run-harness.js'
import {tinyRun} from '../support/tiny-suite.js'

const one = (request: Parameters<typeof tinyRun>[0] = {}, limits: Parameters<typeof tinyRun>[1] = {}) =>
  tinyRun(
    {
      personas: ['cook'],
      styles: ['terse'],
      constraint_types: ['no_constraint'],
      input_types: ['basic'],
      chip_counts: ['15'],
      ...request,
    },
    limits,
  )

describe('RunEngine', () => {
  it('brings every case of the cross product to its end, once', async () => {
    const run = tinyRun({models: ['lab/one', 'lab/two']})
    const {engine, store} = harness(goodAnswer, run)
    const outcome = await engine.run()
    expect(outcome).to.include({completed: 64, failed: 0, left: 0, stop: null})
    expect(store.results.size).to.equal(64)
    expect(store.resultWrites).to.equal(64)
    expect([statusOf(outcome), exitCodeOf(outcome)]).to.deep.equal(['completed', 0])
  })

  it('begins no completed case again', async () => {
    const run = tinyRun()
    const first = harness(goodAnswer, run)
    await first.engine.run()
    const done = new Set([...first.store.results.keys()].slice(0, 20))
    const second = harness(goodAnswer, run, {completed: done})
    const outcome = await second.engine.run()
    expect(outcome.completed).to.equal(32)
    expect([...second.store.results.keys()].filter((id) => done.has(id))).to.deep.equal([])
  })

  it('uses stored completions instead of asking again, for equal requests only', async () => {
    const run = one({input_types: ['enriched']})
    const first = harness(
      ({task}) => (task.step === 'step2' ? refusal('rejected', 400) : goodAnswer({task} as never)),
      run,
    )
    expect((await first.engine.run()).failed).to.equal(1)
    const answered = first.store.answered()
    expect(answered.map(({step}) => step)).to.have.members(['step1', 'selection'])
    const storedCompletions = new Map([[answered[0]!.result_id, answered]])
    const second = harness(goodAnswer, run, {storedCompletions})
    await second.engine.run()
    expect(second.requests.map(({task}) => task.step)).to.deep.equal(['step2'])
    const stale = new Map([
      [answered[0]!.result_id, answered.map((call) => ({...call, request_hash: 'other'}))],
    ])
    const third = harness(goodAnswer, run, {storedCompletions: stale})
    await third.engine.run()
    expect(third.requests.map(({task}) => task.step)).to.deep.equal(['step1', 'selection', 'step2'])
  })

  it('goes round the models, so that none runs ahead', async () => {
    const models = ['lab/one', 'lab/two']
    const {engine, requests} = harness(goodAnswer, tinyRun({models, input_types: ['basic'], concurrency: 3}))
    await engine.run()
    for (let upTo = 1; upTo <= requests.length; upTo++) {
      const [one, two] = models.map(
        (model) => requests.slice(0, upTo).filter((request) => request.model === model).length,
      )
      expect(Math.abs(one! - two!), `after ${upTo}`).to.be.at.most(1)
    }
  })

  it('never has more cases at work than its concurrency', async () => {
    let active = 0
    let most = 0
    const {engine} = harness(
      async (request) => {
        most = Math.max(most, ++active)
        await sleep(1)
        active--
        return goodAnswer(request)
      },
      tinyRun({models: ['lab/one', 'lab/two'], concurrency: 5}),
    )
    await engine.run()
    expect(most).to.equal(5)
  })

  for (const [kind, status] of [
    ['server', 500],
    ['server', 408],
    ['server', 409],
    ['rate_limit', 429],
    ['network', undefined],
    ['timeout', undefined],
  ] as const) {
    it(`tries again after ${kind} ${status ?? ''}`, async () => {
      const {engine, store, requests} = harness(
        (request, index) => (index < 2 ? refusal(kind, status) : goodAnswer(request)),
        one(),
      )
      expect((await engine.run()).completed).to.equal(1)
      expect(requests).to.have.length(3)
      expect(store.answered()[0]).to.include({attempts: 3})
    })
  }

  it('gives a case up after its retries, keeps it as failed, and goes on', async () => {
    const {engine, store} = harness(
      (request) =>
        request.messages[1]!.content.includes('Cook') ? refusal('server', 503) : goodAnswer(request),
      tinyRun({input_types: ['basic'], chip_counts: ['15'], styles: ['terse']}),
    )
    const outcome = await engine.run()
    expect(outcome).to.include({completed: 2, failed: 2, left: 0})
    expect([statusOf(outcome), exitCodeOf(outcome)]).to.deep.equal(['completed', 3])
    const failed = [...store.results.values()].filter(({status}) => status === 'failed')
    expect(failed[0]).to.deep.include({
      errors: ['Step 2: no answer: 503 refused'],
      final_chips: [],
      cost_usd: null,
    })
  })

  for (const [kind, status] of [
    ['rejected', 400],
    ['forbidden', 403],
  ] as const) {
    it(`never repeats a request after ${status}`, async () => {
      const {engine, requests} = harness(() => refusal(kind, status), one())
      const outcome = await engine.run()
      expect(requests).to.have.length(1)
      expect([statusOf(outcome), exitCodeOf(outcome)]).to.deep.equal(['failed', 3])
    })
  }

  for (const [kind, status] of [
    ['auth', 401],
    ['credit', 402],
  ] as const) {
    it(`stops the run after ${status} and keeps what is there`, async () => {
      const {engine, store, requests} = harness(
        (request, index) => (index < 5 ? goodAnswer(request) : refusal(kind, status)),
        tinyRun({input_types: ['basic'], concurrency: 1}),
      )
      const outcome = await engine.run()
      expect(outcome.stop).to.include({kind})
      expect(outcome).to.include({completed: 5, failed: 1, left: 10})
      expect(requests).to.have.length(6)
      expect(store.results.size).to.equal(6)
      expect([statusOf(outcome), exitCodeOf(outcome)]).to.deep.equal(['failed', 1])
    })
  }

  it('ends a model that is not found, alone', async () => {
    const {engine, store, requests} = harness(
      (request) => (request.model === 'lab/one' ? refusal('not_found', 404) : goodAnswer(request)),
      tinyRun({models: ['lab/one', 'lab/two'], input_types: ['basic'], concurrency: 2}),
    )
    const outcome = await engine.run()
    expect(outcome).to.include({completed: 16, failed: 16, left: 0, stop: null})
    expect(requests.filter(({model}) => model === 'lab/one').length).to.be.at.most(2)
    const unsent = [...store.results.values()].filter(({errors}) => errors[0]?.includes('not sent'))
    expect(unsent.length).to.be.at.least(14)
  })

  it('stops where an address leads nowhere, and says of no model that it is gone', async () => {
    const {engine, store} = harness(() => {
      throw new ProviderError('404: nothing there', {kind: 'not_found', wrongUrl: true})
    }, one())
    expect((await engine.run()).stop).to.include({kind: 'hopeless', isWrongUrl: true})
    const errors = [...store.results.values()].flatMap((result) => result.errors)
    expect(errors).to.have.length.above(0)
    expect(errors.join()).not.to.include(MODEL_NOT_FOUND)
  })

  it('stops when the selector is not found: no enriched case could be done', async () => {
    const {engine} = harness(
      (request) => (request.task.step === 'selection' ? refusal('not_found', 404) : goodAnswer(request)),
      one({input_types: ['enriched']}),
    )
    expect((await engine.run()).stop).to.include({kind: 'selector'})
  })

  it('obeys Retry-After in full', async () => {
    const times: number[] = []
    const {engine} = harness((request, index) => {
      times.push(performance.now())
      return index === 0 ? refusal('rate_limit', 429, 120) : goodAnswer(request)
    }, one())
    await engine.run()
    expect(times[1]! - times[0]!).to.be.at.least(118)
  })

  it('says what was billed over the highest cost reckoned with', async () => {
    const {engine} = harness((request) => ({...goodAnswer(request), cost_usd: 0.5}), one({budgetUsd: 9}))
    const {overruns} = await engine.run()
    expect(overruns).to.have.length(1)
    expect(overruns[0]).to.include({model: 'lab/one'})
    expect(overruns[0]!.ratio).to.be.above(200)
    expect(overruns[0]!.over_usd).to.be.within(0.49, 0.5)
  })

  it('parks a model that asks for more than five minutes, and goes on with the others', async () => {
    const {engine, store, requests} = harness(
      (request) => (request.model === 'lab/one' ? refusal('rate_limit', 429, 400_000) : goodAnswer(request)),
      tinyRun({models: ['lab/one', 'lab/two'], input_types: ['basic'], concurrency: 2}),
    )
    const outcome = await engine.run()
    expect(outcome).to.include({completed: 16, failed: 0, left: 16, stop: null})
    expect(outcome.parked).to.have.length(1)
    expect(outcome.parked[0]).to.include({model: 'lab/one', left: 16})
    expect([statusOf(outcome), exitCodeOf(outcome)]).to.deep.equal(['interrupted', 3])
    expect(requests.filter(({model}) => model === 'lab/one').length).to.be.at.most(2)
    expect([...store.results.values()].every(({model}) => model === 'lab/two')).to.equal(true)
  })

  it('ends a silent call at its deadline and a case at its own, so that no run hangs', async () => {
    const silent = harness(
      (_request, _index, signal) =>
        new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(refusal('timeout')))),
      one({}, {timeout_s: 0.02, max_retries: 1000, case_timeout_s: 0.2}),
    )
    const outcome = await silent.engine.run()
    expect(outcome).to.include({completed: 0, failed: 1})
    expect(silent.requests.length).to.be.within(2, 12)
  })

  it('stops on request: nothing new is sent, what is in flight may finish', async () => {
    const {engine, store, requests} = harness(
      async (request, index) => {
        if (index === 4) engine.stop({kind: 'signal', signal: 'SIGINT'})
        await sleep(5)
        return goodAnswer(request)
      },
      tinyRun({input_types: ['basic'], concurrency: 3}),
    )
    const outcome = await engine.run()
    expect(exitCodeOf(outcome)).to.equal(130)
    expect(statusOf(outcome)).to.equal('interrupted')
    expect(store.answered()).to.have.length(requests.length)
    expect(store.results.size).to.equal(requests.length)
    expect(outcome.left).to.equal(16 - requests.length)
  })

  it('gives calls in flight up after the grace, and leaves their cases undone', async () => {
    const {engine, store} = harness(
      (_request, _index, signal) =>
        new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(refusal('timeout')))),
      one(),
    )
    setTimeout(() => engine.stop({kind: 'signal', signal: 'SIGTERM'}), 10)
    const outcome = await engine.run()
    expect(outcome).to.include({completed: 0, failed: 0, left: 1})
    expect(exitCodeOf(outcome)).to.equal(143)
    expect(store.results.size).to.equal(0)
  })

  describe('budget', () => {
    it('never spends more than the limit by the ledger of the provider, which tells some of its bills', async () => {
      const prices = {'lab/one': [1, 2], 'lab/two': [3, 4], 'lab/selector': [1, 1]} as Record<
        string,
        number[]
      >
      for (const concurrency of [1, 7]) {
        let ledger = 0
        const {engine} = harness(
          (request, index) => {
            const [input, output] = prices[request.model]!
            const bytes = request.messages.reduce((sum, {content}) => sum + Buffer.byteLength(content), 0)
            const isTold = index % 3 !== 0
            // What it does not tell is as dear as it can be.
            ledger += isTold ? (100 * input! + 900 * output!) / 1e6 : (bytes * input! + 1000 * output!) / 1e6
            return completion(goodAnswer(request).text, isTold ? {output_tokens: 900} : {input_tokens: null})
          },
          tinyRun({models: ['lab/one', 'lab/two'], budgetUsd: 0.05, concurrency}),
        )
        const outcome = await engine.run()
        expect(outcome.stop).to.include({kind: 'budget'})
        expect(exitCodeOf(outcome)).to.equal(5)
        expect(ledger).to.be.within(0.04, 0.05)
      }
    })

    it('counts what earlier sessions were charged', async () => {
      const {engine, requests} = harness(goodAnswer, tinyRun({budgetUsd: 1}), {
        earlier: {...NOTHING_SPENT, charged: 0.9999},
      })
      expect((await engine.run()).stop).to.include({kind: 'budget'})
      expect(requests).to.have.length(0)
    })

    it('charges nothing for a refusal, and the reservation for a lost answer', async () => {
      const refused = harness(
        (request, index) => (index === 0 ? refusal('server', 500) : goodAnswer(request)),
        one({budgetUsd: 1}),
      )
      await refused.engine.run()
      const cheap = refused.store.answered()[0]!
      expect(cheap.charged_usd).to.equal(cheap.cost_usd)
      const lost = harness(
        (request, index) => (index === 0 ? refusal('network') : goodAnswer(request)),
        one({budgetUsd: 1}),
      )
      await lost.engine.run()
      const dear = lost.store.answered()[0]!
      expect(dear.charged_usd).to.be.above(dear.cost_usd! + 0.002)
    })

    it('writes a call down before it is sent, however long that takes, so that a killed run is counted', async () => {
      class SlowStore extends MemoryStore {
        override async saveCall(call: CallRecord): Promise<void> {
          await sleep(10)
          await super.saveCall(call)
        }
      }
      const seen: string[] = []
      const slow = new SlowStore()
      const {engine} = harness(
        (request) => {
          seen.push(...[...slow.calls.values()].map(({status}) => status))
          return goodAnswer(request)
        },
        one({budgetUsd: 1}),
        {},
        slow,
      )
      await engine.run()
      expect(seen).to.deep.equal(['sent'])
    })
  })

  it('counts answers of unknown cost apart instead of as nothing', async () => {
    const {engine} = harness(
      (request, index) => completion(goodAnswer(request).text, index === 0 ? {input_tokens: null} : {}),
      one({chip_counts: ['15', '35']}),
    )
    expect(await engine.run()).to.include({calls_of_unknown_cost: 1, spent_usd: 0.0005})
  })

  it('counts the reported cost where there is one, and the selector in the total only', async () => {
    const {engine, store} = harness(
      (request) => ({...goodAnswer(request), cost_usd: request.task.step === 'selection' ? 10 : 1}),
      one({input_types: ['enriched']}),
    )
    expect((await engine.run()).spent_usd).to.equal(12)
    expect([...store.results.values()][0]).to.include({cost_usd: 2, input_tokens: 200, output_tokens: 400})
  })
})
