import {createHash} from 'node:crypto'
import type {QueueItem} from '../../rating/rating-service.js'

/**
 * The name of an item of a rater's queue on the page: the result's id and a few digits that show the server,
 * but not the rater, whether the item is a repeat. The reference holds as long as the result does, so that a
 * rating that waited for a network finds its place after a restart too.
 */
export function itemReference(user: string, {id, repeat}: QueueItem): string {
  return `${id}.${tagOf(user, id, repeat)}`
}

/** Undefined for a text that is no item reference of this rater. */
export function readItemReference(user: string, reference: string): QueueItem | undefined {
  const at = reference.lastIndexOf('.')
  const id = reference.slice(0, Math.max(0, at))
  const tag = reference.slice(at + 1)
  return [false, true].map((repeat) => ({id, repeat})).find(({repeat}) => tag === tagOf(user, id, repeat))
}

function tagOf(user: string, id: string, repeat: boolean): string {
  return createHash('sha256')
    .update(JSON.stringify([user, id, repeat]))
    .digest('hex')
    .slice(0, 12)
}
