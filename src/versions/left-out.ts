import {unknownValue} from '../errors/catalogue.js'
import type {ResultFilter} from '../store/results.js'
import type {Store} from '../store/store.js'

/**
 * A filter without the systems and styles of these names, each in all its versions.
 * @throws BenchError (exit 2, UNKNOWN_CANDIDATE) for a name that no result has.
 */
export async function leavingOut(
  store: Pick<Store, 'results'>,
  filter: ResultFilter,
  names: readonly string[] = [],
): Promise<ResultFilter> {
  if (names.length === 0) return filter
  const [models, styles] = [await store.results.levels('model'), await store.results.levels('style')]
  const unknown = names.find((name) => !models.includes(name) && !styles.includes(name))
  if (unknown !== undefined)
    throw unknownValue('candidate', unknown, [...models, ...styles].sort(), 'bench stats')
  const of = (levels: readonly string[]) => names.filter((name) => levels.includes(name))
  return {...filter, not_models: of(models), not_styles: of(styles)}
}
