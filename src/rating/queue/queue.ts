import type {Candidate} from '../../records/rating.js'
import {BlockOrder} from './block-order.js'
import {blocksOf, type Block, type BlockOptions, type Cell} from './blocks.js'
import type {QueueItem} from '../rating-service.js'
import {repeatSlots} from './repeats.js'
import {seededShare} from './seeded.js'

export interface QueueOptions extends BlockOptions {
  /** At most so many screens. */
  limit: number
  /**
   * Share of blocks, 0..1, that several raters get so that agreement can be measured; none where `asked`
   * chooses.
   */
  overlap: number
}

/** So many blocks take turns, that the next screen never asks the same as the last. */
const OPEN_BLOCKS = 2
/** With so few systems, a rater would still have the last screen of a block in mind. */
const FEW_SYSTEMS = 4
const OPEN_OF_FEW = 3
/** At most one screen in so many is a baseline. */
const SCREENS_A_BASELINE = 10

/**
 * The order in which one rater sees results: block after block, all systems of a block by the same rater, two
 * blocks in turns. Baselines come now and then, and repeats of what the rater has rated (`rated`)
 * unannounced. `candidates` are all results in scope, rated or not. The order is the same wherever it is
 * computed.
 */
export function ratingQueue(
  candidates: readonly Candidate[],
  rated: readonly Candidate[],
  options: QueueOptions,
): QueueItem[] {
  const {rater, limit} = options
  const openBlocks = new OpenBlocks(blocksOf(candidates, options), options)
  const repeats = repeatSlots(rated, rater, Math.min(limit, openBlocks.waiting))
  const queue: QueueItem[] = []
  let last: string | undefined
  while (queue.length < limit) {
    const again = repeats.get(queue.length)
    const repeat = again && again.configuration !== last ? again : undefined
    const cell = repeat ?? openBlocks.take(queue.length, last)
    if (!cell) break
    queue.push({id: cell.candidate.id, repeat: repeat !== undefined})
    last = cell.configuration
  }

  return queue
}

/** The blocks that take turns. */
class OpenBlocks {
  readonly #rater: string
  readonly #order: BlockOrder
  readonly #width: number
  readonly #blocks: readonly Block[]
  readonly #withBaselines: readonly Block[]
  /** The block whose turn is next stands first. */
  #open: {block: Block; cells: Cell[]}[] = []
  readonly #begun: Set<Block>
  #baselines = 0

  constructor(blocks: ReadonlyMap<string, Block>, {rater, overlap, asked}: QueueOptions) {
    this.#rater = rater
    this.#blocks = [...blocks.values()]
    this.#withBaselines = this.#blocks
      .filter(({baselines}) => baselines.length > 0)
      .map((block) => ({block, rank: seededShare(rater, block.key)}))
      .sort((a, b) => a.rank - b.rank)
      .map(({block}) => block)
    this.#order = new BlockOrder(this.#blocks, {rater, overlap: asked ? 0 : overlap})
    const systems = this.#blocks.flatMap(({waiting}) => waiting.map(({candidate}) => candidate.model))
    this.#width = new Set(systems).size < FEW_SYSTEMS ? OPEN_OF_FEW : OPEN_BLOCKS
    this.#begun = new Set(this.#blocks.filter(({raters}) => raters.has(rater)))
  }

  /** How many cells the rater can still be asked for. */
  get waiting(): number {
    return this.#blocks.reduce((sum, {waiting, baselines}) => sum + waiting.length + baselines.length, 0)
  }

  /** The next cell for the screen at this place, from 0; after one of the configuration `last`. */
  take(place: number, last: string | undefined): Cell | undefined {
    this.#refill()
    const baseline = this.#isBaselineDue(place)
      ? this.#takeBaseline(
          this.#withBaselines.filter((block) => this.#begun.has(block)),
          last,
          true,
        )
      : undefined
    return baseline ?? this.#takeTurn(last) ?? this.#takeBaseline(this.#withBaselines, last, false)
  }

  #takeTurn(last: string | undefined): Cell | undefined {
    const isOther = ({configuration}: Cell) => configuration !== last
    const open = this.#open.find(({cells}) => cells.some(isOther)) ?? this.#open[0]
    if (!open) return undefined
    const at = Math.max(0, open.cells.findIndex(isOther))
    const [cell] = open.cells.splice(at, 1)
    this.#open = this.#open.filter((entry) => entry !== open)
    if (open.cells.length > 0) this.#open.push(open)
    return cell
  }

  #refill(): void {
    while (this.#open.length < this.#width) {
      const block = this.#order.take(this.#open.map((open) => open.block.persona))
      if (!block) return
      this.#begun.add(block)
      this.#open.push({block, cells: this.#shuffled(block.waiting)})
    }
  }

  /** The k-th comes after ten times k screens at the earliest, and at no place that can be guessed. */
  #isBaselineDue(place: number): boolean {
    const next = this.#baselines + 1
    const offset = Math.floor(seededShare(this.#rater, 'baseline', String(next)) * SCREENS_A_BASELINE)
    return place + 1 >= next * SCREENS_A_BASELINE + offset
  }

  #takeBaseline(blocks: readonly Block[], last: string | undefined, isOtherOnly: boolean): Cell | undefined {
    const isFit = ({configuration}: Cell) => configuration !== last
    const block =
      blocks.find(({baselines}) => baselines.some(isFit)) ??
      (isOtherOnly ? undefined : blocks.find(({baselines}) => baselines.length > 0))
    if (!block) return undefined
    const cells = this.#shuffled(block.baselines)
    const cell = cells.find(isFit) ?? cells[0]!
    block.baselines = cells.filter((entry) => entry !== cell)
    this.#baselines++
    return cell
  }

  #shuffled(cells: readonly Cell[]): Cell[] {
    const ranked = cells.map((cell) => ({cell, rank: seededShare(this.#rater, cell.candidate.id)}))
    return ranked.sort((a, b) => a.rank - b.rank).map(({cell}) => cell)
  }
}
