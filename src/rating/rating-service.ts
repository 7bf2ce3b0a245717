import {NO_ANNOTATION, type Annotation, type NewNote, type NewRating} from '../records/rating.js'

/** One screen of a session. */
export interface QueueItem {
  id: string
  /** Shown although the rater has rated it before, to measure how far raters agree with themselves. */
  repeat: boolean
}

/** What a rater said of a result before. */
export interface ExistingRating {
  rating: number | null
  note: Annotation | undefined
}

/** The ports to results and ratings, wherever they are kept; `Item`: what a rater is shown. */
export interface RatingPorts<Item> {
  load: (id: string) => Promise<Item | undefined>
  existingRating: (id: string) => Promise<ExistingRating>
  /** The keys of the item's chips, in the order in which they are shown. */
  chipKeys: (item: Item) => readonly string[]
  /** Undefined when the result is gone. */
  save: (rating: NewRating) => Promise<object | undefined>
  withdraw: (id: string) => Promise<void>
  saveRepeat: (rating: NewRating) => Promise<void>
  withdrawRepeat: (id: string) => Promise<void>
  saveNote: (note: NewNote) => Promise<void>
}

/** The result on the screen. */
export interface Shown<Item> {
  result: Item
  /** 1 for the first screen of the session. */
  position: number
  /** What the rater said besides the score, as it is saved. */
  annotation: Annotation
  /** The keys of its chips, in the order in which they are shown. */
  chips: readonly string[]
  /** The score that is to be corrected; null: this result is rated for the first time, or again. */
  score: number | null
}

export interface RatingInput {
  blind: boolean | null
  at?: Date
  seconds?: number | null
  rubricVersion?: string | null
}

/**
 * What one rater can do to one result, in any front end: a repeat is kept apart from ratings, and a result
 * that was rated elsewhere meanwhile is not shown.
 */
export class RatingService<Item> {
  constructor(
    private readonly ports: RatingPorts<Item>,
    readonly rater: string,
  ) {}

  /** Undefined when there is nothing to rate: the result is gone, or rated already. */
  async load({id, repeat}: QueueItem): Promise<Shown<Item> | undefined> {
    const shown = await this.correct(id)
    if (!shown || (shown.score !== null && !repeat)) return undefined
    return {...shown, score: null}
  }

  /** A result with the score that it has; undefined when it is gone. */
  async correct(id: string): Promise<Shown<Item> | undefined> {
    const [result, {rating, note}] = await Promise.all([this.ports.load(id), this.ports.existingRating(id)])
    if (!result) return undefined
    const {note: text, flagged, tags, bad_chips} = note ?? NO_ANNOTATION
    const annotation = {note: text, flagged, tags: [...tags], bad_chips: [...bad_chips]}
    return {result, position: 0, annotation, chips: this.ports.chipKeys(result), score: rating}
  }

  /** @returns false when the result is gone. @throws the errors of the ports; nothing is changed then. */
  async rate(
    {id, repeat}: QueueItem,
    score: number,
    {blind, at = new Date(), seconds = null, rubricVersion = null}: RatingInput,
  ): Promise<boolean> {
    const rating = {
      result_id: id,
      user_id: this.rater,
      rating: score,
      created_at: at.toISOString(),
      blind,
      seconds,
      rubric_version: rubricVersion,
    }
    if (!repeat) return (await this.ports.save(rating)) !== undefined
    await this.ports.saveRepeat(rating)
    return true
  }

  async withdraw({id, repeat}: QueueItem): Promise<void> {
    return repeat ? this.ports.withdrawRepeat(id) : this.ports.withdraw(id)
  }

  async annotate(
    {id}: QueueItem,
    annotation: Omit<NewNote, 'result_id' | 'user_id' | 'created_at'>,
    at = new Date(),
  ): Promise<void> {
    await this.ports.saveNote({
      result_id: id,
      user_id: this.rater,
      ...annotation,
      created_at: at.toISOString(),
    })
  }
}
