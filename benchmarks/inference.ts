/**
 * How often the figures of `bench stats` and `bench compare` are wrong, by simulation: false verdicts where no
 * two groups differ, coverage of intervals and rank sets where they do, pairs that are found apart in the right
 * direction, and the share of pairs that are withheld. Truth is the expected rounded rating over the raters of
 * the panel.
 *
 *   npx tsx benchmarks/inference.ts [draws] [part of a design's name] [--before FOLDER]
 *
 * --before: the same draws by the version before, from `src` of a commit that still has it, in a line below:
 *   mkdir /tmp/before && git archive 267dc6e src package.json | tar -x -C /tmp/before
 *   npx tsx benchmarks/inference.ts 2000 --before /tmp/before/src
 *
 * The bar: false verdicts at most .06 and coverage at least .94, give or take two Monte Carlo errors.
 */
import {parseArgs} from 'node:util'
import {rankSets} from '../src/statistics/fit/family.js'
import {Fit} from '../src/statistics/fit/fit.js'
import {tTest} from '../src/statistics/interval.js'
import {holm} from '../src/statistics/holm.js'
import {Random} from '../src/statistics/random.js'
import {readBefore, type UnitRating} from './inference-before.js'
import {DESIGNS, world, type Design} from './inference-designs.js'
import {count, newTally, type Figures, type Tally} from './inference-tally.js'

/** Width of a design's name on the screen. */
const NAME = 52

const {values: flags, positionals} = parseArgs({
  options: {before: {type: 'string'}},
  allowPositionals: true,
})
const [draws, only] = [Number(positionals[0] ?? 2000), positionals[1] ?? '']
const before = flags.before === undefined ? undefined : await readBefore(flags.before)
console.log(`${draws} draws each; MC SE of .05: ${Math.sqrt((0.05 * 0.95) / draws).toFixed(3)}`)
console.log(`${'design'.padEnd(NAME)}  false  cover  means  ranks  apart  paired t  withheld`)
for (const design of DESIGNS.filter(({name}) => name.includes(only))) {
  const alike = simulate(design, {...design, spread: 0})
  const spread = simulate(design, {...design, spread: design.spread ?? 0.5})
  const t = isComplete(design) ? [share(spread.t.right, spread.now.pairs)] : []
  printLine(design.name, alike.now, spread.now, [
    (t[0] ?? '–').padStart(8),
    share(spread.now.withheld, spread.now.pairs).padStart(8),
  ])
  if (before) printLine('  the version before', alike.before, spread.before, [])
  if (alike.atLarge.families > 0)
    console.log(
      `${'  people at large'.padEnd(NAME)}  ${share(alike.atLarge.falseFamilies, alike.atLarge.families)}  ${share(spread.atLarge.covered, spread.atLarge.tested)}`,
    )
}

function printLine(name: string, alike: Tally, spread: Tally, more: string[]): void {
  const columns = [
    share(alike.falseFamilies, alike.families),
    share(spread.covered, spread.tested),
    share(spread.meansIn, spread.means),
    share(spread.ranks, spread.families),
    share(spread.right, spread.pairs),
    ...more,
  ]
  console.log(`${name.padEnd(NAME)}  ${columns.join('  ')}`)
}

function share(part: number, of: number): string {
  return of === 0 ? '    –' : (part / of).toFixed(3)
}

/** Where the paired t test can say the same. */
function isComplete({raters, trials = 1, isRated}: Design): boolean {
  return raters === 1 && trials === 1 && isRated === undefined
}

function simulate(named: Design, design: Design): Record<'now' | 'before' | 'atLarge' | 't', Tally> {
  const random = new Random(named.name.length * 1000 + named.configurations)
  const tallies = {now: newTally(), before: newTally(), atLarge: newTally(), t: newTally()}
  for (let draw = 0; draw < draws; draw++) {
    const {rows, units, truth, atLarge} = world(design, random)
    if (new Set(rows.map(({group}) => group)).size < 2) continue
    const fit = new Fit(rows)
    const family = fit.family()
    count(tallies.now, {pairs: family, means: fit.means(), ranks: rankSets(fit.groups, family)}, truth)
    if (before) count(tallies.before, before(units), truth)
    if (isComplete(design)) count(tallies.t, pairedTests(units), truth)
    if (design.taste === undefined || fit.effectiveRaters < 5) continue
    const [a, b] = fit.groups as [string, string]
    const people = fit.atLarge(a, b)
    const {difference} = fit.contrast(a, b)
    const pair = {a, b, difference, pHolm: people?.p ?? null, interval: people?.interval ?? null}
    count(tallies.atLarge, {pairs: [pair], means: [], ranks: new Map()}, atLarge)
  }

  return tallies
}

/** The paired t test of each pair, with Holm. */
function pairedTests(units: readonly UnitRating[]): Figures {
  const groups = [...new Set(units.map(({group}) => group))].sort()
  const ratings = new Map(units.map(({group, unit, sum}) => [`${group} ${unit}`, sum]))
  const names = [...new Set(units.map(({unit}) => unit))]
  const pairs = groups.flatMap((a, at) =>
    groups.slice(at + 1).map((b) => {
      const differences = names.map((unit) => ratings.get(`${a} ${unit}`)! - ratings.get(`${b} ${unit}`)!)
      const mean = differences.reduce((sum, value) => sum + value, 0) / differences.length
      const test = tTest(differences)
      return {a, b, difference: mean, interval: test?.interval ?? null, p: test?.p ?? (mean === 0 ? 1 : 0)}
    }),
  )
  const adjusted = holm(pairs.map(({p}) => p))
  return {
    pairs: pairs.map((pair, at) => ({...pair, pHolm: adjusted[at] ?? null})),
    means: [],
    ranks: new Map(),
  }
}
