import type {CallRecord, CallTotals} from '../../records/call.js'

export const NOTHING_SPENT: CallTotals = {
  spent: 0,
  charged: 0,
  answered: 0,
  unknown_costs: 0,
  highest: new Map(),
}

/** Counts calls that are durable. */
export class Spending {
  usd: number
  answered: number
  unknownCosts: number

  constructor(earlier: CallTotals) {
    this.usd = earlier.spent
    this.answered = earlier.answered
    this.unknownCosts = earlier.unknown_costs
  }

  add({status, cost_usd}: Pick<CallRecord, 'status' | 'cost_usd'>): void {
    if (status !== 'answered') return
    this.usd += cost_usd ?? 0
    this.answered++
    if (cost_usd === null) this.unknownCosts++
  }
}
