import {expect} from 'chai'
import fc from 'fast-check'
import {ProviderError, type ProviderErrorKind} from '../../src/providers/provider.js'
import {Budget, BudgetExhausted} from '../../src/run/budget.js'
import {ModelGate} from '../../src/run/gate.js'
import {isRetryable, retryDelayMs} from '../../src/run/retry.js'
import {Seats} from '../../src/run/seats.js'

describe('Budget', () => {
  it('is never exceeded, whatever calls turn out to cost, and lets in every call that fits', async () => {
    const call = fc.record({highest: fc.double({min: 0, max: 3, noNaN: true}), share: fc.double({min: 0, max: 1, noNaN: true})})
    await fc.assert(
      fc.asyncProperty(fc.array(call, {maxLength: 40}), fc.integer({min: 1, max: 8}), async (calls, workers) => {
        const budget = new Budget(5, 0)
        const queue = [...calls]
        let refused: number | undefined
        const work = async () => {
          for (let next = queue.shift(); next; next = queue.shift()) {
            try {
              await budget.reserve(next.highest)
            } catch (error) {
              expect(error).to.be.instanceOf(BudgetExhausted)
              refused ??= next.highest
              return
            }

            await Promise.resolve()
            budget.settle(next.highest, next.highest * next.share)
            expect(budget.spent).to.be.at.most(5 + 1e-9)
          }
        }

        await Promise.all(Array.from({length: workers}, work))
        if (refused === undefined) expect(queue).to.have.length(0)
        else expect(budget.spent + refused).to.be.above(5 - 1e-9 - 3)
      }),
    )
  })

  it('waits while a call in flight may turn out cheaper, then decides', async () => {
    const budget = new Budget(1, 0)
    await budget.reserve(0.8)
    const second = budget.reserve(0.5)
    budget.settle(0.8, 0.1)
    await second
    const third = budget.reserve(0.5)
    budget.settle(0.5, 0.5)
    let refused = false
    await third.catch((error: unknown) => (refused = error instanceof BudgetExhausted))
    expect(refused).to.equal(true)
  })

  it('without a limit only counts', async () => {
    const budget = new Budget(null, 2)
    await budget.reserve(1e9)
    budget.settle(1e9, 3)
    expect(budget.spent).to.equal(5)
  })
})

describe('ModelGate', () => {
  it('halves once for all calls sent before a 429, and recovers by successes', () => {
    let now = 1000
    const gate = new ModelGate(16, () => now)
    now = 1100
    for (let i = 0; i < 10; i++) gate.rateLimited(1050, 0)
    expect(gate.limit).to.equal(8)
    gate.rateLimited(1100, 0)
    expect(gate.limit).to.equal(4)
    for (let i = 0; i < 4; i++) gate.succeeded()
    expect(gate.limit).to.equal(5)
    for (let i = 0; i < 500; i++) gate.succeeded()
    expect(gate.limit).to.equal(16)
  })

  it('never shrinks below one', () => {
    let now = 0
    const gate = new ModelGate(4, () => now)
    for (let i = 0; i < 10; i++) gate.rateLimited(++now, 0)
    expect(gate.limit).to.equal(1)
  })

  it('lets nobody in during a pause, then all that fit, in order', async () => {
    const gate = new ModelGate(2)
    const signal = new AbortController().signal
    gate.rateLimited(Date.now(), 40)
    expect(gate.tryEnter()).to.equal(false)
    const entered: number[] = []
    const started = performance.now()
    const all = [1, 2].map(async (each) => {
      await gate.enter(signal)
      entered.push(each)
      gate.leave()
    })
    await Promise.all(all)
    expect(performance.now() - started).to.be.at.least(38)
    expect(entered).to.deep.equal([1, 2])
  })

  it('lets a waiting caller give up', async () => {
    const gate = new ModelGate(1)
    gate.tryEnter()
    const controller = new AbortController()
    const waiting = gate.enter(controller.signal)
    controller.abort()
    let gaveUp = false
    await waiting.catch(() => (gaveUp = true))
    expect(gaveUp).to.equal(true)
    gate.leave()
    expect(gate.tryEnter()).to.equal(true)
  })
})

describe('retries', () => {
  const error = (kind: ProviderErrorKind, retryAfter?: number) => new ProviderError('x', {kind, retryAfterMs: retryAfter})

  it('are made for what may pass, never for a refusal', () => {
    const kinds: [ProviderErrorKind, boolean][] = [['rate_limit', true], ['server', true], ['network', true], ['timeout', true], ['auth', false], ['credit', false], ['forbidden', false], ['not_found', false], ['rejected', false]]
    for (const [kind, expected] of kinds) expect(isRetryable(error(kind)), kind).to.equal(expected)
  })

  it('wait twice as long each time, half of it random, a minute at most', () => {
    expect(retryDelayMs(error('server'), 1, 1000, () => 0)).to.equal(500)
    expect(retryDelayMs(error('server'), 3, 1000, () => 1)).to.equal(4000)
    expect(retryDelayMs(error('server'), 50, 1000, () => 1)).to.equal(60_000)
  })

  it('obey Retry-After to the millisecond, however long', () => {
    expect(retryDelayMs(error('rate_limit', 123_456), 1, 1000)).to.equal(123_456)
    expect(retryDelayMs(error('rate_limit', 0), 9, 1000)).to.equal(0)
  })
})

describe('Seats', () => {
  it('seat a case that comes back before a new one', async () => {
    let freed = 0
    const seats = new Seats(1, () => freed++)
    seats.take()
    expect(seats.available).to.equal(false)
    const back = seats.retake()
    seats.release()
    await back
    expect([seats.available, freed]).to.deep.equal([false, 0])
    seats.release()
    expect([seats.available, freed]).to.deep.equal([true, 1])
  })
})
