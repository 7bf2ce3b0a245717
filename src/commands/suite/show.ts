import {Args, Flags} from '@oclif/core'
import {BaseCommand} from '../../cli/base-command.js'
import type {Suite} from '../../suite/model/suite.js'
import {screenWidth} from '../../terminal/width.js'

interface ShowAnswer {
  hash: string
  prompt_hash: string
  file: string | null
  plugin: {name: string; version: string} | null
  suite: Suite
}

export default class SuiteShow extends BaseCommand {
  static override summary = 'Show a suite as it is run: with everything it extends.'
  static override examples = [
    '<%= config.bin %> <%= command.id %>',
    {
      description: 'All of it, prompts included:',
      command: '<%= config.bin %> <%= command.id %> bench-suite.yaml --format yaml',
    },
  ]
  static override args = {
    suite: Args.string({
      ignoreStdin: true,
      description: "file, or id [default: the config file's, else chips]",
    }),
  }
  static override flags = {
    format: Flags.option({
      options: ['table', 'yaml', 'json'] as const,
      description: 'table is a summary; the others hold everything',
      default: 'table' as const,
    })(),
  }

  async run(): Promise<ShowAnswer> {
    const {args, flags} = await this.parse(SuiteShow)
    const answer = await this.loadSuite(args.suite)
    if (this.jsonEnabled()) return answer
    if (flags.format === 'json') this.logJson(answer)
    else {
      const {suiteView, suiteYaml} = await import('../../terminal/views/suite-view.js')
      this.log(flags.format === 'yaml' ? await suiteYaml(answer.suite) : suiteView(answer, screenWidth()))
    }

    return answer
  }
}
