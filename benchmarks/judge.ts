/**
 * Whether the intervals that a judge has sharpened still hold what they promise, and what the judge saves:
 * coverage of the differences through the fit with the judge's column, beside people alone on the same draws.
 * The judge is kinder to the first system by 0.8 points and spreads more than people do.
 *
 *   npx tsx benchmarks/judge.ts [draws] [seed]
 *
 * Default: 2,000 draws, seed 1. Truth is the expected rounded rating over configurations that are drawn alike
 * (docs/judge.md). The bar: coverage at least .94 - 2 Monte Carlo errors in every line.
 */
import {CovariateFit, type CovariateValue} from '../src/statistics/fit/covariate-fit.js'
import type {RatingTotals} from '../src/statistics/fit/design.js'
import {Random} from '../src/statistics/random.js'

const DIFFICULTY = 0.5
/** Of a rating beyond the configuration: the system on it, and the rater. */
const SD = Math.hypot(0.5, 0.6)
const BIAS = 0.8
const JUDGE_SLOPE = 1.2

interface Design {
  systems: number
  /** Configurations that people rated for all systems, and that the judge rated. */
  rated: number
  judged: number
  raters: number
  /** Correlation of a person's and the judge's deviations before rounding. */
  latent: number
}

const [draws = 2000, seed = 1] = process.argv.slice(2, 4).map(Number)
const COUNTS = [16, 32]
const LATENT = [0, 0.58, 0.81, 0.97]
const DESIGNS: Design[] = [
  ...COUNTS.flatMap((rated) => LATENT.map((latent) => ({systems: 2, rated, judged: 96, raters: 1, latent}))),
  ...LATENT.map((latent) => ({systems: 6, rated: 16, judged: 96, raters: 3, latent})),
]

const error = Math.sqrt((0.94 * 0.06) / draws)
console.log(`${draws} draws, seed ${seed}; the bar: ${(0.94 - 2 * error).toFixed(3)}`)
console.log('systems  rated  judged  raters     r  people  judge  width  sharpened')
let isBelow = false
for (const [at, design] of DESIGNS.entries()) {
  const {systems, rated, judged, raters} = design
  const {r, people, judge, width, sharpened} = simulate(design, new Random(seed, at + 1))
  isBelow ||= judge < 0.94 - 2 * error
  const counts = [systems, rated, judged, raters].map((value, place) =>
    String(value).padStart([7, 5, 6, 6][place]!),
  )
  const shares = [r, people, judge, width, sharpened].map((value, place) =>
    value.toFixed(place === 0 ? 2 : 3).padStart([5, 6, 5, 5, 9][place]!),
  )
  console.log([...counts, ...shares].join('  '))
}

process.exitCode = isBelow ? 1 : 0

function simulate(design: Design, random: Random) {
  const sums = {pairs: 0, people: 0, judge: 0, sharpened: 0, peopleWidth: 0, judgeWidth: 0, r: 0}
  for (let draw = 0; draw < draws; draw++) {
    const {rows, values, truth, r} = world(design, random)
    const fit = new CovariateFit(rows, values)
    sums.r += r
    for (const [at, a] of fit.people.groups.entries())
      for (const b of fit.people.groups.slice(at + 1)) {
        const [alone, with_] = [fit.people.contrast(a, b).interval, fit.contrast(a, b)]
        if (!alone || !with_.interval) continue
        const difference = truth.get(a)! - truth.get(b)!
        sums.pairs++
        if (covers(alone, difference)) sums.people++
        if (covers(with_.interval, difference)) sums.judge++
        if (with_.isSharpened) sums.sharpened++
        sums.peopleWidth += alone.high - alone.low
        sums.judgeWidth += with_.interval.high - with_.interval.low
      }
  }

  return {
    r: sums.r / draws,
    people: sums.people / sums.pairs,
    judge: sums.judge / sums.pairs,
    width: sums.judgeWidth / sums.peopleWidth,
    sharpened: sums.sharpened / sums.pairs,
  }
}

function covers({low, high}: {low: number; high: number}, value: number): boolean {
  return low <= value + 1e-9 && value <= high + 1e-9
}

function world({systems, rated, judged, raters, latent}: Design, random: Random) {
  const quality = Array.from({length: systems}, () => 3 + 0.4 * normal(random))
  const severity = Array.from({length: raters}, (_, at) => at - (raters - 1) / 2)
  const rows: RatingTotals[] = []
  const values: CovariateValue[] = []
  // Of the first two systems, for the correlation.
  const pairs: {people: number[]; judge: number[]} = {people: [], judge: []}
  for (let c = 0; c < judged; c++) {
    const difficulty = DIFFICULTY * normal(random)
    const rater = c % raters
    const key = `c${String(c).padStart(3, '0')}`
    const scores = quality.map((own, system) => {
      const z = normal(random)
      const person = rounded(own + difficulty + severity[rater]! + SD * z)
      const agreed = latent * z + Math.sqrt(1 - latent * latent) * normal(random)
      const favour = system === 0 ? BIAS : 0
      const judge = rounded(3 + favour + JUDGE_SLOPE * (own - 3 + difficulty + SD * agreed))
      const at = {group: `s${system}`, block: key, cluster: key}
      values.push({...at, x: judge})
      if (c < rated) rows.push({...at, rater: `r${rater}`, n: 1, sum: person, squares: person * person})
      return {person, judge}
    })
    pairs.people.push(scores[0]!.person - scores[1]!.person)
    pairs.judge.push(scores[0]!.judge - scores[1]!.judge)
  }

  const sd = Math.hypot(DIFFICULTY, SD)
  // The raters of the rated configurations, in their shares.
  const shares = severity.map(
    (_, at) => Array.from({length: rated}, (__, c) => c % raters).filter((who) => who === at).length / rated,
  )
  const truth = new Map(
    quality.map((own, system) => [
      `s${system}`,
      severity.reduce((sum, value, at) => sum + shares[at]! * expectedRounded(own + value, sd), 0),
    ]),
  )
  return {rows, values, truth, r: correlation(pairs.people, pairs.judge)}
}

function correlation(a: readonly number[], b: readonly number[]): number {
  const meanOf = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length
  const [centreA, centreB] = [meanOf(a), meanOf(b)]
  let [products, squaresA, squaresB] = [0, 0, 0]
  for (const [at, value] of a.entries()) {
    products += (value - centreA) * (b[at]! - centreB)
    squaresA += (value - centreA) ** 2
    squaresB += (b[at]! - centreB) ** 2
  }

  return squaresA === 0 || squaresB === 0 ? 0 : products / Math.sqrt(squaresA * squaresB)
}

function rounded(value: number): number {
  return Math.min(5, Math.max(1, Math.round(value)))
}

/** The mean of a normal value after it was rounded to 1..5. */
function expectedRounded(centre: number, sd: number): number {
  let [sum, weight] = [0, 0]
  for (let z = -5; z <= 5; z += 0.02) {
    const density = Math.exp((-z * z) / 2)
    sum += density * rounded(centre + sd * z)
    weight += density
  }

  return sum / weight
}

/** A standard normal draw (Box & Muller 1958). */
function normal(random: Random): number {
  const u = (random.uint32() + 1) / 4_294_967_297
  return Math.sqrt(-2 * Math.log(u)) * Math.cos((2 * Math.PI * random.uint32()) / 4_294_967_296)
}
