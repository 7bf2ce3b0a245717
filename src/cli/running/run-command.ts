import type {RegisteredProvider} from '../../providers/descriptor.js'
import type {Provider} from '../../providers/provider.js'
import type {RunConfig} from '../../records/run.js'
import type {SessionStore} from '../../run/ports.js'
import type {RunSession, RunReport, RunSetup} from '../../run/session.js'
import type {TriedStep} from '../../run/case/tries.js'
import type {RatedResult} from '../../records/result.js'
import type {Store} from '../../store/store.js'
import {WHOLE_RUN, type Shard} from '../../suite/model/shard.js'
import type {Suite} from '../../suite/model/suite.js'
import type {RunProgress} from '../../terminal/progress/run-progress.js'
import {screenWidth, textWidth} from '../../terminal/width.js'
import {usd} from '../../text/numbers.js'
import {BaseCommand} from '../base-command.js'
import type {KeyQuestion} from './key-consent.js'
import {stopOnSignals, watchEventLoop} from './run-watch.js'

/** What `bench run --try` answers: the run, and for each style what was sent and what came of it. */
export interface TryReport extends RunReport {
  tries: {style: string; result: RatedResult | null; steps: TriedStep[]}[]
}

/** The common part of `run` and `resume`, from the session on. */
export abstract class RunCommand extends BaseCommand {
  /**
   * The providers of a run's models, or a recording; exchanges are recorded if the run asks.
   * @throws BenchError
   */
  protected async answering(
    config: RunConfig,
    suite: Suite,
    registered: readonly RegisteredProvider[],
    agreement: Pick<KeyQuestion, 'foreign' | 'trusted' | 'isAgreed'>,
  ): Promise<(modelId: string) => Provider> {
    if (config.replay !== null)
      return (await import('../../providers/recording/replay.js')).replayed(config.replay)
    const [{providers}, {askedSystems}, {agreeToKeys}] = await Promise.all([
      import('../../providers/registry.js'),
      import('../../run/offline.js'),
      import('./key-consent.js'),
    ])
    await agreeToKeys({
      systems: askedSystems(config),
      server: config,
      env: process.env,
      ...agreement,
      isInteractive: process.stdin.isTTY && !this.jsonEnabled(),
    })
    const find = await providers(askedSystems(config), suite, config, process.env, registered)
    if (config.record === null) return find
    const {prepareRecording, recorded} = await import('../../providers/recording/record.js')
    await prepareRecording(config.record)
    return recorded(find, config.record, process.env)
  }

  /** Where a session's work is kept: over a network, rows are first made durable on this machine. */
  protected async sessionStore(store: Store, runId: string, shard: Shard): Promise<SessionStore> {
    if (store.location.kind !== 'remote') return store
    const {storeWithOutbox} = await import('../../sync/outbox.js')
    return storeWithOutbox(store, runId, shard, this.config.dataDir)
  }

  /** One case of each style, with what was sent: kept, but in no figure, no queue and no resume. */
  protected async tried(
    store: Store,
    setup: RunSetup,
    provider: (systemId: string) => Provider,
  ): Promise<TryReport> {
    const [{RunSession}, {Transcript}, {tryView}, {caseKey, resultId}] = await Promise.all([
      import('../../run/session.js'),
      import('../../run/case/tries.js'),
      import('../../terminal/views/runs/try-view.js'),
      import('../../suite/model/case.js'),
    ])
    const transcript = new Transcript()
    const work = await this.sessionStore(store, setup.runId, WHOLE_RUN)
    const report = await this.watch((progress) => {
      const session = new RunSession(work, setup, {
        provider: transcript.listening(provider),
        emit: progress.listen,
      })
      return {session, work: () => session.begin()}
    }, false)
    const tries: TryReport['tries'] = []
    for (const testCase of setup.cases) {
      const result = await store.results.get(resultId(setup.runId, testCase))
      const steps = transcript.of(caseKey(testCase))
      tries.push({style: testCase.style, result: result ?? null, steps})
      this.log(`${tryView({result, steps}, testCase.style, textWidth(screenWidth()))}\n`)
    }

    this.log(
      `Tried as ${setup.runId} for ${usd(report.spent_usd)}; in no figure and no queue.\nbench results --run ${setup.runId}`,
    )
    return {...report, tries}
  }

  /** Progress on stderr, signals, exit code, summary. */
  protected async watch(
    begin: (progress: RunProgress) => {
      session: Pick<RunSession, 'stop' | 'isTimed'>
      work: () => Promise<RunReport>
    },
    isSummed = true,
    summary?: (report: RunReport, elapsedMs: number) => string,
  ): Promise<RunReport> {
    const [{runProgress}, {exitCodeOf}, {runSummary}, {wrapLines}] = await Promise.all([
      import('../../terminal/progress/run-progress.js'),
      import('../../run/case/outcome.js'),
      import('../../terminal/views/runs/run-summary.js'),
      import('../../terminal/lines.js'),
    ])
    const progress = await runProgress(process.stderr, {debug: this.isDebug})
    const started = performance.now()
    const {session, work} = begin(progress)
    const forget = stopOnSignals((reason) => session.stop(reason))
    const lateness = watchEventLoop()
    try {
      const report = await work().finally(() => progress.close())
      if (isSummed || report.stop || report.refused.length > 0)
        this.log(
          wrapLines(
            (summary ?? runSummary)(report, performance.now() - started, session.isTimed ? lateness() : null),
            screenWidth(),
          ),
        )
      process.exitCode = exitCodeOf(report)
      if (report.stop?.kind === 'storage' || report.stop?.kind === 'undelivered') throw report.stop.error
      return report
    } finally {
      forget()
    }
  }
}
