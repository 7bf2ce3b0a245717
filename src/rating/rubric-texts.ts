import {SCORE_LABELS} from '../records/rating.js'
import {SCORES, type Rubric} from '../suite/model/rubric.js'

/** What raters are told to judge by, the same in the terminal and on the page. */
export interface RubricTexts {
  /** The definition of the rubric; null where the suite has none. */
  version: string | null
  question: string
  /** The word for each score, from 1 to 5. */
  anchors: readonly string[]
  /** Empty: the suite says nothing more. */
  guidelines: string
  tags: Rubric['tags']
  examples: Rubric['examples']
}

/** Where a suite says nothing. */
const QUESTION = 'Would this person be well served by a training from these chips?'

/** The texts of a suite's rubric, or those of bench. */
export function rubricTexts(rubric?: Rubric, version?: string): RubricTexts {
  if (!rubric)
    return {version: null, question: QUESTION, anchors: SCORE_LABELS, guidelines: '', tags: [], examples: []}
  const {question, guidelines, anchors, tags, examples} = rubric
  return {
    version: version ?? null,
    question,
    anchors: SCORES.map((score) => anchors[score]),
    guidelines,
    tags,
    examples,
  }
}
