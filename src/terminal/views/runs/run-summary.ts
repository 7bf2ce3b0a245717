import {commonestReason} from '../../../run/failure-reasons.js'
import type {RunReport} from '../../../run/session.js'
import {duration, knownUsd, usd} from '../../../text/numbers.js'
import {sanitizeLine} from '../../lines.js'
import {goOnSentence, stopSentence} from '../../progress/run-board.js'

/** Milliseconds of lateness from which stored latencies are worth a remark. */
const LATE_MS = 50

/**
 * The outcome of a run, and what to do next.
 * @param latenessMs how late, at worst, this machine got to answers that had arrived; null: unknown.
 */
export function runSummary(report: RunReport, elapsedMs: number, latenessMs: number | null = null): string {
  const {
    run_id,
    status,
    cases,
    completed,
    failed,
    left,
    spent_usd,
    answered_calls,
    calls_of_unknown_cost,
    overruns,
    refused,
    parked: deferred,
    stop,
    shard,
  } = report
  const lines = [
    `Run ${run_id}${shard === null ? '' : `, shard ${shard},`} ${status}: ${completed} of ${cases} cases completed, ${failed} failed, ${left} left · ` +
      `${knownUsd(spent_usd, answered_calls - calls_of_unknown_cost, answered_calls)} · ${duration(elapsedMs)}`,
  ]
  if (stop) lines.push(stopSentence(stop, 0))
  lines.push(...reasonLines(report))
  for (const deferral of deferred) {
    lines.push(
      `${deferral.model} asks to wait ${duration(deferral.wait_ms)}; its ${deferral.left} cases are left for later.`,
    )
  }

  for (const {model, ratio, over_usd} of overruns) {
    const times = ratio === null ? '' : `up to ${ratio.toFixed(1)} × `
    lines.push(
      `${model} billed ${times}what a call of it should cost at most: ${usd(over_usd)} more than was reserved. Later calls reserved as much.`,
    )
  }

  lines.push(...lateLines(latenessMs))
  lines.push(...refused.flatMap(refusedLines))
  if (failed > 0 || left > 0) lines.push(goOnSentence(run_id, shard, stop))
  if (shard !== null) lines.push(`All shards: bench runs show ${run_id}`)
  if (completed > 0) lines.push('Look: bench stats · bench results')
  return lines.join('\n')
}

/** The commonest reason; a stop without hope names it already. */
function reasonLines({failures, failed, stop}: RunReport): string[] {
  const reason = commonestReason(failures, failed)
  return reason === undefined || stop?.kind === 'hopeless' ? [] : [sanitizeLine(`${reason}.`)]
}

function lateLines(latenessMs: number | null): string[] {
  if (latenessMs === null || latenessMs < LATE_MS) return []
  return [
    `This machine was busy: answers waited up to ${Math.round(latenessMs)} ms to be read, so latencies of this run may be that much too long. Fewer calls at a time (--concurrency), or another machine, measures better.`,
  ]
}

/** A system that is left out, with the line that would mend it. */
function refusedLines({model, parameter, mend, calls}: RunReport['refused'][number]): string[] {
  const inSuite = mend ?? `without ${parameter}`
  return [
    sanitizeLine(`${model}: the server does not take ${parameter}. In the suite:`),
    sanitizeLine(`  ${inSuite}`),
    `Left out of this run (${calls} ${calls === 1 ? 'call' : 'calls'} refused, $0).`,
  ]
}
