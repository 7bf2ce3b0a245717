import {BaseCommand} from '../cli/base-command.js'
import type {Model} from '../suite/suite.js'

interface ListedModel extends Model {
  role: 'model' | 'selector' | 'baseline'
}

export default class Models extends BaseCommand {
  static override summary = 'List the models of the suite with their prices.'
  static override examples = ['<%= config.bin %> <%= command.id %>', '<%= config.bin %> <%= command.id %> --json']

  async run(): Promise<{prices_as_of: string; models: ListedModel[]}> {
    await this.parse(Models)
    const [{loadBuiltInSuite}, {BASELINE_MODELS}] = await Promise.all([
      import('../suite/load.js'),
      import('../providers/baselines.js'),
    ])
    const {suite} = await loadBuiltInSuite()
    const models: ListedModel[] = [
      ...suite.models.map((model) => ({...model, role: 'model' as const})),
      {...suite.selector, role: 'selector'},
      ...BASELINE_MODELS.map((model) => ({...model, role: 'baseline' as const})),
    ]
    if (!this.jsonEnabled()) {
      const {table} = await import('../terminal/table.js')
      this.log(
        table(models, [
          {header: 'id', value: ({id}) => id},
          {header: 'name', value: ({name}) => name},
          {header: 'role', value: ({role}) => role},
          {header: '$/1M in', value: ({input_price}) => String(input_price), align: 'right'},
          {header: '$/1M out', value: ({output_price}) => String(output_price), align: 'right'},
        ]),
      )
      this.log(`\nPrices as of ${suite.prices_as_of}. The selector plays the user; baselines are offline and free.`)
    }

    return {prices_as_of: suite.prices_as_of, models}
  }
}
