import {createClient, type Client} from '@libsql/client'
import {expect} from 'chai'
import {gzipSync} from 'node:zlib'
import {BenchError} from '../../../src/errors/bench-error.js'
import {RATING_COLUMNS} from '../../../src/export/columns.js'
import {csv, json, jsonl} from '../../../src/export/formats.js'
import {parquet} from '../../../src/export/parquet.js'
import {importRatings, type ImportOptions} from '../../../src/cli/rating/import-ratings.js'
import {databaseLocation} from '../../../src/store/database/location.js'
import {openStore, type Store} from '../../../src/store/store.js'
import {tempFolder} from '../../support/processes.js'
import {aResult, aRun} from '../../support/records.js'

const FORMATS = {csv, jsonl, json, parquet}
const THEN = '2026-11-24T09:00:00.000Z'

describe('the import of ratings', () => {
  let folder: Awaited<ReturnType<typeof tempFolder>>
  let store: Store
  let raw: Client
  let ids: string[]
  beforeEach(async () => {
    folder = await tempFolder()
    ;[store, raw] = await opened('bench')
    const run = aRun()
    await store.runs.create(run)
    const results = [aResult(run.id), aResult(run.id), aResult(run.id, {status: 'failed'})]
    for (const result of results) await store.results.save(result)
    ids = results.map(({id}) => id)
  })
  afterEach(async () => {
    raw.close()
    await store.close()
    await folder.remove()
  })

  async function opened(name: string): Promise<[Store, Client]> {
    const url = `file:${folder.file(`${name}.db`)}`
    return [await openStore(databaseLocation(url, {}), {create: true}), createClient({url})]
  }

  it('refuses a new name in quotation marks, which would be one more rater; one that is here stays readable', async () => {
    for (const name of ['\u201Cana\u201D', "'ana'", '\u00ABana\u00BB']) {
      const error = await take(`result_id,rating,user_id\n${ids[0]},1,${name}`).catch(
        (thrown: unknown) => thrown,
      )
      expect((error as BenchError).next.join()).to.include(
        `line 2: user_id has quotation marks around it: ${name}; meant: ana`,
      )
    }
    await rate('\u201Cana\u201D', 0, 3)
    expect(await take(await exported('csv'))).to.include({unchanged: 1, imported: 0})
    expect(await take(`result_id,rating,user_id\n${ids[0]},1,O\u2019Brien`)).to.include({new: 1})
  })

  const OPTIONS: ImportOptions = {rater: 'me', skipMissing: false, overwriteNewer: false}
  const take = (text: string | Uint8Array, name = 'r.csv', more: Partial<ImportOptions> = {}) =>
    importRatings(store, name, Buffer.from(text), {...OPTIONS, ...more})
  const rate = (user_id: string, at: number, rating: number, created_at = THEN) =>
    store.ratings.save({result_id: ids[at]!, user_id, rating, created_at, blind: true})
  async function exported(format: keyof typeof FORMATS, from = store): Promise<Buffer> {
    const pieces: Buffer[] = []
    const pages = from.ratings.pages({})
    const input = {table: 'ratings' as const, columns: RATING_COLUMNS, pages}
    for await (const piece of FORMATS[format](input) as AsyncIterable<string | Uint8Array>)
      pieces.push(typeof piece === 'string' ? Buffer.from(piece) : Buffer.from(piece))
    return Buffer.concat(pieces)
  }

  const state = async (client = raw) => {
    const tables = ['ratings', 'notes', 'rating_repeats', 'changes'].map((table) =>
      client.execute(`SELECT * FROM ${table} ORDER BY id`),
    )
    return (await Promise.all(tables)).map(({rows}) => rows.map((row) => ({...row})))
  }
  async function refusal(work: Promise<unknown>): Promise<BenchError> {
    const error = await work.then(
      () => undefined,
      (reason: unknown) => reason,
    )
    expect(error).to.be.instanceOf(BenchError)
    return error as BenchError
  }

  async function everythingSaid(): Promise<void> {
    await rate('=ann', 0, 4)
    await rate('José', 1, 2)
    const note = {created_at: THEN, flagged: true}
    await store.ratings.saveNote({...note, result_id: ids[0]!, user_id: '=ann', note: '-- "two",\nalike'})
    await store.ratings.saveNote({...note, result_id: ids[1]!, user_id: '=ann', note: ''})
    await store.ratings.saveNote({...note, result_id: ids[2]!, user_id: 'bob', note: 'lost', flagged: false})
    await raw.execute({
      sql: `UPDATE notes SET tags = '["dull"]', bad_chips = '["a"]' WHERE result_id = ?`,
      args: [ids[0]!],
    })
    for (const user_id of ['=ann', 'eve'])
      await store.ratings.saveRepeat({result_id: ids[0]!, user_id, rating: 5, created_at: THEN, blind: null})
  }

  for (const format of ['csv', 'jsonl', 'json', 'parquet'] as const) {
    it(`changes nothing by an unchanged export in ${format}, not even a stamp`, async () => {
      await rate('ann', 0, 4)
      await rate('José', 1, 2)
      const note = {result_id: ids[0]!, user_id: 'ann', note: '=a', flagged: true, created_at: THEN}
      await store.ratings.saveNote(note)
      const before = await state()
      const answer = await take(await exported(format), `r.${format}`)
      expect(answer).to.deep.include({imported: 0, notes: 0, repeats: 0, unchanged: 2, conflicts: []})
      expect(await state()).to.deep.equal(before)
    })

    it(`brings everything that people said into another database, as it was, by an export in ${format}`, async () => {
      await everythingSaid()
      const text = await exported(format)
      const runs = await store.runs.list({limit: 9})
      const [other, client] = await opened('other')
      try {
        await other.runs.create(aRun({id: runs[0]!.id}))
        for await (const page of store.results.pages({}))
          for (const result of page) await other.results.save(result)
        const answer = await importRatings(other, `r.${format}`, text, {
          ...OPTIONS,
          suiteTags: ['dull'],
        })
        expect(answer).to.deep.include({imported: 2, notes: 3, repeats: 2, skipped: {missing: 0, removed: 0}})
        expect(answer.conflicts).to.deep.equal([])
        const [ratings, notes, repeats] = await state()
        const [there, notesThere, repeatsThere] = await state(client)
        expect(there).to.deep.equal(ratings)
        expect(repeatsThere).to.deep.equal(repeats)
        expect(notesThere).to.deep.equal(notes)
      } finally {
        client.close()
        await other.close()
      }
    })
  }

  it('takes three corrected cells of an export, and leaves a newer word of a colleague, which it names', async () => {
    await rate('ann', 0, 4)
    await rate('bob', 0, 4)
    await rate('ann', 1, 3)
    const text = (await exported('csv'))
      .toString()
      .replaceAll(`,ann,4,`, ',ann,1,')
      .replaceAll(`,bob,4,`, ',bob,5,')
    await rate('bob', 0, 2, '2026-11-25T09:00:00.000Z')
    const answer = await take(text)
    expect(answer).to.include({imported: 1, new: 0, replaced: 1, unchanged: 1})
    expect(
      answer.conflicts.map(({user_id, what, file, stored}) => [user_id, what, file, stored]),
    ).to.deep.equal([['bob', 'rating', '5', '2']])
    expect(await store.results.get(ids[0]!)).to.include({avg_rating: 1.5})
    expect(await take(text, 'r.csv', {overwriteNewer: true})).to.include({imported: 1, unchanged: 2})
    expect(await store.results.get(ids[0]!)).to.include({avg_rating: 3})
  })

  it('leaves out lines of people who were removed, and says how many', async () => {
    await rate('ann', 0, 4)
    await rate('José', 0, 3)
    const text = await exported('csv')
    await store.raters.remove('José', THEN)
    expect(await take(text)).to.deep.include({imported: 0, unchanged: 1, skipped: {missing: 0, removed: 1}})
    expect(await store.raters.names()).to.deep.equal(['ann'])
  })

  it('names lines of missing results, and leaves them out on request', async () => {
    const text = `result_id,rating\n${ids[0]!},4\nnone,3\n${ids[2]!},2\n`
    const error = await refusal(take(text))
    expect(error.code).to.equal('BAD_IMPORT')
    expect(error.next.map((line) => line.slice(0, 6))).to.deep.equal(['line 3', 'line 4'])
    expect(error.next[0]).to.contain('--skip-missing')
    expect(await store.raters.list()).to.deep.equal([])
    expect(await take(text, 'r.csv', {skipMissing: true})).to.deep.include({
      imported: 1,
      skipped: {missing: 2, removed: 0},
    })
  })

  it('takes an export back that a spreadsheet has saved: times without seconds are no older', async () => {
    await rate('ann', 0, 4)
    await rate('ann', 1, 4)
    const text = (await exported('csv'))
      .toString()
      .replaceAll(/(\d{4}-\d\d-\d\d)T(\d\d:\d\d):[\d.]+Z/g, '$1 $2')
    expect(text).to.match(/,\d{4}-\d\d-\d\d \d\d:\d\d,/)
    expect(await take(text)).to.deep.include({imported: 0, unchanged: 2, conflicts: []})
    const edited = await take(text.replace(',4,', ',2,'))
    expect(edited).to.deep.include({imported: 1, replaced: 1, unchanged: 1, conflicts: []})
  })

  it('refuses a damaged Parquet file in words', async () => {
    const error = await refusal(take(Buffer.from('PAR1 and nothing else'), 'r.parquet'))
    expect(error.code).to.equal('BAD_ENCODING')
    expect(error.message).to.contain('r.parquet cannot be read: it is a Parquet file, and ')
  })

  it('reads a packed file', async () => {
    expect(await take(gzipSync(`result_id,rating\n${ids[0]!},4\n`), 'r.csv.gz')).to.include({imported: 1})
  })

  it('writes nothing of a file with one bad line', async () => {
    const before = await state()
    await refusal(take(`result_id,rating,note\n${ids[0]!},4,good\n${ids[1]!},9,bad\n`))
    expect(await state()).to.deep.equal(before)
  })

  it('gives no ratings of one prompt to answers of another under the same id', async () => {
    const [id] = ids as [string]
    await raw.execute({sql: 'UPDATE results SET style_version = ? WHERE id = ?', args: ['aaaa', id]})
    const line = (version: string) => `result_id,user_id,rating,style_version\n${id},ann,5,${version}`
    const {next} = await refusal(take(line('bbbb')))
    expect(next.join('\n')).to.contain('line 2').and.contain('its style_version is aaaa, and bbbb was rated')
    const {imported, skipped} = await take(line('bbbb'), 'r.csv', {skipMissing: true})
    expect([imported, skipped.missing]).to.deep.equal([0, 1])
    expect((await take(line('aaaa'))).imported).to.equal(1)
    // An older export says nothing of it.
    expect((await take(line(''))).unchanged).to.equal(1)
  })

  it('refuses a file whole for a tag that no suite has, or a chip that is not in the answer', async () => {
    const before = await state()
    const line = (tags: string, bad: string) =>
      `result_id,rating,tags,bad_chips\n${ids[0]},4,${tags},${bad}\n${ids[1]},3,,`
    const tag = await refusal(take(line('"[""made up""]"', '')))
    expect(tag.next.join(' ') + tag.message).to.contain('the suite has no tag "made up"')
    const chip = await refusal(take(line('', '"[""nowhere""]"')))
    expect(chip.next.join(' ') + chip.message).to.contain('no chip with the key "nowhere"')
    expect(await state()).to.deep.equal(before)
    const taken = await take(line('"[""dull""]"', '"[""a""]"'), 'r.csv', {suiteTags: ['dull']})
    expect(taken).to.deep.include({imported: 2, notes: 1})
  })
})
