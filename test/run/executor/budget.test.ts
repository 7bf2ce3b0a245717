import {expect} from 'chai'
import fc from 'fast-check'
import {Budget, BudgetExhausted} from '../../../src/run/executor/budget.js'

/** Multiples of 1/128: their sums are exact in floating point. */
const dollars = (parts: number) => parts / 128
const LIMIT = dollars(500)

describe('Budget, whatever is in flight', () => {
  it('never lets spent and reserved money together exceed the limit, and decides every request', async () => {
    const call = fc.record({highest: fc.nat({max: 300}), share: fc.constantFrom(0, 0.25, 0.5, 1)})
    await fc.assert(
      fc.asyncProperty(
        fc.scheduler(),
        fc.array(call, {minLength: 1, maxLength: 20}),
        async (scheduler, calls) => {
          const budget = new Budget(LIMIT, 0)
          let reserved = 0
          let spent = 0
          let refused = 0
          const work = async ({highest, share}: (typeof calls)[number]) => {
            try {
              await budget.reserve(dollars(highest))
            } catch (error) {
              if (!(error instanceof BudgetExhausted)) throw error
              // Never for money that is only reserved and may come back.
              expect(error.spent + error.needed).to.be.above(LIMIT)
              refused++
              return
            }

            reserved += dollars(highest)
            expect(spent + reserved).to.be.at.most(LIMIT)
            await scheduler.schedule(Promise.resolve())
            reserved -= dollars(highest)
            spent += dollars(highest * share)
            budget.settle(dollars(highest), dollars(highest * share))
            expect(budget.spent).to.equal(spent)
          }

          const all = Promise.all(calls.map(work))
          await scheduler.waitFor(all)
          expect(reserved).to.equal(0)
          if (refused === 0)
            expect(spent).to.equal(dollars(calls.reduce((sum, each) => sum + each.highest * each.share, 0)))
          // What still fits is let in, what does not is refused: nobody is left hanging, nothing stays reserved.
          await budget.reserve(LIMIT - spent)
          budget.settle(LIMIT - spent, 0)
          let over = false
          await budget.reserve(LIMIT - spent + dollars(1)).catch(() => (over = true))
          expect(over).to.equal(true)
        },
      ),
    )
  })

  it('leaves no crumbs of floating point that would keep an exhausted run waiting', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.double({min: 1e-6, max: 0.2, noNaN: true}), {minLength: 1, maxLength: 200}),
        async (amounts) => {
          const budget = new Budget(100, 0)
          for (const amount of amounts) await budget.reserve(amount)
          for (const amount of [...amounts].sort((a, b) => a - b)) budget.settle(amount, 0)
          let refusal: unknown
          await Promise.race([
            budget.reserve(101).catch((error: unknown) => (refusal = error)),
            new Promise((done) => setImmediate(done)),
          ])
          expect(refusal).to.be.instanceOf(BudgetExhausted)
        },
      ),
    )
  })

  it('wakes everybody who waits, and says to each who cannot go on what is missing', async () => {
    const budget = new Budget(1, 0.25)
    await budget.reserve(0.5)
    const outcomes = Promise.allSettled(
      [0.5, 0.5, 0.5].map((amount) => budget.reserve(amount).then(() => budget.settle(amount, amount))),
    )
    budget.settle(0.5, 0)
    const settled = await outcomes
    expect(settled.map(({status}) => status)).to.deep.equal(['fulfilled', 'rejected', 'rejected'])
    for (const outcome of settled.slice(1)) {
      expect((outcome as PromiseRejectedResult).reason).to.include({limit: 1, spent: 0.75, needed: 0.5})
    }
  })

  it('lets the last dollar be spent, and calls that cost nothing go on after it', async () => {
    const budget = new Budget(1, 0)
    await budget.reserve(1)
    budget.settle(1, 1)
    await budget.reserve(0)
    budget.settle(0, 0)
    expect(budget.spent).to.equal(1)
  })
})

describe('Budget', () => {
  it('is never exceeded, whatever calls turn out to cost, and lets in every call that fits', async () => {
    const call = fc.record({
      highest: fc.double({min: 0, max: 3, noNaN: true}),
      share: fc.double({min: 0, max: 1, noNaN: true}),
    })
    await fc.assert(
      fc.asyncProperty(
        fc.array(call, {maxLength: 40}),
        fc.integer({min: 1, max: 8}),
        async (calls, workers) => {
          const budget = new Budget(5, 0)
          const queue = [...calls]
          // What was let in and what it came to, by this test alone.
          let inFlight = 0
          let billed = 0
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

              inFlight += next.highest
              expect(billed + inFlight).to.be.at.most(5 + 1e-9)
              await Promise.resolve()
              inFlight -= next.highest
              billed += next.highest * next.share
              budget.settle(next.highest, next.highest * next.share)
            }
          }

          await Promise.all(Array.from({length: workers}, work))
          if (refused === undefined) expect(queue).to.have.length(0)
          else expect(billed + refused).to.be.above(5 - 1e-9)
          expect(budget.spent).to.be.closeTo(billed, 1e-9)
        },
      ),
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
