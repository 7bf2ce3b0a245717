import type {NewNote, NewRating, NoteRecord} from '../records/rating.js'

/** One screen of a session. */
export interface QueueItem {
  id: string
  /** Shown although the rater has rated it before, to measure how far raters agree with themselves. */
  repeat: boolean
}

/** The ports to results and ratings, wherever they are kept; `Item`: what a rater is shown. */
export interface RatingPorts<Item> {
  load: (id: string) => Promise<Item | undefined>
  /** The rating and note that the rater gave a result before. */
  existingRating: (
    id: string,
  ) => Promise<{rating: number | null; note: Pick<NoteRecord, 'note' | 'flagged'> | undefined}>
  /** Undefined when the result is gone. */
  save: (rating: NewRating) => Promise<object | undefined>
  /** False when the rater has seen the result's model: then the rating stays. */
  withdraw: (id: string) => Promise<boolean>
  saveRepeat: (rating: NewRating) => Promise<void>
  withdrawRepeat: (id: string) => Promise<void>
  saveNote: (note: NewNote) => Promise<void>
}

/** The result on the screen. */
export interface Shown<Item> {
  result: Item
  /** 1 for the first screen of the session. */
  position: number
  note: string
  flagged: boolean
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
    const [result, {rating, note}] = await Promise.all([this.ports.load(id), this.ports.existingRating(id)])
    if (!result || (rating !== null && !repeat)) return undefined
    return {result, position: 0, note: note?.note ?? '', flagged: note?.flagged ?? false}
  }

  /** @returns false when the result is gone. @throws the errors of the ports; nothing is changed then. */
  async rate(
    {id, repeat}: QueueItem,
    score: number,
    blind: boolean | null,
    {at = new Date(), seconds = null}: {at?: Date; seconds?: number | null} = {},
  ): Promise<boolean> {
    const created_at = at.toISOString()
    const rating = {result_id: id, user_id: this.rater, rating: score, created_at, blind, seconds}
    if (!repeat) return (await this.ports.save(rating)) !== undefined
    await this.ports.saveRepeat(rating)
    return true
  }

  /** @returns false when the rating stays, as the rater has seen the result's model. */
  async withdraw({id, repeat}: QueueItem): Promise<boolean> {
    if (!repeat) return this.ports.withdraw(id)
    await this.ports.withdrawRepeat(id)
    return true
  }

  async annotate(
    {id}: QueueItem,
    {note, flagged}: {note: string; flagged: boolean},
    at = new Date(),
  ): Promise<void> {
    await this.ports.saveNote({
      result_id: id,
      user_id: this.rater,
      note,
      flagged,
      created_at: at.toISOString(),
    })
  }
}
