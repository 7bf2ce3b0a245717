import {blockKey, candidateKey} from './keys.js'
import {unknownValue, usage} from '../errors/catalogue.js'
import type {FactorColumn} from '../records/result.js'
import type {CellFactors} from '../records/stats.js'
import type {AskedCell, RaterScore} from '../store/figures/decide.js'
import type {Store} from '../store/store.js'
import {VERSIONED_FACTORS} from '../records/version.js'
import type {ChosenResults} from '../versions/choice.js'
import type {DecidedCandidate, DecisionAnswer, DecisionState} from './answer.js'
import {candidatesOf, isBaseline, type Candidate} from './candidates.js'
import {digestOf} from './digest.js'
import {comparable, fieldOf, ratingsOf, type Field} from './rule/field.js'
import {brokenLimits, type BrokenLimit} from './rule/limits.js'
import {decisionJudge, judgementsOf, type DecisionJudgements} from './judged.js'
import {cellsToRate, cheaperPlan, missingOf, varianceOf} from './missing.js'
import {decidableMargin} from './plan.js'
import type {DecisionQuestion} from './question.js'
import {decidedCandidate, rowsOf} from './rows.js'
import {decideByRule, type Verdict} from './rule/rule.js'
import {ASKING, stateOf} from './state.js'

/** A decision, and what the queue of raters needs of it. */
export interface Decision {
  answer: DecisionAnswer
  /** Keys of the candidates that the next block must hold; none once it is decided. */
  stillAsked: string[]
  /** The key of the candidate that a result belongs to, by its levels in versions; undefined: of none. */
  candidateOf: (factors: CellFactors) => string | undefined
  /** Whether the block of a result was complete: what it lacks now is asked for when nothing else is left. */
  isComplete: (factors: CellFactors) => boolean
}

/**
 * Which system and prompt to ship, by the rule of docs/decide.md, from three queries. Nothing is stored.
 * @throws BenchError (exit 2) for a margin that is not above 0, or a candidate to leave out that no result
 * has.
 */
export async function evaluateDecision(store: Store, question: DecisionQuestion): Promise<Decision> {
  const {chosen, margin} = question
  if (!(margin > 0)) throw usage(`The margin must be above 0, not ${margin}. Nothing was read.`)
  const all = await store.decisions.cells(chosen.filter)
  const scores = (await store.decisions.scores(chosen.filter)).filter(({factors}) => !isBaseline(factors))
  const seconds = await store.ratings.teamPace()
  const baselines = all.flatMap(({factors}) => (isBaseline(factors) ? [factors.model] : []))
  const asked = all.filter(({factors}) => !isBaseline(factors))
  const by = question.by ?? usualFactors(asked)
  const {cells, leftOut} = leftIn(asked, by, question)
  const judgements = await judgementsOf(store, question)
  const judged = judge({cells, scores, judgements}, by, question)
  const {kept, verdict, state, field} = judged
  const answer: DecisionAnswer = {
    ...decidedOf(judged, question),
    missing: missingOf(state, {...judged, seconds, cells}, by, question),
    ...termsOf(by, question),
    ...evidenceOf(judged, scores, by),
    cheaper: state === 'decided' && question.prefer === 'rating' ? cheaperPlan(field, verdict, margin) : null,
    judge: judgements ? decisionJudge(judgements, {kept, scores, verdict}, by) : null,
    styles: by.includes('style') ? [] : [...new Set(cells.map(({factors}) => factors.style))].sort(),
    not_asked: [...new Set(baselines)].sort(),
    excluded: leftOut,
    digest: digestOf({by, question, excluded: leftOut, cells, scores, judgements}),
  }
  const keys = new Set(kept.map(({key}) => key))
  return {
    answer,
    stillAsked: ASKING.has(state) ? verdict.stillAsked.map((place) => kept[place]!.key) : [],
    candidateOf: (factors) => {
      const key = candidateKey(factors, by)
      return !isBaseline(factors) && keys.has(key) ? key : undefined
    },
    isComplete: (factors) => verdict.complete.has(blockKey(factors, by)),
  }
}

/** What a decision is made from. */
interface Evidence {
  cells: readonly AskedCell[]
  scores: readonly RaterScore[]
  judgements: DecisionJudgements | undefined
}

/** What the figures and the rule say of the candidates. */
interface Judged {
  candidates: readonly Candidate[]
  /** Those that keep the limits on cost and latency. */
  kept: readonly Candidate[]
  broken: ReadonlyMap<string, readonly BrokenLimit[]>
  field: Field
  verdict: Verdict
  missingCells: number
  state: DecisionState
}

function judge(
  {cells, scores, judgements}: Evidence,
  by: readonly FactorColumn[],
  question: DecisionQuestion,
): Judged {
  const candidates = candidatesOf(cells, by, question.chosen)
  const broken = new Map(candidates.map((candidate) => [candidate.key, brokenLimits(candidate, question)]))
  const kept = candidates.filter(({key}) => broken.get(key)!.length === 0)
  const field = fieldOf(kept, scores, by, question, judgements)
  const verdict = decideByRule(field.input)
  const missingCells = cellsToRate(field, verdict)
  const state = stateOf({candidates, kept, field, verdict, missingCells}, question)
  return {candidates, kept, broken, field, verdict, missingCells, state}
}

function decidedOf(
  {candidates, kept, broken, field, verdict, state}: Judged,
  {prefer}: DecisionQuestion,
): Pick<DecisionAnswer, 'state' | 'decision' | 'leader' | 'candidates'> {
  const known = {kept, broken, scores: field.input.scores}
  const rows = rowsOf(candidates, {...known, verdict, state})
  const decided = (of: Verdict): DecidedCandidate | null =>
    of.isDecided && of.leader !== null
      ? decidedCandidate(kept[of.leader]!, rowsOf(candidates, {...known, verdict: of, state: 'decided'}))
      : null
  const isJudged = state === 'decided' || state === 'open' || state === 'everything_rated'
  const single = state === 'one_candidate' ? decidedCandidate(kept[0]!, rows) : null
  return {
    state,
    decision: state === 'decided' ? decided(verdict) : single,
    leader:
      prefer !== 'rating' && isJudged ? decided(decideByRule({...field.input, preference: undefined})) : null,
    candidates: rows,
  }
}

function termsOf(
  by: readonly FactorColumn[],
  {margin, prefer, maxCost, maxP95, minRating}: DecisionQuestion,
): Pick<DecisionAnswer, 'by' | 'margin' | 'prefer' | 'limits'> {
  const limits = {
    max_cost_usd: maxCost ?? null,
    max_p95_s: maxP95 ?? null,
    min_rating: minRating ?? null,
  }
  return {by: [...by], margin, prefer, limits}
}

/** How much the answer rests on, and what that can decide at all. */
function evidenceOf(
  {kept, field, verdict}: Judged,
  scores: readonly RaterScore[],
  by: readonly FactorColumn[],
): Pick<DecisionAnswer, 'in_question' | 'raters' | 'ratings' | 'configurations' | 'decidable_margin'> {
  const all = comparable(field)
  return {
    in_question: kept.length,
    raters: new Set(field.input.scores.map(({rater}) => rater)).size,
    ratings: ratingsOf(scores, kept, by),
    configurations: {complete: verdict.blocks, all},
    decidable_margin: kept.length < 2 ? null : decidableMargin(all, kept.length, varianceOf(verdict)),
  }
}

function usualFactors(cells: readonly AskedCell[]): FactorColumn[] {
  return new Set(cells.map(({factors}) => factors.style)).size > 1 ? ['model', 'style'] : ['model']
}

/** @throws BenchError (exit 2) */
function leftIn(
  cells: readonly AskedCell[],
  by: readonly FactorColumn[],
  {leaveOut, isLeaveOutStrict, chosen}: DecisionQuestion,
): {cells: AskedCell[]; leftOut: string[]} {
  const names = new Map<string, string[]>()
  for (const {factors} of cells) {
    for (const column of by)
      names.set(String(factors[column]), namesOf(column, String(factors[column]), chosen))
  }

  const left = new Set<string>()
  const leftOut = new Set<string>()
  for (const wanted of leaveOut) {
    const levels = [...names].filter(([, of]) => of.some((name) => isNamed(name, wanted)))
    if (levels.length === 0 && isLeaveOutStrict)
      throw unknownValue('candidate', wanted, [...names.keys()].sort(), 'bench stats')
    if (levels.length > 0) leftOut.add(wanted)
    for (const [level] of levels) left.add(level)
  }

  return {
    cells: cells.filter(({factors}) => !by.some((column) => left.has(String(factors[column])))),
    leftOut: [...leftOut].sort(),
  }
}

/** A level, and with its whole version: `guided`, `guided@9c01…`. */
function namesOf(
  column: FactorColumn,
  level: string,
  {versionOf}: Pick<ChosenResults, 'versionOf'>,
): string[] {
  const versioned = VERSIONED_FACTORS.find((factor) => factor === column)
  const {name, version} = versioned ? versionOf(versioned, level) : {name: level, version: null}
  return version === null ? [level] : [level, `${name}@${version}`]
}

/** Of a version, its first digits are enough. */
function isNamed(name: string, wanted: string): boolean {
  return name === wanted || (/@[^@/]+$/.test(wanted) && name.startsWith(wanted))
}
