import {Flags} from '@oclif/core'
import {BaseCommand} from '../cli/base-command.js'
import {screenWidth} from '../terminal/width.js'
import {EXIT} from '../errors/exit-codes.js'
import type {Diagnosis} from '../records/doctor.js'

export default class Doctor extends BaseCommand {
  static override summary = 'Check what bench needs: Node, database, team database, keys, clock, terminal.'
  static override description =
    'Nothing is changed without --repair, and keys are never shown. Exit code 1 when something is broken.'
  static override examples = [
    '<%= config.bin %> <%= command.id %>',
    '<%= config.bin %> <%= command.id %> --json',
    '<%= config.bin %> <%= command.id %> --repair --db file:bench.db',
  ]
  static override flags = {
    repair: Flags.boolean({
      description: 'count the totals of ratings that stand beside results anew, then check',
    }),
  }

  async run(): Promise<Diagnosis> {
    const {flags} = await this.parse(Doctor)
    const [{allChecks}, {doctorView}] = await Promise.all([
      import('../cli/checks.js'),
      import('../terminal/views/doctor-view.js'),
    ])
    if (flags.repair) await this.#repair(flags.db)
    const file = flags.db ?? (process.env['BENCH_DATABASE_URL'] ? undefined : (await this.project()).database)
    const checks = await allChecks(file, process.env, {dataDir: this.config.dataDir, output: process.stdout})
    const broken = checks.filter(({status}) => status === 'broken').length
    this.log(doctorView(checks, screenWidth()))
    if (broken > 0) process.exitCode = EXIT.error
    return {checks, broken}
  }

  async #repair(db: string | undefined): Promise<void> {
    process.stderr.write(`Database: ${(await this.location(db)).display}\n`)
    const repaired = await (await this.openStore(db)).recountTotals()
    process.stderr.write(`Totals of ${repaired} results were wrong, and are counted anew.\n`)
  }
}
