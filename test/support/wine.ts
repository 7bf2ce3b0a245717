import type {Store} from '../../src/store/store.js'
import {sparseWine, wineModels} from '../statistics/vectors.js'
import {aResult, aRun} from './records.js'

/**
 * The sparse wine data in a store: bottles as results of the "models" A to D on two configurations, judges as
 * raters.
 */
export async function storeWine(store: Store): Promise<void> {
  const run = aRun({status: 'completed'})
  await store.runs.create(run)
  const ids = new Map<string, string>()
  for (const [model, bottles] of wineModels.entries()) {
    for (const [at, bottle] of bottles.entries()) {
      const result = aResult(run.id, {
        model: 'ABCD'[model]!,
        chip_count: [15, 35][at]!,
        cost_usd: 0.01,
        latency_ms: 1000,
      })
      ids.set(bottle, result.id)
      await store.results.save(result)
    }
  }

  for (const {result, rater, rating} of sparseWine) {
    await store.ratings.save({
      result_id: ids.get(result)!,
      user_id: rater,
      rating,
      created_at: '2026-11-24T09:00:00.000Z',
      blind: true,
    })
  }
}
