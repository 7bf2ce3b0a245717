import type {RatedResult} from '../records/result.js'
import type {RatingRecord} from '../records/rating.js'
import {RatingDesk, type QueueItem, type RatingPorts} from './rating-service.js'

/** What a rater did to a result, in a browser that may have been without a network for a while. */
export type Act =
  {kind: 'rate'; score: number} | {kind: 'withdraw'} | {kind: 'note'; note: string; flagged: boolean}

export interface HandedIn {
  rater: string
  item: QueueItem
  act: Act
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

type Standing = Pick<RatingRecord, 'created_at' | 'rating'>
type Ports = Omit<RatingPorts<RatedResult>, 'load'> & {
  /** The rating that stands, with its time. */
  standing: (id: string) => Promise<Standing | undefined>
}

/**
 * Does late what was done before. What was done blind is stored as blind; what is newer stays. A rating that
 * takes the place of one whose model the rater may have seen since is stored as neither blind nor not.
 */
export async function handIn(ports: Ports, {rater, item, act, at, knownSince}: HandedIn): Promise<Outcome> {
  const desk = new RatingDesk({...ports, load: () => Promise.resolve(undefined)}, rater)
  const standing = act.kind === 'note' || item.repeat ? undefined : await ports.standing(item.id)
  const mayHaveSeen = standing !== undefined && standing.created_at < knownSince
  const refusal = standing && refusalOf(act, standing, {at, mayHaveSeen})
  if (refusal) return refusal
  switch (act.kind) {
    case 'rate':
      return (await desk.rate(item, act.score, mayHaveSeen ? null : true, new Date(at))) ? 'done' : 'gone'
    case 'withdraw':
      await desk.withdraw(item)
      return 'done'
    case 'note':
      await desk.annotate(item, act, new Date(at))
      return 'done'
  }
}

/** Why a rating that stands stays as it is; undefined when the act may change it. */
function refusalOf(
  act: Act,
  standing: Standing,
  {at, mayHaveSeen}: {at: string; mayHaveSeen: boolean},
): Outcome | undefined {
  // The answer was lost, and it is sent again.
  if (mayHaveSeen && act.kind === 'rate' && standing.rating === act.score) return 'stood'
  if (standing.created_at > at) return 'superseded'
  return mayHaveSeen && act.kind === 'withdraw' ? 'seen' : undefined
}
