/**
 * What a judge as covariate of the paired differences does to the rule of `bench decide`: the worlds of
 * benchmarks/decide.ts, each draw rated twice, with the judge and without. The judge has scored every answer; it is
 * kinder to some systems than to others (sd .8 points) and spreads more than people do.
 *
 *   npx tsx benchmarks/decide-judge.ts [draws] [seed] [part of a world's name]
 *
 * Default: 1,000 draws, seed 1, all worlds. The bar: wrong at most .05 + 2 Monte Carlo errors in every line.
 */
import {Random} from '../src/statistics/random.js'
import {simulate, type Simulated} from './decide-simulation.js'
import {drawJudgedWorld, MARGIN, WORLDS, type SimulatedJudge, type World} from './decide-worlds.js'

interface Line extends SimulatedJudge {
  name: string
}

const USUAL = {favour: 0.8, slope: 1.2, gaps: 0}
/** Latent correlations are before rounding; those of the paired differences, which the table shows, are lower. */
const JUDGES: Line[] = [
  ...[0, 0.58, 0.81, 0.97].map((latent) => ({...USUAL, latent, name: ''})),
  {...USUAL, latent: 0.81, slope: 0.4, name: 'two or three scores alone'},
  {...USUAL, latent: 0.81, gaps: 0.04, name: 'one in 25 not judged'},
]
const [draws = 1000, seed = 1] = process.argv.slice(2, 4).map(Number)
const part = process.argv[4] ?? ''
const bar = 0.05 + 2 * Math.sqrt((0.05 * 0.95) / draws)

console.log(`${draws} draws each, seed ${seed}; wrong (bar ${bar.toFixed(3)}), median ratings, decided`)
console.log('world                               r    with judge       people alone')
let isAbove = false
for (const [at, world] of WORLDS.entries()) {
  if (!world.name.includes(part)) continue
  for (const [place, judge] of JUDGES.entries()) {
    const {r, judged, alone} = compared(world, judge, new Random(seed, 100 * (at + 1) + place))
    isAbove ||= judged.wrong > bar
    console.log(
      `${world.name.padEnd(32)}  ${share(r, 2)}  ${line(judged)}   ${line(alone)}  ${judge.name}`.trimEnd(),
    )
  }
}

process.exitCode = isAbove ? 1 : 0

function compared(world: World, judge: SimulatedJudge, random: Random) {
  const [judged, alone]: Simulated[][] = [[], []]
  let r = 0
  for (let draw = 0; draw < draws; draw++) {
    const drawn = drawJudgedWorld(world, judge, random)
    const scores = new Map(
      drawn.judged[0]!.map((_, at) => [String(at), drawn.judged.map((of) => of[at])] as const),
    )
    judged!.push(simulate(world, drawn, scores))
    alone!.push(simulate(world, drawn))
    r += drawn.r / draws
  }

  return {r, judged: summary(judged!), alone: summary(alone!)}
}

function summary(runs: readonly Simulated[]) {
  const ratings = runs.map((run) => run.ratings).sort((a, b) => a - b)
  return {
    wrong: runs.filter(({isDecided, loss}) => isDecided && loss > MARGIN).length / draws,
    ratings: ratings[Math.floor(ratings.length / 2)] ?? 0,
    decided: runs.filter(({isDecided}) => isDecided).length / draws,
  }
}

function line({wrong, ratings, decided}: ReturnType<typeof summary>): string {
  return `${share(wrong, 3)} ${String(ratings).padStart(4)}  ${share(decided, 2)}`
}

function share(value: number, digits: number): string {
  return value
    .toFixed(digits)
    .replace(/^0/, '')
    .padStart(digits + 1)
}
