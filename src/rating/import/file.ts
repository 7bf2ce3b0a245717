import {parsed} from '../../chips/json-text.js'
import {LONGEST_NOTE, RATING_TABLE, EXPORTED_PART, SCORE_LABELS, isScore} from '../../records/rating.js'
import {CASE_COLUMNS} from '../../records/result.js'
import {VERSIONED} from '../../records/version.js'
import {LONGEST_NAME, personName} from '../../text/person-name.js'
import {readRows, type ImportFormat, type LineProblem, type Rows} from './rows.js'

/** One line of a file of ratings, parsed. A field that the file lacks, or leaves empty, is undefined. */
export interface ImportedLine {
  /** Line of the file, from 1; of a JSON list the number of the entry. */
  line: number
  result_id: string
  user_id: string
  rating: number | undefined
  /** When the rating was made, as an export tells it, ISO 8601 in UTC. */
  created_at: string | undefined
  blind: boolean | undefined
  note: string | undefined
  flagged: boolean | undefined
  tags: string[] | undefined
  bad_chips: string[] | undefined
  /** When note, flag and marks were made. */
  noted_at: string | undefined
  /** The second rating of a result that came again. */
  repeat_rating: number | undefined
  repeated_at: string | undefined
  /** The versions of the result that was rated, as an export tells them. */
  versions: Partial<Record<VersionColumn, string>>
}

export const VERSION_COLUMNS = Object.values(VERSIONED).map(({column}) => column)
export type VersionColumn = (typeof VERSION_COLUMNS)[number]

export interface ImportFile {
  lines: ImportedLine[]
  problems: LineProblem[]
}

/** The columns that are taken; those that people write themselves first. */
const COLUMNS = [
  ...['result_id', 'user_id', 'rating', 'note', 'flagged', 'created_at', 'blind', 'tags', 'bad_chips'],
  ...['noted_at', 'repeat_rating', 'repeated_at'],
]
/** Further columns of `bench export ratings`: they are allowed, and ignored. */
const EXPORTED = [...Object.keys(RATING_TABLE), ...Object.keys(EXPORTED_PART), ...CASE_COLUMNS]
const MOST_MARKS = 100
const LONGEST_MARK = 200

/**
 * Reads a file of ratings: CSV with a header line, JSONL, or a JSON list, as exports have them or with fewer
 * columns. Every line that cannot be imported is named; the database is not read here.
 * @param rater the rater of lines without a user_id.
 */
export function readImport(text: string, format: ImportFormat, rater: string): ImportFile {
  return importedLines(readRows(text, format), rater)
}

/** The same, of rows that were read already. */
export function importedLines({rows, problems: found}: Rows, rater: string): ImportFile {
  const problems = [...found]
  const lines: ImportedLine[] = []
  const seen = new Map<string, number>()
  for (const {line, fields} of rows) {
    const checked = checkedLine(line, fields, rater)
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
    lines.push(checked)
  }

  return {lines, problems: problems.sort((a, b) => a.line - b.line)}
}

type Fields = Record<string, unknown>

/** A field that cannot be read, as the end of a sentence. */
class FieldProblem extends Error {}

function checkedLine(line: number, fields: Fields, rater: string): ImportedLine | LineProblem {
  try {
    const unknown = Object.keys(fields).find((name) => ![...COLUMNS, ...EXPORTED].includes(name))
    if (unknown === '') throw new FieldProblem('a cell stands below no name of a column')
    if (unknown !== undefined)
      throw new FieldProblem(`unknown column "${unknown}"; known: ${COLUMNS.slice(0, 5).join(', ')}`)
    const result_id = textOf(fields, 'result_id')
    if (result_id === undefined) throw new FieldProblem('result_id is missing')
    const annotation = {
      note: noteOf(fields),
      flagged: flagOf(fields, 'flagged'),
      tags: marksOf(fields, 'tags'),
      bad_chips: marksOf(fields, 'bad_chips'),
    }
    const repeat_rating = isEmpty(fields['repeat_rating']) ? undefined : scoreOf(fields, 'repeat_rating')
    const saysMore = [annotation.note, annotation.flagged, repeat_rating].some((value) => value !== undefined)
    return {
      line,
      result_id,
      user_id: nameOf(fields, rater),
      // Of a line that only notes something there is no rating.
      rating: isEmpty(fields['rating']) && saysMore ? undefined : scoreOf(fields, 'rating'),
      created_at: timeOf(fields, 'created_at'),
      blind: flagOf(fields, 'blind'),
      ...annotation,
      noted_at: timeOf(fields, 'noted_at'),
      repeat_rating,
      repeated_at: timeOf(fields, 'repeated_at'),
      versions: Object.fromEntries(
        VERSION_COLUMNS.flatMap((column) => {
          const version = textOf(fields, column)
          return version === undefined ? [] : [[column, version]]
        }),
      ),
    }
  } catch (error) {
    if (error instanceof FieldProblem) return {line, problem: error.message}
    throw error
  }
}

function isEmpty(value: unknown): boolean {
  return value === undefined || (typeof value === 'string' && value.trim() === '')
}

function textOf(fields: Fields, name: string): string | undefined {
  const value = fields[name]
  if (isEmpty(value)) return undefined
  if (typeof value !== 'string') throw new FieldProblem(`${name} must be a text`)
  return value.trim()
}

function nameOf(fields: Fields, rater: string): string {
  const value = fields['user_id']
  if (isEmpty(value)) return rater
  const name = typeof value === 'string' ? personName(value) : undefined
  if (name === undefined)
    throw new FieldProblem(`user_id must be a name of at most ${LONGEST_NAME} characters on one line`)
  return name
}

function noteOf(fields: Fields): string | undefined {
  const value = fields['note']
  if (isEmpty(value)) return undefined
  if (typeof value !== 'string' || value.length > LONGEST_NOTE)
    throw new FieldProblem(`note must be a text of at most ${LONGEST_NOTE} characters`)
  // An empty cell leaves the note as it is.
  return value.trim() || undefined
}

/** How spreadsheets write a truth value, in the languages of the people they speak to. */
const TRUE_WORDS = ['true', '1', 'wahr', 'vrai', 'vero', 'verdadero', 'verdadeiro', 'waar']
const FALSE_WORDS = ['false', '0', 'falsch', 'faux', 'falso', 'onwaar']

/** `true`, as JSON, CSV and spreadsheets write it. */
function flagOf(fields: Fields, name: string): boolean | undefined {
  const value = fields[name]
  if (isEmpty(value)) return undefined
  const word = String(value).trim().toLowerCase()
  if (TRUE_WORDS.includes(word)) return true
  if (FALSE_WORDS.includes(word)) return false
  throw new FieldProblem(`${name} must be true or false`)
}

/** 4, also as a spreadsheet writes it: 4.0 or 4,0. */
function scoreOf(fields: Fields, name: string): number {
  const value = fields[name]
  const written = typeof value === 'string' ? /^\s*([1-5])([.,]0+)?\s*$/.exec(value)?.[1] : undefined
  const score = written === undefined ? value : Number(written)
  if (isScore(score)) return score
  throw new FieldProblem(
    `${name} must be a whole number from 1 to ${SCORE_LABELS.length}, not ${JSON.stringify(value ?? null)}`,
  )
}

/**
 * A time, ISO 8601 in UTC. What a spreadsheet makes of it (`2026-11-26 21:53`) is no more exact than it is
 * written, and stays so: `2026-11-26T21:53Z`.
 */
function timeOf(fields: Fields, name: string): string | undefined {
  const value = textOf(fields, name)
  if (value === undefined) return undefined
  const [, day, time] = /^(\d{4}-\d{2}-\d{2})[ T](\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?)$/.exec(value) ?? []
  const rewritten = day === undefined ? undefined : `${day}T${time}Z`
  const isTime = rewritten !== undefined || /^\d{4}-\d{2}-\d{2}T[\d:.]+(Z|[+-]\d{2}:\d{2})$/.test(value)
  if (!isTime || !isDay(value.slice(0, 10)) || Number.isNaN(Date.parse(rewritten ?? value)))
    throw new FieldProblem(
      `${name} must be a time such as 2026-11-26T09:30:00.000Z; where a spreadsheet rewrites it, make the column text, or leave it out: such ratings are made now`,
    )
  return rewritten ?? new Date(value).toISOString()
}

/** Whether a calendar has the day: `Date` makes the 3rd of March of a 31st of February. */
function isDay(day: string): boolean {
  const read = new Date(`${day}T00:00:00Z`)
  return !Number.isNaN(read.getTime()) && read.toISOString().startsWith(day)
}

/** A list of texts, in CSV as JSON. */
function marksOf(fields: Fields, name: string): string[] | undefined {
  const value = fields[name]
  if (isEmpty(value)) return undefined
  const list = typeof value === 'string' ? parsed(value) : value
  const isList =
    Array.isArray(list) &&
    list.length <= MOST_MARKS &&
    list.every((mark) => typeof mark === 'string' && mark.length <= LONGEST_MARK)
  if (!isList) throw new FieldProblem(`${name} must be a list of texts, as JSON`)
  return list as string[]
}
