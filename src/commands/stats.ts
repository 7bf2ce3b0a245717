import {Flags} from '@oclif/core'
import type {Panel} from '../figures/panel.js'
import {BaseCommand} from '../cli/base-command.js'
import {blindOnlyFlag, factorFlags, formatFlag, seedFlag, scopeFlags, versionFlags} from '../cli/flags.js'
import {EXIT} from '../errors/exit-codes.js'
import type {EvaluatedLeaderboard} from '../figures/evaluate-leaderboard.js'
import type {LeaderboardRow} from '../figures/leaderboard.js'
import type {MetricMeans} from '../figures/evaluate-quality.js'
import type {Below} from '../figures/below.js'
import type {ReasonGroup, TaggedGroup, WorstChip} from '../records/reasons.js'
import {GROUP_COLUMNS, type GroupColumn} from '../records/stats.js'
import type {ResultFilter} from '../store/results.js'
import type {Store} from '../store/store.js'
import {screenWidth} from '../terminal/width.js'

/** Chips that are named as the worst. */
const WORST_CHIPS = 15

type FlatRow = Omit<LeaderboardRow, 'group'> & {metrics?: MetricMeans | null} & Record<string, unknown>

interface StatsAnswer extends Below, Omit<EvaluatedLeaderboard, 'rows'> {
  stats: FlatRow[]
  /** Of the interval of the raters' agreement. */
  seed: number
  panel?: Panel
  /** Of each system and prompt. */
  tags?: TaggedGroup[]
  chips?: {groups: ReasonGroup[]; worst: WorstChip[]}
  /** Sentences about thresholds that were not met. */
  unmet?: string[]
}

export default class Stats extends BaseCommand {
  static override summary = 'Leaderboard: ratings with how sure they are, cost, latency and tokens by group.'
  static override description =
    'Groups are ordered by their rating from one least-squares model of group, configuration and rater, so that no group gains by easier questions or kinder raters, with a 95 % interval and the ranks the data leave open. Ratings never multiply results or costs; failed cases are counted and never averaged. --agreement tells how far the raters agree, --metrics adds what can be measured without people.'
  static override examples = [
    '<%= config.bin %> <%= command.id %>',
    {
      description: 'Does the prompt style matter?',
      command: '<%= config.bin %> <%= command.id %> --group-by style --group-by input_type',
    },
    {
      description: 'In CI: exit 4 unless every model shown is rated 3.5 or better',
      command: '<%= config.bin %> <%= command.id %> --model openai/gpt-5-mini --min-rating 3.5',
    },
    {description: 'For a document:', command: '<%= config.bin %> <%= command.id %> --format markdown'},
  ]
  static override flags = {
    ...factorFlags,
    'group-by': Flags.option({
      options: GROUP_COLUMNS,
      multiple: true,
      multipleNonGreedy: true,
      description: 'factor, run or day that makes the groups; several: each combination',
      default: ['model'],
    })(),
    ...scopeFlags,
    ...blindOnlyFlag,
    ...versionFlags,
    metrics: Flags.boolean({description: 'also automatic quality metrics of the chips'}),
    tags: Flags.boolean({description: 'also why answers are poor: tags of raters by system and prompt'}),
    chips: Flags.boolean({description: 'also which chips raters marked as bad, and where they came from'}),
    agreement: Flags.boolean({description: 'also the raters: agreement, severity, self-agreement'}),
    adjust: Flags.boolean({
      description: "accepted and without effect: the raters' severity is always taken out",
      hidden: true,
    }),
    format: formatFlag,
    'min-rating': Flags.string({
      description: 'exit 4 unless every group shown is rated so well',
      helpValue: 'X',
    }),
    'min-alpha': Flags.string({
      description: "exit 4 unless the raters agree so far (Krippendorff's alpha)",
      helpValue: 'X',
    }),
    seed: seedFlag,
  }

  async run(): Promise<StatsAnswer> {
    const {flags} = await this.parse(Stats)
    const {decimalFlag} = await import('../cli/numbers.js')
    const minRating = decimalFlag('--min-rating', flags['min-rating'], {min: 1, max: 5})
    const minAlpha = decimalFlag('--min-alpha', flags['min-alpha'], {min: -1, max: 1})
    const store = await this.openStore(flags.db)
    const [{refuseUnknownLevels}, {evaluateLeaderboard}, {groupKey}, {belowOf}, {versionFields}] =
      await Promise.all([
        import('../cli/result-filter.js'),
        import('../figures/evaluate-leaderboard.js'),
        import('../figures/cells.js'),
        import('../figures/below.js'),
        import('../versions/fields.js'),
      ])
    const factors = [...new Set(flags['group-by'])]
    const chosen = await this.chosenResults(store, flags)
    const {filter} = chosen
    const board = await evaluateLeaderboard(store, factors, filter)
    if (board.rows.length === 0) await refuseUnknownLevels(store, filter)
    const panel =
      flags.agreement || minAlpha !== undefined ? await this.#panel(store, filter, flags.seed) : undefined
    const metrics = flags.metrics ? await this.#metrics(store, factors, filter) : undefined
    const below = await belowOf(store, chosen)
    const {unmetThresholds} = await import('../figures/thresholds.js')
    const unmet = unmetThresholds(board.rows, panel, factors, {minRating, minAlpha})
    const {rows, ...rest} = board
    const answer: StatsAnswer = {
      stats: rows.map((row) => {
        const {group, ...figures} = row
        return {
          ...group,
          ...versionFields(factors, group, chosen.versionOf),
          ...figures,
          ...(metrics && {metrics: metrics.get(groupKey(group, factors)) ?? null}),
        }
      }),
      ...rest,
      seed: flags.seed,
      ...below,
      ...(panel && {panel}),
      ...(flags.tags && {tags: await store.reasons.tags(filter)}),
      ...(flags.chips && {
        chips: {
          groups: await store.reasons.badChips(filter),
          worst: await store.reasons.worstChips(filter, WORST_CHIPS),
        },
      }),
      ...(unmet.length > 0 && {unmet}),
    }
    if (flags.format !== 'table') this.log(await formatted(answer, flags.format, factors))
    else if (!this.jsonEnabled())
      await this.#show(board, factors, {
        panel: flags.agreement ? panel : undefined,
        metrics,
        below,
        reasons: answer,
      })
    await this.noteSeen(store, 'figures')
    if (unmet.length > 0) {
      process.exitCode = EXIT.threshold
      for (const sentence of unmet) process.stderr.write(`${sentence}\n`)
    }

    return answer
  }

  async #show(
    board: EvaluatedLeaderboard,
    factors: GroupColumn[],
    {
      panel,
      metrics,
      below,
      reasons,
    }: {
      panel: Panel | undefined
      metrics: Map<string, MetricMeans> | undefined
      below: Below
      reasons: Pick<StatsAnswer, 'tags' | 'chips'>
    },
  ): Promise<void> {
    if (board.rows.length === 0) {
      this.log('No results.')
      return
    }

    const width = screenWidth()
    const {statsView} = await import('../terminal/views/stats-view.js')
    this.log(statsView(board, factors, width))
    await this.logBelow(below)
    if (metrics)
      this.log(
        `\n${(await import('../terminal/views/metrics-view.js')).metricsView(board.rows, metrics, factors, width)}`,
      )
    if (reasons.tags || reasons.chips) {
      const {badChipsView, tagsView} = await import('../terminal/views/reasons-view.js')
      if (reasons.tags) this.log(`\n${tagsView(reasons.tags, width)}`)
      if (reasons.chips) this.log(`\n${badChipsView(reasons.chips.groups, reasons.chips.worst, width)}`)
    }

    if (panel) this.log(`\n${(await import('../terminal/views/panel-view.js')).panelView(panel, width)}`)
  }

  async #panel(store: Store, filter: ResultFilter, seed: number): Promise<Panel> {
    const {panelOf} = await import('../figures/panel.js')
    return panelOf(
      await store.ratings.factored(filter),
      await store.ratings.repeats(filter),
      (await store.ratings.blindness(filter)).not_blind,
      {seed},
    )
  }

  async #metrics(
    store: Store,
    factors: GroupColumn[],
    filter: ResultFilter,
  ): Promise<Map<string, MetricMeans>> {
    const [{evaluateQuality}, {counter}] = await Promise.all([
      import('../figures/evaluate-quality.js'),
      import('../terminal/progress/counter.js'),
    ])
    const progress = counter('answers measured')
    return evaluateQuality(store, factors, filter, progress.show).finally(progress.end)
  }
}

async function formatted(
  answer: StatsAnswer,
  format: 'csv' | 'markdown' | 'json',
  factors: GroupColumn[],
): Promise<string> {
  if (format === 'json') return (await import('../text/json.js')).safeJson(answer, 2)
  const {statsCsv, statsMarkdown} = await import('../figures/stats-formats.js')
  return (format === 'csv' ? statsCsv(answer.stats, factors) : statsMarkdown(answer.stats, factors)).trimEnd()
}
