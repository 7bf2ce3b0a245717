import {countByType} from '../chips/chip-set.js'
import {CHIP_TYPES} from '../chips/chip.js'
import type {CsvValue} from '../text/csv.js'
import {safeJson} from '../text/json.js'
import {sanitizeJson} from '../text/sanitize.js'
import type {DefinitionRecord} from '../records/version.js'
import {CALL_TABLE, type CallRecord} from '../records/call.js'
import type {Column, Columns} from '../records/columns.js'
import {listText} from '../records/stored-lists.js'
import {JUDGEMENT_TABLE, type JudgementRecord} from '../records/judgement.js'
import {EXPORTED_PART, NOTE_TABLE, RATING_TABLE, type ExportedRating} from '../records/rating.js'
import {
  ANSWER_PART,
  ASKED_PART,
  CASE_PART,
  OUTCOME_PART,
  RATED_PART,
  TOKEN_PART,
  VERSION_PART,
  type RatedResult,
} from '../records/result.js'

/** A column of an exported table. */
export interface ExportColumn<Row> {
  name: string
  /** The content of the column, for the documentation. */
  meaning: string
  type: Column['type']
  /** The cell of a table; lists as JSON. */
  value: (row: Row) => CsvValue
  /** The value in JSON, with lists as lists. */
  json: (row: Row) => unknown
}

/** Columns with the values of the records; lists as JSON. */
function columnsOf<Row extends object>(table: Columns): ExportColumn<Row>[] {
  return Object.entries(table).map(([name, {type, meaning}]) => ({
    name,
    meaning,
    type,
    json: (row) => row[name as keyof Row],
    value: (row) => {
      const stored = listText(row, name, type)
      if (stored !== undefined) return sanitizeJson(stored)
      const value = row[name as keyof Row]
      const isList = value !== null && (type === 'chips' || type === 'texts')
      return isList ? safeJson(value) : (value as CsvValue)
    },
  }))
}

const {id, run_id, ...asked} = ASKED_PART
const {status, created_at, ...measured} = OUTCOME_PART
const {avg_rating, rating_count} = RATED_PART
const {note, flagged} = NOTE_TABLE
const {request_hash, created_at: called_at, ...call} = CALL_TABLE
/** A number that is counted, and not stored. */
function counted(
  name: string,
  meaning: string,
  value: (row: RatedResult) => number,
): ExportColumn<RatedResult> {
  return {name, meaning, type: 'integer', value, json: value}
}

/** One row a result. */
export const RESULT_COLUMNS: readonly ExportColumn<RatedResult>[] = [
  ...columnsOf<RatedResult>({
    id,
    run_id,
    status,
    ...asked,
    created_at,
    ...measured,
    rating_count,
    avg_rating,
  }),
  counted('chips', 'chips in the end', ({final_chips}) => final_chips.length),
  ...CHIP_TYPES.map((type) =>
    counted(`chips_${type}`, `of them of type ${type}`, ({final_chips}) => countByType(final_chips)[type]),
  ),
  counted(
    'chips_filled',
    'chips a fill call added; 0 when none was needed',
    ({fill_chips}) => fill_chips?.length ?? 0,
  ),
  ...columnsOf<RatedResult>({...ANSWER_PART, ...VERSION_PART, ...TOKEN_PART}),
]

const {seconds, ...annotations} = EXPORTED_PART

/** One row for each person and result: a rating, a note, or both. How long a person took only where asked. */
export const RATING_COLUMNS = columnsOf<ExportedRating>({
  ...RATING_TABLE,
  note,
  flagged,
  ...CASE_PART,
  ...annotations,
})
export const RATING_COLUMNS_WITH_SECONDS = [...RATING_COLUMNS, ...columnsOf<ExportedRating>({seconds})]

/** One row an LLM call. */
export const CALL_COLUMNS = columnsOf<CallRecord>({...call, request_hash, created_at: called_at})

/** One row a judgement of a result by a judge; no mean of people's has it. */
export const JUDGEMENT_COLUMNS = columnsOf<JudgementRecord>(JUDGEMENT_TABLE)

/** One row a version of a prompt style, a persona, a system or a rubric. */
export const DEFINITION_COLUMNS = columnsOf<DefinitionRecord>({
  id: {type: 'text', meaning: 'what results name: 16 hex digits of SHA-256 over kind, name and definition'},
  kind: {type: 'text', meaning: 'style, persona, system, rubric or judge'},
  name: {type: 'text', meaning: 'name of the style, persona, system, rubric or judge'},
  definition: {type: 'text', meaning: 'the content as JSON with sorted keys'},
})
