import {unknownValue, usage} from '../errors/catalogue.js'
import {FACTOR_COLUMNS} from '../records/result.js'
import type {ResultFilter} from '../store/results.js'
import type {Store} from '../store/store.js'

/** The flags that choose results, as `factorFlags` and `--run` give them. */
export interface FilterFlags {
  run?: string | undefined
  model?: string[] | undefined
  persona?: string[] | undefined
  style?: string[] | undefined
  constraint?: string[] | undefined
  'input-type'?: string[] | undefined
  'chip-count'?: string[] | undefined
}

/** @throws BenchError (exit 2) for a chip count that is no number. */
export function resultFilter(flags: FilterFlags): ResultFilter {
  return {
    run_id: flags.run,
    model: flags.model,
    persona_id: flags.persona,
    style: flags.style,
    input_type: flags['input-type'],
    constraint_type: flags.constraint,
    chip_count: flags['chip-count']?.map(wholeNumber),
  }
}

/**
 * For a filter that found nothing: a value that no result has is most likely mistyped.
 * @throws BenchError (exit 2) with near matches.
 */
export async function refuseUnknownLevels(store: Store, filter: ResultFilter): Promise<void> {
  if (filter.run_id !== undefined && !(await store.runs.get(filter.run_id))) {
    const ids = (await store.runs.list({limit: 100})).map(({id}) => id)
    throw unknownValue('run', filter.run_id, ids, 'bench runs')
  }

  for (const column of FACTOR_COLUMNS) {
    const wanted = filter[column] ?? []
    if (wanted.length === 0) continue
    const known = await store.results.levels(column)
    if (known.length === 0) return
    const unknown = wanted.find((value) => !known.includes(String(value)))
    if (unknown !== undefined) throw unknownValue(column.replace('_id', '').replace('_', ' '), String(unknown), known)
  }
}

function wholeNumber(text: string): number {
  if (!/^\d{1,6}$/.test(text)) throw usage(`--chip-count must be a whole number, not "${text}".`)
  return Number(text)
}
