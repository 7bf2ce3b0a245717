import {Args} from '@oclif/core'
import {BaseCommand} from '../../cli/base-command.js'
import {EXIT} from '../../errors/exit-codes.js'
import type {LocatedProblem} from '../../text/problem.js'

interface CheckAnswer {
  file: string
  ok: boolean
  problems: LocatedProblem[]
  notes: LocatedProblem[]
}

export default class SuiteCheck extends BaseCommand {
  static override summary = 'Name everything that is wrong with a suite, each with its place.'
  static override description = 'Nothing is run. Exit code 2 when there are problems; notes are no problems.'
  static override examples = [
    '<%= config.bin %> <%= command.id %> bench-suite.yaml',
    '<%= config.bin %> <%= command.id %> bench-suite.yaml --json',
  ]
  static override args = {
    suite: Args.string({
      ignoreStdin: true,
      description: "file, or id [default: the config file's, else chips]",
    }),
  }

  async run(): Promise<CheckAnswer> {
    const {args} = await this.parse(SuiteCheck)
    const [{examineSuite}, {checkView}, {name, folder}] = await Promise.all([
      import('../../suite/files/find.js'),
      import('../../terminal/views/suite-view.js'),
      this.suiteName(args.suite),
    ])
    const {file, problems, notes} = await examineSuite(name ?? 'chips', {
      folder,
      registry: () => this.extensions('bench:suites'),
    })
    this.log(checkView(file, problems, notes))
    if (problems.length > 0) process.exitCode = EXIT.usage
    return {file, ok: problems.length === 0, problems, notes}
  }
}
