import type {Candidate} from '../../records/rating.js'
import {configurationOf, type Cell} from './blocks.js'
import {seededShare} from './seeded.js'

const REPEAT_SHARE = 0.05
/** A rater with fewer ratings gets no repeats: the result would still be fresh in mind. */
const RATED_BEFORE_REPEATS = 20
/** A repeat never opens a session. */
const FIRST_REPEAT = 5

/** Places in the session at which a result comes again. Results rated longest ago are asked about first. */
export function repeatSlots(rated: readonly Candidate[], rater: string, length: number): Map<number, Cell> {
  const wanted = Math.round(length * REPEAT_SHARE)
  if (rated.length < RATED_BEFORE_REPEATS || wanted === 0) return new Map()
  const width = Math.floor((length - FIRST_REPEAT) / wanted)
  if (width < 1) return new Map()
  const slots = rated.slice(0, wanted).map((candidate, index) => {
    const offset = Math.floor(seededShare(rater, 'again', candidate.id) * width)
    return [
      FIRST_REPEAT + index * width + offset,
      {candidate, configuration: configurationOf(candidate)},
    ] as const
  })
  return new Map(slots)
}
