import type {CandidateRow} from './answer.js'

/**
 * Names as screens show them: a system without its vendor (`gpt-5-mini`) where no other is called so, and
 * without its style where all have the same, unless it is asked for `whole`. They are not made safe to print
 * yet.
 */
export type ShortName = (name: string, options?: {whole?: boolean}) => string

export function shortNames(rows: readonly Pick<CandidateRow, 'name' | 'candidate'>[]): ShortName {
  const systems = [
    ...new Set(rows.flatMap(({candidate: {model}}) => (model === undefined ? [] : [String(model)]))),
  ]
  const endings = systems.map(ending)
  const isClear = (system: string) => endings.filter((other) => other === ending(system)).length === 1
  const tails = new Set(rows.map(({name, candidate: {model}}) => name.slice(String(model ?? '').length)))
  return (name, {whole = false} = {}) => {
    const system = systems.find((known) => name === known || name.startsWith(`${known} with `))
    if (system === undefined) return name
    const tail = tails.size > 1 || whole ? name.slice(system.length) : ''
    return `${isClear(system) ? ending(system) : system}${tail}`
  }
}

function ending(system: string): string {
  return system.slice(system.lastIndexOf('/') + 1)
}
