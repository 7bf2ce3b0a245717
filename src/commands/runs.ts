import {Flags} from '@oclif/core'
import {BaseCommand} from '../cli/base-command.js'
import {screenWidth} from '../terminal/width.js'
import type {RunSummary} from '../records/run.js'

export default class Runs extends BaseCommand {
  static override summary = 'List runs, newest first.'
  static override examples = [
    '<%= config.bin %> <%= command.id %>',
    '<%= config.bin %> <%= command.id %> --limit 5 --json',
  ]
  static override flags = {
    limit: Flags.integer({description: 'at most so many', default: 20, min: 1, max: 1000}),
    offset: Flags.integer({description: 'leave out so many', default: 0, min: 0}),
  }

  async run(): Promise<{runs: RunSummary[]}> {
    const {flags} = await this.parse(Runs)
    const store = await this.openStore(flags.db)
    const runs = await store.runs.list(flags)
    if (this.jsonEnabled()) return {runs}
    const {runsView} = await import('../terminal/views/runs/run-views.js')
    if (runs.length > 0) this.log(runsView(runs, screenWidth()))
    const total = await store.runs.total()
    const last = flags.offset + runs.length
    if (total === 0) this.log('There are no runs yet. `bench run --help` shows how to begin.')
    else if (runs.length === 0) this.log(`Only ${total} runs; --offset ${flags.offset} is beyond them.`)
    else if (last < total) this.log(`\n${flags.offset + 1}–${last} of ${total} · more: --offset ${last}`)
    return {runs}
  }
}
