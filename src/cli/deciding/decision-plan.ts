import {blockKey} from '../../decide/keys.js'
import {decisionTerms, type DecisionSettings} from '../../decide/question.js'
import {nothingToDecide} from '../../errors/catalogue.js'
import type {PlanOptions} from '../../rating/queue/plan.js'
import type {Store} from '../../store/store.js'
import type {ChosenResults} from '../../versions/choice.js'

/** How a session is planned that asks only for what the open decision needs. */
export interface DecisionPlan extends Pick<PlanOptions, 'overlap' | 'within' | 'isLast'> {
  asked: NonNullable<PlanOptions['asked']>
  /** Names the block of a result that is asked for; undefined: of no such result. */
  blockOf: (id: string) => string | undefined
}

/**
 * The same question as `bench decide`: flags, then `decision:` of the config file.
 * @throws BenchError where the decision needs no rating.
 */
export async function decisionPlan(
  store: Store,
  chosen: ChosenResults,
  flags: DecisionSettings,
  settings: DecisionSettings | undefined,
): Promise<DecisionPlan> {
  const [{evaluateDecision}, {decisionText}] = await Promise.all([
    import('../../decide/evaluate-decision.js'),
    import('../../decide/messages.js'),
  ])
  const {answer, stillAsked, candidateOf, isComplete} = await evaluateDecision(store, {
    ...decisionTerms(flags, settings),
    chosen,
  })
  if (stillAsked.length === 0) throw nothingToDecide(decisionText(answer).sentence)
  const asked = new Set(stillAsked)
  const blocks = new Map<string, string>()
  return {
    // A second rater of the same configuration is not what decides.
    overlap: 0,
    within: answer.by,
    asked: (candidate) => {
      const key = candidateOf(candidate)
      if (key === undefined || !asked.has(key)) return false
      blocks.set(candidate.id, blockKey(candidate, answer.by))
      return true
    },
    blockOf: (id) => blocks.get(id),
    isLast: isComplete,
  }
}
