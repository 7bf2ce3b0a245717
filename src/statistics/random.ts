import {xoroshiro128plusFromState} from 'pure-rand/generator/xoroshiro128plus'
import type {RandomGenerator} from 'pure-rand/types/RandomGenerator'

const TWO_32 = 2 ** 32
const GOLDEN_RATIO = 0x9e3779b9

/**
 * Seeded random integers: the same seed and stream give the same sequence on every machine, because
 * every step is integer arithmetic or an exact division.
 *
 * The generator is xoroshiro128+ (Blackman & Vigna 2018) of `pure-rand`. Its lowest bits are its
 * weakest, so every draw here is taken from the high bits.
 */
export class Random {
  readonly #generator: RandomGenerator

  /**
   * `seed`: any safe integer. `stream`: a small number, different for each use of one seed, so that two uses
   * do not share their draws. Throws RangeError when either is no safe integer.
   */
  constructor(seed: number, stream = 0) {
    if (!Number.isSafeInteger(seed) || !Number.isSafeInteger(stream)) {
      throw new RangeError(`A seed must be a whole number, got ${seed} (stream ${stream})`)
    }

    this.#generator = xoroshiro128plusFromState(initialState(seed, stream))
  }

  /** A whole number in 0..2^32 - 1. */
  uint32(): number {
    return this.#generator.next() >>> 0
  }

  /** A whole number in 0..bound - 1, each equally likely; bound in 1..2^32. */
  below(bound: number): number {
    const width = bucketWidth(bound)
    const limit = width * bound
    let draw = this.uint32()
    while (draw >= limit) draw = this.uint32()
    return Math.floor(draw / width)
  }

  /** Fills the first `count` places of `target` with draws in 0..bound - 1: `below` without its set-up. */
  fillBelow(target: Uint32Array, count: number, bound: number): void {
    const generator = this.#generator
    const width = bucketWidth(bound)
    const limit = width * bound
    for (let i = 0; i < count; i++) {
      let draw = generator.next() >>> 0
      while (draw >= limit) draw = generator.next() >>> 0
      target[i] = draw / width
    }
  }

  /** 0..size - 1 in random order (Fisher & Yates). */
  permutation(size: number): Uint32Array {
    const order = Uint32Array.from({length: size}, (_, i) => i)
    for (let i = size - 1; i > 0; i--) {
      const j = this.below(i + 1)
      const moved = order[i]!
      order[i] = order[j]!
      order[j] = moved
    }

    return order
  }
}

/**
 * The 2^32 draws are cut into `bound` buckets of equal width; draws beyond the last bucket are rejected.
 * That removes the bias of a modulo, and the bucket is decided by the high bits.
 */
function bucketWidth(bound: number): number {
  if (!Number.isInteger(bound) || bound < 1 || bound > TWO_32) {
    throw new RangeError(`A bound must be a whole number in 1..2^32, got ${bound}`)
  }

  return Math.floor(TWO_32 / bound)
}

/** Spreads seed and stream over the 128 bits of state, so that neighbouring seeds start far apart. */
function initialState(seed: number, stream: number): number[] {
  const low = seed | 0
  const high = Math.floor(seed / TWO_32) | 0
  const state = [1, 2, 3, 4].map((word) => {
    const step = Math.imul(word, GOLDEN_RATIO)
    return scramble(scramble(scramble(low + step) ^ high) ^ (stream + step))
  })
  // An all-zero state is the one state the generator never leaves.
  if (!state.some(Boolean)) state[0] = 1
  return state
}

/** The 32-bit finaliser of MurmurHash3 (Appleby): a bijection in which each bit in moves every bit out. */
function scramble(word: number): number {
  let h = word | 0
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b)
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35)
  return h ^ (h >>> 16)
}
