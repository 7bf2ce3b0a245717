import type {ResultFilter} from '../../store/results.js'
import type {Store} from '../../store/store.js'
import type {ChosenJudge} from '../find-judge.js'
import {sharpened, worthOf} from '../judged-figures.js'
import {
  agreementBySystem,
  agreementWithPeople,
  alphaOfPeople,
  leaningsOf,
  selfAgreementOf,
  worstDisagreements,
  type Disagreement,
  type JudgeAgreement,
  type Leanings,
  type SelfAgreementOfJudge,
  type SystemAgreement,
} from './trust.js'

/** How far to believe a judge. */
export interface JudgeReport {
  judge: string
  judge_version: string
  rubric: string
  rubric_version: string
  /**
   * Results with a score, judgements that could not be read, and that got no answer; in the whole database.
   */
  judged: number
  unreadable: number
  unanswered: number
  cost_usd: number | null
  calls_of_unknown_cost: number
  /** Other versions of the judge or rubrics, which are left out. */
  others: number
  all: JudgeAgreement & {
    /** Correlation of the paired differences between systems; null where people rated too little. */
    r: number | null
    /** How many ratings of people the judge is worth for comparing systems. */
    worth_ratings: number | null
  }
  /** `r_within`: correlation of judge and people over the results of this system. */
  systems: (SystemAgreement & {r_within: number | null})[]
  /** Alpha of people among themselves, on results that several of them rated. */
  people_alpha: number | null
  self: SelfAgreementOfJudge
  leanings: Leanings
  /** Below this alpha the judge is no gate. */
  min_alpha: number
  is_gate: boolean
  worst: Disagreement[]
}

/** The floor of agreement where the config file names none. */
export const USUAL_MIN_ALPHA = 0.4
/** An alpha of fewer results says too little. */
export const FEWEST_RESULTS = 8
const MOST_WORST = 10

/** Reads the store; agreement is of the results within the filter. */
export async function judgeReport(
  store: Store,
  chosen: ChosenJudge,
  filter: ResultFilter,
  minAlpha: number = USUAL_MIN_ALPHA,
): Promise<JudgeReport> {
  const {judgements, stats} = store
  const pairs = await judgements.pairs(chosen, filter)
  const scores = await judgements.scores(chosen, filter)
  const cells = await judgements.cells(chosen, filter)
  const rated = await stats.ratedCells(filter)
  const columns = ['model'] as const
  const fit = rated.length === 0 ? undefined : sharpened(rated, cells, columns)
  const all = agreementWithPeople(pairs)
  const {use} = chosen
  return {
    judge: chosen.label,
    judge_version: chosen.judge_version,
    rubric: chosen.rubric,
    rubric_version: chosen.rubric_version,
    judged: use.judged,
    unreadable: use.unreadable,
    unanswered: use.unanswered,
    cost_usd: use.cost_usd,
    calls_of_unknown_cost: use.unknown_costs,
    others: chosen.others,
    all: {...all, ...worthOf(fit)},
    systems: agreementBySystem(pairs).map((system) => ({
      ...system,
      r_within: correlationOf(system.system, pairs),
    })),
    people_alpha: alphaOfPeople(pairs),
    self: selfAgreementOf(scores),
    leanings: leaningsOf(chosen.judge, pairs, scores),
    min_alpha: minAlpha,
    is_gate: isGate(all, minAlpha),
    worst: worstDisagreements(pairs, scores, MOST_WORST),
  }
}

/** Whether a judge agrees with people far enough to stand in for them between two rounds. */
export function isGate({alpha, results}: Pick<JudgeAgreement, 'alpha' | 'results'>, floor: number): boolean {
  return alpha !== null && results >= FEWEST_RESULTS && alpha >= floor
}

/** The correlation of judge and people within one system, over its results. */
function correlationOf(
  system: string,
  pairs: Awaited<ReturnType<Store['judgements']['pairs']>>,
): number | null {
  const ours = pairs.filter(({model}) => model === system)
  if (ours.length < 3) return null
  const centre = (of: 'person' | 'judge') => ours.reduce((sum, pair) => sum + pair[of], 0) / ours.length
  const [people, judge] = [centre('person'), centre('judge')]
  const sum = (product: (pair: (typeof ours)[number]) => number) =>
    ours.reduce((total, pair) => total + product(pair), 0)
  const spread = sum(({person}) => (person - people) ** 2) * sum(({judge: score}) => (score - judge) ** 2)
  return spread <= 0
    ? null
    : sum(({person, judge: score}) => (person - people) * (score - judge)) / Math.sqrt(spread)
}
