import {evaluateComparison, type Comparison} from '../../figures/evaluate-comparison.js'
import {BASIC_METRICS, evaluateEffects, type Effects} from '../../figures/evaluate-effects.js'
import {evaluateLeaderboard, type EvaluatedLeaderboard} from '../../figures/evaluate-leaderboard.js'
import type {LeaderboardRow} from '../../figures/leaderboard.js'
import {belowOf, type Below} from '../../figures/below.js'
import {evaluatePanel} from '../../figures/overview.js'
import type {Panel} from '../../figures/panel.js'
import {judgeReport, type JudgeReport} from '../../judging/trust/evaluate-report.js'
import {findJudge} from '../../judging/find-judge.js'
import {applyCommand, type SubmittedCommand, type Outcome} from '../../rating/page-commands.js'
import {ratingPorts} from '../../rating/queue/plan.js'
import type {AnnotationChange, NewRating, RatingRecord} from '../../records/rating.js'
import type {CostGroup, CostRow} from '../../records/costs.js'
import {isNumeric, type FactorColumn} from '../../records/result.js'
import type {GroupColumn} from '../../records/stats.js'
import {VERSIONED_FACTORS} from '../../records/version.js'
import type {CostFilter} from '../../store/figures/costs.js'
import type {ResultFilter} from '../../store/results.js'
import type {Store} from '../../store/store.js'
import {builtInSuites, type LoadedSuite} from '../../suite/files/load.js'
import {chooseVersions, type ChosenResults} from '../../versions/choice.js'
import {leavingOut} from '../../versions/left-out.js'
import {versionFields} from '../../versions/fields.js'
import type {DecisionAnswer} from '../../decide/answer.js'
import {evaluateDecision} from '../../decide/evaluate-decision.js'
import {decisionText} from '../../decide/messages.js'
import {planForPage, type PlannedSession, type PlanRequest} from './planned-session.js'
import {decisionTerms, type AskableLevels, type DecisionSettings} from '../../decide/question.js'

/** The default seed of `bench stats`, so that both show the same digits. */
export const SEED = 1

/** A request for a leaderboard. */
export interface LeaderboardRequest {
  column: GroupColumn
  filter: ResultFilter
  allVersions?: boolean
  /** Systems and styles that are not to be there. */
  without?: readonly string[] | undefined
}

/** A leaderboard, with the version of each row's level. */
export interface LeaderboardAnswer extends Below, Omit<EvaluatedLeaderboard, 'rows' | 'top'> {
  rows: (LeaderboardRow & {versioned: Record<string, string | null>})[]
}

/** A leaderboard for people. */
export interface BoardAnswer {
  board: EvaluatedLeaderboard
  below: Below
}

/** A question which candidate to ship. */
export interface DecisionRequest {
  settings: DecisionSettings
  filter: ResultFilter
  allVersions?: boolean
  /** What the suite at hand could ask besides. */
  suite: AskableLevels
  /** The settings of the config file, which `settings` go before. */
  usual?: DecisionSettings | undefined
}

/** A pair of levels of a factor, or of runs or days; without a pair all of them. */
export interface ComparisonQuestion extends ScopedRequest {
  by: GroupColumn
  pair?: {a: string; b: string} | undefined
  /** Factors that may differ within a pair. */
  across?: readonly FactorColumn[]
}

/** The results that figures are asked of. */
export interface ScopedRequest {
  filter: ResultFilter
  allVersions?: boolean
}

/** A question how far to believe a judge; without a name, the one that judged last. */
export interface JudgeRequest extends ScopedRequest {
  judge?: string | undefined
  /** Below this alpha the judge is no gate. */
  minAlpha?: number | undefined
}

/** Work that takes long enough to delay other requests: fits, and waiting for another writer's lock. */
export interface Jobs {
  leaderboard(request: LeaderboardRequest): Promise<LeaderboardAnswer>
  /** As `bench decide --json`. */
  decision(request: DecisionRequest): Promise<DecisionAnswer & Below & {sentence: string}>
  /** As `bench compare --json`. */
  comparison(request: ComparisonQuestion): Promise<Comparison & Below>
  /** As `bench effects --json`. */
  effects(request: ScopedRequest): Promise<Effects & Below>
  /** The stored row; undefined when there is no such completed result. */
  rate(request: {rating: NewRating; besides: AnnotationChange}): Promise<RatingRecord | undefined>
  /** As `bench stats --json`, by any number of factors. */
  board(request: ScopedRequest & {factors: readonly GroupColumn[]}): Promise<BoardAnswer>
  /** How far the raters agree; null when nothing is rated. */
  agreement(request: ScopedRequest): Promise<Below & {panel: Panel | null}>
  /** As `bench judge report --json`. @throws BenchError for a judge that has judged nothing. */
  judge(request: JudgeRequest): Promise<JudgeReport>
  /** As `bench costs --json`. */
  costs(request: CostFilter & {by: CostGroup}): Promise<CostRow[]>
  /** Notes that a person saw these results together with their systems. */
  saw(seen: {user: string; ids: readonly string[]; at: string}): Promise<void>
  /** Notes that a person opened figures. */
  openedFigures(opened: {user: string; at: string}): Promise<void>
  /** What a rater on a page sits down to. */
  plan(request: PlanRequest): Promise<PlannedSession>
  /** A command of a rater on a page. */
  applyCommand(done: SubmittedCommand): Promise<Outcome>
}

/** Jobs that run in the thread of the caller. `named`: the suite that the user chose, if any. */
export function jobsOf(store: Store, named?: LoadedSuite): Jobs {
  const options = {
    suites: async () => [...(await builtInSuites()), ...(named ? [named] : [])],
    ...(named && {suite: () => Promise.resolve(named)}),
  }
  const chosen = (filter: ResultFilter, all = false) => chooseVersions(store, filter, {all, ...options})
  return {
    leaderboard: async ({column, filter, allVersions, without}) => {
      const results = await chosen(await leavingOut(store, filter, without), allVersions)
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
    decision: async ({settings, usual, filter, allVersions, suite}) => {
      const results = await chosen(filter, allVersions)
      const terms = decisionTerms(settings, usual)
      const {answer} = await evaluateDecision(store, {...terms, chosen: results, suite})
      return {sentence: decisionText(answer).sentence, ...answer, ...(await belowOf(store, results))}
    },
    comparison: (question) => comparisonOf(store, question, chosen),
    effects: async ({filter, allVersions}) => {
      const results = await chosen(filter, allVersions)
      return {
        ...(await evaluateEffects(store, results.filter, BASIC_METRICS)),
        ...(await belowOf(store, results)),
      }
    },
    rate: ({rating, besides}) => store.ratings.save(rating, besides),
    board: async ({factors, filter, allVersions}) => {
      const results = await chosen(filter, allVersions)
      return {
        board: await evaluateLeaderboard(store, factors, results.filter),
        below: await belowOf(store, results),
      }
    },
    agreement: async ({filter, allVersions}) => {
      const results = await chosen(filter, allVersions)
      return {
        panel: await evaluatePanel(store, results.filter, SEED),
        ...(await belowOf(store, results)),
      }
    },
    judge: async ({judge, minAlpha, filter, allVersions}) => {
      const found = await findJudge(store, judge)
      return judgeReport(store, found, (await chosen(filter, allVersions)).filter, minAlpha)
    },
    costs: ({by, ...filter}) => store.costs.by(by, filter),
    saw: ({user, ids, at}) => store.ratings.saw(user, ids, at),
    openedFigures: ({user, at}) => store.raters.openedFigures(user, at),
    plan: (request) => planForPage(store, request),
    applyCommand: (done) =>
      applyCommand(
        {...ratingPorts(store, done.rater), existing: (id) => existing(store, id, done.rater)},
        done,
      ),
  }
}

type Choose = (filter: ResultFilter, all?: boolean) => Promise<ChosenResults>

/**
 * Each run has versions of its own: none is older there. A pair is compared within the table it stands in.
 */
async function comparisonOf(
  store: Store,
  {by, filter, allVersions, pair, across}: ComparisonQuestion,
  chosen: Choose,
): Promise<Comparison & Below> {
  const isOccasion = by === 'run_id' || by === 'day'
  const scope = await chosen(filter, isOccasion ? true : allVersions)
  const ofPair = pair && !isOccasion ? await chosen(levelsChosen(filter, by, pair), allVersions) : scope
  const versioned = VERSIONED_FACTORS.find((factor) => factor === by)
  const level = (named: string) => (versioned ? ofPair.levelOf(versioned, named) : named)
  const request = {by, pair: pair && {a: level(pair.a), b: level(pair.b)}, ...(across && {across})}
  return {
    ...(await evaluateComparison(store, request, ofPair.filter, scope.filter)),
    ...(await belowOf(store, ofPair)),
  }
}

function levelsChosen(filter: ResultFilter, by: FactorColumn, {a, b}: {a: string; b: string}): ResultFilter {
  return {...filter, [by]: isNumeric(by) ? [Number(a), Number(b)] : [a, b]}
}

async function existing(store: Store, result_id: string, user_id: string): Promise<RatingRecord | undefined> {
  const [rating] = await store.ratings.list({result_id, user_id}, {limit: 1, offset: 0})
  return rating
}
