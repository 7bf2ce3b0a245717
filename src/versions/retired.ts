import {MODEL_NOT_FOUND} from '../records/result.js'
import type {RunConfig} from '../records/run.js'
import type {Store} from '../store/store.js'
import type {SuiteAtHand} from './older-runs.js'

/** A system that cannot be asked any more, and how that is known. */
export interface RetiredSystem {
  model: string
  reason: 'not found' | 'not in the suite'
  /** When it was last asked in vain; null where the suite alone tells. */
  since: string | null
}

/**
 * The systems whose last answer was that the provider does not have them, and those that runs of the suite at
 * hand asked and that the suite has no more.
 */
export async function retiredSystems(
  store: Store,
  {suite}: {suite?: (() => Promise<SuiteAtHand | undefined>) | undefined},
): Promise<RetiredSystem[]> {
  const gone = (await store.drift.retired(MODEL_NOT_FOUND)).map(({model, since}): RetiredSystem => ({
    model,
    reason: 'not found',
    since,
  }))
  const atHand = await suite?.()
  if (!atHand) return gone
  const known = new Set([...atHand.suite.models.map(({id}) => id), ...gone.map(({model}) => model)])
  const dropped = new Set<string>()
  const offered = new Set<string>()
  for (const config of (await store.versions.definingConfigs()) as Partial<RunConfig>[]) {
    if (config.suite?.id !== atHand.suite.id) {
      for (const {id} of config.models ?? []) offered.add(id)
      continue
    }

    const plugged = new Set((config.providers ?? []).flatMap(({models}) => models))
    for (const model of config.models ?? []) {
      // Models that no suite lists: baselines, those of plugins, and --custom-model, whose price is unknown.
      const isListed =
        model.input_price !== null && !model.id.startsWith('builtin/') && !plugged.has(model.id)
      if (isListed && !known.has(baseOf(model.id))) dropped.add(model.id)
    }
  }

  return [
    ...gone,
    ...[...dropped]
      .filter((model) => !offered.has(model))
      .sort()
      .map((model): RetiredSystem => ({model, reason: 'not in the suite', since: null})),
  ]
}

/** The system of the suite that `--set` made a system from. */
function baseOf(id: string): string {
  return id.split('~')[0]!
}

/** One sentence on the systems below the line; undefined when there are none. */
export function retiredSentence(retired: readonly RetiredSystem[]): string | undefined {
  if (retired.length === 0) return undefined
  const named = retired.map(({model, reason, since}) =>
    reason === 'not found' && since !== null
      ? `${model} (not found by its provider, ${since.slice(0, 10)})`
      : `${model} (not in the suite any more)`,
  )
  return `Below the line, as nobody can ask them any more: ${named.join(', ')}. --model shows one of them.`
}
