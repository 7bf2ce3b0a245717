import {resolve} from 'node:path'
import {unknownValue, usage} from '../../errors/catalogue.js'
import {noRubric, nothingToJudge, tooManyToJudge} from '../../errors/judges.js'
import {judgeDefinition} from '../../judging/judge-definition.js'
import {OFFLINE_JUDGE, OFFLINE_JUDGE_MODEL} from '../../judging/offline-judge.js'
import type {PassConfig} from '../../judging/pass-config.js'
import {isBaseline} from '../../providers/baseline-models.js'
import type {RegisteredProvider} from '../../providers/descriptor.js'
import {checkedUrl, endpointOf} from '../../providers/endpoint.js'
import {rubricDefinition} from '../../records/definitions.js'
import type {RunRecord} from '../../records/run.js'
import type {DefinitionRecord} from '../../records/version.js'
import {chooseModels, refuseUnheeded} from '../../run/setup/chosen-systems.js'
import {pluggedOwners, refuseUnboundedCosts, type RunRequest} from '../../run/setup/setup.js'
import type {LoadedSuite} from '../../suite/files/load.js'
import {canonicalJson} from '../../suite/model/hash.js'
import type {PricedModel} from '../../suite/model/suite.js'

/** A pass keeps the ids of its results in its config, which has to fit into one row. */
export const MOST_JUDGED = 10_000

/** What a user asks of judges. */
export interface JudgeRequest extends Pick<
  RunRequest,
  | 'models'
  | 'customModels'
  | 'set'
  | 'concurrency'
  | 'budgetUsd'
  | 'maxRetries'
  | 'timeoutS'
  | 'seed'
  | 'baseUrl'
  | 'apiKeyEnv'
  | 'user'
> {
  repeats: number
  temperature: number
  record: string | undefined
  replay: string | undefined
}

/** A pass that may begin, with the definitions of its judges and its rubric. */
export interface ConfiguredPass {
  config: PassConfig
  definitions: DefinitionRecord[]
  rubric: DefinitionRecord
}

/**
 * Turns a request into the config of a pass.
 * @throws BenchError (exit 2) for an unknown judge, a suite without a rubric, or results that are none or too
 * many.
 */
export function configurePass(
  request: JudgeRequest,
  results: readonly string[],
  loaded: LoadedSuite,
  {registered, toolVersion}: {registered: readonly RegisteredProvider[]; toolVersion: string},
): ConfiguredPass {
  const {suite} = loaded
  const rubric = rubricDefinition(suite)
  if (!rubric) throw noRubric(suite.id)
  if (results.length === 0) throw nothingToJudge()
  if (results.length > MOST_JUDGED) throw tooManyToJudge(results.length, MOST_JUDGED)
  const models = chooseJudges(request, loaded, registered)
  const online = models.filter(({id}) => id !== OFFLINE_JUDGE)
  const settings = {
    temperature: request.temperature,
    max_output_tokens: suite.generation.max_output_tokens,
    base_url: request.baseUrl,
    providers: pluggedOwners(online, registered),
  }
  const judges = models.map((judge) => judgeDefinition(judge, settings, suite))
  const config: PassConfig = {
    kind: 'judge',
    tool_version: toolVersion,
    suite: {id: suite.id, hash: loaded.hash},
    models,
    judge_versions: Object.fromEntries(judges.map(({name, id}) => [name, id])),
    rubric_version: rubric.id,
    results: [...results],
    repeats: request.repeats,
    concurrency: request.concurrency,
    budget_usd: request.budgetUsd,
    max_retries: request.maxRetries,
    timeout_s: request.timeoutS,
    case_timeout_s: 1800,
    seed: request.seed,
    ...settings,
    ...(request.apiKeyEnv !== undefined && {api_key_env: request.apiKeyEnv}),
    ...(request.user !== undefined && {user: request.user}),
    // The pass may be resumed from another folder.
    record: request.record === undefined ? null : resolve(request.record),
    replay: request.replay === undefined ? null : resolve(request.replay),
  }
  refuseUnheeded(online, registered)
  for (const system of online) endpointOf(system, config)
  refuseUnboundedCosts(models, config)
  return {config, definitions: [...judges, rubric], rubric}
}

function chooseJudges(
  {models, customModels, baseUrl, set}: JudgeRequest,
  {suite}: LoadedSuite,
  registered: readonly RegisteredProvider[],
): PricedModel[] {
  if (baseUrl !== null) checkedUrl(baseUrl)
  const baseline = models.find((id) => isBaseline(id))
  if (baseline !== undefined)
    throw usage(
      `${baseline} makes chips and judges none. Nothing was started.`,
      `Offline: --model ${OFFLINE_JUDGE}.`,
    )
  const isOffline = models.includes(OFFLINE_JUDGE)
  const others = models.filter((id) => id !== OFFLINE_JUDGE)
  const known = [...suite.models, suite.selector]
  const unknown = others.find(
    (id) =>
      !known.some((model) => model.id === id) &&
      !registered.some((provider) => provider.models.some((model) => model.id === id)),
  )
  if (unknown !== undefined)
    throw unknownValue('judge', unknown, [OFFLINE_JUDGE, ...known.map(({id}) => id)], 'bench models')
  // The simulated user of the suite may judge too.
  const withSelector = known.some(
    ({id}) => id === suite.selector.id && !suite.models.some((model) => model.id === id),
  )
  const models_ = withSelector ? [...suite.models, suite.selector] : suite.models
  const online =
    others.length + customModels.length > 0
      ? chooseModels(
          {models: others, all: false, customModels, baseUrl, set},
          {...suite, models: models_},
          registered,
        )
      : []
  if (online.length === 0 && !isOffline)
    throw usage(
      'No judge was chosen. Nothing was started.',
      `--model ID, several times; offline: --model ${OFFLINE_JUDGE}.`,
    )
  return [...(isOffline ? [OFFLINE_JUDGE_MODEL] : []), ...online]
}

/** Of the unfinished passes the one that asks the same: the same command goes on with it. */
export function samePass(passes: readonly RunRecord[], config: PassConfig): RunRecord | undefined {
  const wanted = asked(config)
  return passes.find((pass) => asked(pass.config as PassConfig) === wanted)
}

/** What two passes have to have in common. */
function asked({judge_versions, rubric_version, results, repeats}: Partial<PassConfig>): string {
  return canonicalJson({judge_versions, rubric_version, results, repeats})
}
