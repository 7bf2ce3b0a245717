import {Flags} from '@oclif/core'
import {BaseCommand} from '../cli/base-command.js'
import {factorFlags, seedFlag} from '../cli/flags.js'
import {noResults} from '../errors/catalogue.js'
import {FACTOR_COLUMNS, type FactorColumn} from '../records/result.js'
import type {ReportData} from '../report/report.js'
import type {ResultFilter} from '../store/results.js'
import type {Store} from '../store/store.js'

export default class Report extends BaseCommand {
  static override summary =
    'Write one HTML file with the leaderboard, plots and tables, for people without the tool.'
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
      options: FACTOR_COLUMNS,
      multiple: true,
      multipleNonGreedy: true,
      description: 'factor that makes the groups; several: each combination',
      default: ['model'],
    })(),
    run: Flags.string({description: 'run id, or the beginning of one', helpValue: 'ID'}),
    title: Flags.string({description: 'heading of the report', default: 'Which model and prompt to ship'}),
    out: Flags.string({char: 'o', description: 'file', default: 'report.html', helpValue: 'FILE'}),
    force: Flags.boolean({description: 'replace the file if it is there'}),
    seed: seedFlag,
  }

  async run(): Promise<{file: string; groups: number}> {
    const {flags} = await this.parse(Report)
    const [{resultFilter, refuseUnknownLevels}, {refuseExisting, writeWhole}, {renderReport}] =
      await Promise.all([
        import('../cli/result-filter.js'),
        import('../cli/output-file.js'),
        import('../report/report.js'),
      ])
    await refuseExisting(flags.out, flags.force)
    const store = await this.openStore(flags.db)
    const filter = await resultFilter(store, flags)
    const data = await reportData(store, [...new Set(flags['group-by'])], filter, {
      title: flags.title,
      seed: flags.seed,
      tool_version: this.config.version,
    })
    if (data.board.rows.length === 0) {
      await refuseUnknownLevels(store, filter)
      throw noResults()
    }

    await writeWhole(flags.out, [renderReport(data)])
    this.log(`Report written to ${flags.out}.`)
    return {file: flags.out, groups: data.board.rows.length}
  }
}

/** All data of the report, from one database. */
async function reportData(
  store: Store,
  factors: FactorColumn[],
  filter: ResultFilter,
  about: {title: string; seed: number; tool_version: string},
): Promise<ReportData> {
  const {seed} = about
  const [{evaluateOverview}, {evaluateQuality}, {evaluateComparison}, {counter}] = await Promise.all([
    import('../figures/overview.js'),
    import('../figures/evaluate-quality.js'),
    import('../figures/evaluate-comparison.js'),
    import('../terminal/progress/counter.js'),
  ])
  const progress = counter('answers measured')
  return {
    ...about,
    created_at: new Date().toISOString(),
    filters: Object.entries(filter).flatMap(([name, value]) =>
      value === undefined ? [] : [`${name.replace('_id', '')} ${[value].flat().join(', ')}`],
    ),
    factors,
    ...(await evaluateOverview(store, {factors, filter, seed})),
    metrics: await evaluateQuality(store, factors, filter, progress.show).finally(progress.end),
    pairs: (await evaluateComparison(store, factors[0] ?? 'model', undefined, filter, seed)).pairs,
    runs: await store.runs.list({limit: 20}),
  }
}
