import {Args, Flags} from '@oclif/core'
import {
  blindOnlyFlag,
  factorFlags,
  gatedFormatFlag,
  scopeFlags,
  suiteFlag,
  unusedSeedFlag,
  versionFlags,
} from '../cli/flags.js'
import {gateFlags} from '../cli/gates/gate-flags.js'
import {GatedCommand, type AskedGates} from '../cli/gates/gated-command.js'
import {judgeFlag} from '../cli/judging/judge-flags.js'
import type {JudgedGroups} from '../judging/judged-figures.js'
import {usage} from '../errors/catalogue.js'
import type {Below} from '../figures/below.js'
import type {Comparison} from '../figures/evaluate-comparison.js'
import type {Compared} from '../cli/compared-parts.js'
import type {GateLimits} from '../figures/gates/gate.js'
import type {GateReport} from '../figures/gates/evaluate-gates.js'
import {FACTOR_COLUMNS, type FactorColumn} from '../records/result.js'
import {GROUP_COLUMNS, type GroupColumn} from '../records/stats.js'
import type {FilterFlags} from '../cli/result-filter.js'
import type {ResultFilter} from '../store/results.js'
import type {Store} from '../store/store.js'
import {screenWidth} from '../terminal/width.js'

const WHAT_TO_COMPARE = [
  'Two models, runs, styles or other levels: bench compare A B',
  'Every pair of models: bench compare --all --by model',
]

export default class Compare extends GatedCommand {
  static override summary = 'Compare two models, runs or other levels, paired on equal configurations.'
  static override description =
    'Only configurations that both have are compared, so that neither gains by easier questions: the difference in rating with its 95 % interval and p-value, alone and among all pairs (Holm), from the model behind bench stats; cost and latency paired. --all compares every pair.'
  static override examples = [
    '<%= config.bin %> <%= command.id %> openai/gpt-5-mini deepseek/deepseek-v3.2',
    {
      description: 'Two runs; the beginnings of their ids are enough:',
      command: '<%= config.bin %> <%= command.id %> 20261123-20 20261124-09',
    },
    {
      description: 'Prompt styles, for one model:',
      command: '<%= config.bin %> <%= command.id %> terse guided --model openai/gpt-5-mini',
    },
    {
      description: 'For a document:',
      command: '<%= config.bin %> <%= command.id %> terse guided --format markdown',
    },
    {
      description: 'In CI: exit 4 unless the new run is no worse than the old one',
      command: '<%= config.bin %> <%= command.id %> 20261123-20 20261124-09 --against 20261123-20',
    },
    {description: 'Every pair of models:', command: '<%= config.bin %> <%= command.id %> --all --by model'},
  ]
  static override args = {
    a: Args.string({ignoreStdin: true, description: 'a model, a run, a style …'}),
    b: Args.string({description: 'another one of the same kind'}),
  }
  static override flags = {
    ...factorFlags,
    ...scopeFlags,
    ...blindOnlyFlag,
    ...versionFlags,
    all: Flags.boolean({description: 'every pair of levels of --by'}),
    across: Flags.option({
      options: FACTOR_COLUMNS,
      multiple: true,
      multipleNonGreedy: true,
      description: 'pair results although they differ in this factor: two runs with prompts of their own',
    })(),
    by: Flags.option({
      options: GROUP_COLUMNS,
      description: 'what A and B are; found out by itself for a pair',
    })(),
    format: gatedFormatFlag,
    suite: suiteFlag,
    ...gateFlags,
    judge: judgeFlag,
    seed: unusedSeedFlag,
  }

  async run(): Promise<ComparisonAnswer> {
    const {args, flags} = await this.parse(Compare)
    const limits = await this.limitsOf(flags)
    if (flags.all && args.a !== undefined)
      throw usage('Either two levels or --all, not both. Nothing was compared.', ...WHAT_TO_COMPARE)
    if (!flags.all && args.a === undefined)
      throw usage(
        'What is to be compared? Name two levels, or --all. Nothing was compared.',
        ...WHAT_TO_COMPARE,
      )
    if (!flags.all && args.b === undefined)
      throw usage(
        `"${args.a}" has nothing to be compared with: name a second level of the same kind. Nothing was compared.`,
        `bench compare ${args.a} B`,
      )
    const store = await this.openStore(flags.db)
    const asked = await this.askedGates(store, limits, flags.suite)
    const answer = await this.#compare(store, args, {flags, asked})
    if (!this.jsonEnabled()) this.log(await formatted(answer, flags.format))
    if (!this.jsonEnabled() && flags.format === 'table') await this.logBelow(answer)
    if (answer.judge && !this.jsonEnabled()) {
      const {judgedPairsView} = await import('../terminal/views/figures/judge-views.js')
      this.log(`\n${judgedPairsView(answer.judge, [answer.by], screenWidth())}`)
    }

    await this.noteSeen(store, 'figures')
    if (answer.gates) await this.endWith(answer.gates)
    return answer
  }

  async #compare(
    store: Store,
    names: {a?: string | undefined; b?: string | undefined},
    {flags, asked: {limits, preferred}}: {flags: CompareFlags; asked: AskedGates},
  ): Promise<ComparisonAnswer> {
    const [{FACTORS}, {evaluateComparison, findPair}, {belowOf}, {VERSIONED_FACTORS}] = await Promise.all([
      import('../suite/model/factors.js'),
      import('../figures/evaluate-comparison.js'),
      import('../figures/below.js'),
      import('../records/version.js'),
    ])
    const found = flags.all ? undefined : await findPair(store, [names.a!, names.b!], flags.by)
    const by = found?.by ?? flags.by ?? 'model'
    const isOccasion = by === 'run_id' || by === 'day'
    const chosen = await (isOccasion
      ? // Each run has versions of its own: none is older here.
        this.chosenResults(store, {
          ...flags,
          ...(found && by === 'run_id' && {run: [found.a, found.b]}),
          'all-versions': true,
        })
      : this.chosenResults(
          store,
          {...flags, ...(found && {[FACTORS[by].flag.name]: [found.a, found.b]})},
          {preferred},
        ))
    const versioned = VERSIONED_FACTORS.find((factor) => factor === by)
    const level = (wanted: string) => (versioned ? chosen.levelOf(versioned, wanted) : wanted)
    const request = {by, pair: found && {a: level(found.a), b: level(found.b)}, across: flags.across ?? []}
    // The table that the pair stands in: what bench stats shows.
    const scope = found && !isOccasion ? await this.chosenResults(store, flags, {preferred}) : chosen
    const comparison = await evaluateComparison(store, request, chosen.filter, scope.filter)
    await refuseMistyped(store, comparison, scope.filter)
    const judged = await this.#judged(store, flags, by, chosen.filter)
    const answer = {...comparison, ...(await belowOf(store, chosen)), ...judged}
    if (!limits) return answer
    return {
      ...answer,
      gates: await this.#gates(store, {by, pair: request.pair, chosen, scope}, {flags, limits}),
    }
  }

  async #judged(
    store: Store,
    flags: CompareFlags,
    by: GroupColumn,
    filter: ResultFilter,
  ): Promise<{judge?: JudgedGroups}> {
    if (flags.judge === undefined) return {}
    const {judgedTable} = await import('../cli/judging/judged.js')
    return (await judgedTable(store, flags, {columns: [by], across: flags.across}, {filter})).answer
  }

  async #gates(
    store: Store,
    compared: Compared,
    {flags, limits}: {flags: CompareFlags; limits: GateLimits},
  ): Promise<GateReport> {
    const {comparedParts} = await import('../cli/compared-parts.js')
    const gateParts = await comparedParts(store, compared, {
      choose: (only) => this.chosenResults(store, {...flags, ...only}),
      against: limits.against,
    })
    return this.judge(store, gateParts, {limits})
  }
}

/** Where nothing is compared, a filter is most likely mistyped. @throws BenchError (exit 2) */
async function refuseMistyped(store: Store, {pairs}: Comparison, filter: ResultFilter): Promise<void> {
  if (pairs.some(({measures}) => measures.some(({configurations}) => configurations > 0))) return
  const {refuseUnknownLevels} = await import('../cli/result-filter.js')
  await refuseUnknownLevels(store, filter)
}

type ComparisonAnswer = Comparison & Below & {gates?: GateReport; judge?: JudgedGroups}

async function formatted(answer: ComparisonAnswer, format: 'table' | 'markdown' | 'junit'): Promise<string> {
  const [{compareMarkdown, compareView}, {gatesJunit, gatesMarkdown}] = await Promise.all([
    import('../terminal/views/figures/compare-view.js'),
    import('../figures/gates/formats.js'),
  ])
  if (format === 'table') return compareView(answer, screenWidth())
  // Without a gate there is no such document.
  if (format === 'junit') return gatesJunit(answer.gates!, 'compare')
  return [...(answer.gates ? [gatesMarkdown(answer.gates)] : []), compareMarkdown(answer)].join('\n\n')
}

interface CompareFlags extends FilterFlags {
  all: boolean
  across: FactorColumn[] | undefined
  by: GroupColumn | undefined
  'all-versions': boolean
  judge?: string | undefined
}
