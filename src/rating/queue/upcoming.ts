import type {RatedResult} from '../../records/result.js'
import {pick} from '../../records/columns.js'
import {FACTOR_COLUMNS, HIDDEN_FACTORS, type FactorColumn} from '../../suite/model/factors.js'
import {blindMessages} from '../blind-messages.js'

const SHOWN_FACTORS = FACTOR_COLUMNS.filter((column) => !HIDDEN_FACTORS.includes(column))

/**
 * A result that comes next, as its rater may see it: what a rating screen shows, and the id by which
 * `rate RESULT --score` and `rate --import` save a score. No system, prompt, run, cost or time.
 */
export interface UpcomingItem extends Partial<Record<FactorColumn, string | number>> {
  /** 1 for the first screen. */
  position: number
  result_id: string
  sector: string
  desired_role: string
  final_chips: RatedResult['final_chips']
  errors: string[]
}

export function upcomingItem(result: RatedResult, position: number): UpcomingItem {
  const {id, sector, desired_role, final_chips, errors} = result
  return {
    position,
    result_id: id,
    ...pick(result, SHOWN_FACTORS),
    sector,
    desired_role,
    final_chips,
    errors: blindMessages(errors),
  }
}
