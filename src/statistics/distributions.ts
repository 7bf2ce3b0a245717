const SQRT_2PI = 2.5066282746310002
const SQRT_PI = 1.7724538509055159
const EPSILON = 1e-16

/**
 * Rounds to 12 significant digits. `Math.exp`, `log` and `log1p` may differ in their last digit between
 * engines; a quantile or p-value that passes through here before it is used does not, so that intervals
 * come out equal to the last digit on every machine.
 */
export function roundConstant(value: number): number {
  return Number(value.toPrecision(12))
}

/** Standard normal density. */
function normalDensity(x: number): number {
  return Math.exp((-x * x) / 2) / SQRT_2PI
}

/**
 * Standard normal distribution function Phi(x); also its far lower tail has full relative precision.
 *
 * Up to |x| = 2.5 by the series Phi(x) - 1/2 = phi(x) (x + x^3/3 + x^5/15 + ...) (Abramowitz & Stegun
 * 26.2.11), beyond by Laplace's continued fraction of the tail (26.2.14).
 */
export function normalCdf(x: number): number {
  const size = Math.abs(x)
  const tail = size < 2.5 ? 0.5 - normalCentre(size) : normalTail(size)
  return x < 0 ? tail : 1 - tail
}

function normalCentre(x: number): number {
  let term = x
  let sum = x
  for (let k = 3; term > sum * EPSILON; k += 2) {
    term *= (x * x) / k
    sum += term
  }

  return sum * normalDensity(x)
}

function normalTail(x: number): number {
  let fraction = x
  for (let k = 60; k >= 1; k--) fraction = x + k / fraction
  return normalDensity(x) / fraction
}

/**
 * Standard normal quantile: the x with Phi(x) = p. 0 and 1 give -Infinity and Infinity; throws RangeError
 * outside 0..1. Starts from Abramowitz & Stegun 26.2.23 and refines by Halley's method on `normalCdf`.
 */
export function normalQuantile(p: number): number {
  requireProbability(p)
  const tail = Math.min(p, 1 - p)
  if (tail === 0) return p === 0 ? -Infinity : Infinity

  const t = Math.sqrt(-2 * Math.log(tail))
  let x =
    ((0.010328 * t + 0.802853) * t + 2.515517) / (((0.001308 * t + 0.189269) * t + 1.432788) * t + 1) - t
  for (let step = 0; step < 4; step++) {
    const newton = (normalCdf(x) - tail) / normalDensity(x)
    x -= newton / (1 + (x * newton) / 2)
  }

  if (tail === 0.5) return 0
  return p < 0.5 ? x : -x
}

/**
 * Distribution function of Student's t with `df` > 0 degrees of freedom (Student 1908); `df` need not be
 * whole and may be Infinity. By the incomplete beta function: P(|T| > t) = I_x(df/2, 1/2) with
 * x = df/(df + t^2) (Abramowitz & Stegun 26.7.1).
 */
export function studentTCdf(t: number, df: number): number {
  const tail = studentTTail(Math.abs(t), df)
  return t < 0 ? tail : 1 - tail
}

/** P(T > t) for t >= 0. */
function studentTTail(t: number, df: number): number {
  requireDegrees(df)
  if (df === Infinity) return normalCdf(-t)
  const square = t * t
  if (square === Infinity) return 0

  const a = df / 2
  const x = df / (df + square)
  const y = square / (df + square)
  const front = (Math.exp(-a * Math.log1p(square / df)) * Math.sqrt(y) * halfGammaRatio(a)) / SQRT_PI
  // Each side's continued fraction converges fast on one part of the range only.
  if (x < (a + 1) / (a + 2.5)) return (front * betaFraction(a, 0.5, x)) / a / 2
  return 0.5 - front * betaFraction(0.5, a, y)
}

/** Density of Student's t. */
function studentTDensity(t: number, df: number): number {
  if (df === Infinity) return normalDensity(t)
  const scale = halfGammaRatio(df / 2) / Math.sqrt(df) / SQRT_PI
  return scale * Math.exp((-(df + 1) / 2) * Math.log1p((t * t) / df))
}

/**
 * Quantile of Student's t: the t with P(T <= t) = p. 0 and 1 give -Infinity and Infinity; throws RangeError
 * when p is outside 0..1 or df is not above 0. Newton's method on the logarithm of the tail, kept inside a
 * bracket.
 */
export function studentTQuantile(p: number, df: number): number {
  requireProbability(p)
  requireDegrees(df)
  const tail = Math.min(p, 1 - p)
  if (tail === 0) return p === 0 ? -Infinity : Infinity
  if (tail === 0.5) return 0

  let low = 0
  let high = 1
  while (studentTTail(high, df) > tail && high < Infinity) {
    low = high
    high *= 2
  }

  let t = (low + high) / 2
  for (let step = 0; step < 200; step++) {
    const reached = studentTTail(t, df)
    if (reached > tail) low = t
    else high = t
    const newton = t + (Math.log(reached / tail) * reached) / studentTDensity(t, df)
    const next = newton > low && newton < high ? newton : (low + high) / 2
    if (Math.abs(next - t) <= 2 * EPSILON * t) break
    t = next
  }

  return p < 0.5 ? -t : t
}

/**
 * P(T > t) for the noncentral t with `df` degrees of freedom and noncentrality `ncp`: the mean of
 * Phi(ncp - t w) over w = sqrt(chi-square_df / df). With u = ln w the weight is
 * exp(df (u - e^(2u)/2)), for which the trapezoid rule converges exponentially; the weights are
 * normalised by their own sum. About 10 digits for df >= 1.
 */
export function noncentralTTail(t: number, df: number, ncp: number): number {
  requireDegrees(df)
  const step = Math.min(0.1, 0.4 / Math.sqrt(2 * df))
  let weights = 0
  let sum = 0
  for (const direction of [-1, 1]) {
    for (let k = direction === 1 ? 0 : 1; ; k++) {
      const u = direction * k * step
      const logWeight = df * (u - (Math.exp(2 * u) - 1) / 2)
      if (logWeight < -40) break
      const weight = Math.exp(logWeight)
      weights += weight
      sum += weight * normalCdf(ncp - t * Math.exp(u))
    }
  }

  return sum / weights
}

/**
 * Gamma(a + 1/2) / Gamma(a). Moved up to a >= 30 by the recurrence of the gamma function, then by the
 * asymptotic series of the logarithm (Abramowitz & Stegun 6.1.40).
 */
function halfGammaRatio(a: number): number {
  let factor = 1
  let b = a
  while (b < 30) {
    factor *= b / (b + 0.5)
    b += 1
  }

  const square = b * b
  const series = (((17 / 14336 / square - 1 / 640) / square + 1 / 192) / square - 1 / 8) / b
  return factor * Math.sqrt(b) * Math.exp(series)
}

/** The continued fraction of the incomplete beta function (Abramowitz & Stegun 26.5.8), by Lentz's method. */
function betaFraction(a: number, b: number, x: number): number {
  let c = 1
  let d = 1 / (1 - ((a + b) * x) / (a + 1))
  let fraction = d
  for (let m = 1; m < 100_000; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m))
    d = 1 / (1 + even * d)
    c = 1 + even / c
    fraction *= c * d
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1))
    d = 1 / (1 + odd * d)
    c = 1 + odd / c
    const change = c * d
    fraction *= change
    if (Math.abs(change - 1) < 4 * EPSILON) break
  }

  return fraction
}

function requireProbability(p: number): void {
  if (!(p >= 0 && p <= 1)) throw new RangeError(`A probability lies in 0..1, got ${p}`)
}

function requireDegrees(df: number): void {
  if (!(df > 0)) throw new RangeError(`Degrees of freedom must be above 0, got ${df}`)
}
