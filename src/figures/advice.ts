import {tTestSampleSize} from '../statistics/power.js'
import type {Withheld} from '../statistics/fit/contrast.js'

/**
 * What is missing to tell two groups apart, if the difference seen is the true one.
 * - `link`: no rating links them yet, or too few do: the same configurations have to be rated for both.
 * - `rate`: so many of the configurations there are, rated for both by one person, would do.
 * - `again`: all are rated. Rated once more by another person they would do, if what spreads the differences
 *   is the rater; else `run` says how many configurations more would.
 * - `run`: so many configurations more than there are would do.
 * - `alike`: there is no difference to tell.
 */
export type Advice =
  | {kind: 'link'}
  | {kind: 'rate'; configurations: number; ratings: number}
  | {kind: 'again'; ratings: number; configurations: number; have: number}
  | {kind: 'run'; configurations: number; have: number}
  | {kind: 'alike'}

/** The difference that was seen. */
export interface SeenDifference {
  difference: number | null
  standard_error: number | null
  configurations: number
  p: number | null
  withheld: Withheld | null
}

/** Configurations that two groups share, those rated for both, and how often each of these is rated. */
export interface RatedBoth {
  shared: number
  rated: number
  ratingsEach: number
}

const POWER = 0.8
const LEVEL = 0.05

/**
 * How much more would separate the two with a power of 80 % when it is looked at once: the noncentral t of as
 * many differences as there will be configurations (G - 1 degrees), with the spread that the standard error
 * of the fit stands for. `level`: of the test that will be made; .05/m for one of m pairs.
 * @returns null where the two are apart.
 */
export function adviceOf(
  {difference, standard_error, configurations, p, withheld}: SeenDifference,
  {shared, rated, ratingsEach}: RatedBoth,
  level = LEVEL,
): Advice | null {
  if (p !== null && p <= level) return null
  if (withheld || difference === null || standard_error === null) return {kind: 'link'}
  if (Math.abs(difference) < 1e-9) return {kind: 'alike'}
  const sd = standard_error * Math.sqrt(configurations)
  const size = tTestSampleSize(POWER, {delta: difference, sd, type: 'paired', alpha: level})
  if (size === null) return {kind: 'alike'}
  // What was looked at and did not do needs one configuration more in any case.
  const more = Math.max(Math.ceil(size - 1e-9), configurations + 1) - configurations
  const unrated = Math.max(0, shared - rated)
  if (more <= unrated) return {kind: 'rate', configurations: more, ratings: 2 * more}
  // Were all of the spread the raters', each further rating of a configuration would count like another.
  const times = Math.ceil(((configurations + more) / configurations - 1) * Math.max(1, ratingsEach))
  return unrated === 0 && times <= MOST_TIMES
    ? {kind: 'again', ratings: 2 * times * rated, configurations: more, have: shared}
    : {kind: 'run', configurations: more - unrated, have: shared}
}

/** No team rates the same answers more often. */
const MOST_TIMES = 3
