/**
 * How often the rule of `bench decide` ships something worse than the best by more than the margin, over all
 * looks, how many ratings it takes and how often it decides: simulated worlds beside the figures that the rule
 * was designed to (docs/decide.md).
 *
 *   npx tsx benchmarks/decide.ts [draws] [seed] [part of a world's name]
 *
 * Default: 1,000 draws, seed 1, all worlds. A rating is the whole number nearest to quality + difficulty of the
 * configuration + how the system does on it + severity and taste of the rater + noise, from 1 to 5; the truth of
 * a system is the mean of its expected ratings over the world's configurations and raters.
 */
import {Random} from '../src/statistics/random.js'
import {simulate} from './decide-simulation.js'
import {drawWorld, MARGIN, WORLDS} from './decide-worlds.js'

const [draws = 1000, seed = 1] = process.argv.slice(2, 4).map(Number)
const part = process.argv[4] ?? ''
console.log(`${draws} draws each, seed ${seed}; wrong, median ratings, decided`)
console.log('world                             simulated        designed')
for (const [at, world] of WORLDS.entries()) {
  if (!world.name.includes(part)) continue
  const random = new Random(seed, at + 1)
  const runs = Array.from({length: draws}, () => simulate(world, drawWorld(world, random)))
  const decided = runs.filter(({isDecided}) => isDecided)
  const wrong = decided.filter(({loss}) => loss > MARGIN).length / draws
  const ratings = runs.map((run) => run.ratings).sort((a, b) => a - b)
  const median = ratings[Math.floor(ratings.length / 2)] ?? 0
  console.log(
    `${world.name.padEnd(32)}  ${share(wrong, 3)} ${String(median).padStart(4)}  ${share(decided.length / draws, 2)}   ${world.designed}`,
  )
}

function share(value: number, digits: number): string {
  return value.toFixed(digits).replace(/^0/, '')
}
