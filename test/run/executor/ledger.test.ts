import {expect} from 'chai'
import fc from 'fast-check'
import {ProviderError, type Completion} from '../../../src/providers/provider.js'
import type {CallRecord} from '../../../src/records/call.js'
import {BudgetExhausted, shareOfBudget} from '../../../src/run/executor/budget.js'
import {CallFailed} from '../../../src/run/executor/call-executor.js'
import {NOTHING_SPENT} from '../../../src/run/executor/spending.js'
import {draws} from '../../support/draws.js'
import {answerAt, callRequest, executorHarness} from '../../support/executor-harness.js'

const RESULTS = Array.from({length: 8}, (_, i) => `result ${i}`)

/** What the provider does with a request, and the eighths of a dollar that it bills for it, told or not. */
interface Bill {
  eighths: number
  end: 'reported' | 'unreported' | 'lost' | 'broken' | 'refused' | 'unreachable'
}

/** One start of a run: how it is divided, and after how many steps each of its processes is killed. */
interface Session {
  shards: number
  concurrency: number
  lifetimes: (number | null)[]
}

const bill: fc.Arbitrary<Bill> = fc.record({
  eighths: fc.integer({min: 0, max: 8}),
  end: fc.constantFrom('reported', 'unreported', 'lost', 'broken', 'refused', 'unreachable'),
})
const session: fc.Arbitrary<Session> = fc.record({
  shards: fc.integer({min: 1, max: 3}),
  concurrency: fc.integer({min: 1, max: 4}),
  lifetimes: fc.array(fc.option(fc.nat({max: 25})), {minLength: 3, maxLength: 3}),
})

/** The database that all processes share, and the provider with its ledger: only the ledger says what was billed. */
class World {
  readonly rows = new Map<string, CallRecord>()
  ledger = 0
  requests = 0

  constructor(
    readonly scheduler: fc.Scheduler,
    private readonly bills: readonly Bill[],
  ) {}

  nextBill(): Bill {
    return this.bills[this.requests++ % this.bills.length]!
  }

  of(results: readonly string[]): CallRecord[] {
    return [...this.rows.values()].filter(({result_id}) => results.includes(result_id))
  }

  charged(results: readonly string[]): number {
    return this.of(results).reduce((sum, {charged_usd}) => sum + (charged_usd ?? 0), 0)
  }
}

/** A process: each step of its store and provider is one more that it lives through, or not. */
class Process {
  #steps = 0
  #end: () => void = () => {}
  readonly killed = new Promise<void>((resolve) => (this.#end = resolve))

  constructor(
    private readonly world: World,
    private readonly lifetime: number | null,
  ) {}

  /** Resolves in an order that the test draws; never, once the process is dead. */
  async step(): Promise<void> {
    await this.world.scheduler.schedule(Promise.resolve())
    if (this.lifetime === null || this.#steps++ < this.lifetime) return
    this.#end()
    await new Promise(() => {})
  }

  readonly store = {
    saveCall: async (call: CallRecord) => {
      await this.step()
      this.world.rows.set(call.id, structuredClone(call))
      await this.step()
    },
  }

  readonly answer = async (): Promise<Completion | ProviderError> => {
    await this.step()
    const {eighths, end} = this.world.nextBill()
    if (end === 'unreachable') return new ProviderError('nobody', {kind: 'network', notSent: true})
    if (end === 'refused') return new ProviderError('503', {kind: 'server', status: 503})
    this.world.ledger += eighths / 8
    await this.step()
    if (end === 'lost') return new ProviderError('lost', {kind: 'network'})
    if (end === 'broken') return new ProviderError('HTML', {kind: 'server', status: 200})
    return answerAt(end === 'reported' ? eighths / 8 : null)
  }

  /** Asks for every result that has no answer yet, as many at a time as the executor lets. */
  async run(results: readonly string[], budgetUsd: number, concurrency: number): Promise<void> {
    const {world} = this
    const stored = new Map(
      world.of(results).flatMap((call) => (call.status === 'answered' ? [[call.result_id, [call]]] : [])),
    )
    const {ask} = executorHarness(this.answer, {
      budgetUsd,
      concurrency,
      maxRetries: 1,
      backoffBaseMs: 0,
      store: this.store,
      storedCompletions: stored,
      earlier: {...NOTHING_SPENT, charged: world.charged(results)},
    })
    await Promise.all(
      results.map((id) =>
        ask(callRequest(id)).catch((error: unknown) => {
          if (error instanceof CallFailed) return
          if (!(error instanceof BudgetExhausted)) throw error
          // Refused only where the highest cost of a call is more than what is left.
          expect(error.spent + error.needed).to.be.above(budgetUsd)
        }),
      ),
    )
  }
}

describe('money, by the ledger of the provider', () => {
  it('is never more than the budget: any order, any death of a process, any division into shards', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.scheduler(),
        fc.integer({min: 4, max: 48}),
        fc.array(bill, {minLength: 1, maxLength: 12}),
        fc.array(session, {minLength: 1, maxLength: 4}),
        async (scheduler, limitEighths, bills, sessions) => {
          const limit = limitEighths / 8
          const world = new World(scheduler, bills)
          for (const {shards, concurrency, lifetimes} of sessions) {
            const parts = Array.from({length: shards}, (_, i) =>
              RESULTS.filter((_result, r) => r % shards === i),
            )
            const charged = parts.map((part) => world.charged(part))
            const share = shards === 1 ? limit : shareOfBudget(limit, charged)
            const work = parts.map((part, i) => {
              const process = new Process(world, lifetimes[i]!)
              return Promise.race([process.run(part, share, concurrency), process.killed])
            })
            await scheduler.waitFor(Promise.all(work))
            expect(world.ledger).to.be.at.most(limit)
            // What is durable never says less than what was billed.
            expect(world.charged(RESULTS)).to.be.at.least(world.ledger)
          }
        },
      ),
      draws(150),
    )
  })

  it('is spent as far as whole calls go when every bill is known', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.scheduler(),
        fc.integer({min: 1, max: 7}),
        fc.integer({min: 1, max: 4}),
        async (scheduler, dollars, concurrency) => {
          const world = new World(scheduler, [{eighths: 8, end: 'reported'}])
          await scheduler.waitFor(new Process(world, null).run(RESULTS, dollars, concurrency))
          expect(world.ledger).to.equal(dollars)
        },
      ),
      draws(30),
    )
  })
})

describe('the share of a shard', () => {
  it('is an equal part, less what other shards are over theirs', () => {
    expect(shareOfBudget(3, [0, 0, 0])).to.equal(1)
    expect(shareOfBudget(3, [0.5, 1, 0])).to.equal(1)
    expect(shareOfBudget(3, [1.75, 0, 0])).to.equal(0.25)
    expect(shareOfBudget(2, [2, 0])).to.equal(0)
  })
})
