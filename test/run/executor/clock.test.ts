import {expect} from 'chai'
import {ProviderError} from '../../../src/providers/provider.js'
import {deadlineTimer} from '../../../src/run/executor/clock.js'
import {RateLimiter} from '../../../src/run/executor/rate-limiter.js'
import {ModelQueue} from '../../../src/run/model-queue.js'
import {completion, goodAnswer, harness} from '../../support/run-harness.js'
import {tinyRun} from '../../support/tiny-suite.js'

const real = Date.now
let offset = 0
/** Sets the clock of the wall by so many milliseconds, for as long as a test goes on. */
function clockSetBy(ms: number): void {
  offset = ms
}

/** Holds the event loop as a stopped process does: time passes, nothing runs. */
function standStill(ms: number): void {
  const until = performance.now() + ms
  while (performance.now() < until);
}

describe('waits when the clock of the wall is set', () => {
  before(() => {
    Date.now = () => real() + offset
  })
  beforeEach(() => clockSetBy(0))
  after(() => {
    Date.now = real
  })

  it('back: the pause of a 429 is as long as it was, not a minute longer', async () => {
    const rateLimiter = new RateLimiter(2)
    rateLimiter.rateLimited(0, 40)
    const entered = rateLimiter.enter(new AbortController().signal)
    clockSetBy(-60_000)
    await entered
    rateLimiter.leave()
    expect(rateLimiter.open).to.equal(true)
  }).timeout(5000)

  it('ahead: the pause is not cut short', () => {
    const rateLimiter = new RateLimiter(2)
    rateLimiter.rateLimited(0, 60_000)
    clockSetBy(3_600_000)
    expect(rateLimiter.open).to.equal(false)
  })

  it('a model that was put off stays so for as long as it asked', () => {
    const modelQueue = new ModelQueue('lab/one', new RateLimiter(1), [])
    modelQueue.park(60_000)
    clockSetBy(-3_600_000)
    expect(modelQueue.deferredMs).to.be.within(1, 60_000)
    clockSetBy(3_600_000)
    expect(modelQueue.deferredMs).to.be.within(1, 60_000)
  })

  for (const [what, ms] of [
    ['a laptop slept for an hour', 3_600_000],
    ['the clock went back for an hour', -3_600_000],
  ] as const) {
    it(`a case in flight goes on after ${what}`, async () => {
      const {engine, requests} = harness(
        (request, index) => {
          if (index > 0) return goodAnswer(request)
          clockSetBy(ms)
          return new ProviderError('status 503', {kind: 'server', status: 503})
        },
        tinyRun({personas: ['cook'], styles: ['terse'], input_types: ['basic'], chip_counts: ['15']}),
      )
      const outcome = await engine.run()
      expect([outcome.completed, outcome.failed]).to.deep.equal([2, 0])
      expect(requests).to.have.length(3)
    })
  }
})

describe('the deadline of a case', () => {
  it('lets no request out once it is over, and charges none', async () => {
    const {engine, requests, store} = harness(
      (_request, index) => {
        // After the answer to its first question the process stands still for longer than the case may take.
        if (index === 0) standStill(150)
        return completion('[]')
      },
      tinyRun(
        {
          personas: ['cook'],
          styles: ['terse'],
          input_types: ['basic'],
          chip_counts: ['15'],
          constraint_types: ['with_constraint'],
          budgetUsd: 1,
        },
        {case_timeout_s: 0.1},
      ),
    )
    const outcome = await engine.run()
    expect(requests).to.have.length(1)
    expect([outcome.completed, outcome.failed]).to.deep.equal([0, 1])
    const [unsent] = [...store.calls.values()].filter(({status}) => status === 'failed')
    expect(unsent).to.include({error: 'the time of the case was over before it could be asked'})
    expect(unsent?.charged_usd ?? 0).to.equal(0)
  })
})

describe('a deadline after a standstill', () => {
  it('comes after what has arrived meanwhile was read', async () => {
    let isOver = false
    const forget = deadlineTimer(20, () => (isOver = true))
    standStill(1100)
    await new Promise((done) => setTimeout(done, 50))
    expect(isOver).to.equal(false)
    forget()
  })

  it('comes all the same when nothing did', async () => {
    const over = new Promise<void>((done) => deadlineTimer(20, done))
    standStill(1100)
    await over
  })
})
