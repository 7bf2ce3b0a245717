import {Args} from '@oclif/core'
import {BaseCommand} from '../../cli/base-command.js'

interface Answer {
  run_id: string
  archived: boolean
  /** False where it was so already. */
  changed: boolean
}

export default class RunsRestore extends BaseCommand {
  static override writes = true
  static override summary = 'Bring an archived run back into figures and queue.'
  static override examples = ['<%= config.bin %> <%= command.id %> 20261123-2015']
  static override args = {
    run: Args.string({ignoreStdin: true, required: true, description: 'run id, or the beginning of one'}),
  }

  async run(): Promise<Answer> {
    const {args, flags} = await this.parse(RunsRestore)
    const {resolveRun} = await import('../../cli/result-filter.js')
    const store = await this.openStore(flags.db)
    const run_id = await resolveRun(store, args.run)
    const changed = await store.archive.set(run_id, null)
    this.log(
      changed
        ? `Run ${run_id} counts again. \`bench sync\` restores it everywhere else.`
        : `Run ${run_id} is not archived.`,
    )
    return {run_id, archived: false, changed}
  }
}
