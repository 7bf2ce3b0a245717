import {createHash} from 'node:crypto'
import type {Candidate} from '../records/rating.js'
import {CONFIGURATION_COLUMNS} from '../records/result.js'
import type {QueueItem} from './rating-service.js'

export interface QueueOptions {
  rater: string
  /** At most so many screens. */
  limit: number
  /** Share of configurations, 0..1, that is steered to several raters so that agreement can be measured. */
  overlap: number
}

/** Ratings after which an overlap result has enough. */
const OVERLAP_RATERS = 3
/**
 * Overlap configurations that are in work at the same time: few, so that raters soon meet on the same
 * results.
 */
const OVERLAP_WINDOW = 4
const REPEAT_SHARE = 0.05
/** A rater with fewer ratings gets no repeats: the result would still be fresh in mind. */
const RATED_BEFORE_REPEATS = 20
/** A repeat never opens a session. */
const FIRST_REPEAT = 5

/**
 * The order in which one rater sees results. The configurations of the overlap set come first, in the same
 * order for every rater, until three people have rated them; then the results with the fewest ratings, those
 * of the least rated configuration, of the least rated model. Chance decides between equals, seeded by rater
 * and result. The same configuration never comes twice in a row (unless no other is left), so that answers
 * are judged alone and not against their neighbour.
 */
export function ratingQueue(
  unrated: readonly Candidate[],
  rated: readonly Candidate[],
  {rater, limit, overlap}: QueueOptions,
): QueueItem[] {
  const waiting = unrated.map((candidate) => ranked(candidate, rater))
  const order = overlapOrder(waiting, overlap)
  const counts = {configuration: tally(waiting, 'configuration'), model: tally(waiting, 'model')}
  const repeats = repeatSlots(rated, rater, Math.min(limit, waiting.length), rated.length)
  const queue: QueueItem[] = []
  let last: string | undefined
  while (queue.length < limit && waiting.length > 0) {
    const repeat = repeats.get(queue.length)
    if (repeat && repeat.configuration !== last) {
      queue.push({id: repeat.candidate.id, repeat: true})
      last = repeat.configuration
      continue
    }

    const next = take(waiting, last, (entry) => priority(entry, order, counts))
    queue.push({id: next.candidate.id, repeat: false})
    last = next.configuration
    add(counts.configuration, next.configuration)
    add(counts.model, next.candidate.model)
  }

  return queue
}

interface Ranked {
  candidate: Candidate
  configuration: string
  chance: number
}

interface Counts {
  configuration: Map<string, number>
  model: Map<string, number>
}

function ranked(candidate: Candidate, rater: string): Ranked {
  return {candidate, configuration: configurationOf(candidate), chance: share(`${rater}|${candidate.id}`)}
}

/** The configuration that was asked: everything but model and run. */
function configurationOf(candidate: Candidate): string {
  return CONFIGURATION_COLUMNS.map((column) => candidate[column]).join('|')
}

/**
 * The overlap configurations, each with its window; the same for every rater. At least one configuration, if
 * `overlap` is above 0.
 */
function overlapOrder(entries: readonly Ranked[], overlap: number): Map<string, number> {
  const shares = [...new Set(entries.map(({configuration}) => configuration))]
    .map((configuration) => ({configuration, at: share(configuration)}))
    .sort((a, b) => a.at - b.at)
  const chosen = shares.filter(({at}, index) => at < overlap || (index === 0 && overlap > 0))
  return new Map(chosen.map(({configuration}, index) => [configuration, Math.floor(index / OVERLAP_WINDOW)]))
}

/** Numbers that are compared from the left; the smallest comes first. */
function priority(
  {candidate, configuration, chance}: Ranked,
  order: ReadonlyMap<string, number>,
  counts: Counts,
): number[] {
  const window = order.get(configuration)
  const {rating_count, model} = candidate
  if (window !== undefined && rating_count < OVERLAP_RATERS) return [0, window, -rating_count, chance]
  return [1, rating_count, counts.configuration.get(configuration) ?? 0, counts.model.get(model) ?? 0, chance]
}

/**
 * Takes the first entry by priority of another configuration than the last entry, if there is such an entry.
 */
function take(waiting: Ranked[], last: string | undefined, priorityOf: (entry: Ranked) => number[]): Ranked {
  let best = -1
  let bestPriority: number[] = []
  waiting.forEach((entry, index) => {
    const priorities = [entry.configuration === last ? 1 : 0, ...priorityOf(entry)]
    if (best === -1 || isBefore(priorities, bestPriority)) {
      best = index
      bestPriority = priorities
    }
  })
  const [taken] = waiting.splice(best, 1)
  return taken!
}

function isBefore(a: readonly number[], b: readonly number[]): boolean {
  const at = a.findIndex((value, index) => value !== b[index])
  return at !== -1 && a[at]! < b[at]!
}

/** Places in the session at which a result comes again. Results rated longest ago are asked about first. */
function repeatSlots(
  rated: readonly Candidate[],
  rater: string,
  length: number,
  known: number,
): Map<number, Ranked> {
  const wanted = Math.round(length * REPEAT_SHARE)
  if (known < RATED_BEFORE_REPEATS || wanted === 0) return new Map()
  const width = Math.floor((length - FIRST_REPEAT) / wanted)
  if (width < 1) return new Map()
  const slots = rated.slice(0, wanted).map((candidate, index) => {
    const offset = Math.floor(share(`${rater}|again|${candidate.id}`) * width)
    return [FIRST_REPEAT + index * width + offset, ranked(candidate, rater)] as const
  })
  return new Map(slots)
}

function tally(entries: readonly Ranked[], by: 'configuration' | 'model'): Map<string, number> {
  const counts = new Map<string, number>()
  for (const {candidate, configuration} of entries) {
    add(counts, by === 'model' ? candidate.model : configuration, candidate.rating_count)
  }

  return counts
}

function add(counts: Map<string, number>, key: string, amount = 1): void {
  counts.set(key, (counts.get(key) ?? 0) + amount)
}

/** A number in 0..1 that looks random and is the same on every machine. */
function share(text: string): number {
  return createHash('sha256').update(text).digest().readUInt32BE(0) / 2 ** 32
}
