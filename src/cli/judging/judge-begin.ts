import {usage} from '../../errors/catalogue.js'
import type {DecisionSettings} from '../../decide/question.js'
import {estimateJudging, type JudgeEstimate} from '../../judging/estimate.js'
import {judgePrompt} from '../../judging/prompt.js'
import {judgeRubric} from '../../judging/rubric.js'
import {openTasks, tasksOf} from '../../judging/tasks.js'
import type {RegisteredProvider} from '../../providers/descriptor.js'
import {newRunId} from '../../run/setup/setup.js'
import {parameterSettings} from '../../run/setup/parameter-settings.js'
import type {RunReport} from '../../run/session.js'
import type {Store} from '../../store/store.js'
import type {LoadedSuite} from '../../suite/files/load.js'
import type {Shard} from '../../suite/model/shard.js'
import {shardText} from '../../suite/model/shard.js'
import type {ChosenResults} from '../../versions/choice.js'
import type {ProjectConfig} from '../config/project-config.js'
import {subjects, workOnPass, type Watch} from './judge-pass.js'
import {configurePass, samePass, type ConfiguredPass, type JudgeRequest} from './judge-request.js'
import {decimalFlag} from '../numbers.js'
import {raterName} from '../rating/rater.js'
import {budgetOf, runServer, DEFAULT_CONCURRENCY} from '../running/run-request.js'
import {shardFlag} from '../running/shards.js'

/** How the ids of passes begin: a pass is told from a run at a glance. */
const PASS_PREFIX = 'judge-'
/** So many questions are written out to estimate the length of all. */
const SAMPLE = 20

interface JudgeFlags {
  model?: string[] | undefined
  'custom-model'?: string[] | undefined
  repeats: number
  concurrency?: number | undefined
  budget?: string | undefined
  'dry-run': boolean
  'max-retries': number
  timeout: number
  temperature?: string | undefined
  seed?: number | undefined
  record?: string | undefined
  replay?: string | undefined
  'base-url'?: string | undefined
  set?: string[] | undefined
  yes: boolean
  shard?: string | undefined
}

export interface BeginRequest {
  store: Store
  chosen: ChosenResults
  flags: JudgeFlags
  /** The question of `--decide`; undefined: all results in scope. */
  decision: DecisionSettings | undefined
  project: ProjectConfig
  loaded: LoadedSuite
  registered: readonly RegisteredProvider[]
  toolVersion: string
  watch: Watch
  isInteractive: boolean
}

export type Begun =
  | {kind: 'judged'; report: RunReport}
  | {kind: 'done'; judged: number}
  | {kind: 'dry run'; results: number; estimate: JudgeEstimate[]}

/** Begins a pass, or goes on with an unfinished one that asks the same. @throws BenchError */
export async function beginPass(request: BeginRequest): Promise<Begun> {
  const {store, flags, loaded, registered, toolVersion} = request
  const shard = shardFlag(flags.shard)
  const pass = configurePass(await judgeRequest(request), await resultsOf(request), loaded, {
    registered,
    toolVersion,
  })
  const {config} = pass
  const tasks = tasksOf(config, shard)
  const open = openTasks(tasks, await store.judgements.states(tasks.map(({id}) => id)))
  if (flags['dry-run'])
    return {
      kind: 'dry run',
      results: config.results.length,
      estimate: estimateJudging(config, open, await charactersOf(store, pass)),
    }
  if (open.length === 0) return {kind: 'done', judged: tasks.length}
  return {kind: 'judged', report: await work(request, pass, shard)}
}

async function work(
  {store, flags, loaded, registered, watch, isInteractive}: BeginRequest,
  {config, definitions, rubric}: ConfiguredPass,
  shard: Shard,
): Promise<RunReport> {
  const begun = samePass(await store.runs.unfinishedPasses(), config)
  const runId = begun?.id ?? `${PASS_PREFIX}${newRunId()}`
  if (begun) process.stderr.write(`Goes on with ${runId}, which asks the same.\n`)
  else {
    if (shard.count > 1) config.shards = shard.count
    if (config.user !== undefined && (await store.raters.removed([config.user])).size > 0) delete config.user
    await store.runs.create(
      {id: runId, started_at: new Date().toISOString(), completed_at: null, status: 'running', config},
      definitions,
    )
    if (shard.count > 1)
      process.stderr.write(
        `The other shards, on machines with this database: bench resume ${runId} --shard I/${shard.count}, not ${shardText(shard)}\n`,
      )
  }

  return workOnPass(
    {
      store,
      runId,
      config,
      rubric: judgeRubric(rubric),
      shard,
      suite: loaded.suite,
      registered,
      agreement: {foreign: loaded.foreign, isAgreed: flags.yes},
      isInteractive,
    },
    watch,
  )
}

async function judgeRequest({flags, project}: BeginRequest): Promise<JudgeRequest> {
  return {
    models: flags.model ?? [],
    customModels: flags['custom-model'] ?? [],
    set: parameterSettings(flags.set ?? []),
    concurrency: flags.concurrency ?? project.concurrency ?? DEFAULT_CONCURRENCY,
    budgetUsd: budgetOf(flags.budget, project.budget),
    maxRetries: flags['max-retries'],
    timeoutS: flags.timeout,
    seed: flags.seed ?? null,
    ...runServer(flags['base-url'], project),
    user: await raterName(undefined, project.user),
    repeats: flags.repeats,
    temperature: decimalFlag('--temperature', flags.temperature, {min: 0, max: 2}) ?? 0,
    record: flags.record,
    replay: flags.replay,
  }
}

/** Results in scope; with a decision, those of the candidates that it still asks about. */
async function resultsOf({store, chosen, decision, project}: BeginRequest): Promise<string[]> {
  if (decision === undefined) return store.judgements.judgeable(chosen.filter)
  const [{evaluateDecision}, {decisionTerms}] = await Promise.all([
    import('../../decide/evaluate-decision.js'),
    import('../../decide/question.js'),
  ])
  const {stillAsked, candidateOf} = await evaluateDecision(store, {
    ...decisionTerms(decision, project.decision),
    // What is to be judged is asked of people's ratings alone: the judge may not have judged anything yet.
    judge: undefined,
    chosen,
  })
  if (stillAsked.length === 0)
    throw usage(
      'The decision asks for no more ratings. Nothing was started.',
      'bench decide says how it stands.',
    )
  const asked = new Set(stillAsked)
  const candidates = await store.ratings.candidates(chosen.filter, Number.MAX_SAFE_INTEGER)
  return candidates
    .filter((candidate) => {
      const key = candidateOf(candidate)
      return key !== undefined && asked.has(key)
    })
    .map(({id}) => id)
    .sort()
}

/** How long a question is, from some of them. */
async function charactersOf(store: Store, {config, rubric}: ConfiguredPass): Promise<number> {
  const subject = subjects(store)
  let [sum, count] = [0, 0]
  for (const id of config.results.slice(0, SAMPLE)) {
    const seen = await subject(id)
    if (!seen) continue
    const {messages} = judgePrompt(judgeRubric(rubric), seen, {repeat: 1, isAgain: false})
    sum += messages.reduce((total, {content}) => total + content.length, 0)
    count++
  }

  return count === 0 ? 0 : sum / count
}
