import type {ChipType} from '../../chips/chip.js'

// Lengths that keep question, anchors and tags on a screen of 80 columns beside 40 chips.
export const LONGEST_QUESTION = 76
export const LONGEST_ANCHOR = 12
export const LONGEST_TAG = 16
export const MOST_TAGS = 12
export const MOST_EXAMPLES = 9
export const LONGEST_GUIDELINES = 6000

export const SCORES = [1, 2, 3, 4, 5] as const
export type Score = (typeof SCORES)[number]

/** A set of chips with the score that it deserves. */
export interface RubricExample {
  sector: string
  desired_role: string
  /** Texts that people read, by type. */
  chips: Partial<Record<ChipType, string[] | undefined>>
  score: number
  why: string
}

/** A reason that a rater gives with a key. */
export interface RubricTag {
  /** The key: a to z. */
  letter: string
  /** What is stored, exported and counted. */
  label: string
}

/** What a person or a judge rates by. */
export interface Rubric {
  question: string
  guidelines: string
  /** A word or two for each score. */
  anchors: Record<Score, string>
  examples: RubricExample[]
  tags: RubricTag[]
}

/** The rubric of a suite; undefined where the suite has none. */
export function rubricOf({rating}: {rating?: Rubric | undefined}): Rubric | undefined {
  return rating
}
