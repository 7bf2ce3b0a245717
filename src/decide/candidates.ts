import {blockKey, candidateKey} from './keys.js'
import type {FactorColumn} from '../records/result.js'
import type {CellFactors, GroupLevels} from '../records/stats.js'
import {versionLabel} from '../records/version.js'
import {quantile} from '../statistics/describe.js'
import type {AskedCell} from '../store/figures/decide.js'
import type {ChosenResults} from '../versions/choice.js'

/** What can be shipped: levels of the compared factors, each in its version. */
export interface Candidate {
  key: string
  levels: GroupLevels
  /** As sentences call it: `openai/gpt-5-mini with guided@9c01`. */
  name: string
  /**
   * The style's version, where the style is compared or the only one: id of its definition, null: unknown.
   */
  style: {label: string; version: string | null} | null
  /** Blocks that it was asked, and those that it answered. */
  asked: Set<string>
  answered: Set<string>
  /** US dollars per usable answer, failed cases paid for; null: unknown, or no usable answer. */
  cost_usd: number | null
  /** Completed results whose cost is known, of all. */
  costs: {known: number; all: number}
  /** Milliseconds over the blocks that all candidates answered; null without any. */
  p95_ms: number | null
  /** US dollars of a case, on average; null: unknown. */
  cost_of_case_usd: number | null
}

/** Systems that come with bench: floors for comparison, nothing to ship. */
export function isBaseline({model}: Pick<CellFactors, 'model'>): boolean {
  return model.startsWith('builtin/')
}

/** The candidates of cells without baselines, by key. */
export function candidatesOf(
  cells: readonly AskedCell[],
  by: readonly FactorColumn[],
  chosen: Pick<ChosenResults, 'versionOf' | 'digits'>,
): Candidate[] {
  const groups = new Map<string, AskedCell[]>()
  for (const cell of cells) {
    const key = candidateKey(cell.factors, by)
    const group = groups.get(key)
    if (group) group.push(cell)
    else groups.set(key, [cell])
  }

  const blocks = [...groups.values()].map((group) => ({
    asked: new Set(group.map(({factors}) => blockKey(factors, by))),
    answered: new Set(group.filter(isCompleted).map(({factors}) => blockKey(factors, by))),
  }))
  const commonAsked = common(blocks.map(({asked}) => asked))
  // What answered nothing has no latency, and takes it from no other.
  const commonAnswered = common(blocks.map(({answered}) => answered).filter(({size}) => size > 0))
  const styles = [...new Set(cells.map(({factors}) => factors.style))]
  const named = [...groups].map(([key, group], at): Candidate => {
    const levels = Object.fromEntries(by.map((column) => [column, group[0]!.factors[column]]))
    const inBlocks = (wanted: ReadonlySet<string>) =>
      group.filter(({factors}) => wanted.has(blockKey(factors, by)))
    const style = by.includes('style')
      ? String(levels['style'])
      : styles.length === 1
        ? styles[0]!
        : undefined
    const version = style === undefined ? null : chosen.versionOf('style', style)
    const label =
      version === null
        ? null
        : version.version === null
          ? style!
          : versionLabel(version.name, version.version, chosen.digits)
    return {
      key,
      levels,
      name: nameOf(levels, by, label),
      style: label === null ? null : {label, version: version?.version ?? null},
      ...blocks[at]!,
      // Where no block is common, mixes differ, and its own blocks are all there is.
      ...costOf(commonAsked.size > 0 ? inBlocks(commonAsked) : group),
      p95_ms: quantile(
        inBlocks(commonAnswered)
          .filter(isCompleted)
          .flatMap(({latencies_ms}) => latencies_ms),
        0.95,
      ),
    }
  })
  return named.sort((a, b) => (a.key < b.key ? -1 : 1))
}

const isCompleted = ({status}: AskedCell) => status === 'completed'

function common(sets: readonly ReadonlySet<string>[]): Set<string> {
  const [first = new Set<string>(), ...others] = sets
  return new Set([...first].filter((block) => others.every((set) => set.has(block))))
}

/** Money for failed cases belongs to the cost of the answers. */
function costOf(cells: readonly AskedCell[]): Pick<Candidate, 'cost_usd' | 'costs' | 'cost_of_case_usd'> {
  const sum = (of: readonly AskedCell[], value: (cell: AskedCell) => number) =>
    of.reduce((total, cell) => total + value(cell), 0)
  const completed = cells.filter(isCompleted)
  const costs = {
    known: sum(completed, (cell) => cell.known_costs),
    all: sum(completed, (cell) => cell.results),
  }
  const usable = sum(cells, (cell) => cell.usable)
  const total = sum(cells, (cell) => cell.cost_usd)
  const isKnown = costs.all > 0 && costs.known === costs.all
  return {
    costs,
    cost_usd: isKnown && usable > 0 ? total / usable : null,
    cost_of_case_usd: isKnown ? total / costs.all : null,
  }
}

/** Other factors than system and style are added as they are. */
function nameOf(levels: GroupLevels, by: readonly FactorColumn[], style: string | null): string {
  const others = by
    .filter((column) => column !== 'model' && column !== 'style')
    .map((column) => String(levels[column]))
  const asked = [...(style === null ? [] : [style]), ...others]
  if (!by.includes('model')) return asked.join(', ')
  return [String(levels['model']), ...(asked.length > 0 ? [`with ${asked.join(', ')}`] : [])].join(' ')
}
