/** Maps values of a range to pixels of another. */
export interface Scale {
  at: (value: number) => number
  /** Values worth a tick. */
  ticks: number[]
}

export function linearScale(
  from: {low: number; high: number},
  to: {low: number; high: number},
  ticks: readonly number[],
): Scale {
  const width = from.high - from.low || 1
  const at = (value: number) =>
    to.low + ((Math.min(from.high, Math.max(from.low, value)) - from.low) / width) * (to.high - to.low)
  return {at, ticks: ticks.filter((tick) => tick >= from.low && tick <= from.high)}
}

/** Beyond so many, the labels of ticks run into each other on a wide axis. */
const MOST_TICKS = 10

/** A scale in which equal ratios are equally far apart; ticks at 1, 2 and 5 times powers of ten, or fewer. */
export function logScale(
  from: {low: number; high: number},
  to: {low: number; high: number},
  mostTicks = MOST_TICKS,
): Scale {
  const inner = linearScale({low: Math.log10(from.low), high: Math.log10(from.high)}, to, [])
  const sets = [ticksOf(from, [1, 2, 5]), ticksOf(from, [1])]
  const ticks = sets.find(({length}) => length <= mostTicks) ?? everyFew(from, mostTicks)
  return {at: (value) => inner.at(Math.log10(Math.max(value, from.low))), ticks}
}

function ticksOf({low, high}: {low: number; high: number}, steps: readonly number[]): number[] {
  const ticks: number[] = []
  for (let power = Math.floor(Math.log10(low)); power <= Math.ceil(Math.log10(high)); power++) {
    for (const step of steps) ticks.push(Number(`${step}e${power}`))
  }

  return ticks.filter((tick) => tick >= low && tick <= high)
}

function everyFew(from: {low: number; high: number}, mostTicks: number): number[] {
  const powers = ticksOf(from, [1])
  const few = Math.ceil(powers.length / mostTicks)
  return powers.filter((_, at) => at % few === 0)
}

/** About `count` round values between two ends. */
export function roundTicks(low: number, high: number, count: number): number[] {
  const rough = (high - low) / count || 1
  const power = 10 ** Math.floor(Math.log10(rough))
  const step = [1, 2, 5, 10].map((factor) => factor * power).find((size) => size >= rough) ?? rough
  const ticks: number[] = []
  for (let k = Math.ceil(low / step); k * step <= high + step * 1e-9; k++)
    ticks.push(Number((k * step).toPrecision(12)))
  return ticks
}

/** A pixel position, short. */
export function px(value: number): string {
  return String(Math.round(value * 10) / 10)
}
