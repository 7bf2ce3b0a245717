import {BaseCommand} from '../cli/base-command.js'
import {suiteFlag} from '../cli/flags.js'
import type {Persona} from '../suite/model/suite.js'
import {screenWidth} from '../terminal/width.js'

export default class Personas extends BaseCommand {
  static override summary = 'List the personas of the suite.'
  static override examples = [
    '<%= config.bin %> <%= command.id %>',
    '<%= config.bin %> <%= command.id %> --json',
  ]
  static override flags = {suite: suiteFlag}

  async run(): Promise<{personas: Persona[]}> {
    const {flags} = await this.parse(Personas)
    const {personas} = (await this.loadSuite(flags.suite)).suite
    if (!this.jsonEnabled()) {
      const {table} = await import('../terminal/table.js')
      this.log(
        table(
          personas,
          [
            {header: 'id', value: ({id}) => id, least: 20, cutAt: 'middle'},
            {header: 'sector', value: ({sector}) => sector, least: 12},
            {header: 'desired role', value: ({desired_role}) => desired_role, least: 12},
          ],
          screenWidth(),
        ),
      )
      this.log('\n--json shows their descriptions too.')
    }

    return {personas}
  }
}
