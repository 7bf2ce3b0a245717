import {namesOf, type Columns} from './columns.js'

/** What is known of a rater besides the ratings. */
export const RATER_TABLE = {
  id: {type: 'text', meaning: 'id of the rater; follows from the name'},
  user_id: {type: 'text', meaning: 'the name; of a removed person `removed:` and the SHA-256 of the name'},
  figures_seen_at: {type: 'text', nullable: true, meaning: 'when the rater last opened figures'},
  calibration: {type: 'text', nullable: true, meaning: 'which examples the rater has seen, JSON'},
  created_at: {type: 'text', meaning: 'when, ISO 8601 in UTC'},
} as const satisfies Columns
export const STORED_RATER_COLUMNS = namesOf(RATER_TABLE)

/** What a person did with the examples of a rubric. */
export interface Calibration {
  /** The person's scores, in the order of the examples. */
  scores: number[]
  /** The person left the rest out for good. */
  isLeftOut?: boolean
}

/** By version of the rubric. */
export type Calibrations = Record<string, Calibration>

/** How much of a person a database holds. */
export interface PersonContents {
  ratings: number
  repeats: number
  notes: number
  /** Runs that the person began. */
  runs: number
}

/** A person in a list. */
export interface RaterSummary {
  user_id: string
  ratings: number
  /** Those of the ratings that were given while the model could be seen. */
  not_blind: number
  repeats: number
  notes: number
  /** When the latest rating, repeat or note was made, ISO 8601 in UTC. */
  last_activity: string | null
}
