import {SCORE_LABELS} from '../records/rating.js'

/** The ratings of one model in a session. */
export interface ModelTally {
  model: string
  ratings: number
  mean: number
}

export interface SessionSummary {
  rated: number
  skipped: number
  /** How often each score was given, from 1 to 5. */
  scores: number[]
  models: ModelTally[]
}

/**
 * Scores by model, best model first.
 * @param done what was scored; without a model, it counts for none: a repeat, or on a page, which does not
 *   know the model.
 */
export function summaryOf(
  done: readonly {model: string | undefined; score: number}[],
  skipped: number,
): SessionSummary {
  const scores = new Map<string, number[]>()
  for (const {model, score} of done)
    if (model !== undefined) scores.set(model, [...(scores.get(model) ?? []), score])
  const models = [...scores].map(([model, modelScores]) => ({
    model,
    ratings: modelScores.length,
    mean: modelScores.reduce((sum, score) => sum + score, 0) / modelScores.length,
  }))
  return {
    rated: done.length,
    skipped,
    scores: SCORE_LABELS.map((_, at) => done.filter(({score}) => score === at + 1).length),
    models: models.sort((a, b) => b.mean - a.mean || (a.model < b.model ? -1 : 1)),
  }
}
