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
import type {Sheet} from '../src/decide/blocks.js'
import {Replay} from '../src/decide/rule.js'
import {Random} from '../src/statistics/random.js'
import {drawWorld, MARGIN, WORLDS, type World} from './decide-worlds.js'

const [draws = 1000, seed = 1] = process.argv.slice(2, 4).map(Number)
const part = process.argv[4] ?? ''
console.log(`${draws} draws each, seed ${seed}; wrong, median ratings, decided`)
console.log('world                             simulated        designed')
for (const [at, world] of WORLDS.entries()) {
  if (!world.name.includes(part)) continue
  const random = new Random(seed, at + 1)
  const runs = Array.from({length: draws}, () => simulate(world, random))
  const decided = runs.filter(({isDecided}) => isDecided)
  const wrong = decided.filter(({loss}) => loss > MARGIN).length / draws
  const ratings = runs.map((run) => run.ratings).sort((a, b) => a - b)
  const median = ratings[Math.floor(ratings.length / 2)] ?? 0
  console.log(
    `${world.name.padEnd(32)}  ${share(wrong, 3)} ${String(median).padStart(4)}  ${share(decided.length / draws, 2)}   ${world.designed}`,
  )
}

/** One world until it is decided or its configurations are used up, and then filled. */
function simulate(world: World, random: Random): {isDecided: boolean; loss: number; ratings: number} {
  const {systems, configurations, raters, rate, truths} = drawWorld(world, random)
  const replay = new Replay({
    candidates: systems,
    scores: [],
    margin: MARGIN,
    ...(world.isByPreference && {preference: truths.map((_, system) => system)}),
  })
  const sheets: Sheet[] = []
  let ratings = 0
  const ask = (sheet: Sheet, at: number) => {
    for (const system of replay.verdict().stillAsked) {
      if (sheet.scores[system] !== undefined) continue
      sheet.scores[system] = rate(system, at, at % raters)
      ratings++
    }
  }
  for (let at = 0; at < configurations && !replay.verdict().isDecided; at++) {
    const sheet: Sheet = {block: String(at), rater: '', scores: Array.from({length: systems}), lastAt: ''}
    ask(sheet, at)
    sheets.push(sheet)
    replay.add(sheet)
  }

  // Line 12: cells that were missing.
  for (const [at, sheet] of sheets.entries()) {
    if (replay.verdict().isDecided) break
    if (replay.isComplete(sheet)) continue
    ask(sheet, at)
    replay.look()
  }

  const {isDecided, leader} = replay.verdict()
  return {isDecided, ratings, loss: leader === null ? 0 : Math.max(...truths) - truths[leader]!}
}

function share(value: number, digits: number): string {
  return value.toFixed(digits).replace(/^0/, '')
}
