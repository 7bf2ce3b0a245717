import {Args, Flags} from '@oclif/core'
import {BaseCommand} from '../../cli/base-command.js'
import type {LoadedSuite} from '../../suite/files/load.js'
import type {RunContents, ShardProgress, RunRecord} from '../../records/run.js'
import type {VersionOfRun} from '../../versions/of-run.js'

type Answer = Omit<RunRecord, 'config'> & {
  contents: RunContents
  versions: VersionOfRun[]
  parts: ShardProgress[]
  config: unknown
}

export default class RunsShow extends BaseCommand {
  static override summary = 'Show what a run asks, how far it is, shard by shard, and who works on it.'
  static override examples = [
    '<%= config.bin %> <%= command.id %> 20261123-2015',
    '<%= config.bin %> <%= command.id %> monday --json',
  ]
  static override args = {
    run: Args.string({ignoreStdin: true, required: true, description: 'run id, or the beginning of one'}),
  }
  static override flags = {
    shards: Flags.integer({
      description: 'count by so many shards [default: as it was begun]',
      min: 1,
      max: 1000,
    }),
  }

  async run(): Promise<Answer> {
    const {args, flags} = await this.parse(RunsShow)
    const [
      {resolveRun},
      {suiteOfRun},
      {casesOf},
      {shardProgressOf},
      {runConfigSchema},
      {LEASE_MS},
      {runView},
      {storedSuiteOf},
      {versionsOfRun},
      {screenWidth},
    ] = await Promise.all([
      import('../../cli/result-filter.js'),
      import('../../cli/running/suite-of-run.js'),
      import('../../run/setup/setup.js'),
      import('../../run/setup/shard-progress.js'),
      import('../../records/run-config.js'),
      import('../../store/leases.js'),
      import('../../terminal/views/runs/run-views.js'),
      import('../../versions/suite-of-run.js'),
      import('../../versions/of-run.js'),
      import('../../terminal/width.js'),
    ])
    const store = await this.openStore(flags.db)
    const id = await resolveRun(store, args.run)
    const run = (await store.runs.get(id))!
    const config = runConfigSchema.safeParse(run.config).data
    const workers = (await store.leases.ofRun(id)).filter(({silent_ms}) => silent_ms <= LEASE_MS)
    // The database keeps what a run asks; of an older run, only the suite gives the number of cases.
    const loaded =
      config && config.on_demand !== true
        ? ((await storedSuiteOf(store, config)) ?? (await this.#suite(() => suiteOfRun(id, config.suite))))
        : undefined
    const cases = config && loaded?.hash === config.suite.hash ? casesOf(config, loaded.suite) : undefined
    const count = flags.shards ?? config?.shards ?? workers[0]?.shard.count ?? 1
    const answer = {
      ...run,
      contents: await store.runs.contents(id),
      versions: await versionsOfRun(store, {id, config}, () => this.suitesAtHand()),
      parts: shardProgressOf(cases, await store.runs.endedCases(id), workers, count),
    }
    this.log(runView(answer, screenWidth()))
    return answer
  }

  async #suite(name: () => string): Promise<LoadedSuite | undefined> {
    try {
      return await this.loadSuite(name())
    } catch {
      return undefined
    }
  }
}
