import type {RunReport} from '../../run/session.js'
import type {JudgeEstimate} from '../../judging/estimate.js'
import {counted, duration, knownUsd, usd} from '../../text/numbers.js'
import {sanitizeLine, wrapText} from '../lines.js'
import {namedTable} from '../table.js'
import {textWidth} from '../width.js'
import {stopSentence} from '../progress/run-board.js'

/** The outcome of a judge's pass, and what to do next. */
export function judgeSummary(report: RunReport, elapsedMs: number): string {
  const {run_id, status, cases, completed, failed, left, shard, stop, refused, parked} = report
  const {spent_usd, answered_calls, calls_of_unknown_cost} = report
  const part = shard === null ? '' : ` --shard ${shard}`
  return [
    `Pass ${run_id}${shard === null ? '' : `, shard ${shard},`} ${status}: ${completed} of ${cases} judgements settled, ${failed} failed, ${left} left · ` +
      `${knownUsd(spent_usd, answered_calls - calls_of_unknown_cost, answered_calls)} · ${duration(elapsedMs)}`,
    ...(stop ? [stopSentence(stop, 0)] : []),
    ...parked.map(
      ({model, wait_ms, left: waiting}) =>
        `${sanitizeLine(model)} asks to wait ${duration(wait_ms)}; ${waiting} judgements are left for later.`,
    ),
    ...refused.map(({model, parameter, mend}) =>
      sanitizeLine(
        `${model}: the server does not take ${parameter}. In the suite: ${mend ?? `parameters: {${parameter}: null}`}`,
      ),
    ),
    ...(failed > 0 || left > 0
      ? [`Go on: bench resume ${run_id}${part}${stop?.kind === 'budget' ? ' --budget USD' : ''}`]
      : []),
    ...(completed > 0 ? ['How far to believe it: bench judge report'] : []),
  ].join('\n')
}

/** What judging would cost, a line for each judge. */
export function judgeEstimateView(rows: readonly JudgeEstimate[], results: number, width: number): string {
  const range = ({low, high}: {low: number; high: number}, show: (value: number) => string) =>
    low === high ? show(low) : `${show(low)}–${show(high)}`
  const body = namedTable(
    rows,
    [
      {header: 'judge', value: ({judge}) => sanitizeLine(judge), least: 17, cutAt: 'start'},
      {header: 'judgements', value: ({judgements}) => String(judgements), align: 'right'},
      {
        header: 'input tokens',
        value: ({input_tokens}) => String(input_tokens),
        align: 'right',
        expendable: 1,
      },
      {header: 'output tokens', value: ({output_tokens}) => range(output_tokens, String), align: 'right'},
      {header: 'cost', value: ({cost_usd}) => (cost_usd ? range(cost_usd, usd) : 'unknown'), align: 'right'},
    ],
    width,
    '--json',
  )
  const sentence = `${counted(results, 'result')} in scope; what is settled already is not counted. Nothing was called or written. An estimate: models that think aloud can take more; --budget is a limit that holds.`
  return [body, '', ...wrapText(sentence, textWidth(width))].join('\n')
}
