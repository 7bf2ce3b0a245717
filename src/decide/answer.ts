import type {UnsharpenedPairs} from '../judging/unsharpened.js'
import type {FactorColumn} from '../records/result.js'
import type {GroupLevels} from '../records/stats.js'
import type {CandidateState} from './rule/rule.js'
import type {Preference} from './question.js'

export {UNSHARPENED} from '../statistics/covariate.js'

/** How a decision stands; docs/decide.md has a line for each. */
export const DECISION_STATES = [
  'decided',
  'open',
  'everything_rated',
  'nothing_rated',
  'one_candidate',
  'limits_not_kept',
  'cost_unknown',
  'latency_unknown',
  'not_linked',
  'no_candidates',
] as const
export type DecisionState = (typeof DECISION_STATES)[number]

/** Why a candidate is out. */
export const OUT_REASONS = ['worse', 'rating', 'cost', 'p95', 'no usable answer'] as const
export type OutReason = (typeof OUT_REASONS)[number]

/** A candidate as `--json` and the API show it. Money is US dollars. */
export interface CandidateRow {
  candidate: GroupLevels
  /** `openai/gpt-5-mini with guided@9c01`. */
  name: string
  /** Id of the style's definition, where the style is compared or the only one. */
  style_version: string | null
  state: CandidateState
  reasons: OutReason[]
  /** Against the leader, in rating points; null: nothing can be said yet. */
  better_by_at_most: number | null
  /** Mean difference to the leader on common configurations. */
  difference: number | null
  common_configurations: number
  /** Plain mean of its ratings by configuration; null: not rated. */
  mean_rating: number | null
  /** US dollars per usable answer; null: unknown. */
  cost_usd: number | null
  known_cost_count: number
  result_count: number
  p95_ms: number | null
}

/** The candidate to ship, and the candidate that comes nearest to it. */
export interface DecidedCandidate extends Pick<
  CandidateRow,
  'candidate' | 'name' | 'style_version' | 'cost_usd' | 'p95_ms'
> {
  nearest: CandidateRow | null
}

/** What a decision still needs. */
export interface Missing {
  /** About so many ratings; null: more than anybody makes. */
  ratings: number | null
  /** At the raters' own pace; null: not measured. */
  minutes: number | null
  /** Configurations to run besides, and about what they cost. */
  configurations: number
  cost_usd: number | null
  /** The command that runs them; null where the suite has no more. */
  run: string | null
}

/** A judge whose scores sharpen the differences of people's ratings. */
export interface DecisionJudge {
  judge: string
  judge_version: string
  /** The judge with its version, where its name has several. */
  label: string
  /** `chips@a1f0`. */
  rubric: string
  /** Results of the candidates in question that it judged. */
  judged: number
  /** Correlation of the paired differences of people and judge; null: one of them does not vary. */
  r: number | null
  /** How many ratings of people it is worth; null as `r`. */
  worth_ratings: number | null
  /** Candidates whose difference to the leader it sharpens, of those that are compared with the leader. */
  sharpened: number
  compared: number
  /** Why it does not sharpen the others. */
  unsharpened: UnsharpenedPairs[]
}

/** The whole answer, in the same shape in `--json` and over HTTP. */
export interface DecisionAnswer {
  state: DecisionState
  decision: DecidedCandidate | null
  /** With `prefer` cost or latency: the best-rated candidate, where that is decided. */
  leader: DecidedCandidate | null
  candidates: CandidateRow[]
  missing: Missing | null
  by: FactorColumn[]
  margin: number
  prefer: Preference
  limits: {max_cost_usd: number | null; max_p95_s: number | null; min_rating: number | null}
  /** K of the rule: the candidates that keep the limits on cost and latency. */
  in_question: number
  raters: number
  ratings: number
  /** Configurations that one rater rated for all in question, and all that could be. */
  configurations: {complete: number; all: number}
  /** The margin that these configurations can decide among candidates that are alike; null: none. */
  decidable_margin: number | null
  /**
   * What tells whether a settled, cheaper candidate is good enough: about so many ratings (null: no number of
   * them), on so many further configurations. Null: nothing settled is cheaper.
   */
  cheaper: {ratings: number | null; configurations: number} | null
  /** What sharpens people's ratings; null: nothing does. */
  judge: DecisionJudge | null
  /** The styles that are judged together, where style is not compared. */
  styles: string[]
  /** Baselines, which are no candidates. */
  not_asked: string[]
  /** Levels that `leave_out` names and results have. */
  excluded: string[]
  /** SHA-256 of question, costs, latencies and ratings: the same data give the same digest. */
  digest: string
}
