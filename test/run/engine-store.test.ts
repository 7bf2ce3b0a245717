import {expect} from 'chai'
import {setTimeout as sleep} from 'node:timers/promises'
import {databaseMoved} from '../../src/errors/databases.js'
import type {CallRecord} from '../../src/records/call.js'
import {goodAnswer, harness, MemoryStore} from '../support/run-harness.js'
import {tinyRun} from '../support/tiny-suite.js'

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
