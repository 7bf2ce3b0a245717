import {Flags} from '@oclif/core'
import {BaseCommand} from '../cli/base-command.js'
import {factorFlags, seedFlag, scopeFlags, versionFlags} from '../cli/flags.js'
import {noResults} from '../errors/catalogue.js'
import {FACTOR_COLUMNS, type FactorFilter} from '../records/result.js'
import {GROUP_COLUMNS, type GroupColumn} from '../records/stats.js'
import type {ReportData} from '../report/report.js'
import type {Store} from '../store/store.js'
import type {ChosenResults} from '../versions/choice.js'

export default class Report extends BaseCommand {
  static override summary = 'Write one HTML file with leaderboard, plots and tables, for those without bench.'
  static override description =
    'The file is self-contained: pictures are drawn in it, no scripts, nothing is loaded from elsewhere. It holds names of models, personas and raters, but no chips.'
  static override examples = [
    '<%= config.bin %> <%= command.id %>',
    {
      description: 'One run, under another name:',
      command: '<%= config.bin %> <%= command.id %> --run 20261123 --out sprint-12.html --title "Sprint 12"',
    },
  ]
  static override flags = {
    ...factorFlags,
    'group-by': Flags.option({
      options: GROUP_COLUMNS,
      multiple: true,
      multipleNonGreedy: true,
      description: 'factor that makes the groups; several: each combination',
      default: ['model'],
    })(),
    ...scopeFlags,
    ...versionFlags,
    title: Flags.string({description: 'heading of the report', default: 'Which model and prompt to ship'}),
    out: Flags.string({char: 'o', description: 'file', default: 'report.html', helpValue: 'FILE'}),
    force: Flags.boolean({description: 'replace the file if it is there'}),
    seed: seedFlag,
  }

  async run(): Promise<{file: string; groups: number}> {
    const {flags} = await this.parse(Report)
    const [{refuseUnknownLevels}, {refuseExisting, writeWhole}, {renderReport}] = await Promise.all([
      import('../cli/result-filter.js'),
      import('../cli/output-file.js'),
      import('../report/report.js'),
    ])
    await refuseExisting(flags.out, flags.force)
    const store = await this.openStore(flags.db)
    const chosen = await this.chosenResults(store, flags)
    const {filter} = chosen
    const data = await reportData(store, [...new Set(flags['group-by'])], chosen, {
      title: flags.title,
      seed: flags.seed,
      tool_version: this.config.version,
    })
    if (data.board.rows.length === 0) {
      await refuseUnknownLevels(store, filter)
      throw noResults()
    }

    await writeWhole(flags.out, [renderReport(data)])
    await this.noteSeen(store, 'figures')
    this.log(`Report written to ${flags.out}.`)
    return {file: flags.out, groups: data.board.rows.length}
  }
}

/** All data of the report, from one database. */
async function reportData(
  store: Store,
  factors: GroupColumn[],
  chosen: ChosenResults,
  about: {title: string; seed: number; tool_version: string},
): Promise<ReportData> {
  const {seed} = about
  const {filter} = chosen
  const [{evaluateOverview}, {evaluateQuality}, {evaluateComparison}, {counter}, {belowOf}] =
    await Promise.all([
      import('../figures/overview.js'),
      import('../figures/evaluate-quality.js'),
      import('../figures/evaluate-comparison.js'),
      import('../terminal/progress/counter.js'),
      import('../figures/below.js'),
    ])
  const progress = counter('answers measured')
  return {
    ...about,
    created_at: new Date().toISOString(),
    filters: filterTexts(filter),
    factors,
    ...(await evaluateOverview(store, {factors, filter, below: await belowOf(store, chosen), seed})),
    metrics: await evaluateQuality(store, factors, filter, progress.show).finally(progress.end),
    pairs: (await evaluateComparison(store, {by: factors[0] ?? 'model'}, filter)).pairs,
    asked: await store.versions.uses(filter, filter.versions?.older ?? []),
    runs: await store.runs.list({limit: 20}),
  }
}

/** What the report is limited to, in words. */
function filterTexts(filter: ChosenResults['filter']): string[] {
  const named = [...FACTOR_COLUMNS, 'run_id', 'runs', 'not_runs', 'since', 'until'] as const
  return named.flatMap((name) => {
    const value: FactorFilter[keyof FactorFilter] | string = filter[name]
    return value === undefined || value.length === 0
      ? []
      : [`${name.replace('_id', '').replaceAll('_', ' ')} ${[value].flat().join(', ')}`]
  })
}
