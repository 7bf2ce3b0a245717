import type {RatedResult} from '../records/result.js'
import type {RatingRecord} from '../records/rating.js'
import {RatingDesk, type QueueItem, type RatingPorts} from './desk.js'

/** What a rater did to a result, in a browser that may have been without a network for a while. */
export type Act = {kind: 'rate'; score: number} | {kind: 'withdraw'} | {kind: 'note'; note: string; flagged: boolean}

export interface HandedIn {
  rater: string
  item: QueueItem
  act: Act
  /** When it was done, ISO. */
  at: string
  /** Since when it is known what the rater has seen, ISO. */
  knownSince: string
}

/**
 * `superseded`: the rater did something newer elsewhere meanwhile, and that stands. `seen`: the rater has seen
 * whose it is, or may have, so it stays.
 */
export type Outcome = 'done' | 'superseded' | 'gone' | 'seen'

type Ports = Omit<RatingPorts<RatedResult>, 'load'> & {
  /** The rating that stands, with its time. */
  standing: (id: string) => Promise<Pick<RatingRecord, 'created_at'> | undefined>
}

/** Does late what was done before. What was done blind is stored as blind; what is newer stays. */
export async function handIn(ports: Ports, {rater, item, act, at, knownSince}: HandedIn): Promise<Outcome> {
  const desk = new RatingDesk({...ports, load: () => Promise.resolve(undefined)}, rater)
  const standing = act.kind === 'note' || item.repeat ? undefined : await ports.standing(item.id)
  if (standing && standing.created_at > at) return 'superseded'
  if (standing && act.kind === 'withdraw' && standing.created_at < knownSince) return 'seen'
  switch (act.kind) {
    case 'rate':
      return (await desk.rate(item, act.score, true, new Date(at))) ? 'done' : 'gone'
    case 'withdraw':
      await desk.withdraw(item)
      return 'done'
    case 'note':
      await desk.annotate(item, act, new Date(at))
      return 'done'
  }
}
