import type {RunSession, RunReport} from '../run/session.js'
import type {RunProgress} from '../terminal/run-progress.js'
import {BaseCommand} from './base-command.js'
import {stopOnSignals} from './run-watch.js'

/** What `run` and `resume` do alike once the session stands. */
export abstract class RunCommand extends BaseCommand {
  /** Progress on stderr, signals, exit code, summary. */
  protected async watch(
    begin: (progress: RunProgress) => {session: RunSession; work: () => Promise<RunReport>},
  ): Promise<RunReport> {
    const [{runProgress}, {exitCodeOf}, {runSummary}] = await Promise.all([
      import('../terminal/run-progress.js'),
      import('../run/outcome.js'),
      import('../terminal/run-summary.js'),
    ])
    const progress = await runProgress(process.stderr, {debug: this.isDebug})
    const started = performance.now()
    const {session, work} = begin(progress)
    const forget = stopOnSignals((reason) => session.stop(reason))
    try {
      const report = await work().finally(() => progress.close())
      this.log(runSummary(report, performance.now() - started))
      process.exitCode = exitCodeOf(report)
      if (report.stop?.kind === 'storage') throw report.stop.error
      return report
    } finally {
      forget()
    }
  }
}
