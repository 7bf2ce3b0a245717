import type {GroupColumn} from '../../records/stats.js'
import {usage} from '../../errors/catalogue.js'
import type {Store} from '../../store/store.js'
import type {ChosenResults} from '../../versions/choice.js'
import {versionsInQuestion} from '../../versions/in-question.js'
import type {Suites} from '../../versions/known-versions.js'
import {groupKey} from '../cells.js'
import {evaluateQuality} from '../evaluate-quality.js'
import {groupName, type LeaderboardRow} from '../leaderboard.js'
import type {Panel} from '../panel.js'
import {compareWithRun} from './against.js'
import type {GateFigures, GateGroup, GateLimits, GateResult, JudgeScores} from './gate.js'
import {judgeGates} from './gates.js'

/** What gates said. */
export interface GateReport {
  /** Whether every gate is met. */
  met: boolean
  /** `guided@3f2a`: the versions that the gates speak of. */
  versions: string[]
  results: GateResult[]
}

/** Groups that are judged, and the results they are made of. */
export interface GatePart {
  columns: readonly GroupColumn[]
  chosen: ChosenResults
  rows: readonly LeaderboardRow[]
}

export interface GateRequest {
  limits: GateLimits
  suites: Suites
  panel?: Panel | undefined
  judge?: JudgeScores | undefined
}

/**
 * Judges the groups of one or several parts.
 * @throws BenchError (exit 2) where results of several versions of a name stand in one group.
 */
export async function evaluateGates(
  store: Store,
  gateParts: readonly GatePart[],
  {limits, suites, panel, judge}: GateRequest,
): Promise<GateReport> {
  const figures: GateFigures[] = []
  for (const part of gateParts) figures.push(await figuresOf(store, part, {limits, suites}))
  const whole: GateFigures = {
    groups: figures.flatMap(({groups}) => groups),
    missing: figures.flatMap(({missing}) => missing),
    versions: [...new Set(figures.flatMap(({versions}) => versions))],
    panel,
    judge,
  }
  const results = judgeGates(whole, limits)
  return {met: results.every(({met}) => met), versions: [...whole.versions], results}
}

async function figuresOf(
  store: Store,
  {columns, chosen, rows}: GatePart,
  {limits, suites}: {limits: GateLimits; suites: Suites},
): Promise<GateFigures> {
  const {labels, missing, mixed} = await versionsInQuestion(store, chosen, {columns, suites})
  if (mixed.length > 0)
    throw usage(
      `A gate speaks of one version of each name, and here are several of ${mixed.join(', ')}. Nothing was judged.`,
      'Leave --all-versions out, or name one version: --style guided@3f2a',
    )
  const isMeasured = limits.minMetrics.length + limits.maxMetrics.length > 0
  const metrics = isMeasured ? await evaluateQuality(store, columns, chosen.filter) : undefined
  const against =
    limits.against === undefined
      ? undefined
      : await compareWithRun(store, {
          run: limits.against,
          columns,
          groups: rows.map(({group}) => group),
          chosen,
          suites,
        })
  return {
    groups: rows.map((row): GateGroup => {
      const key = groupKey(row.group, columns)
      return {
        name: groupName(row.group, columns),
        row,
        metrics: metrics?.get(key) ?? null,
        against: against?.get(key) ?? null,
      }
    }),
    missing,
    versions: labels,
  }
}
