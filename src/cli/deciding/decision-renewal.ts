import {isNothingToRate} from '../../errors/catalogue.js'
import {planSession, type PlanOptions} from '../../rating/queue/plan.js'
import {withRepeats, type Renew} from '../../rating/queue/renewal.js'
import type {ResultFilter} from '../../store/results.js'
import type {Store} from '../../store/store.js'
import type {DecisionPlan} from './decision-plan.js'

/**
 * Asks anew what the decision needs whenever the rater has completed a block: begun blocks go on first,
 * without what is out or settled by now, and the session ends when nothing is needed any more. In the middle
 * of a block the plan stays, so that the block is seen whole by one person.
 * @param plan how the session began
 */
export function renewing(
  store: Store,
  filter: ResultFilter,
  {plan, anew}: {plan: PlanOptions & DecisionPlan; anew: () => Promise<DecisionPlan>},
): Renew {
  let now: DecisionPlan = plan
  return async ({last, left, passed, skipped}) => {
    const block = now.blockOf(last)
    if (left.some(({id, repeat}) => !repeat && now.blockOf(id) === block)) return undefined
    const decision = await anew().catch(refusalOnly)
    if (!decision) return []
    now = decision
    const repeats = left.filter(({repeat}) => repeat).length
    const queue = await planSession(store, filter, {
      ...plan,
      ...decision,
      asked: (candidate) => decision.asked(candidate) && !skipped.has(candidate.id),
      limit: Math.max(0, plan.limit - passed - repeats),
      hasRepeats: false,
    })
    return withRepeats(queue, left)
  }
}

/** A decision that needs no rating is an answer here. @throws every other error */
function refusalOnly(error: unknown): undefined {
  if (!isNothingToRate(error)) throw error
}

/** What the decision says where it needs no rating any more; the rater has seen figures then. */
export async function endSentence(
  store: Store,
  rater: string,
  anew: () => Promise<DecisionPlan>,
): Promise<string | undefined> {
  const sentence = await anew().then(
    () => undefined,
    (error: unknown) => (isNothingToRate(error) ? error.message : undefined),
  )
  // A database that cannot be written any more is no reason to say nothing.
  if (sentence !== undefined)
    await store.raters.openedFigures(rater, new Date().toISOString()).catch(() => {})
  return sentence
}
