import {readFile} from 'node:fs/promises'
import {Flags} from '@oclif/core'
import {BaseCommand} from '../../cli/base-command.js'
import {suiteFlag} from '../../cli/flags.js'
import {changedMeanwhile, needsYes, noSuiteFile, notEditable} from '../../errors/suites.js'
import type {LoadedSuite} from '../../suite/files/load.js'
import type {PriceComparison} from '../../suite/prices/price-comparison.js'

interface RefreshAnswer extends PriceComparison {
  file: string
  written: boolean
}

export default class ModelsRefresh extends BaseCommand {
  static override summary = "Bring the prices in your suite file up to date with the provider's list."
  static override description =
    'Reads the list of models of OpenRouter (no key needed) or of --base-url, shows what would change, and asks. Only the prices and prices_as_of are written anew; comments and layout stay. Models that are not listed are named and left as they are.'
  static override examples = [
    '<%= config.bin %> <%= command.id %> --suite bench-suite.yaml',
    {
      description: 'Only look:',
      command: '<%= config.bin %> <%= command.id %> --suite bench-suite.yaml --dry-run',
    },
  ]
  static override flags = {
    suite: suiteFlag,
    'base-url': Flags.string({
      description: 'another server that lists its models with prices; BENCH_API_KEY is its key',
      helpValue: 'URL',
    }),
    'dry-run': Flags.boolean({description: 'show what would change; write nothing', exclusive: ['yes']}),
    yes: Flags.boolean({char: 'y', description: 'write without asking'}),
  }

  async run(): Promise<RefreshAnswer> {
    const {flags} = await this.parse(ModelsRefresh)
    const loaded = await this.loadSuite(flags.suite)
    const {file} = loaded
    if (file === null) throw noSuiteFile(loaded.suite.id)
    const compared = await this.#compare(loaded, flags['base-url'])
    const {pricesView} = await import('../../terminal/views/prices-view.js')
    this.log(pricesView(compared))
    if (flags['dry-run']) return {file, written: false, ...compared}
    // Prepared before the question: a yes must not end in an error.
    const before = await readFile(file, 'utf8')
    const text = await this.#edited(file, before, loaded, compared)
    if (!flags.yes) {
      if (!process.stdin.isTTY || this.jsonEnabled()) throw needsYes(file)
      const {confirmed} = await import('../../cli/confirm.js')
      if (!(await confirmed(`Write this to ${file}?`))) {
        this.log('Nothing was written.')
        return {file, written: false, ...compared}
      }
    }

    if ((await readFile(file, 'utf8')) !== before) throw changedMeanwhile(file)
    const {writeWhole} = await import('../../cli/output-file.js')
    await writeWhole(file, [text])
    this.log(
      `${file} written. Runs that are not finished were priced before: they go on with --accept-changes.`,
    )
    return {file, written: true, ...compared}
  }

  async #compare({suite}: LoadedSuite, baseUrl: string | undefined): Promise<PriceComparison> {
    const [{readPriceList}, {checkedUrl}, {OPENROUTER_URL}, {ownerOf}, {comparePrices}, registered] =
      await Promise.all([
        import('../../providers/price-list.js'),
        import('../../providers/endpoint.js'),
        import('../../providers/urls.js'),
        import('../../providers/registry.js'),
        import('../../suite/prices/price-comparison.js'),
        this.extensions('bench:providers'),
      ])
    const url = baseUrl === undefined ? OPENROUTER_URL : checkedUrl(baseUrl).href
    const slow = setTimeout(
      () => process.stderr.write(`Asking ${new URL(url).host} for its prices …\n`),
      1000,
    )
    const list = await readPriceList(
      url,
      baseUrl === undefined ? undefined : process.env['BENCH_API_KEY'],
    ).finally(() => clearTimeout(slow))
    return comparePrices(suite, list, ({id}) => ownerOf(id, registered).plugin !== null)
  }

  /** The file with its new prices, checked before it is written. */
  async #edited(
    file: string,
    before: string,
    {suite}: LoadedSuite,
    {changes}: PriceComparison,
  ): Promise<string> {
    const [{withPrices}, {examineSuite}] = await Promise.all([
      import('../../suite/prices/price-edit.js'),
      import('../../suite/files/find.js'),
    ])
    const text = withPrices(before, {
      modelIds: suite.models.map(({id}) => id),
      selectorId: suite.selector.id,
      changes,
      pricesAsOf: new Date().toISOString().slice(0, 10),
    })
    const {loaded} = await examineSuite(
      file,
      {folder: process.cwd(), registry: () => this.extensions('bench:suites')},
      text,
    )
    const models = loaded === null ? [] : [...loaded.suite.models, loaded.suite.selector]
    const isDone =
      loaded !== null &&
      changes.every(({id, input_price, output_price}) =>
        models
          .filter((model) => model.id === id)
          .every((model) => model.input_price === input_price && model.output_price === output_price),
      )
    if (!isDone) throw notEditable(file)
    return text
  }
}
