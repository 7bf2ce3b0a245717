/** Published data sets that several tests check against. */
import type {Rating} from '../../src/statistics/ratings.js'

/** Krippendorff's reliability data (Krippendorff 2011): observers x units, `-` missing. */
const SET_A = [
  '1 2 3 3 2 1 4 1 2 - - -',
  '1 2 3 3 2 2 4 1 2 5 - 3',
  '- 3 3 3 2 3 4 2 2 5 1 -',
  '1 2 3 3 2 4 4 1 2 5 1 -',
].map((line) => line.split(' '))

/** The ratings of each unit of set A. */
export const setA: number[][] = (SET_A[0] ?? []).map((_, unit) =>
  SET_A.flatMap((observer) => (observer[unit] === '-' ? [] : [Number(observer[unit])])),
)

/** The wine data (Randall 1989, in R's `ordinal`): 8 bottles x 9 judges. */
const WINE = [
  '212323121',
  '323232122',
  '313343223',
  '432232232',
  '425332233',
  '435234332',
  '554535234',
  '544334344',
]

/** The sparse form: cells with (3 bottle + 5 judge) mod 7 >= 3, counted from 1. */
export const sparseWine: Rating[] = WINE.flatMap((row, b) =>
  Array.from(row).flatMap((rating, j) => {
    const kept = (3 * (b + 1) + 5 * (j + 1)) % 7 >= 3
    return kept ? [{result: `bottle ${b + 1}`, rater: `judge ${j + 1}`, rating: Number(rating)}] : []
  }),
)

/** Bottles 1-2, 3-4, 5-6, 7-8 stand for the models A to D. */
export const wineModels = [1, 3, 5, 7].map((bottle) => [`bottle ${bottle}`, `bottle ${bottle + 1}`])

/** Differences in height of Darwin's 15 pairs of maize plants, in eighths of an inch (Fisher 1935). */
export const darwin = [6, 8, 14, 16, 23, 24, 28, 29, 41, -48, 49, 56, 60, -67, 75]

/**
 * Two systems on 16 configurations, the first 10 rated by a person, all by a judge: the vectors of this
 * project, computed independently in numpy and R 4.2.
 */
export const JUDGED = {
  people: {A: [2, 3, 1, 3, 5, 4, 3, 3, 3, 4], B: [3, 3, 3, 4, 2, 4, 4, 2, 1, 5]},
  judge: {
    A: [3, 3, 3, 3, 5, 5, 4, 4, 2, 4, 5, 4, 4, 4, 4, 3],
    B: [2, 4, 3, 3, 3, 3, 3, 3, 1, 5, 3, 3, 2, 4, 2, 3],
  },
} as const
