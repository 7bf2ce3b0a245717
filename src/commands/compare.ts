import {Args, Flags} from '@oclif/core'
import {BaseCommand} from '../cli/base-command.js'
import {documentFormatFlag, factorFlags, seedFlag} from '../cli/flags.js'
import {usage} from '../errors/catalogue.js'
import type {Comparison} from '../figures/evaluate-comparison.js'
import {FACTOR_COLUMNS} from '../records/result.js'
import {screenWidth} from '../terminal/width.js'

const WHAT_TO_COMPARE = [
  'Two models, runs, styles or other levels: bench compare A B',
  'Every pair of models: bench compare --all --by model',
]

export default class Compare extends BaseCommand {
  static override summary =
    'Compare two models, runs, styles or other levels, paired on equal configurations.'
  static override description =
    'Only configurations that both have are compared, so that neither gains by easier questions: mean difference with a 95 % interval, and the p-value of a sign-flip permutation test. --all compares every pair and corrects for their number (Holm).'
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
    run: Flags.string({description: 'only results of this run', helpValue: 'ID'}),
    all: Flags.boolean({description: 'every pair of levels of --by'}),
    by: Flags.option({
      options: [...FACTOR_COLUMNS, 'run_id'] as const,
      description: 'what A and B are; found out by itself for a pair',
    })(),
    format: documentFormatFlag,
    seed: seedFlag,
  }

  async run(): Promise<Comparison> {
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
    const [{resultFilter}, {evaluateComparison, findPair}] = await Promise.all([
      import('../cli/result-filter.js'),
      import('../figures/evaluate-comparison.js'),
    ])
    const filter = await resultFilter(store, flags)
    const pair = flags.all ? undefined : await findPair(store, [args.a!, args.b!], flags.by)
    const comparison = await evaluateComparison(
      store,
      pair?.by ?? flags.by ?? 'model',
      pair,
      filter,
      flags.seed,
    )
    if (!this.jsonEnabled()) {
      const {compareMarkdown, compareView} = await import('../terminal/views/compare-view.js')
      this.log(
        flags.format === 'markdown' ? compareMarkdown(comparison) : compareView(comparison, screenWidth()),
      )
    }

    return comparison
  }
}
