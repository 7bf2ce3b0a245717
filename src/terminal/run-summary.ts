import type {RunReport} from '../run/session.js'
import {usd, duration} from './format.js'
import {stopSentence} from './run-board.js'

/** What a run came to, and what to do next. */
export function runSummary(report: RunReport, elapsedMs: number): string {
  const {run_id, status, cases, completed, failed, left, spent_usd, parked, stop} = report
  const lines = [
    `Run ${run_id} ${status}: ${completed} of ${cases} cases completed, ${failed} failed, ${left} left · ` +
      `${usd(spent_usd)} · ${duration(elapsedMs)}`,
  ]
  if (stop) lines.push(stopSentence(stop, 0))
  for (const each of parked) {
    lines.push(`${each.model} asks to wait ${duration(each.wait_ms)}; its ${each.left} cases are left for later.`)
  }

  if (failed > 0 || left > 0) lines.push(`Go on: bench resume ${run_id}${stop?.kind === 'budget' ? ' --budget USD' : ''}`)
  if (completed > 0) lines.push('Look: bench stats · bench results')
  return lines.join('\n')
}
