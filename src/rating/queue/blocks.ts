import type {Candidate} from '../../records/rating.js'
import {CONFIGURATION_COLUMNS} from '../../records/result.js'
import type {FactorColumn} from '../../suite/model/factors.js'

/** Baselines measure the raters, so they are few among what is rated. */
const BASELINE_PREFIX = 'builtin/'

/** What one system answered to one configuration: one result stands for all trials and runs of the cell. */
export interface Cell {
  candidate: Candidate
  configuration: string
}

/**
 * All systems on one configuration: what one rater should see whole, so that systems are compared within it.
 */
export interface Block {
  key: string
  persona: string
  /** The block without its style: blocks of one site ask the same in other words. */
  site: string
  /** Everybody who has rated something in it. */
  raters: ReadonlySet<string>
  /** What the rater has not rated and may be asked for. */
  waiting: Cell[]
  baselines: Cell[]
  /** Comes when all other blocks are rated, though the rater has begun it. */
  isLast: boolean
}

export interface BlockOptions {
  rater: string
  /** Factors that vary within a block; the others, each in its version, make the block. */
  within?: readonly FactorColumn[] | undefined
  /** Which results may be asked for; all unless it is set. */
  asked?: ((candidate: Candidate) => boolean) | undefined
  /** Whether the block of a result is to come when all others are rated; none unless it is set. */
  isLast?: ((candidate: Candidate) => boolean) | undefined
}

const FACTORS_OF_CONFIGURATION = CONFIGURATION_COLUMNS.filter((column) => column !== 'trial')

/** The configuration of a candidate: everything that was asked, without system, trial and run. */
export function configurationOf(candidate: Candidate): string {
  return keyOf(candidate, FACTORS_OF_CONFIGURATION)
}

/**
 * The blocks that these candidates make, by key. Of each cell the result of the lowest trial and then of the
 * newest run is taken; a cell of which the rater has rated any result is done.
 */
export function blocksOf(
  candidates: readonly Candidate[],
  {rater, within = ['model'], asked, isLast}: BlockOptions,
): Map<string, Block> {
  const columns = FACTORS_OF_CONFIGURATION.filter((column) => !(within as readonly string[]).includes(column))
  const blocks = new Map<string, Block & {raters: Set<string>}>()
  for (const {candidate, raters, configuration} of cellsOf(candidates)) {
    const key = keyOf(candidate, columns)
    const block = blocks.get(key) ?? emptyBlock(key, candidate, isLast?.(candidate) === true)
    blocks.set(key, block)
    const isBaseline = candidate.model.startsWith(BASELINE_PREFIX)
    if (!isBaseline) for (const name of raters) block.raters.add(name)
    if (raters.has(rater) || asked?.(candidate) === false) continue
    ;(isBaseline ? block.baselines : block.waiting).push({candidate, configuration})
  }

  return blocks
}

function emptyBlock(key: string, candidate: Candidate, isLast: boolean): Block & {raters: Set<string>} {
  const site = keyOf(
    candidate,
    FACTORS_OF_CONFIGURATION.filter((column) => column !== 'style'),
  )
  return {key, persona: candidate.persona_id, site, raters: new Set(), waiting: [], baselines: [], isLast}
}

interface RatedCell extends Cell {
  raters: Set<string>
}

function cellsOf(candidates: readonly Candidate[]): Iterable<RatedCell> {
  const cells = new Map<string, RatedCell>()
  for (const candidate of candidates) {
    const configuration = configurationOf(candidate)
    const key = `${configuration}|${levelOf(candidate, 'model')}`
    const cell = cells.get(key)
    if (!cell) cells.set(key, {candidate, configuration, raters: new Set(candidate.raters)})
    else {
      for (const name of candidate.raters) cell.raters.add(name)
      if (isBefore(candidate, cell.candidate)) cell.candidate = candidate
    }
  }

  return cells.values()
}

function isBefore(a: Candidate, b: Candidate): boolean {
  if (a.trial !== b.trial) return a.trial < b.trial
  if (a.created_at !== b.created_at) return a.created_at > b.created_at
  return a.id < b.id
}

function keyOf(candidate: Candidate, columns: readonly FactorColumn[]): string {
  return columns.map((column) => levelOf(candidate, column)).join('|')
}

/** Unknown versions are never the same in two runs. */
function levelOf(candidate: Candidate, column: FactorColumn): string {
  const {unknown_in: unknown} = candidate
  const run = column in unknown ? unknown[column as keyof typeof unknown] : ''
  return run === '' ? String(candidate[column]) : `${String(candidate[column])}@${run}`
}
