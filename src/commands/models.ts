import {BaseCommand} from '../cli/base-command.js'
import {suiteFlag} from '../cli/flags.js'
import type {PricedModel} from '../suite/model/suite.js'
import type {Column} from '../terminal/table.js'
import {screenWidth, textWidth} from '../terminal/width.js'

interface ListedModel extends PricedModel {
  role: 'model' | 'selector' | 'baseline' | 'plugin'
  /** The provider that answers for the model. */
  provider: string
}

export default class Models extends BaseCommand {
  static override summary = 'List the models that can be run, with their prices.'
  static override description = 'Those of the suite, the baselines, and those of plugins.'
  static override examples = [
    '<%= config.bin %> <%= command.id %>',
    '<%= config.bin %> <%= command.id %> --suite ./bench-suite.yaml --json',
  ]
  static override flags = {suite: suiteFlag}

  async run(): Promise<{prices_as_of: string; models: ListedModel[]}> {
    const {flags} = await this.parse(Models)
    const [{knownModels}, {ownerOf}, {sentModel}] = await Promise.all([
      import('../run/setup/chosen-systems.js'),
      import('../providers/registry.js'),
      import('../suite/model/system.js'),
    ])
    const {suite} = await this.loadSuite(flags.suite)
    const registered = await this.extensions('bench:providers')
    const modelIds = new Set(suite.models.map(({id}) => id))
    const listed = (model: PricedModel, role: ListedModel['role']): ListedModel => ({
      ...model,
      role,
      provider: ownerOf(sentModel(model), registered).id,
    })
    const known = knownModels(suite, registered)
    const models = [
      ...known.filter(({id}) => modelIds.has(id)).map((model) => listed(model, 'model')),
      listed(suite.selector, 'selector'),
      ...known
        .filter(({id}) => !modelIds.has(id))
        .map((model) => listed(model, ownerOf(sentModel(model), registered).plugin ? 'plugin' : 'baseline')),
    ]
    if (!this.jsonEnabled()) {
      const [{wrapText}, {namedTable}, {systemLines}] = await Promise.all([
        import('../terminal/lines.js'),
        import('../terminal/table.js'),
        import('../terminal/views/system-lines.js'),
      ])
      const columns: Column<ListedModel>[] = [
        {header: 'id', value: ({id}) => id, least: 24, cutAt: 'middle'},
        {header: 'name', value: ({name}) => name, expendable: 1, least: 16, cutAt: 'middle'},
        {header: 'role', value: ({role}) => role},
        {header: 'provider', value: ({provider}) => provider, expendable: 2},
        {header: '$/1M in', value: ({input_price}) => priceText(input_price), align: 'right'},
        {header: '$/1M out', value: ({output_price}) => priceText(output_price), align: 'right'},
      ]
      this.log(namedTable(models, columns, screenWidth(), '--json'))
      const systems = models.flatMap(systemLines)
      if (systems.length > 0) this.log(`\n${systems.join('\n')}`)
      const note = `Prices as of ${suite.prices_as_of}. The selector plays the user; baselines are offline and free.`
      this.log(`\n${wrapText(note, textWidth(screenWidth())).join('\n')}`)
    }

    return {prices_as_of: suite.prices_as_of, models}
  }
}

function priceText(price: number | null): string {
  return price === null ? 'unknown' : String(price)
}
