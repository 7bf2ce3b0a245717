import {read, utils, type WorkBook} from '@e965/xlsx'
import {expect} from 'chai'
import {RATING_COLUMNS} from '../../src/export/columns.js'
import {csv, json} from '../../src/export/formats.js'
import type {Store} from '../../src/store/store.js'
import {aResult, aRun} from '../support/records.js'
import {newStore} from '../support/stores.js'

const NOTE = 'say "no",\nJosé 🍟; 1,5'

/** Rows of the first sheet, by the names of its first line. */
function rowsOf(book: WorkBook): Record<string, unknown>[] {
  return utils.sheet_to_json(book.Sheets[book.SheetNames[0]!]!, {defval: null})
}

async function textOf(pieces: AsyncIterable<string>): Promise<string> {
  let text = ''
  for await (const piece of pieces) text += piece
  return text
}

describe('exports in a spreadsheet', () => {
  let store: Store
  beforeEach(async () => {
    store = await newStore()
    await store.runs.create(aRun({id: 'run'}))
    for (const [at, note] of [NOTE, '=1+1'].entries()) {
      const {id: result_id, ...result} = aResult('run', {chip_count: 15 + at})
      await store.results.save({id: result_id, ...result})
      const said = {result_id, user_id: 'ann', created_at: '2026-11-26T10:00:00.000Z'}
      await store.ratings.save({...said, rating: 3 + at, blind: true})
      await store.ratings.saveNote({...said, note, flagged: at === 1})
    }
  })
  afterEach(() => store.close())
  const ratings = () => ({table: 'ratings' as const, columns: RATING_COLUMNS, pages: store.ratings.pages({})})
  const names = RATING_COLUMNS.map(({name}) => name)
  const byRating = (rows: Record<string, unknown>[]) =>
    [...rows].sort((a, b) => Number(a['rating']) - Number(b['rating']))

  it('are read from CSV as they are meant: columns, numbers, line breaks, and no formula', async () => {
    const book = read(await textOf(csv(ratings())), {type: 'string', cellFormula: true})
    const rows = byRating(rowsOf(book))
    expect(Object.keys(rows[0]!)).to.deep.equal(names)
    expect(rows.map(({rating}) => rating)).to.deep.equal([3, 4])
    // Excel takes these words for truth values, this library for texts.
    expect(rows.map(({flagged}) => String(flagged))).to.deep.equal(['false', 'true'])
    expect(rows[0]!['note']).to.equal(NOTE)
    // A quote before what would be a formula: the cell is a text.
    expect(rows[1]!['note']).to.equal("'=1+1")
    const sheet = book.Sheets[book.SheetNames[0]!]!
    const cells = Object.entries(sheet).filter(([place]) => !place.startsWith('!'))
    expect(cells.some(([, cell]) => (cell as {f?: string}).f !== undefined)).to.equal(false)
  })

  it('are read from JSON with the same names and values', async () => {
    const records = JSON.parse(await textOf(json(ratings()))) as Record<string, unknown>[]
    const book = utils.book_new()
    utils.book_append_sheet(book, utils.json_to_sheet(records))
    const rows = byRating(rowsOf(book))
    expect(Object.keys(rows[0]!)).to.deep.equal(names)
    expect(rows.map(({rating, note}) => [rating, note])).to.deep.equal([
      [3, NOTE],
      [4, '=1+1'],
    ])
  })
})
