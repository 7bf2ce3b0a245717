import {unknownValue, usage} from '../../errors/catalogue.js'
import {nearMatches} from '../../errors/near-matches.js'
import type {RegisteredProvider} from '../../providers/descriptor.js'
import {isDefault, ownerOf} from '../../providers/registry.js'
import type {PricedModel, Suite} from '../../suite/model/suite.js'
import {sentModel} from '../../suite/model/system.js'
import {withParameters, type ParameterSetting} from './parameter-settings.js'

/** Which systems a user asks for. */
export interface SystemRequest {
  models: readonly string[]
  all: boolean
  /** Ids the suite does not know, sent as they are. */
  customModels: readonly string[]
  baseUrl: string | null
  /** Parameters for every system of the request. */
  set?: readonly ParameterSetting[] | undefined
}

/** @throws BenchError (exit 2) for an unknown id, with near matches, or when nothing was chosen. */
export function chooseModels(
  request: SystemRequest,
  suite: Suite,
  registered: readonly RegisteredProvider[],
): PricedModel[] {
  const known = knownModels(suite, registered)
  const ids = known.map(({id}) => id)
  for (const id of request.models) if (!ids.includes(id)) throw unknownModel(id, known)
  const wanted = new Set(
    request.all ? [...suite.models.map(({id}) => id), ...request.models] : request.models,
  )
  const chosen = known.filter(({id}) => wanted.has(id))
  for (const id of new Set(request.customModels)) {
    if (ids.includes(id))
      throw usage(`"${id}" is a model of the suite. Nothing was started.`, `Say --model ${id}.`)
    if (request.baseUrl === null) throw usage('--custom-model needs --base-url. Nothing was started.')
    if (/[\s|\p{Cc}]/u.test(id)) throw usage(`"${id}" is no model id. Nothing was started.`)
    chosen.push(
      id === suite.selector.id ? {...suite.selector} : {id, name: id, input_price: null, output_price: null},
    )
  }

  const {set = []} = request
  if (chosen.length > 0)
    return set.length === 0 ? chosen : chosen.map((system) => withParameters(system, set))
  throw usage(
    'No model was chosen. Nothing was started.',
    'All of the suite: --all. Some: --model ID (several times). `bench models` lists them.',
    'Offline and free: --model builtin/lexicon --model builtin/random',
  )
}

/** A sent model may be known under several ids, of which none is its own. */
function unknownModel(id: string, known: readonly PricedModel[]) {
  const ids = known.map((system) => system.id)
  const asSent = known.filter((system) => sentModel(system) === id).map((system) => system.id)
  const error = unknownValue('model', id, ids, 'bench models')
  if (asSent.length === 0 || nearMatches(id, ids).length > 0) return error
  return usage(error.message, `As systems: ${asSent.join(', ')}.`, '`bench models` lists them all.')
}

/**
 * The systems of the suite, at the suite's prices, then the models of providers that the suite does not name.
 */
export function knownModels(suite: Suite, registered: readonly RegisteredProvider[]): PricedModel[] {
  const modelIds = new Set(suite.models.map(({id}) => id))
  const provided = registered.flatMap(({models}) => models).filter(({id}) => !modelIds.has(id))
  return [...suite.models, ...provided].map((system) => ({...system}))
}

/**
 * Refuses what the provider of a system would not heed: a result must not be called low effort that was asked
 * as ever.
 * @throws BenchError (exit 2)
 */
export function refuseUnheeded(
  systems: readonly PricedModel[],
  registered: readonly RegisteredProvider[],
): void {
  for (const system of systems) {
    const owner = ownerOf(sentModel(system), registered)
    if (isDefault(owner)) continue
    const name =
      owner.plugin === null ? 'The baselines' : `The provider "${owner.id}" of ${owner.plugin.name}`
    const asksFor = Object.keys(system.parameters ?? {}).length > 0 || system.response_format !== undefined
    if (asksFor && owner.parameters !== true)
      throw usage(
        `${system.id}: ${name} ${owner.plugin === null ? 'take' : 'takes'} no parameters. Nothing was started.`,
        owner.plugin === null
          ? 'Leave out --set, or those models.'
          : 'Leave out its parameters and response_format; or the plugin declares parameters: true, and heeds them.',
      )
    if ([system.base_url, system.api_key_env, system.headers].some((field) => field !== undefined))
      throw usage(
        `${system.id}: ${name} ${owner.plugin === null ? 'ask' : 'asks'} where it sees fit. Nothing was started.`,
        'Leave out base_url, api_key_env and headers of the system.',
      )
  }
}
