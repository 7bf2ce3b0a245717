import type {CandidateRow} from './answer.js'

/**
 * Names as screens show them: a system without its vendor (`gpt-5-mini`) where no other is called so. They are
 * not made safe to print yet.
 */
export function shortNames(rows: readonly CandidateRow[]): (name: string) => string {
  const systems = [
    ...new Set(rows.flatMap(({candidate: {model}}) => (model === undefined ? [] : [String(model)]))),
  ]
  const endings = systems.map(ending)
  const isClear = (system: string) => endings.filter((one) => one === ending(system)).length === 1
  return (name) => {
    const system = systems.find((one) => name === one || name.startsWith(`${one} with `))
    return system !== undefined && isClear(system) ? `${ending(system)}${name.slice(system.length)}` : name
  }
}

function ending(system: string): string {
  return system.slice(system.lastIndexOf('/') + 1)
}
