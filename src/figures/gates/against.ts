import {chipQuality} from '../../chips/quality.js'
import {FACTOR_COLUMNS, type RatedResult} from '../../records/result.js'
import {pick} from '../../records/columns.js'
import {
  OCCASIONS,
  type CellFactors,
  type GroupColumn,
  type GroupLevels,
  type RatedCell,
} from '../../records/stats.js'
import {VERSIONED_FACTORS, type VersionedFactor} from '../../records/version.js'
import {Fit} from '../../statistics/fit/fit.js'
import {tTest, type Interval} from '../../statistics/interval.js'
import type {ResultFilter} from '../../store/results.js'
import type {Store} from '../../store/store.js'
import type {ChosenResults} from '../../versions/choice.js'
import {changedVersions, type ChangedVersion} from '../../versions/in-question.js'
import type {Suites} from '../../versions/known-versions.js'
import {cellKeys, groupKey} from '../cells.js'

/** What of an answer is compared with that of the run: shares of 1, where more is better. */
export const COMPARED = [
  'usable',
  'valid',
  'count',
  'type_coverage',
  'key_validity',
  'distinct',
  'not_nearly_the_same',
  'not_repeated',
  'not_filled',
] as const
export type Compared = (typeof COMPARED)[number]

/** A difference, now minus then; 95 % of this measure alone, null where nothing tells it. */
export interface ChangeSince {
  difference: number
  interval: Interval | null
  configurations: number
}

/** A group beside the results of one run, on the configurations that both answered. */
export interface AgainstRun {
  run: string
  /** Configurations that the run answered, and those of them that the group answered too. */
  before: number
  shared: number
  /** Configurations that the run answered and where every case of the group failed. */
  failed: number
  /** Personas whose text changed, or is unknown: other questions, which are not paired. */
  otherPersonas: string[]
  /** Versions of prompts and systems that changed: what is compared. */
  changed: ChangedVersion[]
  /** `unrated`: nobody rated either; `unknown`: ratings of one of them, or none in common. */
  rating: ChangeSince | 'unrated' | 'unknown'
  measures: Partial<Record<Compared, ChangeSince>>
}

export interface AgainstRequest {
  run: string
  columns: readonly GroupColumn[]
  groups: readonly GroupLevels[]
  chosen: ChosenResults
  suites: Suites
}

/** One side of the comparison. */
interface Side {
  rated: PlainCell<RatedCell>[]
  answers: PlainCell<Answer>[]
  failed: PlainCell<object>[]
}

interface Answer {
  measures: Partial<Record<Compared, number>>
}

/** With its factors under plain names, and the levels by which it belongs to a group. */
type PlainCell<Cell> = Omit<Cell, 'factors'> & {
  factors: CellFactors
  group: string
  block: string
  cluster: string
}

/**
 * Each group beside a run: results of the group that the run did not make, paired with those of the run on
 * equal configurations, across the versions of prompts and systems, never across two texts of a persona.
 */
export async function compareWithRun(
  store: Store,
  {run, columns, groups, chosen, suites}: AgainstRequest,
): Promise<Map<string, AgainstRun>> {
  const {filter} = chosen
  const after: ResultFilter = {...filter, not_runs: [...(filter.not_runs ?? []), run]}
  const before: ResultFilter = {
    ...pick(filter, FACTOR_COLUMNS),
    run_id: run,
    ...(filter.versions && {versions: {...filter.versions, chosen: [], labelled: []}}),
  }
  const changed = await changedVersions(store, {before, after}, {digits: chosen.digits, suites})
  const otherPersonas = changed.filter(({factor}) => factor === 'persona_id').map(({name}) => name)
  // A run is one occasion: every run or day that makes a group stands beside all of it.
  const factors = columns.filter((column) => !isOccasion(column))
  const plain = plainOf(chosen)
  const now = await readSide(store, after, {columns, plain, otherPersonas})
  const then = await readSide(store, before, {columns: factors, plain: (cell) => cell, otherPersonas})
  return new Map(
    groups.map((group) => {
      const key = groupKey(group, columns)
      const keyThen = groupKey(plain(group as unknown as CellFactors), factors)
      return [
        key,
        {
          run,
          ...beside(sideOf(then, keyThen), sideOf(now, key)),
          otherPersonas,
          changed: changed.filter(isNoPersona),
        },
      ]
    }),
  )
}

const isNoPersona = ({factor}: {factor: VersionedFactor}) => factor !== 'persona_id'

function isOccasion(column: GroupColumn): boolean {
  return (OCCASIONS as readonly string[]).includes(column)
}

/** `guided@3f2a` as `guided`: both sides of a pair have the name alone. */
function plainOf({versionOf}: Pick<ChosenResults, 'versionOf'>): (cell: CellFactors) => CellFactors {
  return (cell) => ({
    ...cell,
    ...Object.fromEntries(
      VERSIONED_FACTORS.filter((factor) => factor in cell).map((factor) => [
        factor,
        versionOf(factor, cell[factor]).name,
      ]),
    ),
  })
}

interface SideRequest {
  columns: readonly GroupColumn[]
  plain: (cell: CellFactors) => CellFactors
  otherPersonas: readonly string[]
}

async function readSide(store: Store, filter: ResultFilter, request: SideRequest): Promise<Side> {
  const {columns, plain, otherPersonas} = request
  const occasions = OCCASIONS.filter((occasion) => columns.includes(occasion))
  const keyed = <Cell extends {factors: CellFactors}>(cell: Cell): PlainCell<Cell>[] => {
    const factors = plain(pick(cell.factors, FACTOR_COLUMNS))
    if (otherPersonas.includes(factors.persona_id)) return []
    const {block, cluster} = cellKeys(factors, [])
    return [{...cell, factors, group: groupKey(cell.factors, columns), block, cluster}]
  }

  const failed = (await store.stats.groups([...FACTOR_COLUMNS, ...occasions], filter)).filter(
    ({result_count}) => result_count === 0,
  )
  const answers: PlainCell<Answer>[] = []
  for await (const page of store.results.levelledPages({...filter, status: 'completed'}))
    for (const result of page)
      answers.push(
        ...keyed({
          factors: {...result, day: result.created_at.slice(0, 10)},
          measures: measuresOf(result),
        }),
      )
  return {
    rated: (await store.stats.ratedCells(filter, {occasions})).flatMap((cell) => keyed(cell)),
    answers,
    failed: failed.flatMap(({group}) => keyed({factors: group as unknown as CellFactors})),
  }
}

function measuresOf(result: RatedResult): Answer['measures'] {
  const quality = chipQuality(result)
  const less = (share: number | null) => (share === null ? undefined : 1 - share)
  const all: Record<Compared, number | null | undefined> = {
    usable: result.final_chips.length > 0 ? 1 : 0,
    valid: quality.valid,
    count: quality.count_error === null ? null : 1 - Math.min(1, quality.count_error / result.chip_count),
    type_coverage: quality.type_coverage,
    key_validity: quality.key_validity,
    distinct: less(quality.duplicates),
    not_nearly_the_same: less(quality.near_duplicates),
    not_repeated: less(quality.leakage),
    not_filled: less(quality.fill_share),
  }
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== null && value !== undefined))
}

function sideOf(side: Side, group: string): Side {
  const isOf = (cell: {group: string}) => cell.group === group
  return {
    rated: side.rated.filter(isOf),
    answers: side.answers.filter(isOf),
    failed: side.failed.filter(isOf),
  }
}

function beside(then: Side, now: Side): Omit<AgainstRun, 'run' | 'otherPersonas' | 'changed'> {
  const blocks = (cells: readonly {block: string}[]) => new Set(cells.map(({block}) => block))
  const [answered, answeredNow, failedNow] = [blocks(then.answers), blocks(now.answers), blocks(now.failed)]
  const shared = new Set([...answered].filter((block) => answeredNow.has(block)))
  return {
    before: answered.size,
    shared: shared.size,
    failed: [...answered].filter((block) => failedNow.has(block)).length,
    rating: ratingSince(inBlocks(then.rated, shared), inBlocks(now.rated, shared)),
    measures: Object.fromEntries(
      COMPARED.flatMap((measure) => {
        const change = measureSince(measure, inBlocks(then.answers, shared), inBlocks(now.answers, shared))
        return change ? [[measure, change]] : []
      }),
    ),
  }
}

function inBlocks<Cell extends {block: string}>(cells: readonly Cell[], blocks: ReadonlySet<string>): Cell[] {
  return cells.filter(({block}) => blocks.has(block))
}

/** By the model behind every figure of ratings, with two groups: raters and configurations count as equal. */
function ratingSince(
  then: readonly PlainCell<RatedCell>[],
  now: readonly PlainCell<RatedCell>[],
): AgainstRun['rating'] {
  if (then.length === 0 && now.length === 0) return 'unrated'
  const rows = [
    ...then.map((cell) => ({...cell, group: 'then'})),
    ...now.map((cell) => ({...cell, group: 'now'})),
  ]
  const [contrast] = new Fit(rows).family()
  const difference = contrast?.difference ?? null
  if (!contrast || difference === null) return 'unknown'
  const {interval, configurations} = contrast
  // The groups are in the order of their names: A is now, B is then.
  return {difference, interval, configurations}
}

/** Means of each configuration, then of what varies by chance together, now minus then. */
function measureSince(
  measure: Compared,
  then: readonly PlainCell<Answer>[],
  now: readonly PlainCell<Answer>[],
): ChangeSince | undefined {
  const [before, after] = [meansByBlock(measure, then), meansByBlock(measure, now)]
  const clusters = new Map<string, number[]>()
  let configurations = 0
  for (const [block, {cluster, mean}] of after) {
    const old = before.get(block)
    if (!old) continue
    configurations++
    clusters.set(cluster, [...(clusters.get(cluster) ?? []), mean - old.mean])
  }

  if (configurations === 0) return undefined
  const differences = [...clusters.values()].map(meanOf)
  const difference = meanOf(differences)
  const isEqual = differences.length > 1 && differences.every((value) => value === differences[0])
  const interval = isEqual ? {low: difference, high: difference} : (tTest(differences)?.interval ?? null)
  return {difference, interval, configurations}
}

function meansByBlock(
  measure: Compared,
  answers: readonly PlainCell<Answer>[],
): Map<string, {cluster: string; mean: number}> {
  const values = new Map<string, {cluster: string; values: number[]}>()
  for (const {block, cluster, measures} of answers) {
    const value = measures[measure]
    if (value === undefined) continue
    const known = values.get(block) ?? {cluster, values: []}
    values.set(block, known)
    known.values.push(value)
  }

  return new Map(
    [...values].map(([block, known]) => [block, {cluster: known.cluster, mean: meanOf(known.values)}]),
  )
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}
