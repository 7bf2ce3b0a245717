import {Flags} from '@oclif/core'
import {PromptsCommand} from '../cli/prompts-command.js'
import {screenWidth} from '../terminal/width.js'
import {DEFINITION_KINDS} from '../records/version.js'
import type {PromptVersion} from '../versions/prompts.js'

export default class Prompts extends PromptsCommand {
  static override summary = 'List the versions of prompts, personas, systems or rubrics behind results.'
  static override description =
    'Every run keeps what it asked: the text of its prompts, its personas, and its systems with their parameters. A version is named by the first digits of a digest of its content, so equal content has the same name on every machine.'
  static override examples = [
    '<%= config.bin %> <%= command.id %>',
    {description: 'The systems:', command: '<%= config.bin %> <%= command.id %> --kind system'},
    '<%= config.bin %> <%= command.id %> show guided',
    '<%= config.bin %> <%= command.id %> diff guided@3f2a guided@9c01',
  ]
  static override flags = {
    kind: Flags.option({
      options: DEFINITION_KINDS,
      description: 'what to list',
      default: 'style' as const,
    })(),
  }

  async run(): Promise<{prompts: PromptVersion[]}> {
    const {flags} = await this.parse(Prompts)
    const {versions: all, suiteId} = await this.versions(await this.openStore(flags.db))
    const versions = all.filter(({kind}) => kind === flags.kind)
    if (!this.jsonEnabled()) {
      const {promptsView} = await import('../terminal/views/prompts-view.js')
      this.log(promptsView(versions, flags.kind, suiteId, screenWidth()))
    }

    return {prompts: versions}
  }
}
