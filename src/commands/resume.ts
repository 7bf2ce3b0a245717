import {resolve} from 'node:path'
import {Args, Flags} from '@oclif/core'
import {recordingFlags, shardFlags, yesFlag} from '../cli/flags.js'
import {RunCommand} from '../cli/running/run-command.js'
import {nothingToResume, runNotFound} from '../errors/catalogue.js'
import {shardWanted} from '../errors/remote.js'
import type {RunConfig, RunRecord} from '../records/run.js'
import type {RunReport} from '../run/session.js'
import type {Store} from '../store/store.js'
import type {Shard} from '../suite/model/shard.js'
import type {PricedModel} from '../suite/model/suite.js'
import type {LoadedSuite} from '../suite/files/load.js'

export default class Resume extends RunCommand {
  static override writes = true
  static override summary = 'Go on with a run: do what is left, try failed cases again.'
  static override description =
    "The run's own configuration is used. A completed case is never repeated, and answers that were paid for are used, also when the run was killed. Failed cases are tried again."
  static override examples = [
    {description: 'The latest run that is not finished:', command: '<%= config.bin %> <%= command.id %>'},
    {
      description: 'One that its budget stopped, with a higher one:',
      command: '<%= config.bin %> <%= command.id %> 20261123-201500-abcd --budget 5',
    },
  ]
  static override args = {
    run: Args.string({
      ignoreStdin: true,
      description: 'run id, or the beginning of one [default: the latest unfinished]',
    }),
  }
  static override flags = {
    budget: Flags.string({
      description: 'limit for the whole run, what is spent already included',
      helpValue: 'USD',
    }),
    concurrency: Flags.integer({
      char: 'c',
      description: "cases at the same time [default: the run's]",
      min: 1,
      max: 512,
    }),
    suite: Flags.string({
      description: 'read the suite from this file [default: what the run asked, from the database]',
      helpValue: 'FILE',
    }),
    ...recordingFlags,
    ...shardFlags,
    yes: yesFlag,
    'accept-changes': Flags.boolean({
      description: 'go on although the suite or a plugin has changed since the run began',
    }),
  }

  async run(): Promise<RunReport> {
    const {args, flags} = await this.parse(Resume)
    const [
      {casesOf, refuseUnpricedBudget},
      {decimalFlag},
      {refuseOtherSuite},
      {runConfigSchema},
      {casesOfShard, shardFlag},
      {resultId},
    ] = await Promise.all([
      import('../run/setup/setup.js'),
      import('../cli/numbers.js'),
      import('../run/setup/same-suite-check.js'),
      import('../records/run-config.js'),
      import('../cli/running/shards.js'),
      import('../suite/model/case.js'),
    ])
    const shard = shardFlag(flags.shard)
    const budget = decimalFlag('--budget', flags.budget, {above: 0})
    const store = await this.openStore(flags.db, {isRetrying: true})
    const run = await findRun(store, args.run, (config) => runConfigSchema.safeParse(config).success)
    if (isPass(run)) return this.#goOnWithPass(run, {store, shard, budget}, flags)
    const stored = resumable(run, runConfigSchema.safeParse(run.config).data)
    if (stored.shards !== undefined && stored.shards > 1 && flags.shard === undefined)
      throw shardWanted(run.id, stored.shards)
    if (shard.count === 1) await warnOfOthers(store, run)
    const config: RunConfig = {
      ...stored,
      ...(budget !== undefined && {budget_usd: budget}),
      ...(flags.concurrency !== undefined && {concurrency: flags.concurrency}),
      ...(flags.record !== undefined && {record: resolve(flags.record), replay: null}),
      ...(flags.replay !== undefined && {replay: resolve(flags.replay), record: null}),
    }
    refuseUnpricedBudget(config)
    const loaded = await this.#suiteOf(store, run.id, config, flags)
    const registered = await this.extensions('bench:providers')
    refuseOtherSuite(run.id, config, {loaded, registered, accept: flags['accept-changes']})
    const cases = casesOfShard(casesOf(config, loaded.suite), shard)
    const completed = await store.results.completedIds(run.id)
    // A session also ends a run that was killed before its status became completed.
    const isDone =
      run.status === 'completed' && cases.every((testCase) => completed.has(resultId(run.id, testCase)))
    if (isDone)
      throw nothingToResume(
        `all ${cases.length} cases of ${run.id}${shard.count > 1 ? `, shard ${flags.shard ?? ''},` : ''} are completed`,
      )

    const {RunSession} = await import('../run/session.js')
    const project = await this.project()
    const provider = await this.answering(config, loaded.suite, registered, {
      foreign: loaded.foreign,
      trusted: {
        systems: await this.#ownSystems(config, flags.suite),
        server: {base_url: project.base_url ?? null, api_key_env: project.api_key_env},
      },
      isAgreed: flags.yes,
    })
    const work = await this.sessionStore(store, run.id, shard)
    return this.watch((progress) => {
      const session = new RunSession(
        work,
        {runId: run.id, config, suite: loaded.suite, cases, shard},
        {provider, emit: progress.listen},
      )
      return {session, work: () => session.resume()}
    })
  }

  /** A pass of judges has its own rubric and results in the database. */
  async #goOnWithPass(
    run: RunRecord,
    work: {store: Store; shard: Shard; budget: number | undefined},
    flags: Parameters<typeof import('../cli/judging/judge-pass.js').goOnWithPass>[0]['flags'] & {
      suite: string | undefined
    },
  ): Promise<RunReport> {
    const {goOnWithPass} = await import('../cli/judging/judge-pass.js')
    const [project, registered] = [await this.project(), await this.extensions('bench:providers')]
    const {suite} = await this.loadSuite(flags.suite)
    return goOnWithPass({...work, run, flags, registered, project, suite}, (begin, summary) =>
      this.watch(begin, true, summary),
    )
  }

  /**
   * The systems of suites of the user. A run may come from another machine: where its keys go is not for its
   * row to decide.
   */
  async #ownSystems({suite}: RunConfig, flag: string | undefined): Promise<PricedModel[]> {
    const names = [flag, suite.file ?? undefined, undefined]
    const suites = await Promise.all(names.map((name) => this.loadSuite(name).catch(() => undefined)))
    return suites.flatMap((loaded) =>
      loaded?.foreign.length === 0 ? [...loaded.suite.models, loaded.suite.selector] : [],
    )
  }

  /**
   * What the run asks, as the database keeps it: also where the suite's file has changed or is not on this
   * machine. The suite itself is read where a flag asks for that, and for runs that are older than versions.
   */
  async #suiteOf(
    store: Store,
    runId: string,
    config: RunConfig,
    flags: {suite: string | undefined; 'accept-changes': boolean},
  ): Promise<LoadedSuite> {
    const {storedSuiteOf} = await import('../versions/suite-of-run.js')
    const isAsked = flags.suite !== undefined || flags['accept-changes']
    const stored = isAsked ? undefined : await storedSuiteOf(store, config)
    if (stored) return stored
    const {suiteLoss, suiteOfRun} = await import('../cli/running/suite-of-run.js')
    return this.loadSuite(flags.suite ?? suiteOfRun(runId, config.suite)).catch((error: unknown) => {
      throw suiteLoss(runId, config.suite, error)
    })
  }
}

async function findRun(
  store: Store,
  wanted: string | undefined,
  canRead: (config: unknown) => boolean,
): Promise<RunRecord> {
  if (wanted === undefined) {
    const latest = await store.runs.latestUnfinished(canRead)
    if (!latest) throw nothingToResume('every run is finished, or running on another machine')
    return latest
  }

  const ids = await store.runs.idsLike(wanted)
  const id = ids.includes(wanted) ? wanted : ids.length === 1 ? ids[0] : undefined
  const run = id === undefined ? undefined : await store.runs.get(id)
  if (!run) throw runNotFound(wanted, ids)
  return run
}

function resumable({id, status}: RunRecord, config: RunConfig | undefined): RunConfig {
  if (status === 'dry_run') throw nothingToResume(`${id} was a dry run`)
  if (!config) throw nothingToResume(`the configuration of ${id} cannot be read`)
  if (config.on_demand === true) throw nothingToResume(`${id} holds what was made on demand`)
  return config
}

/** Whether a run is a judge's pass: it has judgements, and no cases. */
function isPass({config}: RunRecord): boolean {
  return typeof config === 'object' && config !== null && 'kind' in config && config.kind === 'judge'
}

/** The status `running` of a run may have come with a sync; claims never do. */
async function warnOfOthers(store: Store, {id, status}: RunRecord): Promise<void> {
  const [entry] = await store.sync.entriesOf('', 'run', [id])
  if (status !== 'running' || !entry || entry.updated_by === '') return
  process.stderr.write(
    `Warning: ${id} was running on another machine at the last sync. If it still is, both buy the same answers.\n`,
  )
}
