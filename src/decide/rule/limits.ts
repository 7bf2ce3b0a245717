import type {Candidate} from '../candidates.js'
import type {DecisionTerms} from '../question.js'

/** What a candidate breaks, apart from its ratings. */
export type BrokenLimit = 'no usable answer' | 'cost' | 'p95'

/** The limits that a candidate breaks, as the figures stand; what is unknown breaks none. */
export function brokenLimits(
  {answered, cost_usd, costs, p95_ms, cost_of_case_usd}: Candidate,
  {maxCost, maxP95}: Pick<DecisionTerms, 'maxCost' | 'maxP95'>,
): BrokenLimit[] {
  // Known costs alone and not one usable answer: no price is low enough.
  const isUseless = answered.size === 0 || (costs.all > 0 && cost_usd === null && cost_of_case_usd !== null)
  if (isUseless) return ['no usable answer']
  return [
    ...(maxCost !== undefined && cost_usd !== null && cost_usd > maxCost ? (['cost'] as const) : []),
    ...(maxP95 !== undefined && p95_ms !== null && p95_ms > maxP95 * 1000 ? (['p95'] as const) : []),
  ]
}
