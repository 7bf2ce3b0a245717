import type {LeaderboardRow} from '../leaderboard.js'
import type {Metric, MetricMeans} from '../evaluate-quality.js'
import type {Panel} from '../panel.js'
import type {MissingVersion} from '../../versions/in-question.js'
import type {AgainstRun} from './against.js'

/** What a group must keep; what is undefined is not asked. */
export interface GateLimits {
  maxFailed?: number | undefined
  /** US dollars per usable answer. */
  maxCost?: number | undefined
  /** Seconds of a whole case, 95th percentile. */
  maxP95?: number | undefined
  minMetrics: readonly MetricLimit[]
  maxMetrics: readonly MetricLimit[]
  minRating?: number | undefined
  /** Rated results of a group. */
  minRated?: number | undefined
  /** Krippendorff's alpha of all raters. */
  minAlpha?: number | undefined
  /** Mean score of a judge, where its scores are at hand. */
  minJudge?: number | undefined
  /** The id of a run that a group must be no worse than. */
  against?: string | undefined
  /** Rating points that do not matter against that run. */
  margin: number
  /** Ratings count by the lower end of their interval. */
  isSure: boolean
}

export interface MetricLimit {
  metric: Metric
  value: number
}

/** What gates judge a group by. */
export interface GateGroup {
  name: string
  row: LeaderboardRow
  /** Null where no metric was asked for, or nothing can be measured. */
  metrics: MetricMeans | null
  /** Null where no run was named. */
  against: AgainstRun | null
}

/** A judge that people agree with far enough to be a gate, and its scores. */
export interface JudgeScores {
  label: string
  /** Results in scope, and those that it has judged. */
  results: number
  judged: number
  /** By name of a group; null: not judged. */
  ratings: ReadonlyMap<string, number | null>
}

/** What gates judge. */
export interface GateFigures {
  groups: readonly GateGroup[]
  /** Undefined where the raters were not asked about. */
  panel?: Panel | undefined
  /** Undefined where no judge was named. */
  judge?: JudgeScores | undefined
  /** Names that have no result of the version in question. */
  missing: readonly MissingVersion[]
  /** The versions that all this speaks of. */
  versions: readonly string[]
}

/** What one gate says of one group. */
export interface GateResult {
  /** The flag without its dashes. */
  gate: string
  /** Null where the gate speaks of the whole. */
  group: string | null
  met: boolean
  sentence: string
}

/** A gate: nothing where it was not asked for, else a result for each group, or one of the whole. */
export type Gate = (figures: GateFigures, limits: GateLimits) => GateResult[]

/** What a gate finds in a group: whether it is met, and what is said behind the name of the group. */
export interface Finding {
  met: boolean
  says: string
}

/** A gate that looks at every group. */
export function ofGroups(
  gate: string,
  {groups}: GateFigures,
  finding: (group: GateGroup) => Finding,
): GateResult[] {
  return groups.map((group) => {
    const {met, says} = finding(group)
    return {gate, group: group.name, met, sentence: `${group.name} ${says}`}
  })
}
