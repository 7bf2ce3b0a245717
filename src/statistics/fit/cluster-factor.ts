import {EigenvalueDecomposition, type Matrix} from '../matrix.js'
import {normalPart, type Cluster, type Design} from './design.js'
import {addScaled, gramOf, product, quadratic, transposed, zeroRows, type Rows} from './rows.js'
import {isSmall, smallGram, smallParts, type SmallShare} from './small-share.js'
import {dot, type Solution} from './solution.js'

const ZERO = 1e-9
/** With more groups their pairs are so many that exact degrees of all of them would take minutes. */
const MANY_GROUPS = 60
/** The share of a direction that one cluster alone determines; at 1 the fit hangs on the cluster. */
const ALONE = 1 - 1e-7

/**
 * What one cluster gives to variances and degrees of freedom (CR2, Bell & McCaffrey 2002). With C = Z_g'Z_g =
 * BB' and the eigenvectors U and eigenvalues λ of B'PB, (I - T C T)^(-1/2) is the identity but for the
 * directions of PBU, so that no matrix is wider than the cluster.
 */
export interface ClusterFactor {
  key: string
  pattern: ClusterPattern
  /** T K T Z_g'u_g: its product with a contrast is the cluster's part of the contrast. */
  score: Float64Array
  /** The change of the coefficients when the cluster is left out. */
  deletion: Float64Array
}

/** Clusters with equal counts of groups and raters: they have the same weights in every contrast. */
export interface ClusterPattern {
  /** How many clusters are alike. */
  count: number
  /** Places of the columns that occur. */
  columns: number[]
  /** B', its columns in the order of `columns`: q rows. */
  root: Rows
  /** R, so that A_g = B R L for a contrast L: q rows, as wide as the model. Only where groups are few. */
  reach: Rows | undefined
  /** R'R of what can be contrasted, where so many pairs of groups are asked that it pays. */
  gram: Rows | undefined
  /**
   * Directions of the coefficients that only such a cluster determines: whatever has a part in them hangs on
   * it.
   */
  alone: Float64Array[]
  /** What gives the parts of each cluster. */
  share: Decomposed | SmallShare
}

interface Decomposed {
  /** U' B' P: q rows, as wide as the model. */
  rotated: Rows
  phi: Float64Array
  deleted: Float64Array
}

/** The factors of all clusters, and the patterns that they are of. */
export interface ClusterFactors {
  clusters: ClusterFactor[]
  patterns: ClusterPattern[]
}

/** Clusters with equal counts share the decomposition. */
export function clusterFactors(solution: Solution, clusters: readonly Cluster[]): ClusterFactors {
  const patterns = new Map<string, ClusterPattern>()
  const factors = clusters.map((cluster): ClusterFactor => {
    const key = countsOf(cluster)
    const pattern = patterns.get(key) ?? patternOf(solution, cluster)
    patterns.set(key, pattern)
    pattern.count++
    return {key: cluster.key, pattern, ...partsOf(solution, cluster, pattern)}
  })
  return {clusters: factors, patterns: [...patterns.values()]}
}

/** Columns that contrasts are made of: the groups, and the covariate that stands behind them. */
export function contrastedOf({groups, covariate}: Design): number {
  return groups.length + (covariate === null ? 0 : 1)
}

/** Names the counts of a cluster: with them its equations are given, whatever the ratings. */
function countsOf({blocks}: Cluster): string {
  return JSON.stringify(blocks.map(({cells}) => cells.map(({group, rater, n, x}) => [group, rater, n, x])))
}

function patternOf({inverse, design}: Solution, {blocks}: Cluster): ClusterPattern {
  const {columns, cross} = normalPart(blocks, design.covariate)
  const {root, pivots} = rootOf(cross)
  // B'P, as wide as the model.
  const projected = product(
    root,
    columns.map((column) => inverse[column]!),
  )
  const inner = innerOf(projected, root, columns)
  const isMany = design.groups.length > MANY_GROUPS
  if (isMany && isSmall(inner)) {
    const share = {inner, projected, root, pivots}
    const gram = smallGram(share, contrastedOf(design))
    return {count: 0, columns, root, reach: undefined, gram, alone: [], share}
  }

  const {realEigenvalues: shares, eigenvectorMatrix} = new EigenvalueDecomposition(
    inner.map((row) => Array.from(row)),
    {assumeSymmetric: true},
  )
  const rotation = eigenvectorMatrix.to2DArray().map((row) => Float64Array.from(row))
  const rotated = product(transposed(rotation), projected)
  const deleted = Float64Array.from(shares, (share) => (share >= ALONE ? 0 : 1 / (1 - share)))
  // A direction that the cluster alone determines has no residuals.
  const phi = Float64Array.from(shares, (share) =>
    share >= ALONE || share < ZERO ? 0 : (1 / Math.sqrt(1 - share) - 1) / share,
  )
  return {
    count: 0,
    columns,
    root,
    reach: isMany ? undefined : product(scaledColumns(rotation, deleted.map(Math.sqrt)), rotated),
    gram: isMany ? gramOf(rotated, deleted, contrastedOf(design)) : undefined,
    alone: rotated.filter((_, at) => shares[at]! >= ALONE),
    share: {rotated, phi, deleted},
  }
}

/** B'PB. */
function innerOf(projected: Rows, root: Rows, columns: readonly number[]): Float64Array[] {
  const inner = zeroRows(root.length, root.length)
  for (const [i, line] of projected.entries()) {
    const cells = Float64Array.from(columns, (column) => line[column]!)
    for (let j = 0; j <= i; j++) {
      const value = dot(cells, root[j]!)
      inner[i]![j] = value
      inner[j]![i] = value
    }
  }

  return inner
}

function scaledColumns(rows: Rows, weights: Float64Array): Float64Array[] {
  return rows.map((row) => row.map((value, column) => value * weights[column]!))
}

/** B' with BB' = C, by Cholesky with the largest number of the diagonal first: C is not of full rank. */
function rootOf(cross: Matrix): {root: Float64Array[]; pivots: number[]} {
  const size = cross.rows
  const rest = Array.from({length: size}, (_, row) => Float64Array.from(cross.getRow(row)))
  const least = Math.max(0, ...rest.map((row, at) => row[at]!)) * ZERO
  const roots: Float64Array[] = []
  const pivots: number[] = []
  let left = [...rest.keys()]
  for (;;) {
    let pivot = -1
    for (const at of left) if (pivot < 0 || rest[at]![at]! > rest[pivot]![pivot]!) pivot = at
    if (pivot < 0 || rest[pivot]![pivot]! <= least) break
    const scale = Math.sqrt(rest[pivot]![pivot]!)
    const root = new Float64Array(size)
    for (const at of left) root[at] = rest[at]![pivot]! / scale
    left = left.filter((at) => at !== pivot)
    // What has been a pivot is not looked at again.
    for (const at of left) addScaled(rest[at]!, root, -root[at]!)
    roots.push(root)
    pivots.push(pivot)
  }

  return {root: roots.length > 0 ? roots : [new Float64Array(size)], pivots}
}

/**
 * With z = Z_g'u_g: P z + (B'P)'U diag(weights) U'B'P z, once with the weights of the score and once with
 * those of the deletion, which is its negative.
 */
function partsOf(
  {inverse, design, coefficients}: Solution,
  cluster: Cluster,
  {columns, share}: ClusterPattern,
): Pick<ClusterFactor, 'score' | 'deletion'> {
  const all = residualProducts(cluster, design, coefficients)
  if ('inner' in share) return smallParts(share, (column) => all[columns[column]!]!)
  const {rotated, phi, deleted} = share
  const score = new Float64Array(design.width)
  for (const column of columns) addScaled(score, inverse[column]!, all[column]!)
  const deletion = score.map((value) => -value)
  for (const [at, row] of rotated.entries()) {
    if (phi[at] === 0 && deleted[at] === 0) continue
    let part = 0
    for (const column of columns) part += row[column]! * all[column]!
    addScaled(score, row, part * phi[at]!)
    addScaled(deletion, row, -part * deleted[at]!)
  }

  return {score, deletion}
}

/** Z_g'u_g, u the residuals of the whole fit, as wide as the model. */
function residualProducts(
  {blocks}: Cluster,
  {width, covariate}: Design,
  coefficients: Float64Array,
): Float64Array {
  const sums = new Float64Array(width)
  for (const {cells, n} of blocks) {
    const residuals = cells.map((cell) => {
      const ofCovariate = covariate === null ? 0 : coefficients[covariate]! * cell.x
      return cell.sum - cell.n * (coefficients[cell.group]! + coefficients[cell.rater]! + ofCovariate)
    })
    const mean = residuals.reduce((total, value) => total + value, 0) / n
    for (const [at, cell] of cells.entries()) {
      const residual = residuals[at]! - cell.n * mean
      sums[cell.group]! += residual
      sums[cell.rater]! += residual
      if (covariate !== null) sums[covariate]! += residual * cell.x
    }
  }

  return sums
}

/** q_g² = |R L|²: the weight that a cluster has in the variance of a combination L. */
export function weightOf(
  {reach, gram}: ClusterPattern,
  combination: Float64Array,
  used: readonly number[],
): number {
  if (gram) return Math.max(0, quadratic(gram, combination, used))
  let weight = 0
  for (const row of reach!) {
    let sum = 0
    for (const column of used) sum += combination[column]! * row[column]!
    weight += sum * sum
  }

  return weight
}

/** The first cluster that a combination L of coefficients hangs on; `variance`: L'PL. */
export function hangsOn(
  {clusters, patterns}: ClusterFactors,
  combination: Float64Array,
  variance: () => number,
): ClusterFactor | undefined {
  if (patterns.every(({alone}) => alone.length === 0)) return undefined
  const most = 1e-7 * variance()
  const has = ({alone}: ClusterPattern) => alone.some((direction) => dot(direction, combination) ** 2 > most)
  return clusters.find(({pattern}) => has(pattern))
}
