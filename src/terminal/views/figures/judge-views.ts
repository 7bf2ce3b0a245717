import type {RunReport} from '../../../run/session.js'
import type {JudgeEstimate} from '../../../judging/estimate.js'
import type {JudgeReport} from '../../../judging/trust/evaluate-report.js'
import type {JudgedGroup, JudgedGroups, SharpenedPair} from '../../../judging/judged-figures.js'
import {unsharpenedPairs, unsharpenedText} from '../../../judging/unsharpened.js'
import type {Unsharpened} from '../../../statistics/covariate.js'
import {reportSentences} from '../../../judging/trust/report-sentences.js'
import type {Disagreement} from '../../../judging/trust/trust.js'
import {groupName} from '../../../figures/leaderboard.js'
import type {GroupColumn} from '../../../records/stats.js'
import {counted, decimal, duration, knownUsd, range, rankText, signed, usd} from '../../../text/numbers.js'
import {colour} from '../../colour.js'
import {fitText, sanitizeLine, wrapText} from '../../lines.js'
import {namedTable} from '../../table.js'
import {textWidth} from '../../width.js'
import {goOnSentence, stopSentence} from '../../progress/run-board.js'

/** The outcome of a judge's pass, and what to do next. */
export function judgeSummary(report: RunReport, elapsedMs: number): string {
  const {run_id, status, cases, completed, failed, left, shard, stop, refused, parked: deferred} = report
  const {spent_usd, answered_calls, calls_of_unknown_cost} = report
  return [
    `Pass ${run_id}${shard === null ? '' : `, shard ${shard},`} ${status}: ${completed} of ${cases} judgements settled, ${failed} failed, ${left} left · ` +
      `${knownUsd(spent_usd, answered_calls - calls_of_unknown_cost, answered_calls)} · ${duration(elapsedMs)}`,
    ...(stop ? [stopSentence(stop, 0)] : []),
    ...deferred.map(
      ({model, wait_ms, left: waiting}) =>
        `${sanitizeLine(model)} asks to wait ${duration(wait_ms)}; ${waiting} judgements are left for later.`,
    ),
    ...refused.map(({model, parameter, mend}) =>
      sanitizeLine(
        `${model}: the server does not take ${parameter}. In the suite: ${mend ?? `parameters: {${parameter}: null}`}`,
      ),
    ),
    ...(failed > 0 || left > 0 ? [goOnSentence(run_id, shard, stop)] : []),
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
      {header: 'judge', value: ({judge}) => sanitizeLine(judge), least: 17, cutAt: 'middle'},
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

/** A table of groups with what the judge adds, below the leaderboard or instead of one. */
export function judgedView(judged: JudgedGroups, columns: readonly GroupColumn[], width: number): string {
  const {groups, is_unchecked} = judged
  const rows = [...groups].sort((a, b) => (b.judge_rating ?? 0) - (a.judge_rating ?? 0))
  const body = namedTable(
    rows,
    [
      {
        header: columns.join(' · '),
        value: ({group}) => sanitizeLine(groupName(group, columns)),
        least: 12,
        cutAt: 'middle',
      },
      {header: 'judge', value: ({judge_rating}) => decimal(judge_rating, 2), align: 'right'},
      {header: '95 %', value: ({interval}) => range(interval), align: 'right', expendable: 1},
      ...(is_unchecked
        ? []
        : [
            {
              header: 'ranks with judge',
              value: ({rank_set}: JudgedGroup) => (rank_set ? rankText(rank_set.low, rank_set) : '–'),
              align: 'right' as const,
            },
          ]),
    ],
    width,
    '--json',
  )
  return [
    colour.bold(fitText(sanitizeLine(judgedHeading(judged)), textWidth(width))),
    body,
    ...sentencesOf(judged, width),
  ].join('\n')
}

/** What stands in the place of a difference that the judge is not used for. */
const WITHOUT_JUDGE: Readonly<Record<Unsharpened, string>> = {
  few_rated: 'too few rated',
  few_judged: 'too few judged',
  same_everywhere: 'same everywhere',
  one_configuration: 'hangs on one',
  no_interval: 'no interval',
}

/** Differences of a pair or of all pairs, with the judge beside people alone. */
export function judgedPairsView(
  judged: JudgedGroups,
  columns: readonly GroupColumn[],
  width: number,
): string {
  const name = (pair: SharpenedPair) =>
    sanitizeLine(`${groupName(pair.a, columns)} − ${groupName(pair.b, columns)}`)
  const spread = (difference: number | null, interval: {low: number; high: number} | null) =>
    difference === null ? '–' : `${signed(difference)}${interval ? ` (${range(interval)})` : ''}`
  const body = namedTable(
    judged.pairs,
    [
      {header: '', value: name, least: 20, cutAt: 'middle'},
      {header: 'people', value: ({people}) => spread(people.difference, people.interval), align: 'right'},
      {
        header: 'with judge',
        value: ({difference, interval, unsharpened}) =>
          unsharpened === null ? spread(difference, interval) : WITHOUT_JUDGE[unsharpened],
        align: 'right',
      },
    ],
    width,
    '--json',
  )
  return [
    colour.bold(fitText(sanitizeLine(judgedHeading(judged)), textWidth(width))),
    body,
    ...sentencesOf(judged, width),
  ].join('\n')
}

function judgedHeading({judge, rubric, judged, results, is_unchecked}: JudgedGroups): string {
  const who = `judge ${judge} · ${rubric} · ${judged} of ${results} judged`
  return is_unchecked ? `judge only, unchecked · ${who}` : who
}

function sentencesOf(
  {r, worth_ratings, is_unchecked, ratings_not_judged, pairs}: JudgedGroups,
  width: number,
): string[] {
  const reasons = unsharpenedPairs(pairs.map(({unsharpened}) => unsharpened))
  const blunt = pairs.filter(({is_sharpened}) => !is_sharpened).length
  const isMute = r === null && blunt === pairs.length
  const sentences = [
    ...(is_unchecked
      ? ['Nobody has rated in scope: how far to believe the judge here is unknown.']
      : isMute
        ? [`The judge adds nothing here: ${unsharpenedText(reasons)}.`]
        : [worthSentence(r, worth_ratings, blunt < pairs.length)]),
    ...(blunt > 0 && !isMute && !is_unchecked
      ? [`${counted(blunt, 'pair')} of ${pairs.length} without the judge: ${unsharpenedText(reasons)}.`]
      : []),
    ...(ratings_not_judged > 0
      ? [
          `${counted(ratings_not_judged, 'rating')} of what is not judged yet count in people's figures alone.`,
        ]
      : []),
  ]
  return sentences.flatMap((sentence) => wrapText(sentence, textWidth(width))).map((line) => colour.dim(line))
}

function worthSentence(r: number | null, worth: number | null, isUsed: boolean): string {
  if (r === null)
    return "People's differences are the same everywhere, so how the judge's go with them is unknown."
  const ratings = counted(worth ?? 0, 'rating')
  return `r of the paired differences ${decimal(r, 2)}: ${isUsed ? `worth ${ratings} here` : `it would be worth ${ratings}, and sharpens no pair yet`}.`
}

/** How far to believe a judge. */
export function judgeReportView(report: JudgeReport, width: number): string {
  const {all, systems, people_alpha} = report
  const head = `judge ${report.judge} · rubric ${report.rubric} · ${report.judged} judged, ${report.unreadable} unreadable · ${usd(report.cost_usd)}`
  const rows: ReportRow[] = [
    {name: 'all', ...all, note: ''},
    ...systems.map((system) => ({
      ...system,
      r: null,
      name: system.system,
      note: system.favours ? 'favours it?' : '',
    })),
    {name: 'people themselves', r: null, alpha: people_alpha, note: ''},
  ]
  const body = namedTable(
    rows,
    [
      {header: '', value: ({name}) => sanitizeLine(name), least: 17, cutAt: 'middle'},
      {header: 'r of diff.', value: ({name, r}) => (name === 'all' ? decimal(r, 2) : ''), align: 'right'},
      {header: 'alpha', value: ({alpha}) => decimal(alpha, 2), align: 'right'},
      {
        header: 'judge - people',
        value: ({difference}) => (difference === undefined || difference === null ? '' : signed(difference)),
        align: 'right',
      },
      {
        header: '95 %',
        value: ({difference_interval}) => (difference_interval ? range(difference_interval) : ''),
        align: 'right',
        expendable: 1,
      },
      {header: 'rated', value: ({ratings}) => (ratings === undefined ? '' : String(ratings)), align: 'right'},
      {header: '', value: ({note}) => note},
    ],
    width,
    '--json',
  )
  const sentences = reportSentences(report).flatMap((sentence) => wrapText(sentence, textWidth(width)))
  return [colour.bold(fitText(sanitizeLine(head), textWidth(width))), body, ...sentences].join('\n')
}

interface ReportRow {
  name: string
  r: number | null
  alpha: number | null
  difference?: number | null
  difference_interval?: {low: number; high: number} | null
  ratings?: number
  note: string
}

/** The results in which judge and people are furthest apart, to be read. */
export function worstView(worst: readonly Disagreement[], width: number): string {
  if (worst.length === 0) return 'Nobody has rated what the judge judged.'
  return worst
    .map(({result_id, system, judge, people, ratings, reasons}) =>
      [
        colour.bold(fitText(sanitizeLine(`${result_id} · ${system}`), textWidth(width))),
        `judge ${judge}, people ${decimal(people, 1)} (${counted(ratings, 'rating')})`,
        ...wrapText(sanitizeLine(reasons ?? ''), textWidth(width)),
        `bench results ${result_id.slice(0, 8)}`,
      ].join('\n'),
    )
    .join('\n\n')
}
