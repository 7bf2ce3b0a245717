import {Args, Flags} from '@oclif/core'
import {BaseCommand} from '../cli/base-command.js'
import {
  blindOnlyFlag,
  documentFormatFlag,
  factorFlags,
  scopeFlags,
  unusedSeedFlag,
  versionFlags,
} from '../cli/flags.js'
import {usage} from '../errors/catalogue.js'
import type {Below} from '../figures/below.js'
import type {Comparison} from '../figures/evaluate-comparison.js'
import {FACTOR_COLUMNS, type FactorColumn} from '../records/result.js'
import {GROUP_COLUMNS, type GroupColumn} from '../records/stats.js'
import type {FilterFlags} from '../cli/result-filter.js'
import type {Store} from '../store/store.js'
import {screenWidth} from '../terminal/width.js'

const WHAT_TO_COMPARE = [
  'Two models, runs, styles or other levels: bench compare A B',
  'Every pair of models: bench compare --all --by model',
]

export default class Compare extends BaseCommand {
  static override summary =
    'Compare two models, runs, styles or other levels, paired on equal configurations.'
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
    format: documentFormatFlag,
    seed: unusedSeedFlag,
  }

  async run(): Promise<Comparison & Below> {
    const {args, flags} = await this.parse(Compare)
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
    const comparison = await this.#compare(store, args, flags)
    if (!this.jsonEnabled()) {
      const {compareMarkdown, compareView} = await import('../terminal/views/compare-view.js')
      this.log(
        flags.format === 'markdown' ? compareMarkdown(comparison) : compareView(comparison, screenWidth()),
      )
      if (flags.format !== 'markdown') await this.logBelow(comparison)
    }

    await this.noteSeen(store, 'figures')
    return comparison
  }

  async #compare(store: Store, names: {a?: string | undefined; b?: string | undefined}, flags: CompareFlags) {
    const [{FACTORS}, {evaluateComparison, findPair}, {belowOf}, {VERSIONED_FACTORS}] = await Promise.all([
      import('../suite/model/factors.js'),
      import('../figures/evaluate-comparison.js'),
      import('../figures/below.js'),
      import('../records/version.js'),
    ])
    const found = flags.all ? undefined : await findPair(store, [names.a!, names.b!], flags.by)
    const by = found?.by ?? flags.by ?? 'model'
    const isOccasion = by === 'run_id' || by === 'day'
    const chosen = await this.chosenResults(store, {
      ...flags,
      ...(found && !isOccasion && {[FACTORS[by].flag.name]: [found.a, found.b]}),
      ...(found && by === 'run_id' && {run: [found.a, found.b]}),
      // Each run has versions of its own: none is older here.
      ...(isOccasion && {'all-versions': true}),
    })
    const versioned = VERSIONED_FACTORS.find((factor) => factor === by)
    const level = (given: string) => (versioned ? chosen.levelOf(versioned, given) : given)
    const request = {by, pair: found && {a: level(found.a), b: level(found.b)}, across: flags.across ?? []}
    // The table that the pair stands in: what bench stats shows.
    const scope = found && !isOccasion ? await this.chosenResults(store, flags) : chosen
    const comparison = await evaluateComparison(store, request, chosen.filter, scope.filter)
    return {...comparison, ...(await belowOf(store, chosen))}
  }
}

interface CompareFlags extends FilterFlags {
  all: boolean
  across: FactorColumn[] | undefined
  by: GroupColumn | undefined
  'all-versions': boolean
}
