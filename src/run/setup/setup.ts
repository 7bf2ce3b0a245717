import {randomInt} from 'node:crypto'
import {unknownValue, usage} from '../../errors/catalogue.js'
import {REGISTERED_BUILT_INS} from '../../providers/built-in.js'
import type {RegisteredProvider} from '../../providers/descriptor.js'
import {checkedUrl, endpointOf} from '../../providers/endpoint.js'
import {ownerOf} from '../../providers/registry.js'
import {definitionsOf, versionsOf} from '../../records/definitions.js'
import type {RunConfig} from '../../records/run.js'
import {crossProduct, type Case} from '../../suite/model/case.js'
import {byList, SETTINGS, type SettingList, type SettingLists} from '../../suite/model/factors.js'
import type {LoadedSuite} from '../../suite/files/load.js'
import {isPriced} from '../../suite/prices/price.js'
import type {PricedModel, Suite} from '../../suite/model/suite.js'
import {canonicalJson} from '../../suite/model/hash.js'
import {resolveSystem, sentModel, TOKEN_BOUNDS} from '../../suite/model/system.js'
import {chooseModels, refuseUnheeded, type SystemRequest} from './chosen-systems.js'
import {askedSystems} from '../offline.js'

/** The request of a user; a factor that is not named takes all its levels. */
export interface RunRequest
  extends SystemRequest, Partial<Record<SettingList, readonly string[] | undefined>> {
  personas?: readonly string[] | undefined
  trials: number
  concurrency: number
  budgetUsd: number | null
  maxRetries: number
  timeoutS: number
  caseTimeoutS: number
  temperature: number | undefined
  seed: number | null
  /** The variable of the server's key, where the config file names one. */
  apiKeyEnv?: string | undefined
  /** Who asks. */
  user?: string | undefined
  record?: string | null
  replay?: string | null
}

/**
 * Turns a request into a run's config.
 * @throws BenchError (exit 2) for an unknown id or value, with near matches.
 */
export function configure(
  request: RunRequest,
  loaded: LoadedSuite,
  toolVersion: string,
  registered: readonly RegisteredProvider[] = REGISTERED_BUILT_INS,
): RunConfig {
  const {suite} = loaded
  // A dry run asks no server, and yet its URL is stored.
  if (request.baseUrl !== null) checkedUrl(request.baseUrl)
  const models = chooseModels(request, suite, registered)
  const personas = choose(
    'persona',
    request.personas,
    suite.personas.map(({id}) => id),
    'bench personas',
  )
  const lists = byList((column) => {
    const {plural, flag} = SETTINGS[column]
    const known: readonly (string | number)[] = suite.factors[column]
    return choose(flag.name.replaceAll('-', ' '), request[plural], known)
  })
  const config: RunConfig = {
    tool_version: toolVersion,
    suite: {
      id: suite.id,
      hash: loaded.hash,
      prompt_hash: loaded.prompt_hash,
      prices_as_of: suite.prices_as_of,
      file: loaded.file,
      plugin: loaded.plugin,
    },
    models,
    selector: suite.selector,
    persona_ids: personas,
    personas: suite.personas.filter(({id}) => personas.includes(id)),
    min_per_type: suite.thresholds.min_per_type,
    ...(lists as Pick<RunConfig, SettingList>),
    trials: request.trials,
    cases: [models, personas, ...Object.values(lists)].reduce(
      (product, {length}) => product * length,
      request.trials,
    ),
    concurrency: request.concurrency,
    budget_usd: request.budgetUsd,
    max_retries: request.maxRetries,
    timeout_s: request.timeoutS,
    case_timeout_s: request.caseTimeoutS,
    temperature: request.temperature ?? suite.generation.temperature,
    max_output_tokens: suite.generation.max_output_tokens,
    seed: request.seed,
    base_url: request.baseUrl,
    ...(request.apiKeyEnv !== undefined && {api_key_env: request.apiKeyEnv}),
    providers: [],
    ...(request.user !== undefined && {user: request.user}),
    record: request.record ?? null,
    replay: request.replay ?? null,
  }
  refuseTwoOfOneId([...models, suite.selector])
  config.providers = pluggedProviders(config, registered)
  const asked = askedSystems(config)
  refuseUnheeded(asked, registered)
  // Before anything is written; a dry run names the systems too.
  for (const system of asked) endpointOf(system, config)
  refuseUnpricedBudget(config)
  refuseMissingLexicon(config, suite)
  config.versions = versionsOf(definitionsOf(config, suite))
  return config
}

/** The cases of a config, in the suite's order. */
export function casesOf(config: RunConfig, suite: Suite): Case[] {
  return [
    ...crossProduct({
      models: config.models.map(({id}) => id),
      personas: suite.personas.filter(({id}) => config.persona_ids.includes(id)),
      ...(byList((column) => {
        const chosen: readonly (string | number)[] = config[SETTINGS[column].plural]
        const levels: readonly (string | number)[] = suite.factors[column]
        return levels.filter((level) => chosen.includes(level))
      }) as SettingLists),
      trials: config.trials,
    }),
  ]
}

/** An id that people can read and sort: time in UTC and four random letters. */
export function newRunId(now = new Date()): string {
  const [date, time] = now.toISOString().split('T') as [string, string]
  const random = Array.from({length: 4}, () => 'abcdefghijkmnpqrstuvwxyz'[randomInt(24)]).join('')
  return `${date.replaceAll('-', '')}-${time.slice(0, 8).replaceAll(':', '')}-${random}`
}

/**
 * Which plugins answer, also for the selector where it is asked: resume refuses to go on with other plugins.
 */
function pluggedProviders(
  config: RunConfig,
  registered: readonly RegisteredProvider[],
): RunConfig['providers'] {
  const owners = pluggedOwners(config.models, registered)
  // Whether the selector is asked depends on which of these models need no network.
  return pluggedOwners(askedSystems({...config, providers: owners}), registered)
}

export function pluggedOwners(
  systems: readonly PricedModel[],
  registered: readonly RegisteredProvider[],
): RunConfig['providers'] {
  const found = new Map<string, RunConfig['providers'][number]>()
  for (const system of systems) {
    const {id, plugin, offline} = ownerOf(sentModel(system), registered)
    if (plugin === null) continue
    const entry = found.get(id) ?? {id, plugin, models: [], offline: offline === true}
    entry.models.push(system.id)
    found.set(id, entry)
  }

  return [...found.values()]
}

function choose<Level extends string | number>(
  what: string,
  wanted: readonly string[] | undefined,
  known: readonly Level[],
  list?: string,
): Level[] {
  if (!wanted || wanted.length === 0) return [...known]
  const texts = known.map(String)
  for (const value of wanted) if (!texts.includes(value)) throw unknownValue(what, value, texts, list)
  return known.filter((level) => wanted.includes(String(level)))
}

/**
 * A budget is only kept when the highest cost of each call is known. A replay calls no model.
 * @throws BenchError (exit 2)
 */
export function refuseUnpricedBudget(config: RunConfig): void {
  refuseUnboundedCosts(askedSystems(config), config)
}

/** The same for any work that asks these systems. @throws BenchError (exit 2) */
export function refuseUnboundedCosts(
  systems: readonly PricedModel[],
  config: Pick<RunConfig, 'budget_usd' | 'replay' | 'temperature' | 'max_output_tokens' | 'base_url'>,
): void {
  if (config.budget_usd === null || config.replay !== null) return
  for (const system of systems) {
    if (!isPriced(system))
      throw usage(
        `--budget cannot be kept: nobody told the price of ${system.id}. Nothing was started.`,
        'Leave out --budget, or that model; where the config file sets the budget: --budget none.',
      )
    const isFree = system.input_price === 0 && system.output_price === 0
    if (!isFree && resolveSystem(system, config).max_output_tokens === null)
      throw usage(
        `--budget cannot be kept: nothing bounds the answers of ${system.id}. Nothing was started.`,
        `Give its parameters one of ${TOKEN_BOUNDS.join(', ')}, or leave out --budget.`,
      )
  }
}

/** The selector may be one of the models; any other two systems of one id could not be told apart. */
function refuseTwoOfOneId(systems: readonly PricedModel[]): void {
  const byId = new Map<string, PricedModel>()
  for (const system of systems) {
    const other = byId.get(system.id)
    if (other && canonicalJson({...other, name: ''}) !== canonicalJson({...system, name: ''}))
      throw usage(`Two systems have the id "${system.id}". Nothing was started.`)
    byId.set(system.id, system)
  }
}

/** For a persona without terms in the suite, the baseline has no words to draw from. */
function refuseMissingLexicon({models, persona_ids}: RunConfig, suite: Suite): void {
  const without = persona_ids.filter((id) => !Object.hasOwn(suite.lexicon, id))
  if (without.length === 0 || !models.some(({id}) => id === 'builtin/lexicon')) return
  throw usage(
    `builtin/lexicon has no terms for ${without.join(', ')}: the suite has no lexicon of them. Nothing was started.`,
    'Choose other personas or models, or add them under `lexicon` in the suite file.',
  )
}
