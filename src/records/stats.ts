/** Figures of one group of results. Money is US dollars; null where nothing is known. */
export interface GroupStats {
  /** The levels that make the group, by factor. */
  group: Record<string, string | number>
  /** Completed results, each once. */
  result_count: number
  failed_count: number
  /** Results with at least one rating. */
  rated_results: number
  /** Ratings. */
  rated_count: number
  /** Mean over all ratings. */
  avg_rating: number | null
  total_cost_usd: number | null
  cost_per_result_usd: number | null
  avg_latency_ms: number | null
  avg_tokens: {input: number | null; output: number | null}
  avg_chips: number | null
}
