import {parse} from 'csv-parse/sync'
import {withoutFormulaMark} from '../text/csv.js'
import {LONGEST_NOTE, RATING_TABLE, SCORE_LABELS, isScore} from '../records/rating.js'
import {CASE_COLUMNS} from '../records/result.js'

/** One line of a file of ratings, parsed. */
export interface ImportedRating {
  /** Line of the file, from 1. */
  line: number
  result_id: string
  user_id: string
  rating: number
  note: string
  /** Undefined where the file has no such field. */
  flagged: boolean | undefined
}

/** Why a line cannot be imported. */
export interface LineProblem {
  line: number
  problem: string
}

export interface ImportFile {
  ratings: ImportedRating[]
  problems: LineProblem[]
}

const COLUMNS = ['result_id', 'user_id', 'rating', 'note', 'flagged'] as const
/** Further columns of `bench export ratings`: they are allowed, and ignored. */
const EXPORTED: readonly string[] = [...Object.keys(RATING_TABLE), ...CASE_COLUMNS]

/**
 * Reads ratings from CSV (with a header line) or JSONL (an object a line): result_id, rating, and optionally
 * user_id, note and flagged. Every line that cannot be imported is named; the database is not read here.
 * @param rater the rater of lines without a user_id.
 */
export function readImport(text: string, format: 'csv' | 'jsonl', rater: string): ImportFile {
  const {rows, problems} = format === 'csv' ? csvRows(text) : jsonRows(text)
  const ratings: ImportedRating[] = []
  const seen = new Map<string, number>()
  for (const {line, fields} of rows) {
    const checked = checkedRow(line, fields, rater)
    if ('problem' in checked) {
      problems.push(checked)
      continue
    }

    const key = JSON.stringify([checked.result_id, checked.user_id])
    const first = seen.get(key)
    if (first !== undefined) {
      problems.push({line, problem: `the same result and user as line ${first}`})
      continue
    }

    seen.set(key, line)
    ratings.push(checked)
  }

  return {ratings, problems: problems.sort((a, b) => a.line - b.line)}
}

/** The format by the name of a file, else by its first character. */
export function importFormat(name: string, text: string): 'csv' | 'jsonl' {
  if (/\.(jsonl|ndjson)$/i.test(name)) return 'jsonl'
  if (/\.csv$/i.test(name)) return 'csv'
  return text.trimStart().startsWith('{') ? 'jsonl' : 'csv'
}

interface RawRow {
  line: number
  fields: Record<string, unknown>
}

function checkedRow(
  line: number,
  fields: Record<string, unknown>,
  rater: string,
): ImportedRating | LineProblem {
  const unknown = Object.keys(fields).find((name) => ![...COLUMNS, ...EXPORTED].includes(name))
  if (unknown !== undefined)
    return {line, problem: `unknown column "${unknown}"; known: ${COLUMNS.join(', ')}`}
  const {result_id, user_id = ''} = fields
  const rating = scoreOf(fields['rating'])
  if (typeof result_id !== 'string' || result_id.trim() === '') return {line, problem: 'result_id is missing'}
  if (rating === undefined) {
    return {
      line,
      problem: `rating must be a whole number from 1 to ${SCORE_LABELS.length}, not ${JSON.stringify(fields['rating'] ?? null)}`,
    }
  }

  if (typeof user_id !== 'string' || /\p{Cc}/u.test(user_id) || user_id.length > 200) {
    return {line, problem: 'user_id must be a text of at most 200 characters on one line'}
  }

  const message = checkedAnnotation(line, fields)
  if ('problem' in message) return message
  return {line, result_id: result_id.trim(), user_id: user_id.trim() || rater, rating, ...message}
}

function checkedAnnotation(
  line: number,
  {note = '', flagged: flag = ''}: Record<string, unknown>,
): Pick<ImportedRating, 'note' | 'flagged'> | LineProblem {
  if (typeof note !== 'string' || note.length > LONGEST_NOTE)
    return {line, problem: `note must be a text of at most ${LONGEST_NOTE} characters`}
  const flagged = FLAGS.get(flag)
  if (flagged === undefined) return {line, problem: 'flagged must be true or false'}
  return {note: note.trim(), flagged: flagged ?? undefined}
}

/** Flags as JSON and CSV write them; null: the file leaves the flag open. */
const FLAGS = new Map<unknown, boolean | null>([
  [true, true],
  ['true', true],
  [false, false],
  ['false', false],
  ['', null],
])

function scoreOf(value: unknown): number | undefined {
  const score = typeof value === 'string' && /^\s*[1-5]\s*$/.test(value) ? Number(value) : value
  return isScore(score) ? score : undefined
}

function csvRows(text: string): {rows: RawRow[]; problems: LineProblem[]} {
  const problems: LineProblem[] = []
  let header: string[] | undefined
  try {
    const records = parse(text, {
      bom: true,
      info: true,
      relax_column_count: true,
      skip_empty_lines: true,
    }) as unknown as {
      record: string[]
      info: {lines: number}
    }[]
    header = records[0]?.record.map((name) => name.trim())
    if (!header?.includes('result_id') || !header.includes('rating')) {
      return {
        rows: [],
        problems: [{line: 1, problem: 'the first line must name the columns result_id and rating'}],
      }
    }

    const names = header
    const rows = records.slice(1).flatMap(({record, info}): RawRow[] => {
      if (record.length === names.length)
        return [
          {
            line: info.lines,
            fields: Object.fromEntries(names.map((name, at) => [name, withoutFormulaMark(record[at]!)])),
          },
        ]
      problems.push({line: info.lines, problem: `${record.length} fields instead of ${names.length}`})
      return []
    })
    return {rows, problems}
  } catch (error) {
    const line = typeof error === 'object' && error !== null && 'lines' in error ? Number(error.lines) : 1
    return {
      rows: [],
      problems: [{line, problem: `no CSV: ${error instanceof Error ? error.message : String(error)}`}],
    }
  }
}

function jsonRows(text: string): {rows: RawRow[]; problems: LineProblem[]} {
  const rows: RawRow[] = []
  const problems: LineProblem[] = []
  text
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/)
    .forEach((content, index) => {
      if (content.trim() === '') return
      const line = index + 1
      try {
        const fields: unknown = JSON.parse(content)
        if (typeof fields === 'object' && fields !== null && !Array.isArray(fields))
          rows.push({line, fields: nullsOut(fields)})
        else problems.push({line, problem: 'not a JSON object'})
      } catch {
        problems.push({line, problem: 'not JSON'})
      }
    })
  return {rows, problems}
}

/** Drops fields that are null: such a field counts as left out. */
function nullsOut(fields: object): Record<string, unknown> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null))
}
