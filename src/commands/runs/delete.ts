import {Args, Flags} from '@oclif/core'
import {BaseCommand} from '../../cli/base-command.js'
import {runIsWorkedOn} from '../../errors/catalogue.js'
import {needsConfirmation, onDemandStays} from '../../errors/remote.js'
import type {RunContents} from '../../records/run.js'

interface Answer {
  run_id: string
  /** False when the question was answered with no. */
  deleted: boolean
  contents: RunContents
}

export default class RunsDelete extends BaseCommand {
  static override writes = true
  static override summary = 'Delete a run with its results, ratings, notes and calls.'
  static override description =
    'The next `bench sync` deletes it in the team database too, and from there everywhere, with whatever others have said of its results meanwhile. What is deleted stays deleted. It asks first; scripts say --yes.'
  static override examples = [
    '<%= config.bin %> <%= command.id %> 20261123-2015',
    '<%= config.bin %> <%= command.id %> 20261123-201500-abcd --yes',
  ]
  static override args = {
    run: Args.string({ignoreStdin: true, required: true, description: 'run id, or the beginning of one'}),
  }
  static override flags = {yes: Flags.boolean({char: 'y', description: 'do not ask'})}

  async run(): Promise<Answer> {
    const {args, flags} = await this.parse(RunsDelete)
    const [{resolveRun}, {LEASE_MS}, {confirmed}] = await Promise.all([
      import('../../cli/result-filter.js'),
      import('../../store/leases.js'),
      import('../../cli/confirm.js'),
    ])
    const canAsk = process.stdin.isTTY && process.stderr.isTTY && !this.jsonEnabled()
    if (!flags.yes && !canAsk) throw needsConfirmation('bench runs delete RUN_ID --yes')
    const store = await this.openStore(flags.db)
    const run_id = await resolveRun(store, args.run)
    if (isOnDemand((await store.runs.get(run_id))?.config)) throw onDemandStays(run_id)
    const [worker] = (await store.leases.ofRun(run_id)).filter(({silent_ms}) => silent_ms <= LEASE_MS)
    if (worker)
      throw runIsWorkedOn(
        run_id,
        `process ${worker.pid} on ${worker.host}`,
        Math.round(worker.silent_ms / 1000),
      )
    const contents = await store.runs.contents(run_id)
    const {results, ratings, notes, calls} = contents
    const what = `run ${run_id} with ${results} results, ${ratings} ratings, ${notes} notes and ${calls} calls`
    if (!flags.yes && !(await confirmed(`Delete ${what}, everywhere?`))) {
      this.log('Nothing was deleted.')
      return {run_id, deleted: false, contents}
    }

    await store.runs.delete(run_id)
    this.log(`Deleted ${what}. ${nextSync(contents)}`)
    return {run_id, deleted: true, contents}
  }
}

/** A sync asks before it deletes more than a few rows elsewhere: see src/sync/deletions.ts. */
const MANY_ROWS = 20

function nextSync(contents: RunContents): string {
  const isLarge = Object.values(contents).some((rows) => rows > MANY_ROWS)
  const large = isLarge
    ? ' It stops and asks where that is a large part of the rows there: then --accept-deletions.'
    : ''
  return `\`bench sync\` deletes it everywhere else.${large}`
}

function isOnDemand(config: unknown): boolean {
  return typeof config === 'object' && config !== null && 'on_demand' in config && config.on_demand === true
}
