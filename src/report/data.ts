import type {PairResult} from '../figures/pairs.js'
import type {MetricEffect} from '../figures/effects-table.js'
import type {Panel} from '../figures/panel.js'
import type {EvaluatedLeaderboard} from '../figures/evaluate-leaderboard.js'
import type {MetricMeans} from '../figures/evaluate-quality.js'
import type {Below} from '../figures/below.js'
import type {GroupColumn} from '../records/stats.js'
import type {VersionUse} from '../records/version.js'
import type {RunSummary} from '../records/run.js'

/** All data of a report. */
export interface ReportData {
  title: string
  /** ISO time. */
  created_at: string
  tool_version: string
  /** The filters, in words. */
  filters: readonly string[]
  factors: readonly GroupColumn[]
  /** What the figures leave out, and what changed under their names. */
  below: Below
  /** The versions behind the figures: of prompts, personas and systems. */
  asked: readonly VersionUse[]
  board: EvaluatedLeaderboard
  effects: readonly MetricEffect[]
  /** Null when nothing is rated. */
  panel: Panel | null
  /** By `groupKey`. */
  metrics: ReadonlyMap<string, MetricMeans>
  /** All pairs of levels of the first factor. */
  pairs: readonly PairResult[]
  runs: readonly RunSummary[]
  seed: number
}
