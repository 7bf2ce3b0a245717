import type {Chip} from '../chips/chip.js'

/** What a judge needs of the rubric that people rate by. */
export interface JudgeRubric {
  /** The id of its definition. */
  version: string
  question: string
  guidelines: string
  /** A word for each of 1 to 5. */
  anchors: readonly string[]
  /** Chip sets with the score they deserve, and why. */
  examples: readonly {chips: readonly Chip[]; score: number; why: string; role?: string | undefined}[]
}
