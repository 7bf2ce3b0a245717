import {Args, Flags} from '@oclif/core'
import {BaseCommand} from '../../cli/base-command.js'

export default class SuiteInit extends BaseCommand {
  static override summary = 'Write a suite file to begin with.'
  static override description =
    'It extends the suite of bench as it is, and shows in comments what could be said instead.'
  static override examples = [
    '<%= config.bin %> <%= command.id %>',
    '<%= config.bin %> <%= command.id %> suites/bakers.yaml',
  ]
  static override args = {
    file: Args.string({ignoreStdin: true, description: 'where to write it', default: 'bench-suite.yaml'}),
  }
  static override flags = {force: Flags.boolean({description: 'replace the file if it is there'})}

  async run(): Promise<{file: string}> {
    const {args, flags} = await this.parse(SuiteInit)
    const [{refuseExisting, writeWhole}, {loadBuiltInSuite}, {starterText}, {schemaFor, suiteIdFor}] =
      await Promise.all([
        import('../../cli/output-file.js'),
        import('../../suite/files/load.js'),
        import('../../suite/files/starter.js'),
        import('../../cli/running/starter-names.js'),
      ])
    const id = suiteIdFor(args.file)
    await refuseExisting(args.file, flags.force)
    const {suite} = await loadBuiltInSuite()
    const today = new Date().toISOString().slice(0, 10)
    await writeWhole(args.file, [
      starterText(suite, {id, schema: schemaFor(args.file, this.config.root), today}),
    ])
    this.log(
      `${args.file} written: it is the suite of bench until you change it.\nCheck it: bench suite check ${args.file}\nUse it: bench run --suite ${args.file}, or "suite" in bench.config.json.`,
    )
    return {file: args.file}
  }
}
