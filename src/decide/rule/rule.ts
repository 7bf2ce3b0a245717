import {bySheet, inOrder, type CellScore, type Sheet} from './blocks.js'
import {boundsOf, differenceOf, errorOfBound, upperEndOfMean, type Bounds, type PairSums} from './bounds.js'
import type {BlockDifference, Sharpen} from '../sharpen.js'

/** No look before so many blocks: nothing is out earlier. */
export const FIRST_LOOK = 8
/** Nothing is settled, and so nothing decided, before so many blocks. */
export const FIRST_SETTLED = 12
/** A mean over other blocks may name the wrong leader; common blocks correct that so often. */
const CORRECTIONS = 2

/** What the rule works on. Candidates are places 0 … K - 1, in the order of their keys. */
export interface RuleInput {
  /** K: the candidates that keep the limits on cost and latency. */
  candidates: number
  scores: readonly CellScore[]
  /** The candidates that have something to rate in a block, by its key; a block that is missing has all. */
  answered?: ReadonlyMap<string, ReadonlySet<number>>
  /** Rating points that do not matter to the team; above 0. */
  margin: number
  /** A candidate whose mean rating is surely below this is out. */
  minRating?: number | undefined
  /**
   * The candidates by preference, best first: the question is then whether the first of them that can be
   * shipped is at most the margin below every other. Without it: which candidate is the best.
   */
  preference?: readonly number[] | undefined
  /** A judge's scores as covariate of the paired differences. */
  sharpen?: Sharpen | undefined
}

export type CandidateState = 'leader' | 'open' | 'settled' | 'out'

export interface RuledCandidate {
  state: CandidateState
  /** Why it is out: surely worse than the leader, or surely below --min-rating. */
  reason: 'worse' | 'rating' | null
  /** Against the leader; null for the leader, before the first look, and for what is out by its rating. */
  bounds: Bounds | null
}

export interface Verdict {
  isDecided: boolean
  /** The leader, or with a preference the reference; null before the first look or when all are out. */
  leader: number | null
  candidates: RuledCandidate[]
  /** The candidates that the next block must hold: leader and open ones; none once it is decided. */
  stillAsked: number[]
  /** Complete blocks. */
  blocks: number
  /** Their keys; what is in play now may be missing there. */
  complete: ReadonlySet<string>
  looks: number
}

/**
 * The rule of `bench decide` (docs/decide.md has its lines): replays the blocks in the order in which they
 * were completed and looks after each from the eighth on. A block is complete when one rater has rated all
 * candidates in play that answered there. Nothing is stored: the same ratings give the same verdict.
 */
export function decideByRule(input: RuleInput): Verdict {
  const replay = new Replay(input)
  const pending = new Set<Sheet>()
  let looks = 0
  for (const {sheet, at, scores} of inOrder(input.scores, input.candidates)) {
    const isNew = sheet.lastAt === ''
    for (const {candidate, score} of scores) sheet.scores[candidate] = score
    sheet.lastAt = at
    if (isNew) pending.add(sheet)
    const isAsked = scores.some(({candidate}) => replay.isInPlay(candidate))
    if (replay.holds(sheet) && isAsked && replay.isComplete(sheet)) replay.look()
    // A look may leave fewer in play, and so complete blocks that waited for what is out now.
    let waiting: Iterable<Sheet> = replay.looks > looks ? pending : pending.has(sheet) ? [sheet] : []
    for (let next; (next = replay.nextComplete(waiting)); waiting = pending) {
      pending.delete(next)
      replay.add(next)
    }

    looks = replay.looks
  }

  return replay.verdict()
}

/** The rule step by step: `decideByRule` feeds it what was rated, a simulation what it asks for. */
export class Replay {
  /** Complete sheets by block: usually one; the first that has both of a pair counts. */
  readonly #blocks = new Map<string, Sheet[]>()
  readonly #sheets = new Set<Sheet>()
  readonly #alpha: number
  readonly #candidates: RuledCandidate[]
  #leader: number | null = null
  #isDecided = false
  looks = 0

  constructor(private readonly input: RuleInput) {
    this.#alpha = errorOfBound(input.candidates)
    this.#candidates = Array.from({length: input.candidates}, () => ({
      state: 'open' as const,
      reason: null,
      bounds: null,
    }))
  }

  isInPlay(candidate: number): boolean {
    const {state} = this.#candidates[candidate]!
    return state === 'open' || state === 'leader'
  }

  holds(sheet: Sheet): boolean {
    return this.#sheets.has(sheet)
  }

  /**
   * Whether its rater has rated all that are in play and answered there; one score alone compares nothing.
   */
  isComplete({block, scores}: Sheet): boolean {
    const answered = this.input.answered?.get(block)
    let rated = 0
    for (let candidate = 0; candidate < scores.length; candidate++) {
      if (scores[candidate] !== undefined) rated++
      else if (this.isInPlay(candidate) && (answered?.has(candidate) ?? true)) return false
    }

    return rated > 1
  }

  /** The first of them that is complete, in the order in which they were completed. */
  nextComplete(sheets: Iterable<Sheet>): Sheet | undefined {
    let first: Sheet | undefined
    for (const sheet of sheets)
      if (this.isComplete(sheet) && (!first || bySheet(sheet, first) < 0)) first = sheet
    return first
  }

  /** A second rater of a block adds the pairs that the first has not rated, and is no block more. */
  add(sheet: Sheet): void {
    this.#sheets.add(sheet)
    const others = this.#blocks.get(sheet.block)
    if (others) others.push(sheet)
    else this.#blocks.set(sheet.block, [sheet])
    this.look()
  }

  look(): void {
    if (this.#blocks.size < FIRST_LOOK) return
    this.looks++
    this.#refuseLowRatings()
    const before = this.#leader
    this.#leader = this.input.preference ? this.#reference(this.input.preference) : this.#bestLeader()
    if (this.#leader === null) {
      this.#isDecided = false
      return
    }

    this.#judge(this.#leader, before === this.#leader)
    // What is out stays out: where nothing else is left, further blocks could not change anything.
    this.#isDecided = this.#candidates.every(({state}) => state !== 'open')
  }

  verdict(): Verdict {
    const inPlay = [...this.#candidates.keys()].filter((candidate) => this.isInPlay(candidate))
    return {
      isDecided: this.#isDecided,
      leader: this.#leader,
      candidates: this.#candidates,
      stillAsked: this.#isDecided ? [] : inPlay,
      blocks: this.#blocks.size,
      complete: new Set(this.#blocks.keys()),
      looks: this.looks,
    }
  }

  /** `--min-rating`: out when the upper end of the interval of the mean is below it. */
  #refuseLowRatings(): void {
    const {minRating} = this.input
    if (minRating === undefined) return
    for (const candidate of this.#notOut()) {
      const sums = this.#sums(candidate)
      if (sums.n >= FIRST_LOOK && upperEndOfMean(sums) < minRating)
        this.#candidates[candidate] = {state: 'out', reason: 'rating', bounds: null}
    }
  }

  /** Line 4: the highest mean among those in play, unless another is ahead of it on common blocks. */
  #bestLeader(): number | null {
    let leader = this.#highestMean()
    for (let step = 0; step < CORRECTIONS && leader !== null; step++) leader = this.#furthestAhead(leader)
    return leader
  }

  /** Of equal means the leader so far stays, else the first by key. */
  #highestMean(): number | null {
    const notOut = this.#notOut()
    let leader = notOut[0] ?? null
    let best = -Infinity
    for (const candidate of notOut.filter((place) => this.isInPlay(place))) {
      const {n, sum} = this.#sums(candidate)
      const mean = n === 0 ? -Infinity : sum / n
      if (mean > best || (mean === best && candidate === this.#leader)) [leader, best] = [candidate, mean]
    }

    return leader
  }

  /** Who is ahead of a candidate by most on their common blocks; itself where no candidate is. */
  #furthestAhead(leader: number): number {
    let [first, ahead] = [leader, 0]
    for (const other of this.#notOut()) {
      if (other === leader) continue
      const pair = this.#pair(other, leader)
      const difference = differenceOf(pair) ?? 0
      if (pair.n >= FIRST_LOOK && difference > ahead) [first, ahead] = [other, difference]
    }

    return first
  }

  /** The first by preference that no other is surely more than the margin above. */
  #reference(preference: readonly number[]): number | null {
    for (const candidate of preference) {
      if (this.#candidates[candidate]!.state === 'out') continue
      const others = this.#notOut().filter((other) => other !== candidate)
      const bounds = this.#boundsOf(others, candidate)
      const above = bounds.find(({n, lower}) => n >= FIRST_LOOK && lower > this.input.margin)
      if (!above) return candidate
      this.#candidates[candidate] = {state: 'out', reason: 'worse', bounds: above}
    }

    return null
  }

  /** Lines 5 to 10. */
  #judge(leader: number, isSameLeader: boolean): void {
    const others = this.#notOut().filter((candidate) => candidate !== leader)
    const bounds = this.#boundsOf(others, leader)
    for (const [at, other] of others.entries()) {
      const now = bounds[at]!
      const {state, bounds: before} = this.#candidates[other]!
      if (now.upper < 0 && now.n >= FIRST_LOOK)
        this.#candidates[other] = {state: 'out', reason: 'worse', bounds: now}
      else if (now.upper < this.input.margin && now.n >= FIRST_SETTLED)
        this.#candidates[other] = {state: 'settled', reason: null, bounds: now}
      // Settled stays settled while the leader leads, though the variance that all share may change.
      else if (state === 'settled' && isSameLeader)
        this.#candidates[other] = {state, reason: null, bounds: before}
      else this.#candidates[other] = {state: 'open', reason: null, bounds: now}
    }

    this.#candidates[leader] = {state: 'leader', reason: null, bounds: null}
  }

  #notOut(): number[] {
    return [...this.#candidates.keys()].filter((candidate) => this.#candidates[candidate]!.state !== 'out')
  }

  #boundsOf(others: readonly number[], reference: number): Bounds[] {
    return boundsOf(
      others.map((other) => this.#pair(other, reference)),
      this.#alpha,
    )
  }

  #pair(other: number, reference: number): PairSums {
    const sums = {n: 0, sum: 0, squares: 0}
    const differences: BlockDifference[] = []
    for (const [block, sheets] of this.#blocks) {
      for (const {scores} of sheets) {
        const [a, b] = [scores[other], scores[reference]]
        if (a === undefined || b === undefined) continue
        sums.n++
        sums.sum += a - b
        sums.squares += (a - b) ** 2
        differences.push({block, difference: a - b})
        break
      }
    }

    return {...sums, sharpened: this.input.sharpen?.(other, reference, differences)}
  }

  #sums(candidate: number): PairSums {
    const sums = {n: 0, sum: 0, squares: 0}
    for (const sheets of this.#blocks.values()) {
      for (const {scores} of sheets) {
        const score = scores[candidate]
        if (score === undefined) continue
        sums.n++
        sums.sum += score
        sums.squares += score ** 2
        break
      }
    }

    return sums
  }
}
