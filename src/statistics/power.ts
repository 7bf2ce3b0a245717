import {noncentralTTail, roundConstant, studentTQuantile} from './distributions.js'

export interface TestDesign {
  /** The difference to be found, in the unit of `sd`. */
  delta: number
  /** SD of the values ('two_sample') or of the paired differences ('paired'). */
  sd: number
  type: 'two_sample' | 'paired'
  /** Two-sided level; default .05. */
  alpha?: number
}

/**
 * Power of the two-sided t test at n (per group, or pairs; need not be whole): P(T > t_{1 - alpha/2}) for
 * the noncentral t (Cohen 1988, ch. 2). As in R's `power.t.test`, a finding in the wrong direction does not
 * count as power.
 */
export function tTestPower(n: number, design: TestDesign): number {
  const {delta, sd, type, alpha = 0.05} = design
  const samples = type === 'two_sample' ? 2 : 1
  const df = (n - 1) * samples
  const critical = studentTQuantile(1 - alpha / 2, df)
  return noncentralTTail(critical, df, Math.sqrt(n / samples) * (Math.abs(delta) / sd))
}

/**
 * The n (per group, or pairs; not rounded up) at which `tTestPower` reaches `power`. Null when delta is 0,
 * since nothing finds what is not there; at least 2.
 */
export function tTestSampleSize(power: number, design: TestDesign): number | null {
  if (design.delta === 0) return null
  let low = 2
  let high = 2
  while (tTestPower(high, design) < power) {
    low = high
    high *= 2
  }

  for (let step = 0; step < 60 && high - low > 1e-11 * high; step++) {
    const middle = (low + high) / 2
    if (tTestPower(middle, design) < power) low = middle
    else high = middle
  }

  return roundConstant(high)
}
