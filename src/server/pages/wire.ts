import type {RatingCommand, Outcome} from '../../rating/page-commands.js'

/** What the rating page and its server tell each other. Times of a browser are not trusted, only how long ago. */

/** A result as a rater sees it: nothing of it tells whose it is. */
export interface ItemAnswer {
  /** Names the result for this rater; see tickets.ts. */
  reference: string
  /** In words, for a screen reader. */
  title: string
  html: string
  note: string
  flagged: boolean
  /** Never told. */
  model?: never
}

/** What a page starts with; the first item's HTML stands in the page already. */
export interface SessionData {
  user: string
  /** Tickets in the order they are shown. */
  queue: string[]
  first: Omit<ItemAnswer, 'html'> | null
}

export interface CommandRequest {
  /** Who did it: somebody else may be signed in by the time it is sent. */
  user: string
  /** The page that it was done on, and its place among what was done there: nothing is done twice. */
  tab: string
  seq: number
  reference: string
  age_ms: number
  command: RatingCommand
}

export interface CommandAnswer {
  outcome: Outcome
}
