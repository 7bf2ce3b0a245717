/**
 * How often the figures of `bench stats` and `bench compare` are wrong, by simulation: false verdicts where no
 * two groups differ, coverage of intervals and rank sets where they do, and the share of pairs that are
 * withheld. Truth is the expected rounded rating over the raters of the panel.
 *
 *   npx tsx benchmarks/inference.ts [draws] [name of a design]
 *
 * The bar: false verdicts at most .06 and coverage at least .94, give or take two Monte Carlo errors.
 */
import {rankSets, verdictOf} from '../src/statistics/fit/family.js'
import {Fit} from '../src/statistics/fit/fit.js'
import type {RatingTotals} from '../src/statistics/fit/design.js'
import {Random} from '../src/statistics/random.js'

// Standard deviations: of a system on one configuration, and of one rating.
const SD_INTERACTION = 0.5
const SD_RATING = 0.6

interface Design {
  name: string
  systems: number
  configurations: number
  raters: number
  trials?: number
  /** Whether a cell is rated. */
  isRated?: (cell: {system: number; configuration: number; rater: number}, random: Random) => boolean
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

const DESIGNS: Design[] = [
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
    name: 'taste sd .4, 3 raters, 48 (this panel)',
    systems: 2,
    configurations: 48,
    raters: 3,
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

const [draws, only] = [Number(process.argv[2] ?? 2000), process.argv[3] ?? '']
console.log(`${draws} draws each; MC SE of .05: ${Math.sqrt((0.05 * 0.95) / draws).toFixed(3)}`)
console.log(
  'design                                                      false  cover  means  ranks  withheld',
)
for (const design of DESIGNS.filter(({name}) => name.includes(only))) {
  const alike = simulate(design, {...design, spread: 0})
  const spread = simulate(design, {...design, spread: design.spread ?? 0.5})
  const columns = [
    alike.falseFamilies,
    spread.covered,
    spread.meansCovered,
    spread.ranksCovered,
    spread.withheld,
  ]
  console.log(`${design.name.padEnd(58)}  ${columns.map((value) => value.toFixed(3)).join('  ')}`)
}

function simulate(named: Design, design: Design) {
  const random = new Random(named.name.length * 1000 + named.configurations)
  const sums = {
    families: 0,
    falseFamilies: 0,
    pairs: 0,
    tested: 0,
    covered: 0,
    means: 0,
    meansIn: 0,
    ranks: 0,
  }
  for (let draw = 0; draw < draws; draw++) {
    const {rows, truth} = world(design, random)
    if (new Set(rows.map(({group}) => group)).size < 2) continue
    const fit = new Fit(rows)
    const family = fit.family()
    sums.families++
    sums.pairs += family.length
    if (family.some((pair) => isWrong(pair, truth))) sums.falseFamilies++
    for (const {a, b, interval} of family) {
      if (interval === null) continue
      sums.tested++
      const difference = truth.get(a)! - truth.get(b)!
      if (interval.low <= difference + 1e-9 && difference <= interval.high + 1e-9) sums.covered++
    }

    const sets = rankSets(fit.groups, family)
    const isCovered = fit.groups.every((group) => {
      const better = fit.groups.filter((other) => truth.get(other)! > truth.get(group)! + 1e-9).length
      const set = sets.get(group)!
      return set.low <= 1 + better && 1 + better <= set.high
    })
    if (isCovered) sums.ranks++
    for (const {group, interval} of fit.means()) {
      if (interval === null) continue
      sums.means++
      if (interval.low <= truth.get(group)! && truth.get(group)! <= interval.high) sums.meansIn++
    }
  }

  return {
    falseFamilies: sums.falseFamilies / sums.families,
    covered: sums.covered / sums.tested,
    meansCovered: sums.meansIn / sums.means,
    ranksCovered: sums.ranks / sums.families,
    withheld: 1 - sums.tested / sums.pairs,
  }
}

/** A verdict for the wrong one, or for one of two that are alike. */
function isWrong(pair: Parameters<typeof verdictOf>[0] & {a: string; b: string}, truth: Map<string, number>) {
  const verdict = verdictOf(pair)
  return verdict !== 0 && Math.sign(truth.get(pair.a)! - truth.get(pair.b)!) !== verdict
}

/** Ratings, and what each system would be rated on average by this panel over all configurations alike. */
function world(design: Design, random: Random): {rows: RatingTotals[]; truth: Map<string, number>} {
  const {systems, configurations, raters, trials = 1, level = 3, spread = 0, taste = 0} = design
  const severity = design.severity ?? (() => 0)
  const isRated = design.isRated ?? (() => true)
  const quality = Array.from({length: systems}, () => spread * normal(random))
  const likes = quality.map(() => Array.from({length: raters}, () => taste * normal(random)))
  const rows: RatingTotals[] = []
  const counts = Array.from({length: raters}, () => 0)
  for (let c = 0; c < configurations; c++) {
    const difficulty = 0.5 * normal(random)
    for (let s = 0; s < systems; s++) {
      const together = SD_INTERACTION * normal(random)
      for (let t = 0; t < trials; t++)
        for (let r = 0; r < raters; r++) {
          if (!isRated({system: s, configuration: c, rater: r}, random)) continue
          const expected = level + quality[s]! + likes[s]![r]! + severity(r) + difficulty + together
          const y = rounded(expected + SD_RATING * normal(random))
          counts[r]!++
          rows.push({
            group: `s${String(s).padStart(2, '0')}`,
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
  const truth = new Map(
    quality.map((own, s) => [
      `s${String(s).padStart(2, '0')}`,
      counts.reduce(
        (sum, count, r) =>
          sum + (count / total) * expectedRounded(level + own + likes[s]![r]! + severity(r), sd),
        0,
      ),
    ]),
  )
  return {rows, truth}
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
