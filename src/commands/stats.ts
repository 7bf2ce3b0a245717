import {Flags} from '@oclif/core'
import {BaseCommand} from '../cli/base-command.js'
import {factorFlags} from '../cli/flags.js'
import {FACTOR_COLUMNS} from '../records/result.js'
import type {GroupStats} from '../records/stats.js'

type GroupRow = Omit<GroupStats, 'group'> & Record<string, unknown>

export default class Stats extends BaseCommand {
  static override summary = 'Leaderboard: results, ratings, cost, latency and tokens by group.'
  static override examples = [
    '<%= config.bin %> <%= command.id %>',
    {description: 'Does the prompt style matter?', command: '<%= config.bin %> <%= command.id %> --group-by style --group-by input_type'},
  ]
  static override flags = {
    ...factorFlags,
    'group-by': Flags.option({options: FACTOR_COLUMNS, multiple: true, multipleNonGreedy: true, description: 'factor that makes the groups; several: each combination', default: ['model']})(),
    run: Flags.string({description: 'run id', helpValue: 'ID'}),
  }

  async run(): Promise<{stats: GroupRow[]}> {
    const {flags} = await this.parse(Stats)
    const store = await this.openStore(flags.db)
    const {resultFilter, refuseUnknownLevels} = await import('../cli/result-filter.js')
    const factors = [...new Set(flags['group-by'])]
    const filter = resultFilter(flags)
    const groups = await store.stats.groups(factors, filter)
    if (groups.length === 0) await refuseUnknownLevels(store, filter)
    if (!this.jsonEnabled()) {
      const {statsView} = await import('../terminal/stats-view.js')
      this.log(groups.length > 0 ? statsView(groups, factors) : 'No results.')
    }

    return {stats: groups.map(({group, ...figures}) => ({...group, ...figures}))}
  }
}
