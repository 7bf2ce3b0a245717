import {expect} from 'chai'
import {setTimeout as sleep} from 'node:timers/promises'
import type {SessionStore} from '../../src/run/ports.js'
import {RunSession} from '../../src/run/session.js'
import type {Store} from '../../src/store/store.js'
import {shardNumber, WHOLE_RUN, type Shard} from '../../src/suite/model/shard.js'
import {goodAnswer} from '../support/run-harness.js'
import {tinyRun} from '../support/tiny-suite.js'
import {newStore} from '../support/stores.js'

describe('a session that fails before its first case', () => {
  for (const shard of [
    {index: 1, count: 1},
    {index: 2, count: 3},
  ]) {
    it(`leaves neither its claim nor a running run behind (${shard.index}/${shard.count})`, async () => {
      const store = await newStore()
      const calls: SessionStore['calls'] = {
        save: (call) => store.calls.save(call),
        completionsOfUnfinished: (id) => store.calls.completionsOfUnfinished(id),
        totals: () => Promise.reject(new Error('no totals')),
      }
      const session = new RunSession(
        {...store, calls},
        {runId: 'run', ...tinyRun(), shard},
        {provider: () => expect.fail('nothing is to be asked'), emit: () => {}},
      )
      expect(await session.begin().catch((error: unknown) => error)).to.have.property('message', 'no totals')
      expect(await store.leases.ofRun('run')).to.deep.equal([])
      expect((await store.runs.get('run'))?.status).to.equal('failed')
      await store.close()
    })
  }
})

it('a session says how many commits will come, before the first of them', async () => {
  const store = await newStore()
  const expected: string[] = []
  const session = new RunSession(
    {
      ...store,
      expectCommits: (count) => expected.push(`${count} to come`),
      calls: {
        save: (call) => {
          expected.push('saved')
          return store.calls.save(call)
        },
        completionsOfUnfinished: (id) => store.calls.completionsOfUnfinished(id),
        totals: (id, resultIds) => store.calls.totals(id, resultIds),
      },
    },
    {runId: 'run', ...tinyRun({input_types: ['basic']}), shard: WHOLE_RUN},
    {
      provider: () => ({id: 'scripted', complete: (request) => Promise.resolve(goodAnswer(request))}),
      emit: () => {},
    },
  )
  const {cases} = await session.begin()
  await store.close()
  expect(expected[0]).to.equal(`${cases} to come`)
  expect(expected.filter((event) => event === 'saved')).to.have.length(cases)
})

describe('a budget and shards, by the ledger of the provider', () => {
  const BUDGET = 0.02

  /** Runs one shard; the provider bills the highest that is possible, and tells it. */
  async function work(store: Store, shard: Shard, ledger: {usd: number}, stopAfterUsd = Infinity) {
    const {config, suite, cases} = tinyRun({
      input_types: ['basic'],
      trials: 3,
      budgetUsd: BUDGET,
      concurrency: 3,
    })
    const session = new RunSession(
      store,
      {
        runId: 'run',
        config,
        suite,
        cases: cases.filter((testCase) => shardNumber(testCase, shard.count) === shard.index),
        shard,
      },
      {
        provider: () => ({
          id: 'scripted',
          complete: (request) => {
            ledger.usd += 0.002
            if (ledger.usd >= stopAfterUsd - 1e-12) session.stop({kind: 'signal', signal: 'SIGINT'})
            return Promise.resolve({...goodAnswer(request), cost_usd: 0.002})
          },
        }),
        emit: () => {},
      },
    )
    return session.begin()
  }

  it('hold together: each shard has its part', async () => {
    const store = await newStore()
    const ledger = {usd: 0}
    const stops = []
    for (let index = 1; index <= 3; index++)
      stops.push((await work(store, {index, count: 3}, ledger)).stop?.kind)
    await store.close()
    expect(stops.filter((kind) => kind === 'budget')).to.have.length.of.at.least(2)
    expect(ledger.usd).to.be.within(BUDGET / 2, BUDGET + 1e-12)
  })

  it('hold when a run is divided only after a part of it was done', async () => {
    const store = await newStore()
    const ledger = {usd: 0}
    await work(store, {index: 1, count: 1}, ledger, BUDGET * 0.9)
    for (let index = 1; index <= 8; index++) await work(store, {index, count: 8}, ledger)
    await store.close()
    expect(ledger.usd).to.be.at.least(BUDGET * 0.9 - 1e-12)
    expect(ledger.usd).to.be.at.most(BUDGET + 1e-12)
  })
})

describe('a session whose work another process has taken over', () => {
  it('buys nothing more', async () => {
    const store = await newStore()
    const {config, suite, cases} = tinyRun({input_types: ['basic'], concurrency: 1})
    let requests = 0
    const session = new RunSession(
      store,
      {runId: 'run', config, suite, cases},
      {
        provider: () => ({
          id: 'scripted',
          complete: async (request) => {
            if (++requests === 3) {
              const claim = await store.leases.claim('run', 'other', WHOLE_RUN, Date.now() + 60_000)
              expect(claim).to.equal(undefined)
              await sleep(60)
            }

            return goodAnswer(request)
          },
        }),
        emit: () => {},
        heartbeatMs: 20,
      },
    )
    const {stop} = await session.begin()
    expect(stop).to.include({kind: 'storage'})
    expect(stop).to.have.nested.property('error.code', 'RUN_TAKEN_OVER')
    expect(requests).to.equal(3)
    expect((await store.leases.ofRun('run')).map(({worker_id}) => worker_id)).to.deep.equal(['other'])
    await store.close()
  })
})
