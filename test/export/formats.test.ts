import {expect} from 'chai'
import {parquetMetadata, parquetReadObjects} from 'hyparquet'
import {
  CALL_COLUMNS,
  RATING_COLUMNS_WITH_SECONDS,
  RESULT_COLUMNS,
  type ExportColumn,
} from '../../src/export/columns.js'
import {csv, json, jsonl} from '../../src/export/formats.js'
import type {ExportInput} from '../../src/export/descriptor.js'
import {parquet} from '../../src/export/parquet.js'
import type {ExportedRating} from '../../src/records/rating.js'
import type {RatedResult} from '../../src/records/result.js'
import {aCall, aResult} from '../support/records.js'

const rated = (change: Partial<RatedResult> = {}): RatedResult => ({
  ...aResult('run', {final_chips: [{key: 'a', display: '=1+1', type: 'jargon'}], errors: ['x']}),
  avg_rating: 3.5,
  rating_count: 2,
  ...change,
})
const RATING: ExportedRating = {
  ...{
    id: 'i',
    result_id: 'r',
    user_id: '=ann',
    rating: 4,
    created_at: '2026-11-26T10:00:00.000Z',
    blind: true,
  },
  ...{
    model: 'lab/one',
    persona_id: 'cook',
    style: 'terse',
    input_type: 'basic',
    constraint_type: 'no_constraint',
  },
  ...{chip_count: 15, trial: 1, run_id: 'run', note: null, flagged: false, tags: ['dull'], bad_chips: []},
  ...{noted_at: null, repeat_rating: null, repeated_at: null, seconds: 2.5, rubric_version: null},
  ...{style_version: 's1', persona_version: 'p1', system_version: null},
}

function input<Row extends object>(
  columns: readonly ExportColumn<Row>[],
  ...pages: Row[][]
): ExportInput<Row> {
  // eslint-disable-next-line @typescript-eslint/require-await
  const inPages = async function* () {
    yield* pages
  }
  return {table: 'results', columns, pages: inPages()}
}

async function textOf(pieces: AsyncIterable<string>): Promise<string> {
  let text = ''
  for await (const piece of pieces) text += piece
  return text
}

async function bytesOf(pieces: AsyncIterable<Uint8Array>): Promise<ArrayBuffer> {
  const parts: Uint8Array[] = []
  for await (const piece of pieces) parts.push(piece)
  const all = Buffer.concat(parts)
  return all.buffer.slice(all.byteOffset, all.byteOffset + all.byteLength)
}

describe('exports', () => {
  const tables = [
    ['results', RESULT_COLUMNS, rated()],
    ['ratings', RATING_COLUMNS_WITH_SECONDS, RATING],
    ['calls', CALL_COLUMNS, aCall('run', 'r')],
  ] as unknown as [string, ExportColumn<object>[], object][]
  for (const [name, columns, row] of tables) {
    it(`of ${name} have the same names in CSV, JSONL and JSON, and nothing of a record is missing`, async () => {
      const names = columns.map((column) => column.name)
      const header = (await textOf(csv(input(columns, [row])))).split('\n')[0]!
      expect(header.split(',')).to.deep.equal(names)
      expect(new Set(names).size).to.equal(names.length)
      const line = JSON.parse(await textOf(jsonl(input(columns, [row])))) as object
      expect(Object.keys(line)).to.deep.equal(names)
      expect(JSON.parse(await textOf(json(input(columns, [row]))))).to.deep.equal([line])
      expect(line).to.include.keys(Object.keys(row))
    })

    it(`of ${name} are read back from Parquet: names, types, nulls`, async () => {
      const file = await bytesOf(parquet(input(columns, [row], [row])))
      const rows = await parquetReadObjects({file})
      expect(rows).to.have.length(2)
      for (const read of rows) {
        expect(Object.keys(read)).to.deep.equal(columns.map((column) => column.name))
        for (const {name: column, value, type} of columns) {
          const wanted = value(row)
          const found: unknown = read[column]
          expect(type === 'integer' && found !== null ? Number(found) : found, column).to.equal(wanted)
        }
      }
    })
  }

  it('hold lists as lists in JSON, and as JSON in tables', async () => {
    const result = rated()
    const [line] = JSON.parse(await textOf(json(input(RESULT_COLUMNS, [result])))) as RatedResult[]
    expect(line!.final_chips).to.deep.equal(result.final_chips)
    expect(line!.errors).to.deep.equal(['x'])
    expect(line).to.include({chips: 1, chips_jargon: 1, chips_situation: 0})
    const [row] = await parquetReadObjects({file: await bytesOf(parquet(input(RESULT_COLUMNS, [result])))})
    expect(JSON.parse(row!['final_chips'] as string)).to.deep.equal(result.final_chips)
  })

  it('are whole where there is no row', async () => {
    expect(JSON.parse(await textOf(json(input(RESULT_COLUMNS))))).to.deep.equal([])
    const file = await bytesOf(parquet(input(RESULT_COLUMNS)))
    expect(await parquetReadObjects({file})).to.deep.equal([])
    expect(parquetMetadata(file).schema).to.have.length(RESULT_COLUMNS.length + 1)
  })

  it('stream: many rows make several groups, all of them readable', async () => {
    const pages = Array.from({length: 9}, (_, page) =>
      Array.from({length: 500}, (_none, at) => rated({trial: page * 500 + at})),
    )
    const file = await bytesOf(parquet(input(RESULT_COLUMNS, ...pages)))
    expect(parquetMetadata(file).row_groups.map(({num_rows}) => Number(num_rows))).to.deep.equal([
      2000, 2000, 500,
    ])
    const rows = await parquetReadObjects({file, columns: ['trial', 'final_chips']})
    expect(rows.map(({trial}) => Number(trial))).to.deep.equal(Array.from({length: 4500}, (_, at) => at))
  })

  it('survive what a foreign program stored', async () => {
    const odd = rated({
      latency_ms: 1.5,
      input_tokens: 'many' as never,
      cost_usd: 0.1 + 0.2,
      output_tokens: 2 ** 40,
    })
    const [row] = await parquetReadObjects({file: await bytesOf(parquet(input(RESULT_COLUMNS, [odd])))})
    expect([row!['latency_ms'], row!['input_tokens'], row!['cost_usd'], row!['output_tokens']]).to.deep.equal(
      [1n, null, 0.1 + 0.2, BigInt(2 ** 40)],
    )
  })
})
