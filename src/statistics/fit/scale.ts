/** The values that a model is fitted to. */
export interface Scale {
  /** No difference is larger. */
  widest: number
  /** The smallest difference between two values that is no accident of few data; 0: none is known. */
  step: number
}

/** Ratings from 1 to 5, in whole points. */
export const RATINGS: Scale = {widest: 4, step: 1}

/** Money, times and counts. */
export const MEASURES: Scale = {widest: Infinity, step: 0}
