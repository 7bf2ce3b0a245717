import {nothingToRate} from '../../errors/catalogue.js'
import {planSession, type PlanOptions} from '../../rating/queue/plan.js'
import type {QueueItem} from '../../rating/rating-service.js'
import {askedFor} from '../../rating/messages.js'
import {upcomingItem} from '../../rating/queue/upcoming.js'
import type {ResultFilter} from '../../store/results.js'
import type {Store} from '../../store/store.js'
import {FACTORS, HIDDEN_FACTORS} from '../../suite/model/factors.js'
import type {ListedItem} from '../../terminal/views/upcoming-view.js'
import type {DecisionFlags} from '../deciding/decision-flags.js'
import type {PersonaTexts} from '../persona-texts.js'
import {refuseUnknownLevels, type FilterFlags} from '../result-filter.js'

/** What a person at a terminal asks of a rating session. */
export interface RatingFlags extends FilterFlags, DecisionFlags {
  decide: boolean
  db: string | undefined
  'all-versions': boolean
  overlap: string
  limit: number
  reveal: boolean
  plain: boolean
}

/**
 * What the rater sees in a session.
 * @throws BenchError where nothing is left, or where the filter names what no result has.
 */
export async function plannedQueue(
  store: Store,
  filter: ResultFilter,
  options: PlanOptions,
): Promise<QueueItem[]> {
  const queue = await planSession(store, filter, options)
  if (queue.length > 0) return queue
  await refuseUnknownLevels(store, filter)
  const count = async (unrated_by?: string) =>
    (await store.results.list({...filter, status: 'completed', unrated_by}, {limit: 1, offset: 0})).total
  throw nothingToRate(options.rater, await count(), await count(options.rater))
}

/** The results of a queue as their rater may see them. */
export async function upcomingItems(
  store: Store,
  queue: readonly QueueItem[],
  personas: PersonaTexts,
): Promise<ListedItem[]> {
  const items: ListedItem[] = []
  for (const {id} of queue) {
    const result = await store.results.get(id)
    if (!result) continue
    await personas.learn(result.run_id)
    const asked = askedFor(result, personas.leastPerType(result))
    items.push({...upcomingItem(result, items.length + 1), asked})
  }

  return items
}

/** Whether flags ask for one level of what decision 7 hides, or for runs of one system. */
export async function isTelling(store: Store, flags: FilterFlags, filter: ResultFilter): Promise<boolean> {
  if (HIDDEN_FACTORS.some((column) => flags[FACTORS[column].flag.name] !== undefined)) return true
  // Of two styles, the one that is left is known.
  if ((filter.not_styles?.length ?? 0) > 0) return true
  return store.ratings.isOfOneSystem(filter)
}
