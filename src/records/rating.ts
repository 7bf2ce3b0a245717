import type {z} from 'zod'
import type {ResultFactors} from './result.js'
import type {ratingRecordSchema} from './schemas.js'

/** What somebody gave a result, 1 (unusable) to 5 (excellent). */
export type RatingRecord = z.infer<typeof ratingRecordSchema>

/** A rating that is to be saved; its id follows from result and user. */
export type NewRating = Omit<RatingRecord, 'id'>

/** A remark of a person on a result. */
export interface NoteRecord {
  id: string
  result_id: string
  user_id: string
  note: string
  /** Somebody should look at it. */
  flagged: boolean
  created_at: string
}

export type NewNote = Omit<NoteRecord, 'id'>

/** `flagged` is null where a file does not say. */
export type ImportedNote = Omit<NewNote, 'flagged'> & {flagged: boolean | null}

/** Characters of a remark. */
export const LONGEST_NOTE = 2000

/** What each score means; raters see these words. */
export const SCORE_LABELS = ['unusable', 'poor', 'fair', 'good', 'excellent'] as const

export function isScore(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= SCORE_LABELS.length
}

/** A result as the rating queue needs it: no chips. */
export interface Candidate extends ResultFactors {
  id: string
  /** Ratings by anybody. */
  rating_count: number
}

/** A rating with the factors of what was rated. */
export interface FactoredRating extends ResultFactors {
  result_id: string
  user_id: string
  rating: number
}

/** First and second rating of the same result by the same person. */
export interface RepeatedRating {
  user_id: string
  first: number
  second: number
}

/** A rating as it is exported: with what was rated, and the rater's note. */
export interface ExportedRating extends RatingRecord, Omit<FactoredRating, 'user_id' | 'rating'> {
  note: string | null
  flagged: boolean
}
