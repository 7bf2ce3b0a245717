import type {CandidateRow, DecisionAnswer} from '../../src/decide/answer.js'

export function aCandidateRow(model: string, change: Partial<CandidateRow> = {}): CandidateRow {
  return {
    candidate: {model},
    name: `${model} with guided@9c01`,
    style_version: '9c01000000000000',
    state: 'out',
    reasons: ['worse'],
    better_by_at_most: -0.4,
    difference: -1,
    common_configurations: 8,
    mean_rating: 2.5,
    cost_usd: 0.00148,
    known_cost_count: 48,
    result_count: 48,
    p95_ms: 4000,
    ...change,
  }
}

/** A decision for the first of some candidates. */
export function anAnswer(candidates: CandidateRow[], change: Partial<DecisionAnswer> = {}): DecisionAnswer {
  const [first] = candidates
  const nearest = candidates.find(({state}) => state === 'settled') ?? null
  return {
    state: 'decided',
    decision: first ? {...first, nearest} : null,
    leader: null,
    candidates,
    missing: null,
    by: ['model'],
    margin: 0.25,
    prefer: 'rating',
    limits: {max_cost_usd: null, max_p95_s: null, min_rating: null},
    in_question: candidates.length,
    raters: 4,
    ratings: 212,
    configurations: {complete: 38, all: 48},
    decidable_margin: 0.3,
    cheaper: null,
    judge: null,
    styles: [],
    not_asked: [],
    excluded: [],
    digest: 'd1'.repeat(32),
    ...change,
  }
}
