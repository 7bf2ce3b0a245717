import {createHash} from 'node:crypto'
import {v5} from 'uuid'
import {REMOVED} from '../../text/person-name.js'

const RATER_NAMESPACE = 'a9d1e6e4-50a5-5c0e-9a3e-61b7d1d0c9b2'

/** The id of a rater: it follows from the name, and stays when the person is removed. */
export function raterId(name: string): string {
  return v5(`rater|${name.normalize('NFC')}`, RATER_NAMESPACE)
}

/** The stored name of a removed person. */
export function removedName(name: string): string {
  return REMOVED + createHash('sha256').update(name.normalize('NFC')).digest('hex')
}

/** Whether the rater of an id was not removed from the database, as SQL. */
export function notRemoved(id: string): string {
  return `NOT EXISTS (SELECT 1 FROM raters WHERE raters.id = ${id} AND substr(raters.user_id, 1, ${REMOVED.length}) = '${REMOVED}')`
}
