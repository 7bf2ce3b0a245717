import {evaluateComparison, type Comparison} from '../../figures/evaluate-comparison.js'
import {BASIC_METRICS, evaluateEffects, type Effects} from '../../figures/evaluate-effects.js'
import {evaluateLeaderboard, type EvaluatedLeaderboard} from '../../figures/evaluate-leaderboard.js'
import type {LeaderboardRow} from '../../figures/leaderboard.js'
import {belowOf, type Below} from '../../figures/below.js'
import {evaluateOverview, type Overview, type OverviewRequest} from '../../figures/overview.js'
import {applyCommand, type SubmittedCommand, type Outcome} from '../../rating/page-commands.js'
import {ratingPorts} from '../../rating/plan.js'
import type {NewRating, RatingRecord} from '../../records/rating.js'
import type {GroupColumn} from '../../records/stats.js'
import type {ResultFilter} from '../../store/results.js'
import type {Store} from '../../store/store.js'
import {builtInSuites} from '../../suite/files/load.js'
import {chooseVersions} from '../../versions/choice.js'
import {versionFields} from '../../versions/fields.js'
import type {DecisionAnswer} from '../../decide/answer.js'
import {evaluateDecision} from '../../decide/evaluate-decision.js'
import {decisionText} from '../../decide/messages.js'
import {decisionTerms, type AskableLevels, type DecisionSettings} from '../../decide/question.js'

/** The default seed of `bench stats`, so that both show the same digits. */
export const SEED = 1

/** A request for a leaderboard. */
export interface LeaderboardRequest {
  column: GroupColumn
  filter: ResultFilter
  allVersions?: boolean
}

/** A leaderboard, with the version of each row's level. */
export interface LeaderboardAnswer extends Below, Omit<EvaluatedLeaderboard, 'rows' | 'top'> {
  rows: (LeaderboardRow & {versioned: Record<string, string | null>})[]
}

/** A question which candidate to ship. */
export interface DecisionRequest {
  settings: DecisionSettings
  filter: ResultFilter
  allVersions?: boolean
  /** What the suite at hand could ask besides. */
  suite: AskableLevels
}

/** The results that figures are asked of. */
export interface ScopedRequest {
  filter: ResultFilter
  allVersions?: boolean
}

/** Work that takes long enough to delay other requests: fits, and waiting for another writer's lock. */
export interface Jobs {
  leaderboard(request: LeaderboardRequest): Promise<LeaderboardAnswer>
  /** As `bench decide --json`. */
  decision(request: DecisionRequest): Promise<DecisionAnswer & Below & {sentence: string}>
  /** As `bench compare --all --json`. */
  comparison(request: ScopedRequest & {by: GroupColumn}): Promise<Comparison & Below>
  /** As `bench effects --json`. */
  effects(request: ScopedRequest): Promise<Effects & Below>
  /** The stored row; undefined when there is no such completed result. */
  rate(rating: NewRating): Promise<RatingRecord | undefined>
  /** The content of a page's leaderboard. */
  overview(request: Pick<OverviewRequest, 'factors' | 'filter'> & {allVersions?: boolean}): Promise<Overview>
  /** Notes that a person saw these results together with their systems. */
  saw(seen: {user: string; ids: readonly string[]; at: string}): Promise<void>
  /** Notes that a person opened figures. */
  openedFigures(opened: {user: string; at: string}): Promise<void>
  /** A command of a rater on a page. */
  applyCommand(done: SubmittedCommand): Promise<Outcome>
}

/** Jobs that run in the thread of the caller. */
export function jobsOf(store: Store): Jobs {
  const chosen = (filter: ResultFilter, all = false) =>
    chooseVersions(store, filter, {all, suites: builtInSuites})
  return {
    leaderboard: async ({column, filter, allVersions}) => {
      const results = await chosen(filter, allVersions)
      const {filter: unmixed, versionOf} = results
      const {rows, pairs, raters, common_configurations} = await evaluateLeaderboard(store, [column], unmixed)
      return {
        pairs,
        raters,
        common_configurations,
        rows: rows.map((row) => ({...row, versioned: versionFields([column], row.group, versionOf)})),
        ...(await belowOf(store, results)),
      }
    },
    decision: async ({settings, filter, allVersions, suite}) => {
      const results = await chosen(filter, allVersions)
      const {answer} = await evaluateDecision(store, {...decisionTerms(settings), chosen: results, suite})
      return {sentence: decisionText(answer).sentence, ...answer, ...(await belowOf(store, results))}
    },
    comparison: async ({by, filter, allVersions}) => {
      // Each run has versions of its own: none is older there.
      const results = await chosen(filter, by === 'run_id' || by === 'day' ? true : allVersions)
      return {
        ...(await evaluateComparison(store, {by}, results.filter)),
        ...(await belowOf(store, results)),
      }
    },
    effects: async ({filter, allVersions}) => {
      const results = await chosen(filter, allVersions)
      return {
        ...(await evaluateEffects(store, results.filter, BASIC_METRICS)),
        ...(await belowOf(store, results)),
      }
    },
    rate: (rating) => store.ratings.save(rating),
    overview: async ({factors, filter, allVersions}) => {
      const results = await chosen(filter, allVersions)
      return evaluateOverview(store, {
        factors,
        filter: results.filter,
        below: await belowOf(store, results),
        seed: SEED,
      })
    },
    saw: ({user, ids, at}) => store.ratings.saw(user, ids, at),
    openedFigures: ({user, at}) => store.raters.openedFigures(user, at),
    applyCommand: (done) =>
      applyCommand(
        {...ratingPorts(store, done.rater), existing: (id) => existing(store, id, done.rater)},
        done,
      ),
  }
}

async function existing(store: Store, result_id: string, user_id: string): Promise<RatingRecord | undefined> {
  const [rating] = await store.ratings.list({result_id, user_id}, {limit: 1, offset: 0})
  return rating
}
