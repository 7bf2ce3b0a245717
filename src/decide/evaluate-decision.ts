import {groupKey} from '../figures/cells.js'
import {unknownValue, usage} from '../errors/catalogue.js'
import type {FactorColumn} from '../records/result.js'
import type {CellFactors} from '../records/stats.js'
import type {AskedCell} from '../store/decide.js'
import type {Store} from '../store/store.js'
import type {DecidedCandidate, DecisionAnswer} from './answer.js'
import {candidatesOf, isBaseline} from './candidates.js'
import {digestOf} from './digest.js'
import {comparable, fieldOf, ratingsOf} from './field.js'
import {brokenLimits} from './limits.js'
import {cellsToRate, cheaperPlan, missingOf, varianceOf} from './missing.js'
import {decidableMargin} from './plan.js'
import type {DecisionQuestion} from './question.js'
import {decidedCandidate, rowsOf} from './rows.js'
import {decideByRule, type Verdict} from './rule.js'
import {ASKING, stateOf} from './state.js'

/** A decision, and what the queue of raters needs of it. */
export interface Decision {
  answer: DecisionAnswer
  /** Keys of the candidates that the next block must hold; none once it is decided. */
  stillAsked: string[]
  /** The key of the candidate that a result belongs to, by its levels in versions; undefined: of none. */
  candidateOf: (factors: CellFactors) => string | undefined
}

/**
 * Which system and prompt to ship, by the rule of docs/decide.md, from three queries. Nothing is stored.
 * @throws BenchError (exit 2) for a margin that is not above 0, or a candidate to leave out that nobody knows.
 */
export async function evaluateDecision(store: Store, question: DecisionQuestion): Promise<Decision> {
  const {chosen, margin, prefer} = question
  if (!(margin > 0)) throw usage(`The margin must be above 0, not ${margin}. Nothing was read.`)
  const all = await store.decisions.cells(chosen.filter)
  const scores = await store.decisions.scores(chosen.filter)
  const seconds = await store.decisions.secondsOfRating()
  const baselines = [
    ...new Set(all.flatMap(({factors}) => (isBaseline(factors) ? [factors.model] : []))),
  ].sort()
  const asked = all.filter(({factors}) => !isBaseline(factors))
  const by = question.by ?? usualFactors(asked)
  const cells = leftIn(asked, by, question)
  const candidates = candidatesOf(cells, by, chosen)
  const broken = new Map(candidates.map((candidate) => [candidate.key, brokenLimits(candidate, question)]))
  const kept = candidates.filter(({key}) => broken.get(key)!.length === 0)
  const field = fieldOf(kept, scores, by, question)
  const verdict = decideByRule(field.input)
  const byRating = prefer === 'rating' ? verdict : decideByRule({...field.input, preference: undefined})
  const missingCells = cellsToRate(field, verdict)
  const state = stateOf({candidates, kept, field, verdict, missingCells}, question)
  const known = {kept, broken, scores: field.input.scores}
  const rows = rowsOf(candidates, {...known, verdict, state})
  const decided = (of: Verdict): DecidedCandidate | null =>
    of.isDecided && of.leader !== null
      ? decidedCandidate(kept[of.leader]!, rowsOf(candidates, {...known, verdict: of, state: 'decided'}))
      : null
  const isSingle = state === 'one_candidate'
  const isJudged = state === 'decided' || state === 'open' || state === 'everything_rated'
  const answer: DecisionAnswer = {
    state,
    decision: isSingle ? decidedCandidate(kept[0]!, rows) : state === 'decided' ? decided(verdict) : null,
    leader: prefer !== 'rating' && isJudged ? decided(byRating) : null,
    candidates: rows,
    missing: missingOf(state, {field, verdict, missingCells, seconds, cells}, by, question),
    by: [...by],
    margin,
    prefer,
    limits: {
      max_cost_usd: question.maxCost ?? null,
      max_p95_s: question.maxP95 ?? null,
      min_rating: question.minRating ?? null,
    },
    in_question: kept.length,
    raters: new Set(field.input.scores.map(({rater}) => rater)).size,
    ratings: ratingsOf(scores, kept, by),
    configurations: {complete: verdict.blocks, all: comparable(field)},
    decidable_margin:
      kept.length < 2 ? null : decidableMargin(comparable(field), kept.length, varianceOf(verdict)),
    cheaper: state === 'decided' && prefer === 'rating' ? cheaperPlan(field, verdict, margin) : null,
    styles: by.includes('style') ? [] : [...new Set(cells.map(({factors}) => factors.style))].sort(),
    not_asked: baselines,
    digest: digestOf({by, question, cells, scores: scores.filter(({factors}) => !isBaseline(factors))}),
  }
  const keys = new Set(kept.map(({key}) => key))
  return {
    answer,
    stillAsked: ASKING.has(state) ? verdict.stillAsked.map((place) => kept[place]!.key) : [],
    candidateOf: (factors) => {
      const key = groupKey(factors, by)
      return !isBaseline(factors) && keys.has(key) ? key : undefined
    },
  }
}

function usualFactors(cells: readonly AskedCell[]): FactorColumn[] {
  return new Set(cells.map(({factors}) => factors.style)).size > 1 ? ['model', 'style'] : ['model']
}

/** @throws BenchError (exit 2) */
function leftIn(
  cells: readonly AskedCell[],
  by: readonly FactorColumn[],
  {leaveOut, isLeaveOutStrict}: DecisionQuestion,
): AskedCell[] {
  const levels = (cell: AskedCell) => by.map((column) => String(cell.factors[column]))
  const known = [...new Set(cells.flatMap(levels))].sort()
  const unknown = leaveOut.find((level) => !known.includes(level))
  if (unknown !== undefined && isLeaveOutStrict)
    throw unknownValue('candidate', unknown, known, 'bench stats')
  return cells.filter((cell) => !levels(cell).some((level) => leaveOut.includes(level)))
}
