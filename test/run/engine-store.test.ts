import {expect} from 'chai'
import {setTimeout as sleep} from 'node:timers/promises'
import {databaseMoved} from '../../src/errors/databases.js'
import {ProviderError} from '../../src/providers/provider.js'
import type {CallRecord} from '../../src/records/call.js'
import type {ResultRecord} from '../../src/records/result.js'
import {isEnriched} from '../../src/suite/model/factors.js'
import {goodAnswer, harness, MemoryStore} from '../support/run-harness.js'
import {tinyRun} from '../support/tiny-suite.js'

/** A run of one case with a selection, where one answer may wait for the disk alone. */
const enrichedCase = () => {
  const run = tinyRun({concurrency: 4}, {case_timeout_s: 3600, timeout_s: 3600})
  return {...run, cases: run.cases.filter(isEnriched).slice(0, 1)}
}

describe('a run and the store that keeps its answers', () => {
  it('stops when a row cannot be saved, and says so', async () => {
    class FullStore extends MemoryStore {
      override saveResult(): Promise<void> {
        return Promise.reject(new Error('disk full'))
      }
    }
    const {engine} = harness(goodAnswer, tinyRun(), {}, new FullStore())
    const outcome = await engine.run()
    expect(outcome.stop).to.include({kind: 'storage'})
    expect(outcome.completed).to.equal(0)
  })

  it('waits for no answer once there is no database to keep it', async () => {
    const {engine, requests, store} = harness(
      (_, index, signal) =>
        index === 0
          ? goodAnswer(requests[0]!)
          : new Promise((_, reject) => signal.addEventListener('abort', () => reject(new Error('given up')))),
      tinyRun({concurrency: 3}, {case_timeout_s: 3600, timeout_s: 3600}),
      {},
      new MemoryStore(),
      // An hour, for answers that could be kept.
      3_600_000,
    )
    store.saveCall = () => Promise.reject(databaseMoved('file:bench.db', undefined))
    const outcome = await engine.run()
    expect(outcome.stop).to.include({kind: 'storage'})
    expect(outcome.completed).to.equal(0)
  })

  it('asks on while an answer is on its way to the disk, and writes no result before', async () => {
    const order: string[] = []
    let written: () => void = () => {}
    const disk = new Promise<void>((resolve) => (written = resolve))
    class SlowStore extends MemoryStore {
      override async saveCall(call: CallRecord): Promise<void> {
        if (call.step === 'step1') await disk
        order.push(`saved ${call.step}`)
        await super.saveCall(call)
      }

      override async saveResult(result: ResultRecord): Promise<void> {
        order.push('result')
        await super.saveResult(result)
      }
    }
    const {engine} = harness(
      (request) => {
        order.push(`asked ${request.task.step}`)
        if (request.task.step === 'selection') setTimeout(written, 20)
        return goodAnswer(request)
      },
      enrichedCase(),
      {},
      new SlowStore(),
    )
    expect(await engine.run()).to.include({completed: 1, failed: 0})
    expect(order).to.deep.equal([
      'asked step1',
      'asked selection',
      'saved selection',
      'saved step1',
      'asked step2',
      'saved step2',
      'result',
    ])
  })

  it('stops at once where an answer cannot be kept, and does not wait for the call after it', async () => {
    class FullStore extends MemoryStore {
      override async saveCall(call: CallRecord): Promise<void> {
        await sleep(5)
        if (call.step === 'step1') throw new Error('disk full')
      }
    }
    const {engine, requests} = harness(
      (request, _, signal) =>
        request.task.step === 'step1'
          ? goodAnswer(request)
          : new Promise((_, reject) => signal.addEventListener('abort', () => reject(new Error('given up')))),
      enrichedCase(),
      {},
      new FullStore(),
    )
    expect((await engine.run()).stop).to.include({kind: 'storage'})
    expect(requests.map(({task}) => task.step)).to.deep.equal(['step1', 'selection'])
  })

  it('counts no case whose earlier answer cannot be kept, whatever came after', async () => {
    for (const ending of ['answered', 'failed']) {
      class FullStore extends MemoryStore {
        override async saveCall(call: CallRecord): Promise<void> {
          if (call.step === 'step1') {
            await sleep(10)
            throw new Error('disk full')
          }
          await super.saveCall(call)
        }
      }
      const {engine, store} = harness(
        (request) => {
          if (request.task.step === 'step1' || ending === 'answered') return goodAnswer(request)
          throw new ProviderError('no', {kind: 'rejected', status: 400})
        },
        enrichedCase(),
        {},
        new FullStore(),
      )
      const outcome = await engine.run()
      expect(outcome.stop, ending).to.include({kind: 'storage'})
      expect(outcome, ending).to.include({completed: 0, failed: 0})
      expect(store.results.size, ending).to.equal(0)
    }
  })

  it('lets other cases work while the disk does, but for a quarter at most: a kill loses no more', async () => {
    let undurable = 0
    let most = 0
    class SlowStore extends MemoryStore {
      override async saveCall(call: CallRecord): Promise<void> {
        await sleep(5)
        await super.saveCall(call)
        if (call.status === 'answered') undurable--
      }
    }
    const {engine, requests} = harness(
      async (request) => {
        most = Math.max(most, ++undurable)
        await sleep(1)
        return goodAnswer(request)
      },
      tinyRun({concurrency: 8}),
      {},
      new SlowStore(),
    )
    expect(await engine.run()).to.include({failed: 0, left: 0, stop: null})
    expect(requests.length).to.be.greaterThan(20)
    expect(most).to.equal(8 + 2)
  })
})
