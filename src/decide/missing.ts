import type {FactorColumn} from '../records/result.js'
import type {AskedCell} from '../store/decide.js'
import type {DecisionAnswer, DecisionState, Missing} from './answer.js'
import type {Field} from './field.js'
import {moreConfigurations} from './more.js'
import {planOf} from './plan.js'
import type {DecisionQuestion} from './question.js'
import {decideByRule, type Verdict} from './rule.js'
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
