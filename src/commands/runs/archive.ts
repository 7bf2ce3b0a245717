import {Args} from '@oclif/core'
import {BaseCommand} from '../../cli/base-command.js'

interface Answer {
  run_id: string
  archived: boolean
  /** False where it was so already. */
  changed: boolean
}

export default class RunsArchive extends BaseCommand {
  static override writes = true
  static override summary = 'Take a run out of figures and queue; it stays in the books.'
  static override description =
    'Stats, comparisons, reports and the rating queue leave an archived run out, unless --run names it. Lists and exports still show it, and its money still counts in `bench costs`. `bench sync` archives it everywhere.'
  static override examples = ['<%= config.bin %> <%= command.id %> 20261123-2015']
  static override args = {
    run: Args.string({ignoreStdin: true, required: true, description: 'run id, or the beginning of one'}),
  }

  async run(): Promise<Answer> {
    const {args, flags} = await this.parse(RunsArchive)
    const {resolveRun} = await import('../../cli/result-filter.js')
    const store = await this.openStore(flags.db)
    const run_id = await resolveRun(store, args.run)
    const changed = await store.archive.set(run_id, new Date().toISOString())
    this.log(
      changed
        ? `Run ${run_id} is archived: out of figures and queue, not out of the books. \`bench sync\` archives it everywhere else.`
        : `Run ${run_id} is archived already.`,
    )
    return {run_id, archived: true, changed}
  }
}
