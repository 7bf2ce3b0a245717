/** Maps values of a range to pixels of another. */
export interface Scale {
  at: (value: number) => number
  /** Values worth a tick. */
  ticks: number[]
}

export function linearScale(from: {low: number; high: number}, to: {low: number; high: number}, ticks: readonly number[]): Scale {
  const width = from.high - from.low || 1
  const at = (value: number) => to.low + ((Math.min(from.high, Math.max(from.low, value)) - from.low) / width) * (to.high - to.low)
  return {at, ticks: ticks.filter((tick) => tick >= from.low && tick <= from.high)}
}

/** A scale in which equal ratios are equally far apart, with a tick at 1, 2 and 5 times each power of ten. */
export function logScale(from: {low: number; high: number}, to: {low: number; high: number}): Scale {
  const inner = linearScale({low: Math.log10(from.low), high: Math.log10(from.high)}, to, [])
  const ticks: number[] = []
  for (let power = Math.floor(Math.log10(from.low)); power <= Math.ceil(Math.log10(from.high)); power++) {
    for (const step of [1, 2, 5]) ticks.push(Number(`${step}e${power}`))
  }

  return {at: (value) => inner.at(Math.log10(Math.max(value, from.low))), ticks: ticks.filter((tick) => tick >= from.low && tick <= from.high)}
}

/** About `count` round values between two ends. */
export function roundTicks(low: number, high: number, count: number): number[] {
  const rough = (high - low) / count || 1
  const power = 10 ** Math.floor(Math.log10(rough))
  const step = [1, 2, 5, 10].map((factor) => factor * power).find((size) => size >= rough) ?? rough
  const ticks: number[] = []
  for (let k = Math.ceil(low / step); k * step <= high + step * 1e-9; k++) ticks.push(Number((k * step).toPrecision(12)))
  return ticks
}

/** A pixel position, short. */
export function px(value: number): string {
  return String(Math.round(value * 10) / 10)
}
