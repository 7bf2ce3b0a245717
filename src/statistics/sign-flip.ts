import {Random} from './random.js'

export interface SignFlipOptions {
  seed: number
  /** Random sign patterns drawn where not all are counted; default 9,999. */
  permutations?: number
}

/** A two-sided p-value and how it was reached; `p` is null without differences. */
export interface SignFlipResult {
  n: number
  p: number | null
  method: 'exact' | 'monte_carlo'
}

/** Up to this many differences all 2^n sign patterns are counted. */
export const EXACT_LIMIT = 15

/** A stream apart from the bootstrap's, which shares the seed. */
const STREAM = 1

/** Signs decided by one draw: its 24 high bits, in three bytes. */
const SIGNS_A_DRAW = 24

/**
 * Sign-flip permutation test of paired differences (Fisher 1935, "The Design of Experiments", section 21):
 * if A and B were alike, each difference could as well have had the other sign. p is the share of sign
 * patterns whose |sum| is at least the observed |sum|; sums closer than rounding count as equal. Beyond 15
 * differences it is (b + 1)/(B + 1) over B random patterns (Davison & Hinkley 1997, section 4.2).
 */
export function signFlipTest(differences: readonly number[], options: SignFlipOptions): SignFlipResult {
  const n = differences.length
  const method = n <= EXACT_LIMIT ? 'exact' : 'monte_carlo'
  if (n === 0) return {n, p: null, method}
  const observed = Math.abs(differences.reduce((sum, difference) => sum + difference, 0))
  const size = differences.reduce((sum, difference) => sum + Math.abs(difference), 0)
  const threshold = observed - 1e-10 * size
  if (method === 'exact') {
    const sums = signedSums(differences)
    return {n, p: sums.filter((sum) => Math.abs(sum) >= threshold).length / sums.length, method}
  }

  const {seed, permutations = 9999} = options
  const extreme = countExtreme(differences, threshold, permutations, new Random(seed, STREAM))
  return {n, p: (extreme + 1) / (permutations + 1), method}
}

/** How many of `permutations` random sign patterns reach the threshold. */
function countExtreme(
  differences: readonly number[],
  threshold: number,
  permutations: number,
  random: Random,
): number {
  const sums = new Float64Array(permutations)
  // Eight signed additions become one look-up, and every table stays in the cache for all permutations.
  for (let first = 0; first < differences.length; first += SIGNS_A_DRAW) {
    const high = octetSums(differences, first)
    const middle = octetSums(differences, first + 8)
    const low = octetSums(differences, first + 16)
    for (let permutation = 0; permutation < permutations; permutation++) {
      const signs = random.uint32()
      sums[permutation]! += high[signs >>> 24]! + middle[(signs >>> 16) & 255]! + low[(signs >>> 8) & 255]!
    }
  }

  return sums.reduce((count, sum) => (Math.abs(sum) >= threshold ? count + 1 : count), 0)
}

/** The signed sums of eight differences from `first` on, with zeros beyond the last. */
function octetSums(differences: readonly number[], first: number): Float64Array {
  return signedSums(Array.from({length: 8}, (_, i) => differences[first + i] ?? 0))
}

/** The sums of the values under all 2^n sign patterns; bit i of the index turns value i negative. */
function signedSums(values: readonly number[]): Float64Array {
  const sums = new Float64Array(2 ** values.length)
  values.forEach((value, i) => {
    const half = 2 ** i
    for (let pattern = 0; pattern < half; pattern++) {
      sums[half + pattern] = sums[pattern]! - value
      sums[pattern]! += value
    }
  })
  return sums
}
