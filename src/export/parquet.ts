import {ByteWriter, ParquetWriter, schemaFromColumnData} from 'hyparquet-writer'
import type {ExportColumn} from './columns.js'
import type {ExportInput} from './descriptor.js'

/** Rows that are in memory at a time, with all their chips or answers. */
const ROWS_A_GROUP = 2000

const TYPES = {
  text: 'STRING',
  chips: 'STRING',
  texts: 'STRING',
  integer: 'INT64',
  real: 'DOUBLE',
  boolean: 'BOOLEAN',
} as const

/**
 * The documented columns as a Parquet file: times as text, lists as JSON in a text, unknown values as null.
 */
export async function* parquet<Row extends object>({
  columns,
  pages,
}: ExportInput<Row>): AsyncGenerator<Uint8Array> {
  const bytes = new ByteWriter()
  const schema = schemaFromColumnData({columnData: columnData(columns, [])})
  const writer = new ParquetWriter({writer: bytes, schema, createdBy: 'bench'})
  for await (const rows of groups(pages)) {
    await writer.write({columnData: columnData(columns, rows), rowGroupSize: ROWS_A_GROUP})
    yield taken(bytes)
  }

  await writer.finish()
  yield taken(bytes)
}

/** The bytes since the last time; places in the file go on counting. */
function taken(writer: ByteWriter): Uint8Array {
  const bytes = writer.getBytes().slice()
  writer.index = 0
  return bytes
}

function columnData<Row>(columns: readonly ExportColumn<Row>[], rows: readonly Row[]) {
  return columns.map(({name, type, value}) => ({
    name,
    type: TYPES[type],
    nullable: true,
    data: rows.map((row) => storedValue(type, value(row))),
  }))
}

/** Foreign programs may have stored a fraction, or a text, where a number is meant. */
function storedValue(
  type: keyof typeof TYPES,
  value: string | number | boolean | null,
): string | bigint | number | boolean | null {
  if (value === null) return null
  switch (TYPES[type]) {
    case 'INT64':
      return Number.isFinite(Number(value)) ? BigInt(Math.trunc(Number(value))) : null
    case 'DOUBLE':
      return Number(value)
    case 'BOOLEAN':
      return Boolean(value)
    case 'STRING':
      return String(value)
  }
}

async function* groups<Row>(pages: AsyncIterable<readonly Row[]>): AsyncGenerator<Row[]> {
  let waiting: Row[] = []
  for await (const page of pages) {
    waiting.push(...page)
    while (waiting.length >= ROWS_A_GROUP) {
      yield waiting.slice(0, ROWS_A_GROUP)
      waiting = waiting.slice(ROWS_A_GROUP)
    }
  }

  if (waiting.length > 0) yield waiting
}
