import {countByType} from '../chips/chip-set.js'
import {CHIP_TYPES} from '../chips/chip.js'
import type {CsvValue} from '../text/csv.js'
import {safeJson} from '../text/json.js'
import type {DefinitionRecord} from '../records/version.js'
import {CALL_TABLE, type CallRecord} from '../records/call.js'
import type {Columns} from '../records/columns.js'
import {NOTE_TABLE, RATING_TABLE, type ExportedRating} from '../records/rating.js'
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
  value: (row: Row) => CsvValue
}

/** Columns with the values of the records; lists as JSON. */
function columnsOf<Row extends object>(table: Columns): ExportColumn<Row>[] {
  return Object.entries(table).map(([name, {type, meaning}]) => ({
    name,
    meaning,
    value: (row) => {
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
  {name: 'chips', meaning: 'chips in the end', value: ({final_chips}) => final_chips.length},
  ...CHIP_TYPES.map((type) => ({
    name: `chips_${type}`,
    meaning: `of them of type ${type}`,
    value: ({final_chips}: RatedResult) => countByType(final_chips)[type],
  })),
  {
    name: 'chips_filled',
    meaning: 'chips a fill call added; 0 when none was needed',
    value: ({fill_chips}) => fill_chips?.length ?? 0,
  },
  ...columnsOf<RatedResult>({...ANSWER_PART, ...VERSION_PART, ...TOKEN_PART}),
]

/** One row a rating. */
export const RATING_COLUMNS = columnsOf<ExportedRating>({...RATING_TABLE, note, flagged, ...CASE_PART})

/** One row an LLM call. */
export const CALL_COLUMNS = columnsOf<CallRecord>({...call, request_hash, created_at: called_at})

/** One row a version of a prompt style, a persona, a system or a rubric. */
export const DEFINITION_COLUMNS = columnsOf<DefinitionRecord>({
  id: {type: 'text', meaning: 'what results name: 16 hex digits of SHA-256 over kind, name and definition'},
  kind: {type: 'text', meaning: 'style, persona, system or rubric'},
  name: {type: 'text', meaning: 'name of the style, persona, system or rubric'},
  definition: {type: 'text', meaning: 'the content as JSON with sorted keys'},
})
