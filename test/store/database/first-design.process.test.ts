import {createClient} from '@libsql/client'
import {expect} from 'chai'
import {createHash} from 'node:crypto'
import {existsSync, readdirSync, readFileSync} from 'node:fs'
import {BenchError} from '../../../src/errors/bench-error.js'
import {databaseLocation} from '../../../src/store/database/location.js'
import {openStore} from '../../../src/store/store.js'
import {synchronize} from '../../../src/sync/sync.js'
import {FIRST_DESIGN, FIRST_RUN, makeFirstDesign} from '../../support/first-design.js'
import {startSqld, tempFolder} from '../../support/processes.js'

const digest = (file: string) => createHash('sha256').update(readFileSync(file)).digest('hex')

describe('a database of the first design', () => {
  let folder: Awaited<ReturnType<typeof tempFolder>>
  before(async () => {
    folder = await tempFolder()
  })
  after(() => folder.remove())

  const open = (name: string, said: string[] = []) =>
    openStore(databaseLocation(folder.file(name), {}), {create: false, notice: (line) => said.push(line)})

  it('is taken over: rows and ids kept, trials counted, times as ours, totals right, a copy beside it', async () => {
    await makeFirstDesign(folder.file('first.db'))
    const said: string[] = []
    const store = await open('first.db', said)
    const {results, total} = await store.results.list({}, {limit: 10, offset: 0, sort: 'model'})
    expect(total).to.equal(3)
    expect(
      results.map(({id, model, trial, status, created_at, rating_count, avg_rating, chips}) => [
        ...[id.slice(-1), model, trial, status, created_at, rating_count, avg_rating, chips],
      ]),
    ).to.deep.equal([
      ['2', 'mistralai/mistral-nemo', 1, 'completed', '2026-01-15T12:00:00.123Z', 1, 2, 2],
      ['3', 'mistralai/mistral-nemo', 2, 'completed', '2026-01-15T12:00:00.123Z', 0, null, 2],
      ['1', 'openai/gpt-5-mini', 1, 'completed', '2026-01-15T12:00:00.123Z', 2, 4.5, 2],
    ])
    expect((await store.results.get(results[1]!.id))?.errors).to.deep.equal(['Step 2: cut'])
    expect((await store.results.get(results[2]!.id))?.errors).to.deep.equal([])
    const ann = {
      result_id: results[2]!.id,
      user_id: 'ann@example.com',
      rating: 1,
      created_at: 'now',
      blind: null,
    }
    await store.ratings.save(ann)
    const {ratings} = await store.ratings.ofResult(results[2]!.id)
    expect(ratings.map(({id, rating}) => [id.slice(-1), rating])).to.have.deep.members([
      ['1', 1],
      ['2', 4],
    ])
    expect((await store.runs.get(FIRST_RUN))?.config).to.deep.equal({models: ['a']})
    expect(
      (await store.changes.since(0))
        .map(({kind}) => kind)
        .sort()
        .join(),
    ).to.equal('rating,rating,rating,result,result,result,run,run')
    await store.close()
    expect(said.join()).to.match(
      /brought from the first design to schema 4; .* kept in first\.db\.first-design /,
    )
    expect(readdirSync(folder.path)).to.include('first.db.first-design')
  })

  it('is taken over with runs that are gone, values that are NULL and texts that are no JSON', async () => {
    await makeFirstDesign(
      folder.file('odd.db'),
      `INSERT INTO runs VALUES ('r', '2026-01-15 12:00:00', NULL, 'cancelled', 'not json');
       INSERT INTO results (id, run_id, model, errors, final_chips) VALUES ('a', 'gone', 'm', 'not json', 'nor this');
       INSERT INTO results (id) VALUES ('b');
       INSERT INTO ratings VALUES ('1', 'nowhere', 'ann', 3, NULL);`,
    )
    const store = await open('odd.db')
    expect(
      (await store.runs.list({limit: 9, offset: 0})).map(({id, status}) => [id, status]),
    ).to.have.deep.members([
      ['r', 'interrupted'],
      ['gone', 'completed'],
      ['unknown', 'completed'],
    ])
    expect(await store.results.get('a')).to.deep.include({
      errors: ['not json'],
      final_chips: [],
      run_id: 'gone',
    })
    expect(await store.results.get('b')).to.deep.include({run_id: 'unknown', chip_count: 0, trial: 1})
    await store.close()
  })

  it('goes to a team database with `bench sync`, and from there to others', async () => {
    await makeFirstDesign(folder.file('mine.db'))
    const server = await startSqld(folder.file('sqld'))
    try {
      const team = await openStore(databaseLocation(server.url, {}), {create: true})
      const mine = await open('mine.db')
      const other = await openStore(databaseLocation(folder.file('other.db'), {}), {create: true})
      const options = {pull: true, push: true, calls: true, acceptRemote: false}
      const {tables} = await synchronize(mine, team, {...options, device: 'mine'})
      expect([tables.run.pushed, tables.result.pushed, tables.rating.pushed]).to.deep.equal([2, 3, 3])
      await synchronize(other, team, {...options, device: 'other'})
      const [theirs] = (await other.results.list({}, {limit: 1, offset: 0, sort: 'rating'})).results
      expect(theirs).to.deep.include({rating_count: 2, avg_rating: 4.5})
      const again = await synchronize(mine, team, {...options, device: 'mine'})
      expect(again.tables.result.pushed + again.tables.result.pulled).to.equal(0)
      for (const store of [team, mine, other]) await store.close()
    } finally {
      await server.close()
    }
  })
})

describe('a file of another program', () => {
  let folder: Awaited<ReturnType<typeof tempFolder>>
  before(async () => {
    folder = await tempFolder()
  })
  after(() => folder.remove())

  const FOREIGN = {
    'songs.db': 'CREATE TABLE songs (id); INSERT INTO songs VALUES (1)',
    'versioned.db': 'CREATE TABLE songs (id); PRAGMA user_version = 4',
    'runs.db':
      'CREATE TABLE runs (id, started_at); CREATE TABLE results (id, run_id); PRAGMA user_version = 3',
    'almost.db': `${FIRST_DESIGN} CREATE TABLE notes (id, body)`,
  }

  for (const [name, sql] of Object.entries(FOREIGN)) {
    it(`is refused and stays as it is to the byte: ${name}`, async () => {
      const file = folder.file(name)
      const client = createClient({url: `file:${file}`})
      await client.executeMultiple(sql)
      client.close()
      const before = [digest(file), readdirSync(folder.path)]
      await expectForeign(file)
      expect([digest(file), readdirSync(folder.path)]).to.deep.equal(before)
    })
  }

  it('is not even tidied up where its program left a WAL', async () => {
    const file = folder.file('wal.db')
    const client = createClient({url: `file:${file}`})
    await client.executeMultiple(
      'PRAGMA journal_mode = WAL; CREATE TABLE songs (id); INSERT INTO songs VALUES (1)',
    )
    const before = [digest(file), digest(`${file}-wal`)]
    await expectForeign(file)
    expect([digest(file), digest(`${file}-wal`)]).to.deep.equal(before)
    client.close()
  })

  it('is no database at all', async () => {
    const file = folder.file('text.db')
    await import('node:fs/promises').then(({writeFile}) =>
      writeFile(file, 'a text, and a long enough one\n'.repeat(99)),
    )
    const before = digest(file)
    const error = await openStore(databaseLocation(file, {}), {create: true}).catch(
      (caught: unknown) => caught,
    )
    expect(error).to.be.instanceOf(BenchError).and.to.include({code: 'NOT_A_DATABASE'})
    expect([digest(file), existsSync(`${file}-wal`)]).to.deep.equal([before, false])
  })

  async function expectForeign(file: string): Promise<void> {
    const error = await openStore(databaseLocation(file, {}), {create: true}).catch(
      (caught: unknown) => caught,
    )
    expect(error).to.be.instanceOf(BenchError).and.to.include({code: 'FOREIGN_DATABASE', exit: 2})
  }
})
