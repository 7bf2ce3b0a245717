import type {RunReport} from '../../run/session.js'
import {usd, duration} from '../../text/numbers.js'
import {stopSentence} from '../progress/run-board.js'

/** What a run came to, and what to do next. */
export function runSummary(report: RunReport, elapsedMs: number): string {
  const {
    run_id,
    status,
    cases,
    completed,
    failed,
    left,
    spent_usd,
    calls_of_unknown_cost,
    parked,
    stop,
    shard,
  } = report
  const lines = [
    `Run ${run_id}${shard === null ? '' : `, shard ${shard},`} ${status}: ${completed} of ${cases} cases completed, ${failed} failed, ${left} left · ` +
      `${cost(spent_usd, calls_of_unknown_cost)} · ${duration(elapsedMs)}`,
  ]
  if (stop) lines.push(stopSentence(stop, 0))
  for (const deferral of parked) {
    lines.push(
      `${deferral.model} asks to wait ${duration(deferral.wait_ms)}; its ${deferral.left} cases are left for later.`,
    )
  }

  if (failed > 0 || left > 0)
    lines.push(
      `Go on: bench resume ${run_id}${shard === null ? '' : ` --shard ${shard}`}${stop?.kind === 'budget' ? ' --budget USD' : ''}`,
    )
  if (shard !== null) lines.push(`All shards: bench runs show ${run_id}`)
  if (completed > 0) lines.push('Look: bench stats · bench results')
  return lines.join('\n')
}

/** What nobody knows must not look like nothing. */
function cost(spent: number, unknownCalls: number): string {
  if (unknownCalls === 0) return usd(spent)
  return `${spent > 0 ? `${usd(spent)} and ` : ''}${unknownCalls} calls of unknown cost`
}
