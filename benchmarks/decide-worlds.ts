/** Worlds in which the rule of `bench decide` is tried: what systems are worth, and how people rate them. */
import {normalCdf} from '../src/statistics/distributions.js'
import type {Random} from '../src/statistics/random.js'

export const MARGIN = 0.25
/** A rater's sd on one answer, and that of a system on one configuration beyond its quality. */
const NOISE = 0.5
const INTERACTION = 0.6
const DIFFICULTY = 0.4

export interface World {
  name: string
  systems: number
  configurations: number
  /** Mean of the best, on the scale before rounding. */
  qualities: (systems: number, random: Random) => number[]
  raters?: {severity: number; taste: number; count: number}
  /** Cheapest first is 0, 1, …: asks `--prefer cost` instead. */
  isByPreference?: boolean
  /** wrong, median ratings, decided: of the specification. */
  designed: string
}

const bestBy =
  (gap: number, top = 3.6) =>
  (systems: number) =>
    Array.from({length: systems}, (_, at) => (at === 0 ? top : top - gap))
const spread = (systems: number, random: Random) =>
  Array.from({length: systems}, () => 3.2 + 0.5 * normal(random))
const twoBest = (systems: number) => Array.from({length: systems}, (_, at) => (at < 2 ? 3.6 : 3.2))

export const WORLDS: World[] = [
  {
    name: 'spread of qualities sd .5',
    systems: 10,
    configurations: 96,
    qualities: spread,
    designed: '.010  168  .95',
  },
  {
    name: 'one best by .3',
    systems: 10,
    configurations: 96,
    qualities: bestBy(0.3),
    designed: '.023  310  .92',
  },
  {name: 'all alike', systems: 10, configurations: 96, qualities: bestBy(0), designed: '.000  478  .63'},
  {
    name: 'two best, .4 ahead',
    systems: 10,
    configurations: 96,
    qualities: twoBest,
    designed: '.005  264  .90',
  },
  {
    name: 'ceiling 4.4, one best by .45',
    systems: 10,
    configurations: 96,
    qualities: bestBy(0.45, 4.45),
    designed: '.042  204  .98',
  },
  {
    name: '3 systems, one best by .3',
    systems: 3,
    configurations: 96,
    qualities: bestBy(0.3),
    designed: '.026   84  .98',
  },
  {
    name: '3 raters, severities and tastes',
    systems: 10,
    configurations: 96,
    qualities: bestBy(0.3),
    raters: {severity: 0.5, taste: 0.4, count: 3},
    designed: '.004  314  .84',
  },
  {
    name: '24 configurations, spread',
    systems: 10,
    configurations: 24,
    qualities: spread,
    designed: '.001  139  .36',
  },
  {
    name: '24 configurations, one best',
    systems: 10,
    configurations: 24,
    qualities: bestBy(0.3),
    designed: '.002  202  .11',
  },
  {
    name: 'prefer cost, spread',
    systems: 10,
    configurations: 96,
    qualities: spread,
    isByPreference: true,
    designed: '≤ .02    –  .10 to .50',
  },
  {
    name: 'prefer cost, all alike',
    systems: 10,
    configurations: 96,
    qualities: bestBy(0),
    isByPreference: true,
    designed: '≤ .02    –  .10 to .50',
  },
  {
    name: '40 systems, one best by .3',
    systems: 40,
    configurations: 96,
    qualities: bestBy(0.3),
    designed: '.017 1428  .70',
  },
]

/** A world with its chances drawn. */
export interface DrawnWorld {
  systems: number
  configurations: number
  raters: number
  /** A rating of a system on a configuration by a rater; drawn anew each time. */
  rate: (system: number, at: number, rater: number) => number
  /** By system: the mean of the expected ratings over configurations and raters. */
  truths: number[]
}

/** A judge of every answer: how its deviations follow people's, and how unevenly kind it is to systems. */
export interface SimulatedJudge {
  /** Correlation with a rater's deviations (system on configuration, and noise) before rounding. */
  latent: number
  /** sd over systems, in points. */
  favour: number
  /** Points of the judge for one of people's. */
  slope: number
  /** Share of the answers that it has not judged. */
  gaps: number
}

/** A world whose ratings are fixed, with a judge's scores: by system, then by configuration. */
export interface JudgedWorld extends DrawnWorld {
  judged: (number | undefined)[][]
  /** Correlation of the paired differences of people and judge, of the first two systems. */
  r: number
}

export function drawJudgedWorld(world: World, judge: SimulatedJudge, random: Random): JudgedWorld {
  const drawn = drawParts(world, random)
  const {qualities, difficulties, interactions, centre, raters} = drawn
  const sd = Math.hypot(INTERACTION, NOISE)
  const rated: number[][] = []
  const scores = qualities.map((quality, system) => {
    const favour = judge.favour * normal(random)
    rated.push([])
    return difficulties.map((difficulty, at) => {
      const noise = NOISE * normal(random)
      rated[system]!.push(rounded(centre(system, at, at % raters) + noise))
      const deviation = interactions[system]![at]! + noise
      const agreed = judge.latent * deviation + Math.sqrt(1 - judge.latent ** 2) * sd * normal(random)
      return rounded(3 + favour + judge.slope * (quality - 3 + difficulty + agreed))
    })
  })
  const differences = (of: number[][]) => of[0]!.map((value, at) => value - of[1]![at]!)
  return {
    ...drawn,
    judged: scores.map((of) =>
      of.map((score) => (random.uint32() / 2 ** 32 < judge.gaps ? undefined : score)),
    ),
    rate: (system, at) => rated[system]![at]!,
    r: correlation(differences(rated), differences(scores)),
  }
}

function correlation(a: readonly number[], b: readonly number[]): number {
  const mean = (of: readonly number[]) => of.reduce((sum, value) => sum + value, 0) / of.length
  const products = (x: readonly number[], y: readonly number[]) =>
    x.reduce((sum, value, at) => sum + (value - mean(x)) * (y[at]! - mean(y)), 0)
  const squares = products(a, a) * products(b, b)
  return squares === 0 ? 0 : products(a, b) / Math.sqrt(squares)
}

function rounded(value: number): number {
  return Math.min(5, Math.max(1, Math.round(value)))
}

export function drawWorld(world: World, random: Random): DrawnWorld {
  return drawParts(world, random)
}

function drawParts(world: World, random: Random) {
  const {systems, configurations} = world
  const {count, severity, taste} = world.raters ?? {count: 1, severity: 0, taste: 0}
  const qualities = world.qualities(systems, random)
  const difficulties = Array.from({length: configurations}, () => DIFFICULTY * normal(random))
  const interactions = qualities.map(() => difficulties.map(() => INTERACTION * normal(random)))
  const severities = Array.from({length: count}, () => severity * normal(random))
  const tastes = Array.from({length: count}, () => qualities.map(() => taste * normal(random)))
  const centre = (system: number, at: number, rater: number) =>
    qualities[system]! +
    difficulties[at]! +
    interactions[system]![at]! +
    severities[rater]! +
    tastes[rater]![system]!
  return {
    systems,
    configurations,
    raters: count,
    qualities,
    difficulties,
    interactions,
    centre,
    rate: (system: number, at: number, rater: number) =>
      rounded(centre(system, at, rater) + NOISE * normal(random)),
    truths: qualities.map((_, system) => {
      const means = difficulties.map((__, at) => {
        const raters = severities.map((___, rater) => expected(centre(system, at, rater)))
        return raters.reduce((sum, value) => sum + value, 0) / count
      })
      return means.reduce((sum, value) => sum + value, 0) / configurations
    }),
  }
}

/** The expectation of a rounded rating around a centre. */
function expected(centre: number): number {
  let sum = 1
  for (const edge of [1.5, 2.5, 3.5, 4.5]) sum += 1 - normalCdf((edge - centre) / NOISE)
  return sum
}

/** A standard normal draw (Box & Muller 1958). */
function normal(random: Random): number {
  const [a, b] = [random.uint32(), random.uint32()]
  return Math.sqrt(-2 * Math.log((a + 1) / 2 ** 32)) * Math.cos((2 * Math.PI * b) / 2 ** 32)
}
