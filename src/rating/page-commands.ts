import type {RatedResult} from '../records/result.js'
import type {RatingRecord} from '../records/rating.js'
import {RatingService, type QueueItem, type RatingPorts} from './rating-service.js'

/** What a rater did to a result, in a browser that may have been without a network for a while. */
export type RatingCommand =
  {kind: 'rate'; score: number} | {kind: 'withdraw'} | {kind: 'note'; note: string; flagged: boolean}

export interface SubmittedCommand {
  rater: string
  item: QueueItem
  command: RatingCommand
  /** When it was done, ISO. */
  at: string
  /** Since when it is known whether the rater has seen whose the result is, ISO; empty: it always was. */
  knownSince: string
}

/**
 * `superseded`: the rater did something newer elsewhere meanwhile, and that stands. `seen`: the rater has seen
 * whose it is, or may have, so it stays. `stood`: the same was said before, and nothing was stored.
 */
export type Outcome = 'done' | 'superseded' | 'gone' | 'seen' | 'stood'

type ExistingRating = Pick<RatingRecord, 'created_at' | 'rating'>
type Ports = Omit<RatingPorts<RatedResult>, 'load'> & {
  /** The rating that stands, with its time. */
  existing: (id: string) => Promise<ExistingRating | undefined>
}

/**
 * Does late what was done before. What was done blind is stored as blind; what is newer stays. A rating that
 * takes the place of one whose model the rater may have seen since is stored as neither blind nor not.
 */
export async function applyCommand(
  ports: Ports,
  {rater, item, command, at, knownSince}: SubmittedCommand,
): Promise<Outcome> {
  const service = new RatingService({...ports, load: () => Promise.resolve(undefined)}, rater)
  const existing = command.kind === 'note' || item.repeat ? undefined : await ports.existing(item.id)
  const mayBeRevealed = existing !== undefined && existing.created_at < knownSince
  const refusal = existing && refusalOf(command, existing, {at, mayBeRevealed})
  if (refusal) return refusal
  switch (command.kind) {
    case 'rate':
      return (await service.rate(item, command.score, mayBeRevealed ? null : true, new Date(at)))
        ? 'done'
        : 'gone'
    case 'withdraw':
      await service.withdraw(item)
      return 'done'
    case 'note':
      await service.annotate(item, command, new Date(at))
      return 'done'
  }
}

/** Why a rating that stands stays as it is; undefined when the act may change it. */
function refusalOf(
  command: RatingCommand,
  existing: ExistingRating,
  {at, mayBeRevealed}: {at: string; mayBeRevealed: boolean},
): Outcome | undefined {
  // The answer was lost, and it is sent again.
  if (mayBeRevealed && command.kind === 'rate' && existing.rating === command.score) return 'stood'
  if (existing.created_at > at) return 'superseded'
  return mayBeRevealed && command.kind === 'withdraw' ? 'seen' : undefined
}
