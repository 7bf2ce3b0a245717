import {EXIT} from '../../errors/exit-codes.js'
import type {GatePart, GateReport, GateRequest} from '../../figures/gates/evaluate-gates.js'
import type {GateLimits} from '../../figures/gates/gate.js'
import type {Store} from '../../store/store.js'
import type {PreferredVersions} from '../../versions/choice.js'
import {sanitizeLine} from '../../terminal/lines.js'
import {BaseCommand} from '../base-command.js'
import type {GateFlags} from './gate-flags.js'

/** The gates that flags ask for, and the versions that they speak of. */
export interface AskedGates {
  /** Undefined where there is no gate. */
  limits: GateLimits | undefined
  /** Those of the suite at hand; undefined: the newest. */
  preferred: PreferredVersions | undefined
}

/** What commands with gates share: how flags become limits, and how the command ends. */
export abstract class GatedCommand extends BaseCommand {
  #suite: string | undefined

  /**
   * The limits that the flags ask for; undefined where there are none.
   * @throws BenchError (exit 2), also for a JUnit document without a gate.
   */
  protected async limitsOf(
    flags: GateFlags & {format: string},
    more: Partial<GateLimits> = {},
  ): Promise<GateLimits | undefined> {
    const [{gateLimits}, {hasGates}, {USUAL_MARGIN}, {usage}, project] = await Promise.all([
      import('./gate-limits.js'),
      import('../../figures/gates/gates.js'),
      import('../../decide/question.js'),
      import('../../errors/catalogue.js'),
      this.project(),
    ])
    const limits = {...gateLimits(flags, project.decision?.margin ?? USUAL_MARGIN), ...more}
    if (hasGates(limits)) return limits
    if (flags.format === 'junit')
      throw usage(
        '--format junit lists gates, and none is asked for. Nothing was judged.',
        'For example: --max-failed 0',
      )
    return undefined
  }

  /**
   * The limits with the whole id of their run, and the versions that the suite at hand asks.
   * @param suite the flag; where it is there, the suite's versions are chosen also without a gate.
   * @throws BenchError
   */
  protected async askedGates(
    store: Store,
    limits: GateLimits | undefined,
    suite: string | undefined,
  ): Promise<AskedGates> {
    this.#suite = suite
    if (!limits && suite === undefined) return {limits: undefined, preferred: undefined}
    const {resolveRun} = await import('../result-filter.js')
    const against = limits?.against === undefined ? undefined : await resolveRun(store, limits.against)
    return {limits: limits && {...limits, against}, preferred: await this.suiteVersions(store, suite)}
  }

  /** The suite of the flag counts wherever the suite at hand does. */
  protected override suiteName(flag: string | undefined): ReturnType<BaseCommand['suiteName']> {
    return super.suiteName(flag ?? this.#suite)
  }

  protected async judge(
    store: Store,
    gateParts: readonly GatePart[],
    {limits, panel, judge}: {limits: GateLimits} & Pick<GateRequest, 'panel' | 'judge'>,
  ): Promise<GateReport> {
    const {evaluateGates} = await import('../../figures/gates/evaluate-gates.js')
    return evaluateGates(store, gateParts, {limits, panel, judge, suites: () => this.suitesAtHand()})
  }

  /** Says on stderr how the gates stand; where one is not met, the command ends with 4. */
  protected async endWith(report: GateReport): Promise<void> {
    const {gateSentences} = await import('../../figures/gates/gates.js')
    for (const sentence of gateSentences(report.results, report.versions))
      process.stderr.write(`${sanitizeLine(sentence)}\n`)
    if (!report.met) process.exitCode = EXIT.threshold
  }
}
