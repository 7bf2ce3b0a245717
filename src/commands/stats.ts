import {Flags} from '@oclif/core'
import type {Panel} from '../figures/panel.js'
import {GatedCommand} from '../cli/gates/gated-command.js'
import {
  blindOnlyFlag,
  factorFlags,
  formatFlag,
  leaveOutFlag,
  seedFlag,
  scopeFlags,
  suiteFlag,
  versionFlags,
} from '../cli/flags.js'
import {gateFlags} from '../cli/gates/gate-flags.js'
import {judgeFlag, minJudgeFlag} from '../cli/judging/judge-flags.js'
import type {JudgedGroups} from '../judging/judged-figures.js'
import type {EvaluatedLeaderboard} from '../figures/evaluate-leaderboard.js'
import type {GateReport} from '../figures/gates/evaluate-gates.js'
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
  gates?: GateReport
  /** What the judge of --judge adds. */
  judge?: JudgedGroups | undefined
  /** Of each system and prompt. */
  tags?: TaggedGroup[]
  chips?: {groups: ReasonGroup[]; worst: WorstChip[]}
  /** Sentences about gates that are not met. */
  unmet?: string[]
}

const NO_JUDGE = {answer: {judge: undefined}, scores: undefined}

export default class Stats extends GatedCommand {
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
      description: 'In CI: exit 4 unless the prompts of the suite at hand keep these limits',
      command:
        '<%= config.bin %> <%= command.id %> --suite suite.yaml --max-failed 0 --max-cost 0.002 --min-rating 3.5 --sure',
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
    ...leaveOutFlag,
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
    suite: suiteFlag,
    ...gateFlags,
    'min-alpha': Flags.string({
      description: "gate: the raters' agreement (Krippendorff's alpha)",
      helpValue: 'X',
    }),
    judge: judgeFlag,
    'min-judge': minJudgeFlag,
    seed: seedFlag,
  }

  async run(): Promise<StatsAnswer> {
    const {flags} = await this.parse(Stats)
    const {decimalFlag} = await import('../cli/numbers.js')
    const minAlpha = decimalFlag('--min-alpha', flags['min-alpha'], {min: -1, max: 1})
    const minJudge = decimalFlag('--min-judge', flags['min-judge'], {min: 1, max: 5})
    const limits = await this.limitsOf(flags, {minAlpha, minJudge})
    const store = await this.openStore(flags.db)
    const asked = await this.askedGates(store, limits, flags.suite)
    const [{refuseUnknownLevels}, {evaluateLeaderboard}, {groupKey}, {belowOf}, {versionFields}] =
      await Promise.all([
        import('../cli/result-filter.js'),
        import('../figures/evaluate-leaderboard.js'),
        import('../figures/cells.js'),
        import('../figures/below.js'),
        import('../versions/fields.js'),
      ])
    const factors = [...new Set(flags['group-by'])]
    const wanted = {...flags, without: flags['leave-out']}
    const chosen = await this.chosenResults(store, wanted, {preferred: asked.preferred})
    const {filter} = chosen
    const board = await evaluateLeaderboard(store, factors, filter)
    if (board.rows.length === 0) await refuseUnknownLevels(store, filter)
    const panel =
      flags.agreement || minAlpha !== undefined ? await this.#panel(store, filter, flags.seed) : undefined
    const metrics = flags.metrics ? await this.#metrics(store, factors, filter) : undefined
    const below = await belowOf(store, chosen)
    const judged = await this.#judged(store, flags, factors, filter)
    const {rows, ...rest} = board
    const gates =
      asked.limits &&
      (await this.judge(store, [{columns: factors, chosen, rows}], {
        limits: asked.limits,
        panel,
        judge: judged.scores,
      }))
    const unmet = unmetSentences(gates)
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
      ...judged.answer,
      ...(gates && {gates}),
      ...(await reasonsOf(store, filter, flags)),
      ...(unmet.length > 0 && {unmet}),
    }
    if (flags.format !== 'table') this.log(await formatted(answer, flags.format, factors))
    else if (!this.jsonEnabled())
      await this.#show(board, factors, {
        panel: flags.agreement ? panel : undefined,
        metrics,
        below,
        judged: judged.answer.judge,
        reasons: answer,
      })
    await this.noteSeen(store, 'figures')
    if (gates) await this.endWith(gates)
    return answer
  }

  async #show(
    board: EvaluatedLeaderboard,
    factors: GroupColumn[],
    {
      panel,
      metrics,
      below,
      judged,
      reasons,
    }: {
      panel: Panel | undefined
      metrics: Map<string, MetricMeans> | undefined
      below: Below
      judged: JudgedGroups | undefined
      reasons: Pick<StatsAnswer, 'tags' | 'chips'>
    },
  ): Promise<void> {
    if (board.rows.length === 0) {
      this.log('No results.')
      return
    }

    const width = screenWidth()
    const {statsView} = await import('../terminal/views/figures/stats-view.js')
    this.log(statsView(board, factors, width))
    await this.logBelow(below)
    if (metrics) {
      const {metricsView} = await import('../terminal/views/figures/metrics-view.js')
      this.log(`\n${metricsView(board.rows, metrics, factors, width)}`)
    }

    if (judged) {
      const {judgedView} = await import('../terminal/views/figures/judge-views.js')
      this.log(`\n${judgedView(judged, factors, width)}`)
    }

    if (reasons.tags || reasons.chips) {
      const {badChipsView, tagsView} = await import('../terminal/views/figures/reasons-view.js')
      if (reasons.tags) this.log(`\n${tagsView(reasons.tags, width)}`)
      if (reasons.chips) this.log(`\n${badChipsView(reasons.chips.groups, reasons.chips.worst, width)}`)
    }

    if (panel) {
      const {panelView} = await import('../terminal/views/figures/panel-view.js')
      this.log(`\n${panelView(panel, width)}`)
    }
  }

  async #judged(
    store: Store,
    flags: {judge?: string | undefined; 'min-judge'?: string | undefined},
    columns: GroupColumn[],
    filter: ResultFilter,
  ) {
    if (flags.judge === undefined) return NO_JUDGE
    const {judgedTable} = await import('../cli/judging/judged.js')
    return judgedTable(store, flags, {columns}, {filter, floor: (await this.project()).judge?.min_alpha})
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

async function reasonsOf(
  store: Store,
  filter: ResultFilter,
  {tags, chips}: {tags: boolean; chips: boolean},
): Promise<Pick<StatsAnswer, 'tags' | 'chips'>> {
  return {
    ...(tags && {tags: await store.reasons.tags(filter)}),
    ...(chips && {
      chips: {
        groups: await store.reasons.badChips(filter),
        worst: await store.reasons.worstChips(filter, WORST_CHIPS),
      },
    }),
  }
}

function unmetSentences(report: GateReport | undefined): string[] {
  return (report?.results ?? []).filter(({met}) => !met).map(({sentence}) => sentence)
}

async function formatted(
  answer: StatsAnswer,
  format: 'csv' | 'markdown' | 'json' | 'junit',
  factors: GroupColumn[],
): Promise<string> {
  if (format === 'json') return (await import('../text/json.js')).safeJson(answer, 2)
  const [{statsCsv, statsMarkdown}, {gatesJunit, gatesMarkdown}] = await Promise.all([
    import('../figures/stats-formats.js'),
    import('../figures/gates/formats.js'),
  ])
  // Without a gate there is no such document.
  if (format === 'junit') return gatesJunit(answer.gates!, 'stats')
  if (format === 'csv') return statsCsv(answer.stats, factors).trimEnd()
  const table = statsMarkdown(answer.stats, factors).trimEnd()
  return answer.gates ? `${gatesMarkdown(answer.gates)}\n\n${table}` : table
}
