/** What costs are summed up by. */
export const COST_GROUPS = ['system', 'person', 'device', 'day', 'run'] as const
export type CostGroup = (typeof COST_GROUPS)[number]

/** What calls have cost; money is US dollars. */
export interface CostSums {
  /** Calls that were answered, or may have been paid for; also those of judges, also deleted ones. */
  calls: number
  /** The known costs; null: none is known. */
  cost_usd: number | null
  /** Calls of unknown cost; not in `cost_usd`. */
  unknown_costs: number
  /** What the calls of unknown cost have cost at most, as far as budgets reserved it. */
  unknown_at_most_usd: number
  /** Those of the calls that were deleted, and their part of the known costs. */
  deleted_calls: number
  deleted_usd: number
}

export interface CostRow extends CostSums {
  /** The system, person, device, day or run; null: not known. */
  group: string | null
}

/** The sum over all groups. */
export function sumOfCosts(costs: readonly CostRow[]): CostSums {
  const sum = (field: keyof CostSums) => costs.reduce((total, row) => total + (row[field] ?? 0), 0)
  return {
    calls: sum('calls'),
    cost_usd: costs.some(({cost_usd}) => cost_usd !== null) ? sum('cost_usd') : null,
    unknown_costs: sum('unknown_costs'),
    unknown_at_most_usd: sum('unknown_at_most_usd'),
    deleted_calls: sum('deleted_calls'),
    deleted_usd: sum('deleted_usd'),
  }
}
