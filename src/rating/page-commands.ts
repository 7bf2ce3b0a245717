import type {RatedResult} from '../records/result.js'
import type {RatingRecord} from '../records/rating.js'
import {RatingService, type QueueItem, type RatingPorts} from './rating-service.js'

/** A command of a rater on a result, from a browser that may have been without a network for a while. */
export type RatingCommand =
  | {kind: 'rate'; score: number; seconds?: number | null}
  | {kind: 'withdraw'}
  | {kind: 'note'; note: string; flagged: boolean}

export interface SubmittedCommand {
  rater: string
  item: QueueItem
  command: RatingCommand
  /** When the rater gave the command, ISO. */
  at: string
  /** Since when the server knows whether the rater has seen the result's model, ISO; empty: always. */
  knownSince: string
}

/**
 * `superseded`: the rater gave a newer command elsewhere meanwhile, and the newer command counts. `seen`: the
 * rater has seen the result's model, or may have, so the rating stays. `stood`: the same score was saved
 * before, and nothing was stored.
 */
export type Outcome = 'done' | 'superseded' | 'gone' | 'seen' | 'stood'

type ExistingRating = Pick<RatingRecord, 'created_at' | 'rating'>
type Ports = Omit<RatingPorts<RatedResult>, 'load'> & {
  /** The existing rating, with its time. */
  existing: (id: string) => Promise<ExistingRating | undefined>
}

/**
 * Applies a command some time after the rater gave it. A rating that was given blind is stored as blind; a
 * newer rating stays. A rating that replaces another, although the rater may have seen the model in between,
 * is stored as neither blind nor not blind.
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
      return (await service.rate(item, command.score, mayBeRevealed ? null : true, {
        at: new Date(at),
        seconds: command.seconds ?? null,
      }))
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

/** Why an existing rating stays as it is; undefined when the command may change it. */
function refusalOf(
  command: RatingCommand,
  existing: ExistingRating,
  {at, mayBeRevealed}: {at: string; mayBeRevealed: boolean},
): Outcome | undefined {
  // The answer was lost, and the command is sent again.
  if (mayBeRevealed && command.kind === 'rate' && existing.rating === command.score) return 'stood'
  if (existing.created_at > at) return 'superseded'
  return mayBeRevealed && command.kind === 'withdraw' ? 'seen' : undefined
}
