import type {Interval} from './interval.js'

/** How sure a group's place is; rank 1 is the highest mean. Null for a group that has no replicate. */
export interface RankSummary {
  /** Share of replicates in which the group has the highest mean; ties share it equally. */
  best: number | null
  /** Ranks between which the group lies in the middle 95 % (by default) of the replicates. */
  range: Interval | null
}

/**
 * Ranks of groups within each bootstrap replicate, higher being better. `replicates` holds one array per
 * group, all of one length; NaN keeps a group out of that replicate. Groups that tie share P(best); for the
 * rank range a tie counts as the better rank at the low end and as the worse rank at the high end, so that
 * ties widen the range and never narrow it. The ends are whole ranks, from the inverse of the empirical
 * distribution (Hyndman & Fan 1996, type 1).
 */
export function rankSummaries(replicates: readonly Float64Array[], confidence = 0.95): RankSummary[] {
  const groups = replicates.length
  const length = replicates[0]?.length ?? 0
  if (replicates.some((values) => values.length !== length)) {
    throw new RangeError('All groups need the same number of replicates')
  }

  const best = new Float64Array(groups)
  const highRanks = new Uint32Array(groups * groups)
  const lowRanks = new Uint32Array(groups * groups)
  const sorted = new Float64Array(groups)
  let decided = 0
  for (let b = 0; b < length; b++) {
    for (let g = 0; g < groups; g++) sorted[g] = replicates[g]![b]!
    // NaN sorts last.
    sorted.sort()
    let present = groups
    while (present > 0 && Number.isNaN(sorted[present - 1])) present--
    if (present > 0) decided++
    for (let g = 0; g < groups; g++) {
      const value = replicates[g]![b]!
      if (Number.isNaN(value)) continue
      const below = lowerBound(sorted, present, value)
      let upTo = below + 1
      while (upTo < present && sorted[upTo] === value) upTo++
      if (upTo === present) best[g]! += 1 / (upTo - below)
      highRanks[g * groups + present - upTo]!++
      lowRanks[g * groups + present - below - 1]!++
    }
  }

  const tail = (1 - confidence) / 2
  return replicates.map((_, g) => {
    const high = highRanks.subarray(g * groups, (g + 1) * groups)
    const low = lowRanks.subarray(g * groups, (g + 1) * groups)
    const seen = high.reduce((sum, count) => sum + count, 0)
    if (seen === 0) return {best: null, range: null}
    return {
      best: best[g]! / decided,
      range: {low: rankAt(high, seen * tail), high: rankAt(low, seen * (1 - tail))},
    }
  })
}

/**
 * The rank that LMArena shows (Chiang et al. 2024, "Chatbot Arena"): 1 + the number of groups whose interval
 * lies wholly above. Null for a group without an interval, which lowers the rank of no other group.
 */
export function arenaRanks(intervals: readonly (Interval | null)[]): (number | null)[] {
  return intervals.map((interval) => {
    if (interval === null) return null
    return 1 + intervals.filter((rival) => rival !== null && rival.low > interval.high).length
  })
}

/** Number of values below `value` among the first `length` of `sorted`. */
function lowerBound(sorted: Float64Array, length: number, value: number): number {
  let low = 0
  let high = length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (sorted[middle]! < value) low = middle + 1
    else high = middle
  }

  return low
}

/** The smallest rank at which the cumulative count reaches `target`. */
function rankAt(counts: Uint32Array, target: number): number {
  let sum = 0
  let rank = 0
  for (const count of counts) {
    sum += count
    rank++
    if (sum > 0 && sum >= target - 1e-9) break
  }

  return rank
}
