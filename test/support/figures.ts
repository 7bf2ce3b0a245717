import type {EvaluatedLeaderboard} from '../../src/figures/evaluate-leaderboard.js'
import type {LeaderboardRow} from '../../src/figures/leaderboard.js'
import type {PairResult, RatingDifference} from '../../src/figures/pairs.js'

/** A row of a leaderboard with invented figures. */
export function aRow(model: string, change: Partial<LeaderboardRow> = {}): LeaderboardRow {
  return {
    group: {model},
    result_count: 4,
    failed_count: 0,
    usable_count: 4,
    rated_results: 3,
    rated_count: 6,
    avg_rating: 3,
    total_cost_usd: 1,
    known_cost_count: 4,
    cost_per_result_usd: 0.25,
    cost_per_usable_usd: 0.25,
    avg_latency_ms: 100,
    avg_tokens: {input: 1, output: 2},
    adjusted_rating: 3,
    is_adjusted: true,
    interval: null,
    rated_configurations: 3,
    histogram: [0, 1, 4, 1, 0],
    raters: 2,
    rank: 1,
    rank_set: null,
    p50_latency_ms: 100,
    p95_latency_ms: 200,
    dominated_by: null,
    ...change,
  }
}

/** A pair that differs by half a point. */
export function aPair(a: string, b: string, rating: Partial<RatingDifference> = {}): PairResult {
  return {
    a,
    b,
    rating: {
      metric: 'rating',
      difference: 0.5,
      mean_a: 3,
      mean_b: 2.5,
      standard_error: 0.2,
      df: 7,
      interval: {low: 0.1, high: 0.9},
      p: 0.01,
      p_holm: 0.01,
      simultaneous: {low: 0, high: 1},
      family: 1,
      configurations: 8,
      withheld: null,
      at_large: null,
      ...rating,
    },
    measures: (['cost_usd', 'latency_ms'] as const).map((metric) => ({
      metric,
      difference: 0.5,
      mean_a: 3,
      mean_b: 2.5,
      interval: {low: 0, high: 1},
      p: 0.01,
      configurations: 8,
    })),
    advice: null,
  }
}

export function aBoard(
  rows: LeaderboardRow[],
  change: Partial<EvaluatedLeaderboard> = {},
): EvaluatedLeaderboard {
  return {
    rows,
    top: null,
    pairs: {all: 0, withheld: 0},
    raters: {raters: 2, effective: 2},
    common_configurations: null,
    ...change,
  }
}
