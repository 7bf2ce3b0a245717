import {usage} from '../../errors/catalogue.js'
import {nearMatches} from '../../errors/near-matches.js'
import {METRICS, type Metric} from '../../figures/evaluate-quality.js'
import type {GateLimits, MetricLimit} from '../../figures/gates/gate.js'
import type {GateFlags} from './gate-flags.js'
import {decimalFlag} from '../numbers.js'

/**
 * The limits that flags ask for. `margin`: what the config file says does not matter.
 * @throws BenchError (exit 2) for what is no number, out of its range, or no metric.
 */
export function gateLimits(flags: GateFlags, margin: number): GateLimits {
  if (flags.sure && flags['min-rating'] === undefined && flags.against === undefined)
    throw usage('--sure says how --min-rating and --against are meant; neither is there. Nothing was judged.')
  return {
    maxFailed: countFlag('--max-failed', flags['max-failed']),
    maxCost: decimalFlag('--max-cost', flags['max-cost'], {above: 0}),
    maxP95: decimalFlag('--max-p95', flags['max-p95'], {above: 0}),
    minMetrics: (flags['min-metric'] ?? []).map((text) => metricLimit('--min-metric', text)),
    maxMetrics: (flags['max-metric'] ?? []).map((text) => metricLimit('--max-metric', text)),
    minRating: decimalFlag('--min-rating', flags['min-rating'], {min: 1, max: 5}),
    minRated: countFlag('--min-rated', flags['min-rated']),
    against: flags.against,
    margin: decimalFlag('--margin', flags.margin, {above: 0}) ?? margin,
    isSure: flags.sure ?? false,
  }
}

function countFlag(flag: string, text: string | undefined): number | undefined {
  if (text === undefined || /^\d{1,7}$/.test(text)) return text === undefined ? undefined : Number(text)
  throw usage(`${flag} must be a whole number, not "${text}". Nothing was judged.`)
}

function metricLimit(flag: string, text: string): MetricLimit {
  const at = text.indexOf('=')
  const name = at === -1 ? text : text.slice(0, at)
  if (!(METRICS as readonly string[]).includes(name))
    throw usage(
      `${flag} names a metric that does not exist: "${name}". Nothing was judged.`,
      `There are: ${[...new Set([...nearMatches(name, METRICS), ...METRICS])].join(', ')}.`,
    )
  const value = decimalFlag(`${flag} ${name}`, at === -1 ? '' : text.slice(at + 1), {min: 0, max: 1000})
  return {metric: name as Metric, value: value!}
}
