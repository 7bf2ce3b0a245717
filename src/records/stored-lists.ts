import type {Column} from './columns.js'

/** The row that a record was read from. */
const ROW = Symbol('stored row')
type FromRow = {[ROW]?: Readonly<Record<string, unknown>>}

/** Longer texts are read like any others: the check below goes back over a text that does not fit. */
const LONGEST_CHECKED = 200_000
const STRING = '"[^"\\\\\\u0000-\\u001F]*(?:\\\\["\\\\bfnrt][^"\\\\\\u0000-\\u001F]*)*"'
const CHIP = `\\{"key":${STRING},"display":${STRING},"type":${STRING}\\}`
const listOf = (item: string) => new RegExp(`^\\[(?:${item}(?:,${item})*)?\\]$`)
const AS_WRITTEN = {chips: listOf(CHIP), texts: listOf(STRING)}

/** Remembers the stored texts of a record's lists, which are parsed when they are first looked at. */
export function keepTexts(record: object, row: Readonly<Record<string, unknown>>): void {
  // A copy of the record has none: its lists may have changed.
  Object.defineProperty(record, ROW, {value: row})
}

/**
 * The stored text of a list, where it is letter for letter what `JSON.stringify` makes of the list; undefined
 * for every other text, and for a record that was not read from a database.
 */
export function listText(record: object, name: string, type: Column['type']): string | undefined {
  const text = (record as FromRow)[ROW]?.[name]
  if (typeof text !== 'string' || text.length > LONGEST_CHECKED) return undefined
  return (type === 'chips' || type === 'texts') && AS_WRITTEN[type].test(text) ? text : undefined
}
