import {expect} from 'chai'
import type {Store} from '../../src/store/store.js'
import {aCall, aResult, aRun} from '../support/records.js'

const A_CHIP = {key: 'a_chip', display: 'A Chip', type: 'jargon' as const}

/** What every store must tell of costs and of failed cases, wherever its database is. */
export function costContract(store: () => Store): void {
  describe('costs', () => {
    it('keep failed cases out of what compare and effects read', async () => {
      const run = aRun()
      await store().runs.create(run)
      const made = {cost_usd: 1, latency_ms: 100, output_tokens: 20}
      await store().results.save(aResult(run.id, made))
      const lost = {status: 'failed' as const, cost_usd: 9, latency_ms: 9999, output_tokens: 9999}
      const failed = [aResult(run.id, {...lost, trial: 2}), aResult(run.id, {...lost, style: 'guided'})]
      for (const result of failed) await store().results.save(result)
      const measured = await store().stats.measuredCells({run_id: run.id})
      expect(measured).to.have.length(1)
      expect(measured[0]).to.deep.include(made)
    })

    it('count all that was paid in the cost of a usable answer', async () => {
      const run = aRun()
      await store().runs.create(run)
      for (const [trial, final_chips] of [[A_CHIP], [A_CHIP], []].entries())
        await store().results.save(
          aResult(run.id, {model: 'm/c', trial: trial + 1, cost_usd: 1, final_chips}),
        )
      await store().results.save(aResult(run.id, {model: 'm/c', trial: 9, status: 'failed', cost_usd: 0.5}))
      const [group] = await store().stats.groups(['model'], {run_id: run.id})
      expect(group).to.include({result_count: 3, usable_count: 2, failed_count: 1, cost_per_usable_usd: 1.75})
      expect(group!.cost_per_result_usd).to.be.closeTo(3.5 / 3, 1e-12)
    })

    it('of a run are those of its calls, and of results whose calls are on another device', async () => {
      const run = aRun()
      await store().runs.create(run)
      const called = aResult(run.id, {cost_usd: 7})
      await store().results.save(called)
      await store().calls.save(aCall(run.id, called.id, {cost_usd: 0.5}))
      for (const [at, cost_usd] of [2, null].entries())
        await store().results.save(aResult(run.id, {trial: at + 2, cost_usd}))
      await store().results.save(aResult(run.id, {trial: 9, status: 'failed', cost_usd: null}))
      const summary = await store().runs.summary(run.id)
      expect(summary).to.include({total_cost_usd: 2.5, answered_calls: 3, calls_of_unknown_cost: 1})
      const [costs] = await store().costs.by('run', {run_id: run.id})
      expect(costs).to.include({cost_usd: 2.5, calls: 3, unknown_costs: 1})
    })

    it('tell how many costs are known', async () => {
      const run = aRun()
      await store().runs.create(run)
      for (const [trial, cost_usd] of [0.5, null, 1.5, null].entries())
        await store().results.save(aResult(run.id, {model: 'm/b', trial: trial + 1, cost_usd}))
      await store().results.save(aResult(run.id, {model: 'm/b', trial: 9, status: 'failed', cost_usd: null}))
      const [group] = await store().stats.groups(['model'], {run_id: run.id})
      expect(group).to.include({
        result_count: 4,
        known_cost_count: 2,
        total_cost_usd: 2,
        cost_per_result_usd: 1,
      })
    })
  })
}
