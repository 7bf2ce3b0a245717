import {BASELINE_MODELS} from '../providers/baseline-models.js'
import type {RunConfig} from '../records/run.js'
import type {PricedModel} from '../suite/model/suite.js'
import {areSomeEnriched} from '../suite/model/factors.js'

/** The models of a run that need no network: the baselines, and the models of offline plugins. */
export function offlineModels(config: Pick<RunConfig, 'providers'>): Set<string> {
  const plugged = config.providers.filter(({offline}) => offline).flatMap(({models}) => models)
  return new Set([...BASELINE_MODELS.map(({id}) => id), ...plugged])
}

/** The systems that are asked, the selector among them where some model does not play the user itself. */
export function askedSystems(config: Parameters<typeof askedModels>[0]): PricedModel[] {
  const systems = new Map([config.selector, ...config.models].map((system) => [system.id, system]))
  return askedModels(config).flatMap((id) => systems.get(id) ?? [])
}

/**
 * The models that are asked: the models of the run, and the selector where some model does not play
 * the user itself.
 */
export function askedModels(
  config: Pick<RunConfig, 'models' | 'selector' | 'providers'> & Parameters<typeof areSomeEnriched>[0],
): string[] {
  const ids = config.models.map(({id}) => id)
  const offline = offlineModels(config)
  const needsSelector = areSomeEnriched(config) && ids.some((id) => !offline.has(id))
  return needsSelector ? [...new Set([...ids, config.selector.id])] : ids
}
