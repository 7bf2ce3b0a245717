import {namesOf, type Columns, type RowOf} from './columns.js'
import {VERSION_PART, type ResultFactors} from './result.js'
import type {VersionedFactor} from './version.js'

/** A person's rating of a result, 1 (unusable) to 5 (excellent). */
export const RATING_TABLE = {
  id: {
    type: 'text',
    meaning: 'id of the rating',
    described: 'follows from result and user: a new rating keeps it',
  },
  result_id: {type: 'text', meaning: 'result that was rated'},
  user_id: {type: 'text', meaning: 'who rated'},
  rating: {
    type: 'integer',
    min: 1,
    max: 5,
    meaning: '1 (unusable) to 5 (excellent)',
    described: '1 unusable, 2 poor, 3 fair, 4 good, 5 excellent',
  },
  created_at: {
    type: 'text',
    meaning: 'when, ISO 8601 in UTC; of the last change',
    described: 'ISO 8601, UTC',
  },
  blind: {
    type: 'boolean',
    nullable: true,
    meaning: 'true: the rater could not see whose it is; empty: unknown (scripts, imports)',
    described: 'whether the rater could not see whose the result is; null: nobody knows',
  },
} as const satisfies Columns

/** How a rating came about: stored and synced, not shown yet. */
export const RATING_PROVENANCE_PART = {
  seconds: {type: 'real', nullable: true, meaning: 'seconds from the screen to the key'},
  rubric_version: {
    type: 'text',
    nullable: true,
    meaning: 'the definition of what raters were told to judge by',
  },
} as const satisfies Columns
export const STORED_RATING_COLUMNS = [...namesOf(RATING_TABLE), ...namesOf(RATING_PROVENANCE_PART)]

export type RatingRecord = RowOf<typeof RATING_TABLE>

/** A rating that is to be saved; its id follows from result and user. */
export interface NewRating extends Omit<RatingRecord, 'id'> {
  /** From the first paint to the score; null or left out where it was not measured. */
  seconds?: number | null
  /** The definition of what the rater went by; null or left out where nothing was shown. */
  rubric_version?: string | null
}

/** Who took longer was away: so many seconds are kept at most. */
export const MOST_SECONDS = 300

/** Seconds as they are kept, from milliseconds. */
export function keptSeconds(ms: number): number {
  return Math.min(MOST_SECONDS, Math.round(Math.max(0, ms) / 100) / 10)
}

/** A remark of a person on a result; flagged: another person should look at the result. */
export const NOTE_TABLE = {
  id: {type: 'text', meaning: 'id of the note'},
  result_id: {type: 'text', meaning: 'result it is about'},
  user_id: {type: 'text', meaning: 'who wrote it'},
  note: {type: 'text', meaning: "the rater's remark on the result"},
  flagged: {type: 'boolean', meaning: 'true: the rater flagged the result'},
  created_at: {type: 'text', meaning: 'when, ISO 8601 in UTC; of the last change'},
} as const satisfies Columns

/** Reasons of a rater. */
export const REASONS_PART = {
  tags: {type: 'texts', meaning: 'tags of the rubric, JSON'},
  bad_chips: {type: 'texts', meaning: 'keys of the chips that are marked as bad, JSON'},
} as const satisfies Columns

/** All marks of a rater; `seen_at` is stored and synced, and shown to nobody. */
export const MARKS_PART = {
  ...REASONS_PART,
  seen_at: {type: 'text', nullable: true, meaning: 'when the rater saw the chips together with their system'},
} as const satisfies Columns
export const STORED_NOTE_COLUMNS = [...namesOf(NOTE_TABLE), ...namesOf(MARKS_PART)]

/** A note with its reasons, as people see it. */
export const ANNOTATION_TABLE = {...NOTE_TABLE, ...REASONS_PART} as const satisfies Columns
export type NoteRecord = RowOf<typeof ANNOTATION_TABLE>

/** All that a rater says of a result besides the score. */
export type Annotation = Pick<NoteRecord, 'note' | 'flagged' | 'tags' | 'bad_chips'>
export const NO_ANNOTATION: Annotation = {note: '', flagged: false, tags: [], bad_chips: []}

/** A note that is to be saved; tags and bad chips that are left out stay as they are. */
export interface NewNote extends Omit<NoteRecord, 'id' | 'tags' | 'bad_chips'> {
  tags?: string[] | undefined
  bad_chips?: string[] | undefined
}

/** What is left out, or null, stays as it is. */
export type AnnotationChange = {[Name in keyof Annotation]?: Annotation[Name] | null | undefined}

/** A change of a note; a note with nothing left to say is deleted. */
export type NoteChange = Omit<NewNote, keyof Annotation> & AnnotationChange

/** Characters of a remark. */
export const LONGEST_NOTE = 2000

/** The meaning of each score; raters see these words. */
export const SCORE_LABELS = ['unusable', 'poor', 'fair', 'good', 'excellent'] as const

export function isScore(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= SCORE_LABELS.length
}

/** An earlier rating as its rater may see it in a list: nothing of the system. */
export interface EarlierRating extends Pick<RatingRecord, 'result_id' | 'rating' | 'created_at'> {
  sector: string
  desired_role: string
  chips: number
  tags: string[]
}

/**
 * A result as the rating queue needs it: no chips. Its levels tell versions apart where several are in scope.
 */
export interface Candidate extends ResultFactors {
  id: string
  created_at: string
  /** Everybody who has rated it. */
  raters: readonly string[]
  /** The run of each level whose version is unknown; empty where it is known. */
  unknown_in: Readonly<Record<VersionedFactor, string>>
}

/** A rating with the factors of the rated result. */
export interface FactoredRating extends ResultFactors {
  result_id: string
  user_id: string
  rating: number
}

/** How many of some ratings are not blind, and of how many nobody knows (scripts, imports). */
export interface Blindness {
  ratings: number
  not_blind: number
  unknown: number
}

/** First and second rating of the same result by the same person. */
export interface RepeatedRating {
  user_id: string
  first: number
  second: number
}

/** What stands behind a rating in an export: the run, other marks of the rater, and the second rating. */
export const EXPORTED_PART = {
  run_id: {type: 'text', meaning: 'run of the result'},
  tags: MARKS_PART.tags,
  bad_chips: MARKS_PART.bad_chips,
  noted_at: {type: 'text', nullable: true, meaning: 'when note, flag and marks were last changed'},
  repeat_rating: {
    type: 'integer',
    nullable: true,
    meaning: 'what the rater said when the result came again, unannounced; in no mean',
  },
  repeated_at: {type: 'text', nullable: true, meaning: 'when that was'},
  ...RATING_PROVENANCE_PART,
  ...VERSION_PART,
} as const satisfies Columns

type Unrated<Name extends keyof RatingRecord> = {[Field in Name]: RatingRecord[Field] | null}

/**
 * All that a person said of a result, as it is exported: the rating with the factors of the result, the note,
 * and the second rating. There may be a note without a rating.
 */
export interface ExportedRating
  extends
    Pick<RatingRecord, 'result_id' | 'user_id' | 'blind'>,
    Unrated<'id' | 'rating' | 'created_at'>,
    ResultFactors,
    RowOf<typeof EXPORTED_PART> {
  note: string | null
  flagged: boolean
}
