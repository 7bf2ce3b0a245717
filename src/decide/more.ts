import {shellWord} from '../text/shell.js'
import {FACTOR_COLUMNS, type FactorColumn} from '../records/result.js'
import type {AskedCell} from '../store/figures/decide.js'
import {FACTORS, NESTED_SETTINGS} from '../suite/model/factors.js'
import type {Suite} from '../suite/model/suite.js'
import type {Candidate} from './candidates.js'
import type {AskableLevels} from './question.js'

/** Factors whose further levels make further configurations, in the order in which they are proposed. */
const EXTENDABLE: readonly FactorColumn[] = ['persona_id', ...NESTED_SETTINGS.toReversed()]

/**
 * The command that runs further configurations for some candidates: levels of the suite at hand that no
 * result in scope has. Null where the suite has none.
 */
export function moreConfigurations(
  candidates: readonly Candidate[],
  {
    by,
    cells,
    configurations,
    suite,
  }: {
    by: readonly FactorColumn[]
    cells: readonly AskedCell[]
    configurations: number
    suite: AskableLevels | undefined
  },
): string | null {
  if (!suite) return null
  const inScope = (column: FactorColumn) =>
    [...new Set(cells.map(({factors}) => plain(factors[column])))].sort()
  for (const column of EXTENDABLE) {
    if (by.includes(column)) continue
    const had = inScope(column)
    const fresh = (suite[column] ?? []).map(String).filter((level) => !had.includes(level))
    if (fresh.length === 0) continue
    // Of each level so far there are about so many configurations.
    const perLevel = Math.max(1, new Set(cells.map((cell) => configurationOf(cell, by))).size / had.length)
    const wanted = fresh.slice(0, Math.ceil(configurations / perLevel))
    return command(candidates, column, wanted, {inScope, suite})
  }

  return null
}

function configurationOf({factors}: AskedCell, by: readonly FactorColumn[]): string {
  return JSON.stringify(
    FACTOR_COLUMNS.filter((column) => !by.includes(column)).map((column) => factors[column]),
  )
}

function command(
  candidates: readonly Candidate[],
  column: FactorColumn,
  wanted: readonly string[],
  {inScope, suite}: {inScope: (column: FactorColumn) => string[]; suite: AskableLevels},
): string {
  // A factor that is not named takes all its levels.
  const isWhole = (levels: readonly string[], factor: FactorColumn) =>
    factor !== 'model' && suite[factor]?.every((level) => levels.includes(String(level)))
  const flags = FACTOR_COLUMNS.flatMap((factor) => {
    const ofCandidates = candidates.flatMap(({levels}) => (factor in levels ? [plain(levels[factor]!)] : []))
    const levels =
      factor === column ? wanted : ofCandidates.length > 0 ? [...new Set(ofCandidates)] : inScope(factor)
    const {name, char} = FACTORS[factor].flag as {name: string; char?: string}
    if (factor !== column && isWhole(levels, factor)) return []
    return levels.map((level) => `${char === 'm' ? '-m' : `--${name}`} ${shellWord(level)}`)
  })
  return ['bench run', ...flags].join(' ')
}

/** A level without its version: new results have the newest. */
function plain(level: string | number): string {
  return String(level).replace(/@[^@/]*$/, '')
}

/** What a suite could ask. */
export function askableLevels({models, personas, factors}: Suite): AskableLevels {
  return {
    model: models.map(({id}) => id),
    persona_id: personas.map(({id}) => id),
    ...(factors as Partial<Record<FactorColumn, readonly (string | number)[]>>),
  }
}
