import {randomUUID} from 'node:crypto'
import type {ResultRecord} from '../../src/records/result.js'
import {evaluateDecision, type Decision} from '../../src/decide/evaluate-decision.js'
import {decisionTerms, type AskableLevels, type DecisionSettings} from '../../src/decide/question.js'
import type {ResultFilter} from '../../src/store/results.js'
import type {Store} from '../../src/store/store.js'
import {chooseVersions} from '../../src/versions/choice.js'
import {aResult, aRun} from './records.js'
import {aStyle, aSystem, PERSONA} from './versioned.js'

export const GUIDED = aStyle('guided', 'Explain and give chips.')

export interface RatedRun {
  /**
   * By system: a digit is the rating of a configuration, `-` an answer
   * that nobody rated, `x` a failed case, ` ` a configuration that was not asked.
   */
  rows: Record<string, string>
  rater?: string
  day?: string
  /** By system: of each result. */
  change?: Record<string, Partial<ResultRecord>>
  style?: ReturnType<typeof aStyle>
  /** The first configuration's place. */
  from?: number
}

/** A run rated block by block, a minute each. @returns its id */
export async function addRatedRun(
  store: Store,
  {rows, rater = 'ann', day = '2026-11-23', change = {}, style = GUIDED, from = 0}: RatedRun,
): Promise<string> {
  const id = `run-${randomUUID()}`
  const systems = Object.keys(rows).map((model) => aSystem(model))
  const versions = {
    style: {[style.name]: style.id},
    persona: {cook: PERSONA.id},
    system: Object.fromEntries(systems.map((system) => [system.name, system.id])),
  }
  await store.runs.create(aRun({id, config: {cases: 3, versions}}), [style, PERSONA, ...systems])
  for (const [model, row] of Object.entries(rows)) {
    for (const [at, mark] of Array.from(row).entries()) {
      if (mark === ' ') continue
      const failed = mark === 'x'
      const result = aResult(id, {
        model,
        style: style.name,
        trial: 1,
        chip_count: 10 + from + at,
        created_at: `${day}T10:00:01.000Z`,
        style_version: style.id,
        persona_version: PERSONA.id,
        system_version: versions.system[model] ?? null,
        ...(failed && {status: 'failed', final_chips: [], latency_ms: null, cost_usd: 0.004}),
        ...change[model],
      })
      await store.results.save(result)
      if (/\d/.test(mark)) await rate(store, result.id, rater, Number(mark), ratedAt(day, from + at))
    }
  }

  return id
}

export async function rate(
  store: Store,
  result_id: string,
  user_id: string,
  rating: number,
  created_at: string,
) {
  await store.ratings.save({result_id, user_id, rating, created_at, blind: true})
}

/** Blocks are rated one after another. */
export function ratedAt(day: string, block: number): string {
  return `${day}T12:${String(block).padStart(2, '0')}:00.000Z`
}

export type Question = [
  settings?: DecisionSettings,
  scope?: {filter?: ResultFilter; all?: boolean; suite?: AskableLevels},
]

/** The decision of a database, as the command asks for it with these flags. */
export async function decisionOf(store: Store, ...[settings = {}, scope = {}]: Question): Promise<Decision> {
  const {filter = {}, all = false, suite} = scope
  const chosen = await chooseVersions(store, filter, {all, suites: () => Promise.resolve([])})
  return evaluateDecision(store, {...decisionTerms(settings), chosen, suite})
}
