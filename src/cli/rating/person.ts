import {unknownValue, usage} from '../../errors/catalogue.js'
import type {Store} from '../../store/store.js'
import {personName} from '../../text/person-name.js'

/**
 * The stored name that a user means: as it is written, else in its one form.
 * @throws BenchError (exit 2) when the database does not hold the name.
 */
export async function knownPerson(store: Store, wanted: string): Promise<string> {
  const names = await store.raters.names()
  const name = [wanted, personName(wanted)].find((form) => form !== undefined && names.includes(form))
  if (name !== undefined) return name
  if (names.length === 0) throw usage('Nobody has rated here. Nothing was written.')
  throw unknownValue('rater', wanted, names, 'bench raters')
}
