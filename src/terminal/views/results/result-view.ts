import type {Chip} from '../../../chips/chip.js'
import type {ShownJudgement} from '../../../judging/shown-judgement.js'
import type {CallRecord} from '../../../records/call.js'
import {SCORE_LABELS, type NoteRecord, type RatingRecord} from '../../../records/rating.js'
import type {RatedResult, ResultRecord, ResultSummary} from '../../../records/result.js'
import {UNKNOWN_VERSION, VERSIONED, VERSIONED_FACTORS, versionLabel} from '../../../records/version.js'
import {SETTING_COLUMNS, settingOf} from '../../../suite/model/factors.js'
import {chipsView} from './chips-view.js'
import {decimal, milliseconds, time, usd} from '../../../text/numbers.js'
import {sanitizeLine, joinWrapped, wrapText} from '../../lines.js'
import {namedTable, type Column} from '../../table.js'
import {textWidth} from '../../width.js'

/** The rows that belong to a result. */
interface Belongings {
  calls: readonly CallRecord[]
  ratings: readonly RatingRecord[]
  notes: readonly NoteRecord[]
  judgements: readonly ShownJudgement[]
  /** How many digits of a version make it unambiguous. */
  digits: number
}

/** A page of results, a line each. */
export function resultsView(results: readonly ResultSummary[], width: number): string {
  const columns: Column<ResultSummary>[] = [
    {header: 'id', value: ({id}) => id.slice(0, 8)},
    {header: 'created (UTC)', value: ({created_at}) => time(created_at), expendable: 3},
    {header: 'model', value: ({model}) => sanitizeLine(model), least: 14, cutAt: 'middle'},
    {header: 'persona', value: ({persona_id}) => sanitizeLine(persona_id), least: 12, cutAt: 'middle'},
    {header: 'case', value: factors},
    {
      header: 'chips',
      expendable: 1,
      value: ({chips, status}) => (status === 'failed' ? '–' : String(chips)),
      align: 'right',
    },
    {header: 'cost', value: ({cost_usd}) => usd(cost_usd), align: 'right', expendable: 2},
    {
      header: 'rating',
      value: ({avg_rating, rating_count, status}) => {
        if (status === 'failed') return 'failed'
        return rating_count === 0 ? '' : `${decimal(avg_rating, 1)} (${rating_count})`
      },
      align: 'right',
    },
  ]
  return namedTable(results, columns, width, '--json')
}

function factors(result: ResultSummary | ResultRecord): string {
  const levels = SETTING_COLUMNS.map((column) => {
    const level = String(result[column])
    return settingOf(column).labels?.[level] ?? sanitizeLine(level)
  })
  return [...levels, ...(result.trial > 1 ? [`trial ${result.trial}`] : [])].join(' ')
}

/** The versions of what was asked; `bench prompts show` prints each. */
function versionNames(result: RatedResult, digits: number): string {
  return VERSIONED_FACTORS.map((factor) => {
    const version = result[VERSIONED[factor].column] ?? UNKNOWN_VERSION
    return sanitizeLine(versionLabel(result[factor], version, digits))
  }).join(' · ')
}

/** Everything about one result. */
export function resultView(
  result: RatedResult,
  {calls, ratings, notes, judgements, digits}: Belongings,
  width: number,
): string {
  const wide = textWidth(width)
  const lines = [
    `Result ${result.id}`,
    ...indented(`${result.model} · ${result.persona_id} (${result.sector}, ${result.desired_role})`, wide),
    ...indented(`${factors(result)} · run ${result.run_id} · ${time(result.created_at)} UTC`, wide),
    ...indented(
      `${result.status} · ${usd(result.cost_usd)} · ${milliseconds(result.latency_ms)} · ` +
        `${result.input_tokens ?? '–'} tokens in, ${result.output_tokens ?? '–'} out` +
        (result.rating_count > 0
          ? ` · rated ${decimal(result.avg_rating, 2)} by ${result.rating_count}`
          : ' · not rated'),
      wide,
    ),
    ...indented(`asked as ${versionNames(result, digits)}`, wide),
    '',
    `Final chips (${result.final_chips.length})`,
    ...chipsView(result.final_chips, {width: wide, bad: notes.flatMap(({bad_chips}) => bad_chips)}),
    ...provenance(result, wide),
  ]
  if (result.errors.length > 0)
    lines.push('', 'Remarks', ...result.errors.flatMap((error) => indented(error, wide)))
  if (ratings.length + notes.length > 0)
    lines.push('', 'Ratings and notes', ...annotationLines(ratings, notes, result.final_chips, wide))
  if (judgements.length > 0)
    lines.push('', 'Judges (in no mean of people)', ...judgementLines(judgements, wide))
  if (calls.length > 0) lines.push('', 'Calls', callsView(calls, width))
  return lines.join('\n')
}

/** Safe text in lines that begin with two blanks. */
function indented(text: string, width: number): string[] {
  return wrapText(text, width - 2).map((line) => `  ${line}`)
}

/** The ratings, a line each; notes below. */
function annotationLines(
  ratings: readonly RatingRecord[],
  notes: readonly NoteRecord[],
  chips: readonly Chip[],
  width: number,
): string[] {
  const nameOf = (key: string) => chips.find((chip) => chip.key === key)?.display ?? key
  const scores = ratings.map(({user_id, rating, created_at, blind}) => {
    const sight = blind === false ? ' · not blind' : ''
    return `  ${rating} ${SCORE_LABELS[rating - 1]} · ${sanitizeLine(user_id)} · ${time(created_at)}${sight}`
  })
  const messages = notes.flatMap(({user_id, note, flagged, tags, bad_chips}) =>
    [
      `${user_id}${flagged ? ' flagged it' : ''}${note === '' ? '' : `: ${note}`}`,
      ...(tags.length > 0 ? [`tags of ${user_id}: ${tags.join(', ')}`] : []),
      ...(bad_chips.length > 0 ? [`marked bad by ${user_id}: ${bad_chips.map(nameOf).join(', ')}`] : []),
    ]
      .filter((text) => text !== user_id)
      .flatMap((text) => indented(text, width)),
  )
  return [...scores, ...messages]
}

/** What language models said: a line for the score, the reasons below. */
function judgementLines(judgements: readonly ShownJudgement[], width: number): string[] {
  return judgements.flatMap(({judge, rubric, repeat, score, reasons, bad_chips, error}) => [
    ...indented(
      `${score ?? 'no score'} · ${judge}, rubric ${rubric}${repeat > 1 ? `, repeat ${repeat}` : ''}`,
      width,
    ),
    ...[error, reasons, bad_chips.length > 0 ? `Bad chips: ${bad_chips.join(', ')}` : null].flatMap((text) =>
      text === null ? [] : indented(text, width - 2).map((line) => `  ${line}`),
    ),
  ])
}

/** Which of the chips came from which step. */
function provenance(result: RatedResult, width: number): string[] {
  const steps = [
    ['Offered in step 1', result.step1_chips],
    ['Selected by the user', result.selected_chips],
    ['Filled up', result.fill_chips],
  ] as const
  return steps.flatMap(([title, chips]) =>
    chips
      ? ['', `${title} (${chips.length})`, ...(chips.length > 0 ? names(chips, width) : ['  nothing'])]
      : [],
  )
}

function names(chips: readonly Chip[], width: number): string[] {
  return joinWrapped(
    chips.map(({display}) => sanitizeLine(display)),
    ' · ',
    width - 2,
  ).map((line) => `  ${line}`)
}

function callsView(calls: readonly CallRecord[], width: number): string {
  const columns: Column<CallRecord>[] = [
    {header: '  step', value: ({step}) => `  ${step}`},
    {header: 'model', value: ({model}) => sanitizeLine(model), least: 12, cutAt: 'middle'},
    {header: 'status', value: ({status}) => status},
    {header: 'attempts', value: ({attempts}) => String(attempts), align: 'right', expendable: 1},
    {header: 'latency', value: ({latency_ms}) => milliseconds(latency_ms), align: 'right'},
    {header: 'in', value: ({input_tokens}) => String(input_tokens ?? '–'), align: 'right'},
    {header: 'out', value: ({output_tokens}) => String(output_tokens ?? '–'), align: 'right'},
    {header: 'cost', value: ({cost_usd}) => usd(cost_usd), align: 'right'},
    {
      header: 'ended by',
      value: ({finish_reason, error}) => sanitizeLine(error ?? finish_reason ?? ''),
      least: 8,
    },
  ]
  return namedTable(calls, columns, width, '--json')
}
