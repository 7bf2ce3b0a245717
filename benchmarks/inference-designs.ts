/** The designs of `inference.ts`: who rates what, and the ratings that chance makes of it. */
import type {RatingTotals} from '../src/statistics/fit/design.js'
import type {Random} from '../src/statistics/random.js'
import type {UnitRating} from './inference-before.js'

// Standard deviations: of a system on one configuration, and of one rating.
const SD_INTERACTION = 0.5
const SD_RATING = 0.6

interface RatingPlace {
  system: number
  configuration: number
  rater: number
  /** Of the configuration, in points: below 0 all systems do worse. */
  difficulty: number
}

export interface Design {
  name: string
  systems: number
  configurations: number
  raters: number
  trials?: number
  /** Whether a cell is rated. */
  isRated?: (cell: RatingPlace, random: Random) => boolean
  /** Severity of a rater, in points. */
  severity?: (rater: number) => number
  /** The mean of all ratings before they are rounded. */
  level?: number
  /** Standard deviation of the systems' qualities, for coverage. */
  spread?: number
  /** Standard deviation of what a rater likes in a system. */
  taste?: number
}

/** Each rater rates three quarters of "their" system, and a quarter of the other. */
const split: Design['isRated'] = ({system, rater}, random) => random.below(4) < (rater === system % 2 ? 3 : 1)

export const DESIGNS: Design[] = [
  ...[5, 8, 16, 48].map((configurations) => ({
    name: `complete, one rater, ${configurations}`,
    systems: 2,
    configurations,
    raters: 1,
  })),
  ...[24, 48, 96].map((configurations) => ({
    name: `two raters a point apart, 75/25, ${configurations}`,
    systems: 2,
    configurations,
    raters: 2,
    isRated: split,
    severity: (rater: number) => rater - 0.5,
  })),
  ...(
    [
      [5, 4],
      [8, 8],
      [8, 10],
    ] as const
  ).map(([configurations, trials]) => ({
    name: `${configurations} × ${trials} configurations × trials`,
    systems: 2,
    configurations,
    trials,
    raters: 1,
  })),
  {name: 'ceiling 4.5, 16', systems: 2, configurations: 16, raters: 1, level: 4.5},
  {
    name: '30 % failures, 3 raters, 24',
    systems: 3,
    configurations: 24,
    raters: 3,
    isRated: (_, random) => random.below(10) < 7,
  },
  {
    name: 'one rater gives 60 %, 48',
    systems: 3,
    configurations: 48,
    raters: 3,
    isRated: ({rater}, random) => random.below(10) < (rater === 0 ? 6 : 2),
    severity: (rater) => rater - 1,
  },
  {
    name: 'hard configurations rated for one system only, 16',
    systems: 2,
    configurations: 16,
    raters: 1,
    isRated: ({system, difficulty}) => system === 0 || difficulty > -0.2,
  },
  {
    name: 'one system fails where it is hard, 4 × 24',
    systems: 4,
    configurations: 24,
    raters: 1,
    isRated: ({system, difficulty}) => system > 0 || difficulty > -0.4,
  },
  {
    name: '12 raters, a cell in four by each, 4 × 48',
    systems: 4,
    configurations: 48,
    raters: 12,
    isRated: (_, random) => random.below(4) === 0,
    severity: (rater) => (rater - 5.5) / 5,
  },
  {
    name: '12 raters, a configuration each in turn, 6 × 48',
    systems: 6,
    configurations: 48,
    raters: 12,
    isRated: ({configuration, rater}) => configuration % 12 === rater,
    severity: (rater) => (rater - 5.5) / 5,
  },
  {
    name: 'taste sd .4, 3 raters, 48 (this panel)',
    systems: 2,
    configurations: 48,
    raters: 3,
    taste: 0.4,
  },
  {
    name: 'taste sd .4, 8 raters, 48 (this panel)',
    systems: 2,
    configurations: 48,
    raters: 8,
    taste: 0.4,
  },
  {name: 'family of 10 × 8', systems: 10, configurations: 8, raters: 1},
  {name: 'family of 40 × 5', systems: 40, configurations: 5, raters: 1},
  {
    name: 'family, sparse 10 × 96, one cell in eight, 3 raters',
    systems: 10,
    configurations: 96,
    raters: 3,
    isRated: (_, random) => random.below(8) === 0,
    severity: (rater) => rater - 1,
  },
]

/** Ratings, and what each system would be rated on average over all configurations alike. */
export interface World {
  rows: RatingTotals[]
  units: UnitRating[]
  /** By this panel. */
  truth: Map<string, number>
  /** By people whose tastes even out. */
  atLarge: Map<string, number>
}

export function world(design: Design, random: Random): World {
  const {systems, configurations, raters, trials = 1, level = 3, spread = 0, taste = 0} = design
  const severity = design.severity ?? (() => 0)
  const isRated = design.isRated ?? (() => true)
  const quality = Array.from({length: systems}, () => spread * normal(random))
  const likes = quality.map(() => Array.from({length: raters}, () => taste * normal(random)))
  const rows: RatingTotals[] = []
  const units: UnitRating[] = []
  const counts = Array.from({length: raters}, () => 0)
  for (let c = 0; c < configurations; c++) {
    const difficulty = 0.5 * normal(random)
    for (let s = 0; s < systems; s++) {
      const together = SD_INTERACTION * normal(random)
      for (let t = 0; t < trials; t++)
        for (let r = 0; r < raters; r++) {
          if (!isRated({system: s, configuration: c, rater: r, difficulty}, random)) continue
          const expected = level + quality[s]! + likes[s]![r]! + severity(r) + difficulty + together
          const y = rounded(expected + SD_RATING * normal(random))
          counts[r]!++
          units.push({group: nameOf(s), unit: `c${c} t${t}`, n: 1, sum: y})
          rows.push({
            group: nameOf(s),
            block: `c${c}`,
            cluster: `c${c}`,
            rater: `r${r}`,
            n: 1,
            sum: y,
            squares: y * y,
          })
        }
    }
  }

  const total = counts.reduce((sum, count) => sum + count, 0)
  const sd = Math.hypot(0.5, SD_INTERACTION, SD_RATING)
  const severities = counts.map((_, r) => severity(r))
  const mean = (own: number, tastes: readonly number[]) =>
    counts.reduce(
      (sum, weight, r) =>
        sum + (weight / total) * expectedRounded(level + own + (tastes[r] ?? 0) + severities[r]!, sd),
      0,
    )
  return {
    rows,
    units,
    truth: new Map(quality.map((own, s) => [nameOf(s), mean(own, likes[s]!)])),
    // The taste of another rater is one more chance.
    atLarge: new Map(
      quality.map((own, s) => [nameOf(s), expectedRounded(level + own, Math.hypot(sd, taste))]),
    ),
  }
}

function nameOf(system: number): string {
  return `s${String(system).padStart(2, '0')}`
}

function rounded(value: number): number {
  return Math.min(5, Math.max(1, Math.round(value)))
}

/** Box and Muller. */
function normal(random: Random): number {
  const u = (random.uint32() + 1) / 4_294_967_297
  const v = random.uint32() / 4_294_967_296
  return Math.sqrt(-2 * Math.log(u)) * Math.cos(2 * Math.PI * v)
}

/** The mean of a normal value after it was rounded to 1..5. */
function expectedRounded(mean: number, sd: number): number {
  const step = 0.02
  let [sum, weight] = [0, 0]
  for (let z = -5; z <= 5; z += step) {
    const density = Math.exp((-z * z) / 2)
    sum += density * rounded(mean + sd * z)
    weight += density
  }

  return sum / weight
}
