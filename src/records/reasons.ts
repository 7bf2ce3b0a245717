/** Ratings of what one system answered to one prompt style, with the tags of their raters. */
export interface TaggedGroup {
  model: string
  style: string
  ratings: number
  /** Ratings with a tag or more. */
  tagged: number
  /** How many of the ratings have each tag, most often first. */
  tags: Record<string, number>
}

/** Chips that raters saw, each as often as it was rated, and how many of them were marked as bad. */
export interface ReasonGroup {
  model: string
  style: string
  ratings: number
  chips: number
  bad: number
}

/** A chip that was marked as bad, by the text that people read. */
export interface WorstChip {
  display: string
  type: string
  marks: number
  /** Results that have it among those that were marked. */
  results: number
  from: {model: string; style: string; result_id: string; marks: number}[]
}
