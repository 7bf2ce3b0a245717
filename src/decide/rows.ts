import type {CandidateRow, DecidedCandidate, DecisionState} from './answer.js'
import type {Candidate} from './candidates.js'
import type {BrokenLimit} from './rule/limits.js'
import type {CellScore} from './rule/blocks.js'
import type {Verdict} from './rule/rule.js'

const ORDER = {leader: 0, settled: 1, open: 1, out: 2}

/** What is unknown of one candidate leaves all of them open. */
const UNJUDGED: ReadonlySet<DecisionState> = new Set(['cost_unknown', 'latency_unknown'])

/** The rows of a decision: leader first, then what may be better by most, last what is out. */
export function rowsOf(
  candidates: readonly Candidate[],
  {
    kept,
    verdict,
    broken,
    state,
    scores,
  }: {
    scores: readonly CellScore[]
    kept: readonly Candidate[]
    verdict: Verdict
    broken: ReadonlyMap<string, readonly BrokenLimit[]>
    state: DecisionState
  },
): CandidateRow[] {
  return candidates
    .map((candidate) => rowOf(candidate))
    .sort(
      (a, b) =>
        ORDER[a.state] - ORDER[b.state] ||
        (b.better_by_at_most ?? -Infinity) - (a.better_by_at_most ?? -Infinity) ||
        (a.name < b.name ? -1 : 1),
    )

  function rowOf(candidate: Candidate): CandidateRow {
    const {key, levels, name, style, cost_usd, costs, p95_ms} = candidate
    const place = kept.indexOf(candidate)
    const limits = broken.get(key) ?? []
    const shown = {
      candidate: levels,
      name,
      style_version: style?.version ?? null,
      cost_usd,
      known_cost_count: costs.known,
      result_count: costs.all,
      p95_ms,
      mean_rating: meanOf(scores.filter(({candidate: of}) => of === place)),
    }
    if (place === -1) return {...shown, state: 'out', reasons: [...limits], ...bounded(null)}
    if (UNJUDGED.has(state)) return {...shown, state: 'open', reasons: [], ...bounded(null)}
    const ruled = verdict.candidates[place]!
    if (state === 'one_candidate') return {...shown, state: 'leader', reasons: [], ...bounded(null)}
    return {
      ...shown,
      state: ruled.state,
      reasons: ruled.reason === null ? [] : [ruled.reason],
      ...bounded(ruled.bounds),
    }
  }
}

/** Each configuration counts once, however many rated it. */
function meanOf(scores: readonly CellScore[]): number | null {
  const blocks = new Map<string, number[]>()
  for (const {block, score} of scores) {
    const rated = blocks.get(block)
    if (rated) rated.push(score)
    else blocks.set(block, [score])
  }

  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length
  return blocks.size === 0 ? null : mean([...blocks.values()].map(mean))
}

function bounded(
  bounds: Verdict['candidates'][number]['bounds'],
): Pick<CandidateRow, 'better_by_at_most' | 'difference' | 'common_configurations'> {
  return {
    better_by_at_most: bounds && Number.isFinite(bounds.upper) ? bounds.upper : null,
    difference: bounds?.difference ?? null,
    common_configurations: bounds?.n ?? 0,
  }
}

/** The candidate to ship with the one that may be better by most. */
export function decidedCandidate(candidate: Candidate, rows: readonly CandidateRow[]): DecidedCandidate {
  const {levels, name, style, cost_usd, p95_ms} = candidate
  const nearest = rows.find(({state}) => state === 'settled')
  return {
    candidate: levels,
    name,
    style_version: style?.version ?? null,
    cost_usd,
    p95_ms,
    nearest: nearest ?? null,
  }
}
