import {expect} from 'chai'
import {setTimeout as sleep} from 'node:timers/promises'
import {RunLease} from '../../../src/run/executor/run-lease.js'

describe('RunLease', () => {
  function lease({heartbeatMs = 60_000} = {}) {
    const lost: unknown[] = []
    const asked: string[] = []
    const state = {isOurs: true, error: undefined as Error | undefined}
    const runLease = new RunLease({
      leases: {
        claim: (_run, worker) => {
          asked.push('claim')
          const holder = {host: 'elsewhere', pid: 7, silent_ms: 2000}
          return Promise.resolve(worker !== '' && state.isOurs ? undefined : holder)
        },
        renew: () => {
          asked.push('renew')
          return state.error ? Promise.reject(state.error) : Promise.resolve(state.isOurs)
        },
        release: () => {
          asked.push('release')
          return Promise.resolve()
        },
      },
      runId: 'run',
      shard: {index: 1, count: 1},
      onLost: (error) => lost.push(error),
      heartbeatMs,
    })
    return {runLease, lost, asked, state}
  }

  /** Nothing of this process runs meanwhile, as when it is stopped. */
  function standStill(ms: number): void {
    const end = performance.now() + ms
    while (performance.now() < end);
  }

  it('says who has the work', async () => {
    const {runLease, state} = lease()
    state.isOurs = false
    const error = await runLease.claim().catch((refusal: unknown) => refusal)
    expect(error).to.include({code: 'RUN_IN_USE'})
    expect(String(error)).to.contain('process 7 on elsewhere')
  })

  it('asks nobody while its last sign of life is fresh', async () => {
    const {runLease, asked} = lease()
    await runLease.claim()
    await runLease.confirm()
    await runLease.confirm()
    expect(asked).to.deep.equal(['claim'])
    await runLease.release()
  })

  it('asks after a standstill, before anything is bought', async () => {
    const {runLease, asked, state, lost} = lease({heartbeatMs: 20})
    await runLease.claim()
    standStill(60)
    await runLease.confirm()
    await runLease.confirm()
    expect(asked).to.deep.equal(['claim', 'renew'])
    standStill(60)
    state.isOurs = false
    expect(await runLease.confirm().catch((error: unknown) => error)).to.include({code: 'RUN_TAKEN_OVER'})
    expect(lost).to.have.length(1)
    const count = asked.length
    await sleep(60)
    expect(await runLease.confirm().catch((error: unknown) => error)).to.equal(lost[0])
    expect([asked.length, lost.length]).to.deep.equal([count, 1])
  })

  it('gives signs of life, and tells when there is nobody to give them to', async () => {
    const {runLease, asked, state, lost} = lease({heartbeatMs: 10})
    await runLease.claim()
    while (asked.length < 3) await sleep(5)
    state.error = new Error('no database')
    while (lost.length === 0) await sleep(5)
    expect(lost).to.deep.equal([state.error])
    await runLease.release()
    expect(asked.at(-1)).to.equal('release')
  })
})
