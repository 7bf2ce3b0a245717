import {Flags} from '@oclif/core'
import {factorFlags, recordingFlags, shardFlags, suiteFlag, yesFlag} from '../cli/flags.js'
import {RunCommand, type TryReport} from '../cli/running/run-command.js'
import type {ModelEstimate} from '../run/setup/estimate.js'
import type {RunReport} from '../run/session.js'
import {TRY_PREFIX, type RunConfig} from '../records/run.js'
import type {Store} from '../store/store.js'
import type {LoadedSuite} from '../suite/files/load.js'
import {sanitizeLine} from '../terminal/lines.js'
import {screenWidth} from '../terminal/width.js'

interface DryRun {
  run_id: string
  status: 'dry_run'
  cases: number
  estimate: ModelEstimate[]
}

export default class Run extends RunCommand {
  static override writes = true
  static override summary = 'Run models over the suite and store every answer.'
  static override description = [
    'Each case is a model, a persona, a prompt style, a constraint, an input type and a chip count. A factor that is not named takes all its levels. Every answer is saved as it comes; Ctrl-C stops cleanly, and `bench resume` goes on, also after a crash, without buying anything twice.',
    'OpenRouter is asked by default (OPENROUTER_API_KEY); --base-url names any other OpenAI-compatible server.',
  ].join('\n\n')
  static override examples = [
    {
      description: 'Offline and free:',
      command: '<%= config.bin %> <%= command.id %> --model builtin/lexicon --model builtin/random',
    },
    {
      description: 'What would the whole benchmark cost?',
      command: '<%= config.bin %> <%= command.id %> --all --dry-run',
    },
    {
      description: 'Two models, one persona, at most two dollars:',
      command:
        '<%= config.bin %> <%= command.id %> -m openai/gpt-5-mini -m deepseek/deepseek-v3.2 -p tech_pm --budget 2',
    },
    {
      description: 'A suite of your own:',
      command: '<%= config.bin %> <%= command.id %> --suite ./bench-suite.yaml --all',
    },
    {
      description: 'While you write a prompt: what is sent, and what comes of it:',
      command: '<%= config.bin %> <%= command.id %> --suite ./bench-suite.yaml --try --style guided',
    },
    {
      description: 'A model with little effort, as a system of its own:',
      command: '<%= config.bin %> <%= command.id %> -m openai/gpt-5-mini --set reasoning.effort=low',
    },
    {
      description: 'On four machines that share a database; each with its own number:',
      command: '<%= config.bin %> <%= command.id %> --all --run-id monday --shard 1/4',
    },
    {
      description: 'A local model:',
      command:
        '<%= config.bin %> <%= command.id %> --base-url http://localhost:11434/v1 --custom-model llama3.2 --input-type basic',
    },
  ]
  static override flags = {
    ...factorFlags,
    suite: suiteFlag,
    all: Flags.boolean({description: 'all models of the suite'}),
    'custom-model': Flags.string({
      multiple: true,
      multipleNonGreedy: true,
      description: 'model of --base-url that the suite does not know; its price is unknown',
      helpValue: 'ID',
    }),
    trials: Flags.integer({description: 'repetitions of every case', default: 1, min: 1, max: 1000}),
    concurrency: Flags.integer({
      char: 'c',
      description: "cases at the same time [default: the config file's, else 8]",
      min: 1,
      max: 512,
    }),
    budget: Flags.string({
      description:
        "never spend more than this, all calls counted; none: no limit [default: the config file's]",
      helpValue: 'USD',
    }),
    'dry-run': Flags.boolean({description: 'call nothing; estimate calls, tokens and cost'}),
    try: Flags.boolean({
      description:
        'one case of each style on the first model and persona; prints what is sent, the chips and the cost; in no figure and no queue',
      exclusive: ['all', 'dry-run', 'shard', 'run-id'],
    }),
    'max-retries': Flags.integer({
      description: 'attempts after the first, for 408, 409, 429, 5xx, network and timeouts',
      default: 5,
      min: 0,
      max: 100,
    }),
    timeout: Flags.integer({
      description: 'seconds one attempt may take',
      default: 120,
      min: 1,
      max: 3600,
      helpValue: 'S',
    }),
    'case-timeout': Flags.integer({
      description: 'seconds one case may take, waits included',
      default: 1800,
      min: 1,
      max: 86_400,
      helpValue: 'S',
    }),
    temperature: Flags.string({
      description: "sampling temperature, 0 to 2 [default: the suite's, 0.7]",
      helpValue: 'T',
    }),
    seed: Flags.integer({
      description: 'ask providers for reproducible sampling, and seed the baselines',
      min: 0,
    }),
    ...recordingFlags,
    'base-url': Flags.string({
      description: 'an OpenAI-compatible server; BENCH_API_KEY is its key',
      helpValue: 'URL',
    }),
    set: Flags.string({
      multiple: true,
      multipleNonGreedy: true,
      description: 'parameter for every model of this call: value as JSON, else text; null takes a field out',
      helpValue: 'KEY=VALUE',
    }),
    yes: yesFlag,
    ...shardFlags,
    'run-id': Flags.string({
      description: 'id of the run, so that several machines can begin it [default: a new one]',
      helpValue: 'ID',
    }),
  }

  async run(): Promise<RunReport | DryRun | TryReport> {
    const {flags} = await this.parse(Run)
    const [
      {configure, casesOf, newRunId},
      {runRequest},
      {narrowedToTry},
      {priceWarnings, pluginNotes},
      {casesOfShard, checkedRunId, joinRun, shardFlag},
    ] = await Promise.all([
      import('../run/setup/setup.js'),
      import('../cli/running/run-request.js'),
      import('../run/case/tries.js'),
      import('../run/warnings.js'),
      import('../cli/running/shards.js'),
    ])
    const shard = shardFlag(flags.shard)
    const newId = flags.try ? `${TRY_PREFIX}${newRunId()}` : newRunId()
    const runId = flags['run-id'] === undefined ? newId : checkedRunId(flags['run-id'])
    const [project, loaded, registered] = [
      await this.project(),
      await this.loadSuite(flags.suite),
      await this.extensions('bench:providers'),
    ]
    const {raterName} = await import('../cli/rating/rater.js')
    const request = {...runRequest(flags, project), user: await raterName(undefined, project.user)}
    const config = configure(
      flags.try ? narrowedToTry(request, loaded.suite) : request,
      loaded,
      this.config.version,
      registered,
    )
    for (const warning of priceWarnings(config)) process.stderr.write(`Warning: ${warning}\n`)
    for (const note of pluginNotes(config)) process.stderr.write(`${note}\n`)
    if (shard.count > 1) config.shards = shard.count
    const cases = casesOfShard(casesOf(config, loaded.suite), shard)
    const setup = {runId, config, suite: loaded.suite, cases, shard}
    if (flags['dry-run']) return this.#dryRun(setup, flags.db)
    if (flags.try) config.on_demand = true

    const {RunSession} = await import('../run/session.js')
    const provider = await this.answering(config, loaded.suite, registered, {
      foreign: loaded.foreign,
      isAgreed: flags.yes,
    })
    const store = await this.openStore(flags.db, {create: true, isRetrying: true})
    await forgetRemoved(store, config)
    if (flags['run-id'] !== undefined) await joinRun(store, setup, shard)
    else if (shard.count > 1)
      process.stderr.write(
        `The other shards, on machines with this database: bench resume ${runId} --shard I/${shard.count}\n`,
      )
    if (flags.try) return this.tried(store, setup, provider)
    await this.#sayOtherVersions(store, config, loaded)
    const work = await this.sessionStore(store, runId, shard)
    return this.watch((progress) => {
      const session = new RunSession(work, setup, {provider, emit: progress.listen})
      return {session, work: () => session.begin()}
    })
  }

  /** Says which prompts, personas and systems this database has in another version. */
  async #sayOtherVersions(store: Store, config: RunConfig, loaded: LoadedSuite): Promise<void> {
    const {otherVersions} = await import('../versions/other-versions.js')
    const suites = async () => [...(await this.suitesAtHand()), loaded]
    for (const sentence of await otherVersions(store, config, suites))
      process.stderr.write(`Note: ${sanitizeLine(sentence)}\n`)
  }

  async #dryRun(
    {runId, config, suite, cases}: ConstructorParameters<typeof import('../run/session.js').RunSession>[1],
    db: string | undefined,
  ): Promise<DryRun> {
    const [{estimate}, {estimateView}, {isWritable}, {definitionsOf}] = await Promise.all([
      import('../run/setup/estimate.js'),
      import('../terminal/views/runs/estimate-view.js'),
      import('../store/database/location.js'),
      import('../records/definitions.js'),
    ])
    const rows = estimate(config, suite, cases)
    const isRecorded = isWritable(await this.location(db))
    if (isRecorded) {
      const store = await this.openStore(db, {create: true})
      await forgetRemoved(store, config)
      const now = new Date().toISOString()
      await store.runs.create(
        {id: runId, started_at: now, completed_at: now, status: 'dry_run', config},
        definitionsOf(config, suite),
      )
    }

    const record = isRecorded
      ? `Recorded as dry run ${runId}.`
      : 'Not recorded: the database is in a read-only place.'
    this.log(`${estimateView(rows, screenWidth())}\n${cases.length} cases; nothing was called. ${record}`)
    return {run_id: runId, status: 'dry_run', cases: cases.length, estimate: rows}
  }
}

/** A run names no person who was removed. */
async function forgetRemoved(store: Store, config: RunConfig): Promise<void> {
  if (config.user !== undefined && (await store.raters.removed([config.user])).size > 0) delete config.user
}
