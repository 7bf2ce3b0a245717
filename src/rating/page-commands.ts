import type {RatedResult} from '../records/result.js'
import type {RatingRecord} from '../records/rating.js'
import {RatingService, type QueueItem, type RatingPorts} from './rating-service.js'
import {strangeReason} from './reasons.js'

/** A command of a rater on a result, from a browser that may have been without a network for a while. */
export type RatingCommand =
  | {kind: 'rate'; score: number; seconds?: number | null}
  | {kind: 'withdraw'}
  | {
      kind: 'note'
      note: string
      flagged: boolean
      tags?: string[] | undefined
      bad_chips?: string[] | undefined
    }

export interface SubmittedCommand {
  rater: string
  item: QueueItem
  command: RatingCommand
  /** When the rater gave the command, ISO. */
  at: string
  /** Whether the page hid all that tells the system; the database may know better. */
  isBlind: boolean
  /** What the rater was told to judge by. */
  rubric: {version: string | null; tags: readonly string[]}
}

/**
 * `superseded`: the rater gave a newer command elsewhere meanwhile, and the newer command counts. `stood`:
 * the same score was saved before, and nothing was stored. `refused`: a tag that the suite does not have, or
 * a chip that is not in the answer; nothing was stored.
 */
export type Outcome = 'done' | 'superseded' | 'gone' | 'stood' | 'refused'

type ExistingRating = Pick<RatingRecord, 'created_at' | 'rating'>
type Ports = RatingPorts<RatedResult> & {
  /** The existing rating, with its time. */
  existing: (id: string) => Promise<ExistingRating | undefined>
}

/** Applies a command some time after the rater gave it; a newer rating stays. */
export async function applyCommand(
  ports: Ports,
  {rater, item, command, at, isBlind, rubric}: SubmittedCommand,
): Promise<Outcome> {
  const service = new RatingService(ports, rater)
  if (command.kind === 'note') return annotate(ports, service, {item, command, at, tags: rubric.tags})
  const existing = item.repeat ? undefined : await ports.existing(item.id)
  // The answer was lost, and the command is sent again; or the rater says the same once more.
  if (command.kind === 'rate' && existing?.rating === command.score) return 'stood'
  if (existing && existing.created_at > at) return 'superseded'
  if (command.kind === 'withdraw') {
    await service.withdraw(item)
    return 'done'
  }

  const isSaved = await service.rate(item, command.score, {
    blind: isBlind,
    at: new Date(at),
    seconds: command.seconds ?? null,
    rubricVersion: rubric.version,
  })
  return isSaved ? 'done' : 'gone'
}

interface NoteCommand {
  item: QueueItem
  command: Extract<RatingCommand, {kind: 'note'}>
  at: string
  tags: readonly string[]
}

async function annotate(
  ports: Ports,
  service: RatingService<RatedResult>,
  {item, command: {note: text, flagged, ...reasons}, at, tags}: NoteCommand,
): Promise<Outcome> {
  const [result, {note}] = await Promise.all([ports.load(item.id), ports.existingRating(item.id)])
  if (!result) return 'gone'
  const known = {tags: [...tags, ...(note?.tags ?? [])], chips: ports.chipKeys(result)}
  if (strangeReason(reasons, known) !== undefined) return 'refused'
  const annotation = {note: text, flagged, tags: reasons.tags, bad_chips: reasons.bad_chips}
  await service.annotate(item, annotation, new Date(at))
  return 'done'
}
