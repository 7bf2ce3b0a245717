import type {Annotation, EarlierRating} from '../../records/rating.js'
import type {Calibration} from '../../records/rater.js'
import type {RubricTexts} from '../../rating/rubric-texts.js'
import type {RatingCommand, Outcome} from '../../rating/page-commands.js'

/**
 * The messages between the rating page and its server. Times of a browser are not trusted, only how long ago.
 */

/** A result as a rater sees it: nothing in it reveals its model. */
export interface ItemAnswer {
  /** Names the result for this rater; see item-references.ts. */
  reference: string
  /** In words, for a screen reader. */
  title: string
  html: string
  /** What the rater said of it besides the score. */
  annotation: Annotation
  /** The keys of its chips, in the order in which they are shown. */
  chips: readonly string[]
  /** The score that the rater gave it before; null: not rated, or shown again. */
  score: number | null
  /** Never sent. */
  model?: never
}

/** The data of a page at its start; the first item's HTML stands in the page already. */
export interface SessionData {
  user: string
  /** Item references in the order they are shown. */
  queue: string[]
  first: Omit<ItemAnswer, 'html'> | null
  /** Names this queue: what is kept in the browser of another queue says nothing of it. */
  session: string
  /** The examples that are left for the rater; null: none is. The one to begin with stands in the page. */
  calibration: PageCalibration | null
  /** The words for the scores, and the tags. */
  texts: Pick<RubricTexts, 'anchors' | 'tags'>
}

/** The examples of a rubric, as a page shows them. */
export interface PageCalibration {
  /** The definition of the rubric. */
  version: string
  /** The scores that the rater gave in an earlier session. */
  scores: readonly number[]
  examples: readonly PageExample[]
}

export interface PageExample {
  title: string
  html: string
  /** What the team says it deserves, and why. */
  score: number
  why: string
}

/** What a rater did with the examples. */
export interface CalibrationRequest {
  user: string
  version: string
  calibration: Calibration
}

/** Earlier ratings of a rater; `result_id` is an item reference. */
export interface EarlierAnswer {
  ratings: EarlierRating[]
}

export interface CommandRequest {
  /** The user who gave the command: another user may be signed in by the time it is sent. */
  user: string
  /** The page of the command, and its place among the commands of that page: no command is done twice. */
  tab: string
  seq: number
  reference: string
  age_ms: number
  command: RatingCommand
}

export interface CommandAnswer {
  outcome: Outcome
}
