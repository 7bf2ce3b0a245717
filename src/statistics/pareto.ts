/** A group's place in the trade-off: a higher rating is better, a lower cost and latency are. */
export interface ParetoPoint {
  rating: number | null
  cost: number | null
  latency: number | null
}

/** A group's figure on one axis: replicates (NaN where there is none), or the same in every replicate. */
export type ParetoFigure = Float64Array | number | null

/**
 * Replicates of the ratings, and each group's cost and latency, all in the same order of groups. An axis
 * that is not given does not count.
 */
export interface ParetoReplicates {
  rating: readonly Float64Array[]
  cost?: readonly ParetoFigure[]
  latency?: readonly ParetoFigure[]
}

/**
 * Which points are on the Pareto front: no other point is rated no worse, costs no more and is no slower,
 * and is strictly better in one of the three. Equal points share the front. A point with a missing figure
 * gets null: it dominates no point and is itself not judged.
 */
export function paretoFront(points: readonly ParetoPoint[]): (boolean | null)[] {
  const goods = points.map(({rating, cost, latency}) =>
    rating === null || cost === null || latency === null ? null : [rating, -cost, -latency],
  )
  return goods.map((point) => point && !goods.some((rival) => rival !== null && dominates(rival, point)))
}

/**
 * The share of replicates in which each group is on the front. A group counts in the replicates in which all
 * its figures are there; null when there are none.
 */
export function paretoShares(replicates: ParetoReplicates): (number | null)[] {
  const {rating, cost, latency} = replicates
  const groups = rating.length
  const length = rating[0]?.length ?? 0
  const axes: {values: readonly ParetoFigure[]; sign: 1 | -1}[] = [{values: rating, sign: 1}]
  if (cost) axes.push({values: cost, sign: -1})
  if (latency) axes.push({values: latency, sign: -1})
  const fits = (value: ParetoFigure) => !(value instanceof Float64Array) || value.length === length
  if (axes.some(({values}) => values.length !== groups || !values.every(fits))) {
    throw new RangeError('Every axis needs each group once, and replicates of one length')
  }

  const onFront = new Float64Array(groups)
  const judged = new Float64Array(groups)
  const goods = Array.from({length: groups}, () => axes.map(() => 0))
  for (let b = 0; b < length; b++) {
    goods.forEach((point, group) => {
      axes.forEach(({values, sign}, axis) => {
        const value = values[group]
        point[axis] = sign * (value instanceof Float64Array ? value[b]! : (value ?? NaN))
      })
    })
    goods.forEach((point, group) => {
      if (point.some(Number.isNaN)) return
      judged[group]!++
      if (!goods.some((rival) => dominates(rival, point))) onFront[group]!++
    })
  }

  return Array.from(onFront, (count, group) => (judged[group] === 0 ? null : count / judged[group]!))
}

/** Whether `a` is at least as good everywhere and better somewhere; false when anything is NaN. */
function dominates(a: readonly number[], b: readonly number[]): boolean {
  let better = false
  for (let axis = 0; axis < a.length; axis++) {
    if (!(a[axis]! >= b[axis]!)) return false
    if (a[axis]! > b[axis]!) better = true
  }

  return better
}
