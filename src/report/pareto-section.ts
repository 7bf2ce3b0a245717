import {groupName, type LeaderboardRow} from '../figures/leaderboard.js'
import {milliseconds, usd} from '../text/numbers.js'
import type {ReportData} from './data.js'
import {html, type Html} from '../text/html.js'
import {paretoPlot} from './pareto-plot.js'

/** The cost of a better rating; without any cost above zero, its time. */
export function paretoSection({board, factors}: Pick<ReportData, 'board' | 'factors'>): Html {
  const rated = board.rows.filter(({adjusted_rating}) => adjusted_rating !== null)
  // Where no group is rated yet, the prices of all groups still name the section.
  const isPriced = (rated.length > 0 ? rated : board.rows).some(
    ({cost_per_usable_usd}) => (cost_per_usable_usd ?? 0) > 0,
  )
  const word = isPriced ? 'cost' : 'latency'
  const points = rated.flatMap((row) => pointOf(row, isPriced ? row.cost_per_usable_usd : row.p50_latency_ms))
  const heading = html`<h2>Rating against ${isPriced ? 'price' : 'latency'}</h2>
`
  if (points.length < 2)
    return html`${heading}<p>There are not two rated groups of known ${word}
to weigh against each other.</p>
`
  const dots = points.map((point) => ({
    name: groupName(point.row.group, factors),
    x: point.x,
    rating: point.rating,
    interval: point.row.interval,
    isOnFront: point.row.dominated_by === null,
  }))
  const axis = isPriced
    ? {axis: 'US dollars per usable answer', tick: usd}
    : {axis: 'median latency', tick: milliseconds}
  const missing = rated.length - points.length
  const instead = isPriced ? '' : 'No cost above zero is known, so latency is drawn in its place. '
  return html`${heading}<p>${instead}Hollow dots are surely dominated: another group is surely rated higher, no dearer and no slower.
The dotted line is the best rating to be had for at most so much ${isPriced ? 'money' : 'time'}.${
    missing > 0 ? ` Not drawn, as their ${word} is unknown: ${missing}.` : ''
  }</p>
${paretoPlot(`Rating against ${axis.axis}`, dots, axis)}
`
}

interface Point {
  row: LeaderboardRow
  x: number
  rating: number
}

function pointOf(row: LeaderboardRow, x: number | null): Point[] {
  return x === null || row.adjusted_rating === null ? [] : [{row, x, rating: row.adjusted_rating}]
}
