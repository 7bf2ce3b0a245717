import {UNKNOWN_VERSION, VERSIONED, VERSIONED_FACTORS, type OlderVersion} from '../records/version.js'
import type {ResultRecord} from '../records/result.js'
import type {Store} from '../store/store.js'
import {knownVersions, type Suites} from './known-versions.js'

type Versioned = Pick<
  ResultRecord,
  'run_id' | 'style' | 'persona_id' | 'model' | 'style_version' | 'persona_version' | 'system_version'
>

/**
 * Fills in the versions of older results from their run's configuration; what the run does not tell stays
 * null. The database is asked only once, and only when a result names no version.
 */
export function versionResolver(
  store: Store,
  suites: Suites,
): <Result extends Versioned>(result: Result) => Promise<Result> {
  let byLevel: Promise<Map<string, string>> | undefined
  return async (result) => {
    const missing = VERSIONED_FACTORS.filter((factor) => result[VERSIONED[factor].column] === null)
    if (missing.length === 0) return result
    byLevel ??= knownVersions(store, suites).then(({older}) => levelsOfRuns(older))
    const known = await byLevel
    const implied = missing.map((factor) => [
      VERSIONED[factor].column,
      known.get(JSON.stringify([result.run_id, factor, result[factor]])) ?? null,
    ])
    return {...result, ...(Object.fromEntries(implied) as Partial<typeof result>)}
  }
}

/** Pages of older results, and of what was said of such, with the versions that their runs tell. */
export async function* withVersions<Row extends Versioned>(
  pages: AsyncIterable<Row[]>,
  store: Store,
  suites: Suites,
): AsyncGenerator<Row[]> {
  const resolved = versionResolver(store, suites)
  for await (const page of pages) yield await Promise.all(page.map(resolved))
}

function levelsOfRuns(older: readonly OlderVersion[]): Map<string, string> {
  return new Map(
    older
      .filter(({version}) => version !== UNKNOWN_VERSION)
      .flatMap(({run_ids, factor, name, version}) =>
        run_ids.map((runId) => [JSON.stringify([runId, factor, name]), version] as const),
      ),
  )
}
