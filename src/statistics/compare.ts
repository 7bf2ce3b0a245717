import {clusterBootstrap, expandedPercentileInterval} from './bootstrap.js'
import type {BootstrapOptions} from './bootstrap.js'
import {sd} from './describe.js'
import {meanInterval} from './interval.js'
import type {Interval} from './interval.js'
import {signFlipTest} from './sign-flip.js'
import type {SignFlipOptions} from './sign-flip.js'

export interface CompareOptions extends BootstrapOptions, SignFlipOptions {
  confidence?: number
  /** The stratum (such as the persona) of each difference, for the bootstrap; one stratum by default. */
  strata?: readonly string[]
}

/** A comparison of A and B on the configurations both have; differences are A - B. */
export interface PairedComparison {
  /** Matched configurations. */
  n: number
  meanDifference: number | null
  /** Sample SD of the differences. */
  sd: number | null
  /** The headline: Student t on the differences. Null below two. */
  interval: Interval | null
  /** The same by stratified bootstrap, expanded percentile; a check on the headline. */
  bootstrapInterval: Interval | null
  /** Two-sided, of the sign-flip test. */
  p: number | null
  method: 'exact' | 'monte_carlo'
}

/**
 * Compares two systems by their differences on matched configurations.
 *
 * Student t is the headline interval because it keeps its coverage where few configurations are matched: the
 * bootstrap's cannot leave the range of the differences, and below about eight of them that range is too
 * narrow. From some twenty on the two agree closely.
 */
export function comparePaired(differences: readonly number[], options: CompareOptions): PairedComparison {
  const {strata, confidence} = options
  if (strata !== undefined && strata.length !== differences.length) {
    throw new RangeError(`${differences.length} differences need as many strata, got ${strata.length}`)
  }

  const {n, mean, interval} = meanInterval(differences, confidence)
  const {p, method} = signFlipTest(differences, options)
  return {
    n,
    meanDifference: mean,
    sd: sd(differences),
    interval,
    bootstrapInterval: bootstrapDifference(differences, options),
    p,
    method,
  }
}

function bootstrapDifference(differences: readonly number[], options: CompareOptions): Interval | null {
  const configurations = new Map<string, number[][]>()
  differences.forEach((difference, i) => {
    const stratum = options.strata?.[i] ?? ''
    const rows = configurations.get(stratum)
    if (rows) rows.push([difference])
    else configurations.set(stratum, [[difference]])
  })
  const strata = [...configurations.values()].map((rows) => ({configurations: rows}))
  const [bootstrap] = clusterBootstrap({groups: ['difference'], strata}, options)
  return bootstrap ? expandedPercentileInterval(bootstrap, options.confidence) : null
}

/**
 * Holm's step-down adjustment of a family of p-values (Holm 1979), in the order given. A null (no test was
 * possible) stays null and does not count towards the family.
 */
export function holm(ps: readonly (number | null)[]): (number | null)[] {
  const adjusted: (number | null)[] = ps.map(() => null)
  const tested = ps.flatMap((p, index) => (p === null ? [] : [{p, index}])).sort((a, b) => a.p - b.p)
  let floor = 0
  tested.forEach(({p, index}, step) => {
    floor = Math.max(floor, Math.min(1, (tested.length - step) * p))
    adjusted[index] = floor
  })
  return adjusted
}
