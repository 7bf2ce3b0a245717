import {Args} from '@oclif/core'
import {PromptsCommand} from '../../cli/prompts-command.js'
import type {PromptVersion} from '../../versions/prompts.js'

export default class PromptsShow extends PromptsCommand {
  static override summary = 'Print a version: the text of its prompts, the persona, or the system.'
  static override examples = [
    {description: 'The newest version of a style:', command: '<%= config.bin %> <%= command.id %> guided'},
    '<%= config.bin %> <%= command.id %> guided@3f2a',
    {description: 'A system:', command: '<%= config.bin %> <%= command.id %> openai/gpt-5-mini'},
  ]
  static override args = {
    version: Args.string({
      ignoreStdin: true,
      required: true,
      description: 'a style, persona or system, with the digits of its version or without',
    }),
  }

  async run(): Promise<PromptVersion & {definition: unknown}> {
    const {args, flags} = await this.parse(PromptsShow)
    const known = await this.versions(await this.openStore(flags.db))
    const {version, definition} = await this.find(known, args.version)
    if (!this.jsonEnabled()) {
      const [{definitionTexts}, {versionView}] = await Promise.all([
        import('../../versions/definition-texts.js'),
        import('../../terminal/views/prompts-view.js'),
      ])
      this.log(versionView(version, definitionTexts(definition)))
    }

    return {...version, definition: JSON.parse(definition.definition) as unknown}
  }
}
