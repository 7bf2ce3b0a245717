import {usage} from '../errors/catalogue.js'
import {FACTOR_COLUMNS, type FactorColumn} from '../records/result.js'
import {FACTORS} from '../suite/model/factors.js'
import type {ChosenResults} from '../versions/choice.js'

export const PREFERENCES = ['rating', 'cost', 'latency'] as const
export type Preference = (typeof PREFERENCES)[number]

/** Rating points that do not matter, unless the user says otherwise. */
export const USUAL_MARGIN = 0.25

/** What is to be decided, apart from the results it is decided by. */
export interface DecisionTerms {
  /** The factors whose levels make a candidate; without them system and style, or the system alone. */
  by?: readonly FactorColumn[] | undefined
  /** Rating points that do not matter to the team; above 0. */
  margin: number
  /** US dollars per usable answer. */
  maxCost?: number | undefined
  /** Seconds of a whole case. */
  maxP95?: number | undefined
  /** 1 to 5. */
  minRating?: number | undefined
  prefer: Preference
  /** Levels that are no candidates: a system, a style. */
  leaveOut: readonly string[]
  /**
   * Whether a level in `leaveOut` that no result has is an error; a config file may name what is not there.
   */
  isLeaveOutStrict: boolean
  /** The judge whose scores sharpen people's differences. */
  judge?: string | undefined
}

/** A question about chosen results. */
export interface DecisionQuestion extends DecisionTerms {
  chosen: ChosenResults
  /** What the suite at hand could ask besides, for the advice how to go on. */
  suite?: AskableLevels | undefined
}

/** The levels that a suite has of each factor. */
export type AskableLevels = Partial<Record<FactorColumn, readonly (string | number)[]>>

/** The settings of `decision:` in the config file. */
export interface DecisionSettings {
  by?: string | string[] | undefined
  margin?: number | undefined
  max_cost?: number | undefined
  max_p95?: number | undefined
  min_rating?: number | undefined
  prefer?: Preference | undefined
  leave_out?: string[] | undefined
  judge?: string | undefined
}

/** Flags go before the config file, and that before what is usual. @throws BenchError (exit 2) */
export function decisionTerms(flags: DecisionSettings, settings: DecisionSettings = {}): DecisionTerms {
  const by = flags.by ?? settings.by
  return {
    by: by === undefined ? undefined : factorsOf(typeof by === 'string' ? by.split(',') : by),
    margin: flags.margin ?? settings.margin ?? USUAL_MARGIN,
    maxCost: flags.max_cost ?? settings.max_cost,
    maxP95: flags.max_p95 ?? settings.max_p95,
    minRating: flags.min_rating ?? settings.min_rating,
    prefer: flags.prefer ?? settings.prefer ?? 'rating',
    leaveOut: flags.leave_out ?? settings.leave_out ?? [],
    isLeaveOutStrict: flags.leave_out !== undefined,
    judge: flags.judge ?? settings.judge,
  }
}

/** Names of factors as columns or as flags: `model`, `style`, `persona` or `persona_id`, `input-type` … */
function factorsOf(names: readonly string[]): FactorColumn[] {
  const columns = names.map((name) => {
    const typed = name.trim()
    const column = FACTOR_COLUMNS.find((factor) => factor === typed || FACTORS[factor].flag.name === typed)
    if (column) return column
    const known = FACTOR_COLUMNS.map((factor) => FACTORS[factor].flag.name).join(', ')
    throw usage(
      `--by names factors with commas between them, not "${typed}". Nothing was read.`,
      `Known: ${known}.`,
    )
  })
  return FACTOR_COLUMNS.filter((column) => columns.includes(column))
}
