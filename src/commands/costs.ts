import {Flags} from '@oclif/core'
import {BaseCommand} from '../cli/base-command.js'
import {scopeFlags} from '../cli/flags.js'
import {screenWidth} from '../terminal/width.js'
import {COST_GROUPS, sumOfCosts, type CostGroup, type CostRow, type CostSums} from '../records/costs.js'

interface Answer {
  by: CostGroup
  costs: CostRow[]
  total: CostSums
}

export default class Costs extends BaseCommand {
  static override summary = 'What calls have cost, by system, person, device, day or run; deleted ones too.'
  static override description =
    'Counts every call that was answered or may have been paid for: those of the simulated user, of failed cases, of judges, of archived and of deleted runs. A person is who began the run. A device is known by a hash; "this database" made what came from nowhere else.'
  static override examples = [
    '<%= config.bin %> <%= command.id %>',
    '<%= config.bin %> <%= command.id %> --by person --since 2026-11-01',
    '<%= config.bin %> <%= command.id %> --by run --json',
  ]
  static override flags = {
    by: Flags.option({
      options: COST_GROUPS,
      description: 'what the sums are of',
      default: 'system' as const,
    })(),
    run: Flags.string({description: 'one run; deleted runs by their whole id', helpValue: 'ID'}),
    since: scopeFlags.since,
    until: scopeFlags.until,
  }

  async run(): Promise<Answer> {
    const {flags} = await this.parse(Costs)
    const [{resolveRun, dayOf}, {costsView}] = await Promise.all([
      import('../cli/result-filter.js'),
      import('../terminal/views/figures/costs-view.js'),
    ])
    const {by} = flags
    const store = await this.openStore(flags.db)
    const filter = {since: dayOf('since', flags.since), until: dayOf('until', flags.until)}
    // A deleted run is known by its costs alone.
    const isPaid = async (id: string) => (await store.costs.by('run', {run_id: id})).length > 0
    const run_id =
      flags.run === undefined || (await isPaid(flags.run)) ? flags.run : await resolveRun(store, flags.run)
    const costs = await store.costs.by(by, {...filter, run_id})
    const answer = {by, costs, total: sumOfCosts(costs)}
    this.log(costsView(answer, screenWidth()))
    return answer
  }
}
