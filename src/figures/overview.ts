import type {MetricEffect} from './effects-table.js'
import {NOTHING_BELOW, type Below} from './below.js'
import {panelOf, type Panel} from './panel.js'
import type {GroupColumn} from '../records/stats.js'
import type {ResultFilter} from '../store/results.js'
import type {Store} from '../store/store.js'
import {BASIC_METRICS, evaluateEffects} from './evaluate-effects.js'
import {evaluateLeaderboard, type EvaluatedLeaderboard} from './evaluate-leaderboard.js'

export interface OverviewRequest {
  factors: readonly GroupColumn[]
  filter: ResultFilter
  /** What the filter leaves out. */
  below?: Below
  seed: number
}

/** The facts for a decision: which group is best, what moves the rating, and how far the raters agree. */
export interface Overview {
  board: EvaluatedLeaderboard
  effects: MetricEffect[]
  /** Null when nothing is rated. */
  panel: Panel | null
  below: Below
}

export async function evaluateOverview(
  store: Store,
  {factors, filter, below = NOTHING_BELOW, seed}: OverviewRequest,
): Promise<Overview> {
  return {
    board: await evaluateLeaderboard(store, factors, filter),
    effects: (await evaluateEffects(store, filter, BASIC_METRICS)).effects,
    panel: await evaluatePanel(store, filter, seed),
    below,
  }
}

/** How far the raters agree; null when nothing is rated. */
export async function evaluatePanel(store: Store, filter: ResultFilter, seed: number): Promise<Panel | null> {
  const ratings = await store.ratings.factored(filter)
  return ratings.length === 0
    ? null
    : panelOf(
        ratings,
        await store.ratings.repeats(filter),
        (await store.ratings.blindness(filter)).not_blind,
        {seed},
      )
}
