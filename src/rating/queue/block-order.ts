import type {Block} from './blocks.js'
import {seededShare} from './seeded.js'

/** Raters of a block of the overlap set; more add little to what is known of their agreement. */
const OVERLAP_RATERS = 3

/**
 * Which block a rater begins next. Blocks that the rater has begun come first, so that each is seen whole by
 * one person; then those of the overlap set that others have begun; then blocks that nobody has begun; then
 * what others have begun, the fewest raters first. Chance decides between equals, seeded by rater. Blocks
 * that are to come last come in the same order when nothing else is left.
 */
export class BlockOrder {
  readonly #rater: string
  readonly #overlap: number
  readonly #left: Set<Block>
  readonly #rank = new Map<Block, number>()
  readonly #common = new Map<Block, number>()
  /** Blocks that anybody has begun, and how many of them are of the overlap set. */
  #begun = 0
  #overlapping = 0
  /** What the rater was asked in some style: the other styles are best judged by the same person. */
  readonly #sites = new Set<string>()

  constructor(blocks: Iterable<Block>, {rater, overlap}: {rater: string; overlap: number}) {
    this.#rater = rater
    this.#overlap = overlap
    const all = [...blocks]
    for (const block of all) {
      this.#common.set(block, seededShare(block.key))
      this.#rank.set(block, seededShare(rater, block.key))
    }

    if (overlap > 0) this.#atLeastOne(all)
    for (const block of all) {
      if (block.raters.has(rater)) this.#sites.add(block.site)
      if (block.raters.size > 0) this.#count(block)
    }

    this.#left = new Set(all.filter(({waiting}) => waiting.length > 0))
  }

  /**
   * The next block, of a persona that is not on the screen anyway where there is one; undefined at the end.
   */
  take(openPersonas: readonly string[]): Block | undefined {
    const {blocks, numbersOf} = this.#nextGroup()
    const others = blocks.filter(({persona}) => !openPersonas.includes(persona))
    const block = first(others.length > 0 ? others : blocks, numbersOf)
    if (!block) return undefined
    this.#left.delete(block)
    this.#sites.add(block.site)
    if (block.raters.size === 0) this.#count(block)
    return block
  }

  #nextGroup(): Group {
    const all = [...this.#left]
    const others = all.filter(({isLast}) => !isLast)
    const left = others.length > 0 ? others : all
    const rank = (block: Block) => this.#rank.get(block)!
    // In an order that is the same for all, so that raters meet.
    const common = (block: Block) => [this.#common.get(block)!]
    const begun = left.filter(({raters}) => raters.has(this.#rater))
    if (begun.length > 0) return {blocks: begun, numbersOf: (block) => [rank(block)]}
    const shared = left.filter(
      (block) => this.#isOverlap(block) && block.raters.size > 0 && block.raters.size < OVERLAP_RATERS,
    )
    if (shared.length > 0) return {blocks: shared, numbersOf: common}
    const fresh = left.filter(({raters}) => raters.size === 0)
    if (fresh.length === 0) return {blocks: left, numbersOf: (block) => [block.raters.size, rank(block)]}
    const ofSet = fresh.filter((block) => this.#isOverlap(block))
    const isDue = this.#overlapping < this.#overlap * (this.#begun + 1)
    if (isDue && ofSet.length > 0) return {blocks: ofSet, numbersOf: common}
    const alone = fresh.filter((block) => !this.#isOverlap(block))
    return {
      blocks: alone.length > 0 ? alone : fresh,
      numbersOf: (block) => [this.#sites.has(block.site) ? 0 : 1, rank(block)],
    }
  }

  /** The same blocks for every rater. */
  #isOverlap(block: Block): boolean {
    return this.#common.get(block)! < this.#overlap
  }

  /** A few blocks may all miss the share: the nearest is taken then. */
  #atLeastOne(blocks: readonly Block[]): void {
    const nearest = first(blocks, (block) => [this.#common.get(block)!])
    if (nearest && !this.#isOverlap(nearest)) this.#common.set(nearest, 0)
  }

  #count(block: Block): void {
    this.#begun++
    if (this.#isOverlap(block)) this.#overlapping++
  }
}

/** Blocks of which one is next: the first by numbers that are compared from the left. */
interface Group {
  blocks: readonly Block[]
  numbersOf: (block: Block) => number[]
}

function first(blocks: readonly Block[], numbersOf: Group['numbersOf']): Block | undefined {
  let best: {block: Block; numbers: number[]} | undefined
  for (const block of blocks) {
    const numbers = numbersOf(block)
    if (!best || isBefore({block, numbers}, best)) best = {block, numbers}
  }

  return best?.block
}

function isBefore(a: {block: Block; numbers: number[]}, b: {block: Block; numbers: number[]}): boolean {
  const at = a.numbers.findIndex((value, index) => value !== b.numbers[index])
  return at === -1 ? a.block.key < b.block.key : a.numbers[at]! < b.numbers[at]!
}
