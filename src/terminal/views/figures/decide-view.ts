import type {CandidateRow, DecisionAnswer, DecisionState} from '../../../decide/answer.js'
import {decisionText} from '../../../decide/messages.js'
import {shortNames} from '../../../decide/names.js'
import {counted, usd} from '../../../text/numbers.js'
import {colour} from '../../colour.js'
import {sanitizeLine, wrapText} from '../../lines.js'
import {fittedTable, type Column} from '../../table.js'
import {textWidth} from '../../width.js'

/** Of what is out, so many rows are shown without `--all`. */
const OUT_SHOWN = 3

interface DecideScreen {
  answer: DecisionAnswer
  /** As the first line on stderr of other commands calls it. */
  database: string
  all: boolean
  width: number
}

/** The decision: its sentence first, as it is copied, then what it rests on. */
export function decideView({answer, database, all, width}: DecideScreen): string {
  const wide = textWidth(width)
  const {sentence, notes} = decisionText(answer)
  const {state, decision} = answer
  const paint = state === 'decided' || state === 'one_candidate' ? colour.green : colour.yellow
  const rows = shownRows(answer.candidates, all)
  const hidden = answer.candidates.length - rows.length
  return [
    ...sentenceLines(sentence, wide).map((line) => paint(line)),
    ...wrapText(basis(answer, database), wide).map((line) => colour.dim(line)),
    '',
    ...(rows.length === 0 ? [] : [fittedTable(rows, decideColumns(answer), width).text]),
    ...(hidden > 0 ? [`      ${hidden} more out: --all`] : []),
    ...(answer.not_asked.length > 0 ? wrapText(`not asked: ${answer.not_asked.join(', ')}`, wide) : []),
    ...notes.flatMap((note) => ['', ...sentenceLines(note, wide)]),
    ...(decision === null ? [] : ['', ...afterwards(decision.name, wide)]),
  ].join('\n')
}

/** A command stands on a line of its own, so that it is copied whole. */
function sentenceLines(text: string, width: number): string[] {
  const at = text.search(/bench (run|rate|decide|suite|results) /)
  if (at === -1) return wrapText(text, width)
  const command = sanitizeLine(text.slice(at))
  const before = sanitizeLine(text.slice(0, at))
  const lines = wrapText(before, width)
  const last = lines.at(-1) ?? ''
  return last.length + 1 + command.length <= width
    ? [...lines.slice(0, -1), `${last} ${command}`.trim()]
    : [...lines, ...continued(command, width)]
}

/** Of several lines, as a shell takes them. */
function continued(command: string, width: number): string[] {
  const lines = wrapText(command, width - 4)
  return lines.map((line, at) => (at === lines.length - 1 ? `  ${line}` : `  ${line} \\`))
}

/** What the sentence rests on: `(margin 0.25 · 212 ratings on 38 of 48 configurations · file:bench.db)`. */
function basis({margin, ratings, configurations, limits}: DecisionAnswer, database: string): string {
  const {max_cost_usd: cost, max_p95_s: p95, min_rating: rating} = limits
  const phrases = [
    `margin ${margin}`,
    ...(cost === null ? [] : [`at most ${usd(cost)} an answer`]),
    ...(p95 === null ? [] : [`p95 at most ${p95} s`]),
    ...(rating === null ? [] : [`rated at least ${rating}`]),
    `${counted(ratings, 'rating')} on ${configurations.complete} of ${counted(configurations.all, 'configuration')}`,
    database,
  ]
  return `(${phrases.join(' · ')})`
}

function shownRows(candidates: readonly CandidateRow[], all: boolean): CandidateRow[] {
  if (all) return [...candidates]
  const isOut = ({state}: CandidateRow) => state === 'out'
  const out = candidates.filter(isOut)
  // One row that is left out takes as much room as the line that says so.
  const shown = out.length <= OUT_SHOWN + 1 ? out : out.slice(0, OUT_SHOWN)
  return [...candidates.filter((row) => !isOut(row)), ...shown]
}

const MARKS: Record<CandidateRow['state'], string> = {
  leader: 'lead',
  settled: 'even',
  open: 'open',
  out: 'out',
}

/** The columns of the candidates; names are as short as they are clear. */
export function decideColumns({candidates, state}: DecisionAnswer): Column<CandidateRow>[] {
  const short = shortNames(candidates)
  return [
    {header: '', name: 'state', value: (row) => mark(row, state)},
    {header: 'candidate', value: ({name}) => sanitizeLine(short(name)), least: 20, cutAt: 'middle'},
    {
      header: 'better by\nat most',
      name: 'better by at most',
      value: ({better_by_at_most: most, state: of}) =>
        most === null || of === 'out' || of === 'leader' ? '-' : Math.max(0, most).toFixed(2),
      align: 'right',
    },
    {
      header: '$ per 1,000\nusable',
      name: '$ per 1,000 usable',
      value: ({cost_usd}) => (cost_usd === null ? '?' : (cost_usd * 1000).toFixed(2)),
      align: 'right',
    },
    {
      header: 'p95\ns',
      name: 'p95',
      value: ({p95_ms}) => (p95_ms === null ? '?' : (p95_ms / 1000).toFixed(1)),
      align: 'right',
    },
    {header: '', name: 'why', value: ({reasons}) => reasons.join(', ')},
  ]
}

function mark({state}: CandidateRow, of: DecisionState): string {
  const isShipped = state === 'leader' && (of === 'decided' || of === 'one_candidate')
  return isShipped ? 'ship' : MARKS[state]
}

function afterwards(name: string, width: number): string[] {
  const style = /with ([^\s,]+)/.exec(name)?.[1]
  return [
    'Write it down: bench decide --record decision.md',
    ...(style === undefined ? [] : wrapText(`The prompt:    bench prompts show ${style}`, width)),
  ]
}
