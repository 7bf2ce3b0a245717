import type {FactorColumn} from '../records/result.js'
import type {AskedCell} from '../store/figures/decide.js'
import type {DecisionAnswer, DecisionState, Missing} from './answer.js'
import type {Candidate} from './candidates.js'
import type {Field} from './rule/field.js'
import {moreConfigurations} from './more.js'
import {planOf} from './plan.js'
import type {DecisionQuestion} from './question.js'
import {decideByRule, type Verdict} from './rule/rule.js'
import {ASKING} from './state.js'

/** Cells of the candidates still asked for that the rater of their block has not rated. */
export function cellsToRate({answered, input}: Field, {stillAsked}: Verdict): number {
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

/** Ratings and configurations until the decision; null where neither would bring it. */
export function missingOf(
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
  // Once everything is rated, each further configuration is rated for all in play.
  const configurations = state === 'everything_rated' ? Math.max(1, plan.configurations) : plan.configurations
  const ratings =
    state === 'everything_rated'
      ? configurations * inPlay.length
      : Math.min(Math.max(plan.ratings ?? missingCells, 1), missingCells)
  if (plan.ratings === null) return {...NOTHING_HELPS, ratings: state === 'open' ? ratings : null}
  return {
    ratings,
    minutes: seconds === null ? null : (ratings * seconds) / 60,
    configurations,
    cost_usd: costOf(inPlay, configurations),
    run: configurations > 0 ? moreConfigurations(inPlay, {by, cells, configurations, suite}) : null,
  }
}

const NOTHING_HELPS: Missing = {ratings: null, minutes: null, configurations: 0, cost_usd: null, run: null}

/** Of so many configurations for each of the candidates, in US dollars; null: unknown, or none. */
function costOf(candidates: readonly Candidate[], configurations: number): number | null {
  if (configurations === 0) return null
  let cost = 0
  for (const {cost_of_case_usd: costOfCase} of candidates) {
    if (costOfCase === null) return null
    cost += configurations * costOfCase
  }

  return cost
}

/** What tells whether a settled, cheaper candidate is good enough; null where none is cheaper. */
export function cheaperPlan(field: Field, verdict: Verdict, margin: number): DecisionAnswer['cheaper'] {
  const {kept, answered, input} = field
  const leader = verdict.leader === null ? undefined : kept[verdict.leader]
  if (!leader || kept.some(({cost_usd}) => cost_usd === null)) return null
  const isCheaper = verdict.candidates.some(
    ({state}, place) => state === 'settled' && kept[place]!.cost_usd! < leader.cost_usd!,
  )
  if (!isCheaper) return null
  const preference = [...kept.keys()].sort((a, b) => kept[a]!.cost_usd! - kept[b]!.cost_usd!)
  const harder = decideByRule({...input, preference})
  if (harder.isDecided) return {ratings: 0, configurations: 0}
  const shared = (candidate: number) => [...answered.values()].filter((of) => of.has(candidate)).length
  const {ratings, configurations} = planOf(harder, {margin, configurationsOf: shared})
  return {ratings, configurations: ratings === null ? 0 : configurations}
}

/** Of the differences so far; null before the first look. */
export function varianceOf({candidates}: Verdict): number | null {
  const known = candidates.flatMap(({state, bounds}) =>
    state !== 'out' && bounds !== null && bounds.variance !== null ? [bounds.variance] : [],
  )
  return known.length === 0 ? null : known.reduce((sum, variance) => sum + variance, 0) / known.length
}
