import {resolve} from 'node:path'
import {nothingToResume} from '../../errors/catalogue.js'
import {judgeRubricGone, otherOfflineJudge} from '../../errors/judges.js'
import {judgeDefinition} from '../../judging/judge-definition.js'
import {JudgePass} from '../../judging/pass.js'
import {passConfigSchema, type PassConfig} from '../../judging/pass-config.js'
import {OFFLINE_JUDGE, offlineJudge} from '../../judging/offline-judge.js'
import {judgeRubric, type JudgeRubric} from '../../judging/rubric.js'
import type {Subject} from '../../judging/subject.js'
import type {RegisteredProvider} from '../../providers/descriptor.js'
import type {Provider} from '../../providers/provider.js'
import {providers} from '../../providers/registry.js'
import {askedFor} from '../../rating/messages.js'
import type {RunRecord} from '../../records/run.js'
import {refuseUnboundedCosts} from '../../run/setup/setup.js'
import type {RunReport} from '../../run/session.js'
import type {Store} from '../../store/store.js'
import type {LoadedSuite} from '../../suite/files/load.js'
import type {Shard} from '../../suite/model/shard.js'
import type {RunProgress} from '../../terminal/progress/run-progress.js'
import {judgeSummary} from '../../terminal/views/figures/judge-views.js'
import type {ProjectConfig} from '../config/project-config.js'
import {agreeToKeys} from '../running/key-consent.js'
import {PersonaTexts} from '../persona-texts.js'

/** Runs a session with progress, signals and a summary. */
export type Watch = (
  begin: (progress: RunProgress) => {
    session: Pick<JudgePass, 'stop' | 'isTimed'>
    work: () => Promise<RunReport>
  },
  summary: (report: RunReport, elapsedMs: number) => string,
) => Promise<RunReport>

/** What a session of a pass needs besides its config. */
export interface PassWork {
  store: Store
  runId: string
  config: PassConfig
  rubric: JudgeRubric
  shard: Shard
  /** Of the suite the lexicon, for the offline judge. */
  suite: LoadedSuite['suite']
  registered: readonly RegisteredProvider[]
  agreement: Pick<Parameters<typeof agreeToKeys>[0], 'foreign' | 'trusted' | 'isAgreed'>
  isInteractive: boolean
}

/** A session of a pass whose row exists. @throws BenchError */
export async function workOnPass(work: PassWork, watch: Watch): Promise<RunReport> {
  const {store, runId, config, rubric, shard} = work
  const provider = await judgesOf(work)
  return watch((progress) => {
    const session = new JudgePass(
      store,
      {runId, config, rubric, shard},
      {provider, subject: subjects(store), emit: progress.listen},
    )
    return {session, work: () => session.work()}
  }, judgeSummary)
}

/** Goes on with a stored pass. @throws BenchError where it cannot be gone on with. */
export async function goOnWithPass(
  {
    store,
    run,
    flags,
    registered,
    project,
    suite,
    shard,
    budget,
  }: {
    store: Store
    run: RunRecord
    flags: {
      concurrency?: number | undefined
      record?: string | undefined
      replay?: string | undefined
      yes: boolean
    }
    registered: readonly RegisteredProvider[]
    project: ProjectConfig
    suite: LoadedSuite['suite']
    shard: Shard
    budget: number | undefined
  },
  watch: Watch,
): Promise<RunReport> {
  const stored = passConfigSchema.safeParse(run.config).data
  if (!stored) throw nothingToResume(`the configuration of ${run.id} cannot be read`)
  const config: PassConfig = {
    ...stored,
    ...(budget !== undefined && {budget_usd: budget}),
    ...(flags.concurrency !== undefined && {concurrency: flags.concurrency}),
    ...(flags.record !== undefined && {record: resolve(flags.record), replay: null}),
    ...(flags.replay !== undefined && {replay: resolve(flags.replay), record: null}),
  }
  refuseUnboundedCosts(config.models, config)
  const offline = config.models.find(({id}) => id === OFFLINE_JUDGE)
  if (offline && judgeDefinition(offline, config, suite).id !== config.judge_versions[OFFLINE_JUDGE])
    throw otherOfflineJudge(run.id)
  return workOnPass(
    {
      store,
      runId: run.id,
      config,
      rubric: await storedRubric(store, run.id, config.rubric_version),
      shard,
      suite,
      registered,
      // A pass may come from another machine: where keys go is not for its row to decide.
      agreement: {
        foreign: [],
        trusted: {
          systems: suite.models,
          server: {base_url: project.base_url ?? null, api_key_env: project.api_key_env},
        },
        isAgreed: flags.yes,
      },
      isInteractive: process.stdin.isTTY,
    },
    watch,
  )
}

async function storedRubric(store: Store, runId: string, version: string): Promise<JudgeRubric> {
  const definition = (await store.definitions.get([version])).get(version)
  if (!definition) throw judgeRubricGone(runId)
  return judgeRubric(definition)
}

/** Who answers for each judge; exchanges are recorded or replayed if the pass asks. */
async function judgesOf({
  config,
  suite,
  registered,
  agreement,
  isInteractive,
}: PassWork): Promise<(judge: string) => Provider> {
  if (config.replay !== null)
    return (await import('../../providers/recording/replay.js')).replayed(config.replay)
  const systems = config.models.filter(({id}) => id !== OFFLINE_JUDGE)
  await agreeToKeys({systems, server: config, env: process.env, ...agreement, isInteractive})
  const online = await providers(systems, suite, config, process.env, registered)
  const offline = offlineJudge(suite)
  const find = (judge: string) => (judge === OFFLINE_JUDGE ? offline : online(judge))
  if (config.record === null) return find
  const {prepareRecording, recorded} = await import('../../providers/recording/record.js')
  await prepareRecording(config.record)
  return recorded(find, config.record, process.env)
}

/** What a judge sees of a result: what people see on the rating screen, and no more. */
export function subjects(store: Store): (resultId: string) => Promise<Subject | undefined> {
  const personas = new PersonaTexts(store)
  return async (id) => {
    const result = await store.results.get(id)
    if (!result) return undefined
    await personas.learn(result.run_id)
    const {sector, desired_role, persona_id, chip_count, final_chips} = result
    return {
      sector,
      desired_role,
      persona_id,
      persona: personas.of(result),
      asked: askedFor(result, personas.leastPerType(result)),
      chip_count,
      chips: final_chips,
    }
  }
}
