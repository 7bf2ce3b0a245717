import {clusterBootstrap, expandedPercentileInterval} from './bootstrap.js'
import type {BootstrapOptions} from './bootstrap.js'
import {mean, squaredDeviations} from './describe.js'
import type {Interval} from './interval.js'

/** One measured case: the level of every factor, and the value (null when there is none). */
export interface FactorRow {
  levels: Readonly<Record<string, string>>
  value: number | null
}

export interface LevelEffect {
  level: string
  /** Mean over the matched blocks. */
  mean: number
  /** `mean` less the grand mean; the effects of a factor sum to 0. */
  effect: number
  /** Bootstrap over blocks, expanded percentile; null below two blocks. */
  interval: Interval | null
}

/** The main effect of one factor; no levels when no block is complete. */
export interface FactorEffect {
  factor: string
  /** Matched blocks: combinations of all other factors in which every level has a value. */
  blocks: number
  grandMean: number | null
  levels: LevelEffect[]
}

/**
 * Main effect of a factor in a randomised complete block design (Fisher 1935, ch. 4). A block is one
 * combination of all other factors; only blocks with a value at every level count, so that levels are
 * compared on the same cases. A level's effect is the mean over blocks of (value - block mean). Several
 * values in one cell are averaged first. A level without any value at all is left out rather than emptying
 * every block. Levels come in order of first appearance.
 */
export function mainEffect(
  rows: readonly FactorRow[],
  factor: string,
  options: BootstrapOptions & {confidence?: number},
): FactorEffect {
  const levels = [...new Set(measured(rows, factor).map(({level}) => level))]
  const blocks = completeBlocks(rows, factor, levels)
  const grandMean = mean(blocks.flat())
  if (grandMean === null) return {factor, blocks: 0, grandMean: null, levels: []}

  const configurations = blocks.map((block) => {
    const blockMean = mean(block) ?? 0
    return block.map((value) => value - blockMean)
  })
  const bootstraps = clusterBootstrap({groups: levels, strata: [{configurations}]}, options)
  return {
    factor,
    blocks: blocks.length,
    grandMean,
    levels: bootstraps.map((bootstrap) => {
      const effect = bootstrap.mean ?? 0
      const interval = expandedPercentileInterval(bootstrap, options.confidence)
      return {level: bootstrap.group, mean: grandMean + effect, effect, interval}
    }),
  }
}

/**
 * Eta squared (Fisher 1925; Cohen 1988, ch. 8): the share of the variance of the values that lies between
 * the levels of a factor, each factor alone. Where the design is unbalanced the shares overlap and need
 * not add up to at most 1. Null when the values do not vary.
 */
export function etaSquared(rows: readonly FactorRow[], factor: string): number | null {
  const groups = new Map<string, number[]>()
  const values: number[] = []
  for (const {level, value} of measured(rows, factor)) {
    values.push(value)
    push(groups, level, value)
  }

  const total = squaredDeviations(values)
  if (total === 0) return null
  let within = 0
  for (const group of groups.values()) within += squaredDeviations(group)
  return 1 - within / total
}

/** The rows that have both a level of the factor and a value. */
function measured(
  rows: readonly FactorRow[],
  factor: string,
): {level: string; value: number; row: FactorRow}[] {
  return rows.flatMap((row) => {
    const level = row.levels[factor]
    return level === undefined || row.value === null ? [] : [{level, value: row.value, row}]
  })
}

/** The blocks with a value at every level; each holds the cell means in the order of `levels`. */
function completeBlocks(rows: readonly FactorRow[], factor: string, levels: readonly string[]): number[][] {
  const blocks = new Map<string, Map<string, number[]>>()
  for (const {level, value, row} of measured(rows, factor)) {
    const otherLevels = Object.entries(row.levels).filter(([name]) => name !== factor)
    const key = JSON.stringify(otherLevels.sort(([a], [b]) => (a < b ? -1 : 1)))
    const block = blocks.get(key) ?? new Map<string, number[]>()
    blocks.set(key, block)
    push(block, level, value)
  }

  return [...blocks.values()].flatMap((block) => {
    const means = levels.map((level) => mean(block.get(level) ?? []))
    return means.every((value) => value !== null) ? [means] : []
  })
}

function push(lists: Map<string, number[]>, key: string, value: number): void {
  const list = lists.get(key)
  if (list) list.push(value)
  else lists.set(key, [value])
}
