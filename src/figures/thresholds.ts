import type {GroupColumn} from '../records/stats.js'
import {groupName, type LeaderboardRow} from './leaderboard.js'
import type {Panel} from './panel.js'

/** Sums of fractions of points may come out a little below their exact value. */
const ROUNDING = 1e-9

/** Sentences about thresholds that the data do not meet; an unknown figure does not meet a threshold. */
export function unmetThresholds(
  rows: readonly LeaderboardRow[],
  panel: Panel | undefined,
  columns: readonly GroupColumn[],
  {minRating, minAlpha}: {minRating: number | undefined; minAlpha: number | undefined},
): string[] {
  const unmet: string[] = []
  if (minRating !== undefined) {
    if (rows.length === 0) unmet.push(`No results, so nothing is rated ${minRating} or better.`)
    for (const row of rows) {
      if (row.adjusted_rating !== null && row.adjusted_rating > minRating - ROUNDING) continue
      const has = row.adjusted_rating === null ? 'is not rated' : `is rated ${row.adjusted_rating.toFixed(2)}`
      unmet.push(`${groupName(row.group, columns)} ${has}; ${minRating} was asked for.`)
    }
  }

  if (minAlpha !== undefined) {
    const alpha = panel?.agreement.alpha ?? null
    if (alpha === null)
      unmet.push(`How far the raters agree is unknown; an alpha of ${minAlpha} was asked for.`)
    else if (alpha < minAlpha - ROUNDING)
      unmet.push(`The raters' alpha is ${alpha.toFixed(3)}; ${minAlpha} was asked for.`)
  }

  return unmet
}
