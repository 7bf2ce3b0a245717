/** A world of benchmarks/decide-worlds.ts rated as the rule of `bench decide` asks for it. */
import type {Sheet} from '../src/decide/rule/blocks.js'
import {Replay} from '../src/decide/rule/rule.js'
import {sharpenBy, type JudgeScores} from '../src/decide/sharpen.js'
import {MARGIN, type DrawnWorld, type World} from './decide-worlds.js'

export interface Simulated {
  isDecided: boolean
  /** How far what is shipped lies below the best, in points. */
  loss: number
  ratings: number
}

/**
 * One world until it is decided or its configurations are used up, and then filled.
 * @param judge what a judge said, where the rule is to use it.
 */
export function simulate(world: World, drawn: DrawnWorld, judge?: JudgeScores): Simulated {
  const {systems, configurations, raters, rate, truths} = drawn
  const replay = new Replay({
    candidates: systems,
    scores: [],
    margin: MARGIN,
    sharpen: judge && sharpenBy(judge),
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
