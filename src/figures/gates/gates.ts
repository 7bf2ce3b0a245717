import {counted, decimal, metricValue, usd} from '../../text/numbers.js'
import type {MissingVersion} from '../../versions/in-question.js'
import {againstGate} from './against-gate.js'
import {
  ofGroups,
  type Finding,
  type Gate,
  type GateFigures,
  type GateLimits,
  type GateResult,
  type MetricLimit,
} from './gate.js'

/** Sums of fractions of points may come out a little below their exact value. */
const ROUNDING = 1e-9

const maxFailed: Gate = (figures, {maxFailed: most}) =>
  most === undefined
    ? []
    : ofGroups('max-failed', figures, ({row: {failed_count, result_count}}) =>
        failed_count + result_count === 0
          ? {met: false, says: `has no cases; at most ${most} may have failed.`}
          : {
              met: failed_count <= most,
              says: `has ${counted(failed_count, 'failed case')}; at most ${most} may be.`,
            },
      )

const maxCost: Gate = (figures, {maxCost: most}) =>
  most === undefined
    ? []
    : ofGroups('max-cost', figures, ({row}): Finding => {
        const asked = `at most ${usd(most)} may be.`
        if (row.known_cost_count < row.result_count)
          return {
            met: false,
            says: `costs nobody knows what: unknown for ${row.result_count - row.known_cost_count} of ${counted(row.result_count, 'result')}; ${asked}`,
          }
        const cost = row.cost_per_usable_usd
        if (cost === null) return {met: false, says: `has no usable answer, so no cost of one; ${asked}`}
        return {met: cost <= most * (1 + ROUNDING), says: `costs ${usd(cost)} per usable answer; ${asked}`}
      })

const maxP95: Gate = (figures, {maxP95: most}) =>
  most === undefined
    ? []
    : ofGroups('max-p95', figures, ({row: {p95_latency_ms: ms}}) =>
        ms === null
          ? {met: false, says: `has no latency; at most ${most} s may be.`}
          : {
              met: ms <= most * 1000,
              says: `takes ${decimal(ms / 1000, 2)} s (95th percentile of a case); at most ${most} s may be.`,
            },
      )

const minRating: Gate = (figures, {minRating: least, isSure}) =>
  least === undefined
    ? []
    : ofGroups('min-rating', figures, ({row: {adjusted_rating: rating, interval}}): Finding => {
        const asked = `${least} was asked for.`
        if (rating === null) return {met: false, says: `is not rated; ${asked}`}
        const says = `is rated ${rating.toFixed(2)}`
        if (!isSure) return {met: rating > least - ROUNDING, says: `${says}; ${asked}`}
        if (!interval)
          return {met: false, says: `${says} on too few configurations to be sure; surely ${asked}`}
        return {
          met: interval.low > least - ROUNDING,
          says: `${says}, surely ${interval.low.toFixed(2)} or more; surely ${asked}`,
        }
      })

const minRated: Gate = (figures, {minRated: least}) =>
  least === undefined
    ? []
    : ofGroups('min-rated', figures, ({row: {rated_results}}) => ({
        met: rated_results >= least,
        says: `has ${counted(rated_results, 'rated result')}; ${least} were asked for.`,
      }))

const minMetrics: Gate = (figures, {minMetrics: limits}) =>
  limits.flatMap((limit) =>
    metricGate('min-metric', figures, limit, (value) => value >= limit.value - ROUNDING),
  )

const maxMetrics: Gate = (figures, {maxMetrics: limits}) =>
  limits.flatMap((limit) =>
    metricGate('max-metric', figures, limit, (value) => value <= limit.value + ROUNDING),
  )

function metricGate(
  gate: string,
  figures: GateFigures,
  {metric, value: limit}: MetricLimit,
  isMet: (value: number) => boolean,
): GateResult[] {
  const asked = `${gate === 'min-metric' ? 'at least' : 'at most'} ${limit} was asked for.`
  return ofGroups(`${gate} ${metric}`, figures, ({metrics}) => {
    const value = metrics?.[metric] ?? null
    return value === null
      ? {met: false, says: `has no ${metric}: nothing to measure it by; ${asked}`}
      : {
          met: isMet(value),
          says: `has ${metric} ${decimal(value, 3)} (${metricValue(metric, value)}); ${asked}`,
        }
  })
}

const minAlpha: Gate = ({panel}, {minAlpha: least}) => {
  if (least === undefined) return []
  const alpha = panel?.agreement.alpha ?? null
  const sentence =
    alpha === null
      ? `How far the raters agree is unknown; an alpha of ${least} was asked for.`
      : `The raters' alpha is ${alpha.toFixed(3)}; ${least} was asked for.`
  return [{gate: 'min-alpha', group: null, met: alpha !== null && alpha > least - ROUNDING, sentence}]
}

const minJudge: Gate = (figures, {minJudge: least}) => {
  const {judge} = figures
  if (least === undefined) return []
  if (!judge) return ofGroups('min-judge', figures, () => ({met: false, says: 'is not judged.'}))
  const {label, judged, results, ratings} = judge
  const isWhole = judged >= results
  const whole: GateResult = {
    gate: 'min-judge',
    group: null,
    met: isWhole,
    sentence: `${label} has judged ${judged} of ${results} results in scope.`,
  }
  const groups = ofGroups('min-judge', figures, ({name}) => {
    const rating = ratings.get(name) ?? null
    const has = rating === null ? 'is not judged' : `is judged ${rating.toFixed(2)}`
    return {met: rating !== null && rating > least - ROUNDING, says: `${has}; ${least} was asked for.`}
  })
  return isWhole ? groups : [whole, ...groups]
}

/** Every gate there is; a further gate is a further entry. */
const GATES: readonly Gate[] = [
  maxFailed,
  maxCost,
  maxP95,
  minMetrics,
  maxMetrics,
  minRating,
  minRated,
  minAlpha,
  minJudge,
  againstGate,
]

/**
 * What the gates that are asked for say, group by group. Where a name has no result of the version in
 * question, or there is no group at all, that is a result of its own that is not met: of what nobody knows,
 * nothing holds.
 */
export function judgeGates(figures: GateFigures, limits: GateLimits): GateResult[] {
  const judged = GATES.flatMap((gate) => gate(figures, limits))
  const isEmpty = figures.groups.length === 0 && figures.missing.length === 0
  return [
    ...figures.missing.map((missing): GateResult => ({
      gate: 'results',
      group: missing.name,
      met: false,
      sentence: missingSentence(missing),
    })),
    ...(isEmpty
      ? [{gate: 'results', group: null, met: false, sentence: 'There are no results, so no gate is met.'}]
      : []),
    ...judged,
  ]
}

const KINDS = {style: 'prompt', persona_id: 'persona', model: 'system'}

function missingSentence({factor, name, latest, results}: MissingVersion): string {
  const others = counted(results, 'result')
  return latest === null
    ? `${name} has no results of the versions in question (${others} of others), so nothing is known of it. --${factor === 'persona_id' ? 'persona' : factor} or --run choose what is judged.`
    : `${name} has no results of the ${KINDS[factor]} in question: its ${others} are of ${latest} and others. bench run makes some.`
}

/** How many versions a line names. */
const NAMED = 6

/** `guided@3f2a, terse@9c01 and 3 more`. */
export function versionsText(versions: readonly string[]): string {
  const named = versions.slice(0, NAMED).join(', ')
  return versions.length > NAMED ? `${named} and ${versions.length - NAMED} more` : named
}

/** What stands below the figures: a sentence for each gate that is not met, or one line for all that are. */
export function gateSentences(results: readonly GateResult[], versions: readonly string[]): string[] {
  const unmet = results.filter(({met}) => !met)
  const of = versions.length > 0 ? ` of ${versionsText(versions)}` : ''
  if (unmet.length > 0)
    return [...unmet.map(({sentence}) => sentence), ...(of === '' ? [] : [`The gates speak${of}.`])]
  const gates = [...new Set(results.map(({gate}) => `--${gate}`))].join(', ')
  const groups = new Set(results.flatMap(({group}) => group ?? [])).size
  return [`Met: ${gates}${groups > 0 ? ` by ${counted(groups, 'group')}` : ''}${of}.`]
}

/** Whether any gate is asked for. */
export function hasGates(limits: GateLimits): boolean {
  const {maxFailed: failed, maxCost: cost, maxP95: p95, minRated: rated, minAlpha: alpha, against} = limits
  const limited = [failed, cost, p95, limits.minRating, rated, alpha, limits.minJudge, against]
  return [...limited, ...limits.minMetrics, ...limits.maxMetrics].some((limit) => limit !== undefined)
}
