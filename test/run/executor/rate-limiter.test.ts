import {expect} from 'chai'
import fc from 'fast-check'
import {RateLimiter} from '../../../src/run/executor/rate-limiter.js'

/** What may happen at a gate, in any order. */
const event = fc.oneof(
  {weight: 4, arbitrary: fc.constant('ask' as const)},
  {weight: 4, arbitrary: fc.constant('leave' as const)},
  {weight: 2, arbitrary: fc.constant('succeed' as const)},
  {weight: 1, arbitrary: fc.constant('limit' as const)},
  {weight: 1, arbitrary: fc.constant('give up' as const)},
)

function timers(): number {
  return process.getActiveResourcesInfo().filter((resource) => resource === 'Timeout').length
}

describe('ModelGate, whatever happens', () => {
  it('never has more calls in flight than it may, lets in by order of asking, and forgets nobody', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({min: 1, max: 6}),
        fc.array(event, {maxLength: 60}),
        async (most, events) => {
          let now = 0
          const gate = new RateLimiter(most, () => now)
          const entered: number[] = []
          const gaveUp = new Set<number>()
          const waiting = new Map<number, AbortController>()
          let asked = 0
          let inFlight = 0
          const ask = () => {
            const id = asked++
            const controller = new AbortController()
            waiting.set(id, controller)
            gate.enter(controller.signal).then(
              () => {
                waiting.delete(id)
                entered.push(id)
                inFlight++
              },
              () => gaveUp.add(id),
            )
          }

          const leave = () => {
            if (inFlight === 0) return
            inFlight--
            gate.leave()
          }

          for (const each of events) {
            now++
            const before = inFlight
            if (each === 'ask') ask()
            else if (each === 'leave') leave()
            else if (each === 'succeed') gate.succeeded()
            else if (each === 'limit') gate.rateLimited(now, 0)
            else {
              const [id, controller] = [...waiting].at(-1) ?? []
              controller?.abort()
              if (id !== undefined) waiting.delete(id)
            }

            await Promise.resolve()
            await Promise.resolve()
            expect(gate.limit).to.be.within(1, most)
            // A shrunken limit takes nobody's place away, but lets nobody in above it.
            expect(inFlight).to.be.at.most(Math.max(gate.limit, before))
            if (waiting.size > 0)
              expect(inFlight, 'a free place beside somebody who waits').to.be.at.least(gate.limit)
          }

          for (let i = 0; i < asked; i++) {
            leave()
            await Promise.resolve()
          }

          expect(entered).to.deep.equal([...entered].sort((a, b) => a - b))
          expect(entered.length + gaveUp.size).to.equal(asked)
        },
      ),
    )
  })

  it('grows by one after as many successes as the limit, counted anew from each change', () => {
    const gate = new RateLimiter(8, () => 0)
    gate.succeeded()
    expect(gate.limit).to.equal(8)
    gate.rateLimited(0, 0)
    const limits = Array.from({length: 15}, () => {
      gate.succeeded()
      return gate.limit
    })
    expect(limits).to.deep.equal([4, 4, 4, 5, 5, 5, 5, 5, 6, 6, 6, 6, 6, 6, 7])
    gate.succeeded()
    gate.rateLimited(1, 0)
    expect(gate.limit).to.equal(3)
    for (let count = 0; count < 2; count++) gate.succeeded()
    expect(gate.limit).to.equal(3)
    gate.succeeded()
    expect(gate.limit).to.equal(4)
  })

  it('keeps the process alive for nobody: when all have given up, no timer is left', async () => {
    // The test runner's own timer starts after the first turn.
    await new Promise((done) => setImmediate(done))
    const before = timers()
    const gate = new RateLimiter(2)
    const controller = new AbortController()
    gate.rateLimited(Date.now(), 250_000)
    const waiting = [1, 2, 3].map(() => gate.enter(controller.signal))
    expect(timers()).to.equal(before + 1)
    controller.abort(new Error('the run ends'))
    const outcomes = await Promise.allSettled(waiting)
    expect(outcomes.map(({status}) => status)).to.deep.equal(['rejected', 'rejected', 'rejected'])
    expect(timers()).to.equal(before)
  })

  it('still opens after the pause when only some have given up', async () => {
    const gate = new RateLimiter(2)
    const impatient = new AbortController()
    gate.rateLimited(Date.now(), 20)
    const first = gate.enter(impatient.signal)
    const second = gate.enter(new AbortController().signal)
    impatient.abort()
    await Promise.allSettled([first])
    await second
    expect(gate.tryEnter()).to.equal(false)
    gate.leave()
    expect(gate.tryEnter()).to.equal(true)
  })
})

describe('ModelGate', () => {
  it('halves once for all calls sent before a 429, and recovers by successes', () => {
    let now = 1000
    const gate = new RateLimiter(16, () => now)
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
    const gate = new RateLimiter(4, () => now)
    for (let i = 0; i < 10; i++) gate.rateLimited(++now, 0)
    expect(gate.limit).to.equal(1)
  })

  it('lets nobody in during a pause, then all that fit, in order', async () => {
    const gate = new RateLimiter(2)
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
    const gate = new RateLimiter(1)
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
