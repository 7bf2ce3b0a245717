import {groupKey, unitKey} from '../figures/cells.js'
import {unknownValue, usage} from '../errors/catalogue.js'
import type {FactorColumn} from '../records/result.js'
import type {CellFactors} from '../records/stats.js'
import type {AskedCell, RaterScore} from '../store/decide.js'
import type {Store} from '../store/store.js'
import type {DecidedCandidate, DecisionAnswer, DecisionState, Missing} from './answer.js'
import type {CellScore} from './blocks.js'
import {upperEndOfMean} from './bounds.js'
import {candidatesOf, isBaseline, type Candidate} from './candidates.js'
import {digestOf} from './digest.js'
import {brokenLimits} from './limits.js'
import {moreConfigurations} from './more.js'
import {decidableMargin, planOf} from './plan.js'
import type {DecisionQuestion} from './question.js'
import {decidedCandidate, rowsOf} from './rows.js'
import {decideByRule, FIRST_LOOK, type RuleInput, type Verdict} from './rule.js'

/** A decision, and what the queue of raters needs of it. */
export interface Decision {
  answer: DecisionAnswer
  /** Keys of the candidates that the next block must hold; none once it is decided. */
  stillAsked: string[]
  /** The key of the candidate that a result belongs to, by its levels in versions; undefined: of none. */
  candidateOf: (factors: CellFactors) => string | undefined
}

/** Candidates in question, with the ratings of them, as places in one list. */
interface Field {
  kept: readonly Candidate[]
  input: RuleInput
  /** Candidates with a completed result, by block. */
  answered: ReadonlyMap<string, ReadonlySet<number>>
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
  const rows = rowsOf(candidates, {kept, verdict, broken, state})
  const decided = (of: Verdict): DecidedCandidate | null =>
    of.isDecided && of.leader !== null
      ? decidedCandidate(kept[of.leader]!, rowsOf(candidates, {kept, verdict: of, broken, state: 'decided'}))
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
    ratings_for_cheaper:
      state === 'decided' && prefer === 'rating' ? cheaperPlan(field, verdict, margin) : null,
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

/** The states in which ratings of what is asked for help. */
const ASKING: ReadonlySet<DecisionState> = new Set(['open', 'nothing_rated', 'not_linked'])

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

function fieldOf(
  kept: readonly Candidate[],
  scores: readonly RaterScore[],
  by: readonly FactorColumn[],
  {margin, minRating, prefer}: DecisionQuestion,
): Field {
  const places = new Map(kept.map(({key}, place) => [key, place]))
  const answered = new Map<string, Set<number>>()
  for (const [place, candidate] of kept.entries()) {
    for (const block of candidate.answered)
      answered.set(block, (answered.get(block) ?? new Set<number>()).add(place))
  }

  const rated = scores.flatMap(({factors, rater, score, at}): CellScore[] => {
    const candidate = isBaseline(factors) ? undefined : places.get(groupKey(factors, by))
    return candidate === undefined ? [] : [{candidate, block: unitKey(factors, by), rater, score, at}]
  })
  const figure = prefer === 'cost' ? 'cost_usd' : 'p95_ms'
  const inOrder = [...kept.keys()].sort(
    (a, b) => (kept[a]![figure] ?? Infinity) - (kept[b]![figure] ?? Infinity),
  )
  return {
    kept,
    answered,
    input: {
      candidates: kept.length,
      scores: rated,
      answered,
      margin,
      minRating,
      preference: prefer === 'rating' ? undefined : inOrder,
    },
  }
}

function stateOf(
  {
    candidates,
    kept,
    field,
    verdict,
    missingCells,
  }: {
    candidates: readonly Candidate[]
    kept: readonly Candidate[]
    field: Field
    verdict: Verdict
    missingCells: number
  },
  {maxCost, maxP95, minRating, prefer}: DecisionQuestion,
): DecisionState {
  if (candidates.length === 0) return 'no_candidates'
  if ((maxCost !== undefined || prefer === 'cost') && kept.some(({cost_usd}) => cost_usd === null))
    return 'cost_unknown'
  if ((maxP95 !== undefined || prefer === 'latency') && kept.some(({p95_ms}) => p95_ms === null))
    return 'latency_unknown'
  if (kept.length === 0) return 'limits_not_kept'
  const {scores} = field.input
  if (kept.length === 1) return isRatedBelow(scores, minRating) ? 'limits_not_kept' : 'one_candidate'
  if (scores.length === 0) return 'nothing_rated'
  if (verdict.looks > 0 && verdict.leader === null) return 'limits_not_kept'
  if (verdict.isDecided) return 'decided'
  // Also without a link, more ratings help as long as there is something to rate.
  if (!isLinked(scores)) return 'not_linked'
  return missingCells > 0 ? 'open' : 'everything_rated'
}

/** Of a single candidate, which no block compares with another. */
function isRatedBelow(scores: readonly CellScore[], minRating: number | undefined): boolean {
  if (minRating === undefined) return false
  const byBlock = new Map<string, number[]>()
  for (const {block, score} of scores) byBlock.set(block, [...(byBlock.get(block) ?? []), score])
  const means = [...byBlock.values()].map((of) => of.reduce((sum, score) => sum + score, 0) / of.length)
  const sums = {
    n: means.length,
    sum: means.reduce((sum, mean) => sum + mean, 0),
    squares: means.reduce((sum, mean) => sum + mean ** 2, 0),
  }
  return sums.n >= FIRST_LOOK && upperEndOfMean(sums) < minRating
}

/** Whether some rater rated two candidates on one block. */
function isLinked(scores: readonly CellScore[]): boolean {
  const seen = new Set<string>()
  return scores.some(({block, rater}) => {
    const key = JSON.stringify([block, rater])
    return seen.size === seen.add(key).size
  })
}

/** Blocks on which at least two candidates answered. */
function comparable({answered}: Field): number {
  return [...answered.values()].filter(({size}) => size > 1).length
}

/** Cells of the candidates still asked for that the rater of their block has not rated. */
function cellsToRate({answered, input}: Field, {stillAsked}: Verdict): number {
  const rated = new Map<string, Map<string, number>>()
  for (const {candidate, block, rater} of input.scores) {
    if (!stillAsked.includes(candidate)) continue
    const raters = rated.get(block) ?? new Map<string, number>()
    rated.set(block, raters.set(rater, (raters.get(rater) ?? 0) + 1))
  }

  let missing = 0
  for (const [block, of] of answered) {
    const wanted = stillAsked.filter((candidate) => of.has(candidate)).length
    if (wanted < 2) continue
    missing += wanted - Math.max(0, ...(rated.get(block)?.values() ?? []))
  }

  return missing
}

function missingOf(
  state: DecisionState,
  {
    field,
    verdict,
    missingCells,
    seconds,
    cells,
  }: {
    field: Field
    verdict: Verdict
    missingCells: number
    seconds: number | null
    cells: readonly AskedCell[]
  },
  by: readonly FactorColumn[],
  {margin, suite}: DecisionQuestion,
): Missing | null {
  if (!ASKING.has(state) && state !== 'everything_rated') return null
  const {kept, answered} = field
  const shared = (candidate: number) =>
    [...answered.values()].filter(
      (of) => of.has(candidate) && of.size > 1 && (verdict.leader === null || of.has(verdict.leader)),
    ).length
  const plan = planOf(verdict, {margin, configurationsOf: shared})
  const inPlay = verdict.stillAsked.map((place) => kept[place]!)
  const isUsedUp = state === 'everything_rated'
  const configurations = isUsedUp ? Math.max(1, plan.configurations) : plan.configurations
  const ratings = isUsedUp
    ? configurations * inPlay.length
    : plan.ratings === null
      ? null
      : Math.min(Math.max(plan.ratings, 1), missingCells)
  const isEndless = plan.ratings === null
  const costs = inPlay.map(({cost_of_case_usd}) => cost_of_case_usd)
  return {
    ratings: isEndless && isUsedUp ? null : ratings,
    minutes: seconds === null || ratings === null ? null : (ratings * seconds) / 60,
    configurations: isEndless ? 0 : configurations,
    cost_usd:
      isEndless || configurations === 0 || costs.includes(null)
        ? null
        : configurations * costs.reduce<number>((sum, cost) => sum + (cost ?? 0), 0),
    run:
      configurations > 0 && !isEndless
        ? moreConfigurations(inPlay, {by, cells, configurations, suite})
        : null,
  }
}

function ratingsOf(
  scores: readonly RaterScore[],
  kept: readonly Candidate[],
  by: readonly FactorColumn[],
): number {
  const keys = new Set(kept.map(({key}) => key))
  return scores
    .filter(({factors}) => !isBaseline(factors) && keys.has(groupKey(factors, by)))
    .reduce((sum, {ratings}) => sum + ratings, 0)
}

/** Of the differences so far; null before the first look. */
function varianceOf({candidates}: Verdict): number | null {
  const known = candidates.flatMap(({state, bounds}) =>
    state !== 'out' && bounds !== null && bounds.variance !== null ? [bounds.variance] : [],
  )
  return known.length === 0 ? null : known.reduce((sum, variance) => sum + variance, 0) / known.length
}

/** Ratings that tell whether a settled, cheaper candidate is good enough; null where none is cheaper. */
function cheaperPlan(field: Field, verdict: Verdict, margin: number): number | null {
  const {kept, answered, input} = field
  const leader = verdict.leader === null ? undefined : kept[verdict.leader]
  if (!leader || kept.some(({cost_usd}) => cost_usd === null)) return null
  const isCheaper = verdict.candidates.some(
    ({state}, place) => state === 'settled' && kept[place]!.cost_usd! < leader.cost_usd!,
  )
  if (!isCheaper) return null
  const preference = [...kept.keys()].sort((a, b) => kept[a]!.cost_usd! - kept[b]!.cost_usd!)
  const harder = decideByRule({...input, preference})
  if (harder.isDecided) return 0
  const shared = (candidate: number) => [...answered.values()].filter((of) => of.has(candidate)).length
  return planOf(harder, {margin, configurationsOf: shared}).ratings
}
