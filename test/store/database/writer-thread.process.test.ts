import {spawn} from 'node:child_process'
import {once} from 'node:events'
import {readdir, rename} from 'node:fs/promises'
import {setTimeout as sleep} from 'node:timers/promises'
import {createClient} from '@libsql/client'
import {expect} from 'chai'
import type {Database as Writer} from '../../../src/store/database/database.js'
import {databaseLocation} from '../../../src/store/database/location.js'
import {builtModule} from '../../support/built-module.js'
import {tempFolder} from '../../support/processes.js'

/** Longer than SQLite itself waits for a lock, so that it says SQLITE_BUSY. */
const HELD_MS = 5400

/** Another program: takes the write lock, says so, and commits after a while. */
const HOLDER = `
  import {createClient} from '@libsql/client'
  const [url, ms] = process.argv.slice(1)
  const client = createClient({url, timeout: 5000})
  const transaction = await client.transaction('write')
  await transaction.execute('INSERT INTO numbers VALUES (1000000)')
  console.log('held')
  await new Promise((done) => setTimeout(done, Number(ms)))
  await transaction.commit()
`

describe('a local database with a writer thread', function () {
  this.timeout(60_000)
  let folder: Awaited<ReturnType<typeof tempFolder>>
  let url: string
  let database: Writer
  beforeEach(async () => {
    folder = await tempFolder()
    url = `file:${folder.file('bench.db')}`
    // What runs from its sources has no threads.
    const {Database} = await builtModule<typeof import('../../../src/store/database/database.js')>(
      'src/store/database/database.ts',
    )
    database = await Database.open(databaseLocation(url, {}), undefined, 1)
    await database.useWal()
    await database.write([{sql: 'CREATE TABLE numbers (n INTEGER UNIQUE)'}])
    // Until the thread answers: what it refuses has no cause of the client's.
    for (let tries = 0; tries < 500 && !(await isThreadAtWork()); tries++) await sleep(10)
    expect(await isThreadAtWork()).to.equal(true)
  })
  afterEach(async () => {
    await database.close()
    await folder.remove()
  })

  const isThreadAtWork = async () => {
    const error = await database.write([{sql: 'no SQL'}]).catch((reason: unknown) => reason)
    return (error as Error).constructor === Error
  }
  const insert = (n: number) => database.write([{sql: 'INSERT INTO numbers VALUES (?)', args: [n]}])
  const stored = async () => {
    const client = createClient({url})
    const {rows} = await client.execute('SELECT n FROM numbers ORDER BY rowid')
    client.close()
    return rows.map(({n}) => n)
  }

  it('commits in order, gives rows and counts, and refuses a bad unit alone', async () => {
    const many = Array.from({length: 500}, (_, n) => n)
    const settled = await Promise.allSettled([...many.map(insert), insert(7), insert(501)])
    expect(
      settled.map(({status}, at) => (status === 'rejected' ? at : null)).filter((at) => at !== null),
    ).to.deep.equal([500])
    expect(settled[500])
      .to.have.nested.property('reason.code')
      .that.matches(/^SQLITE_CONSTRAINT/)
    expect(await stored()).to.deep.equal([...many, 501])
    const [changed, read] = await database.write([
      {sql: 'UPDATE numbers SET n = n + 1000 WHERE n >= ?', args: [499]},
      {sql: 'SELECT count(*) AS count, max(n) AS most FROM numbers'},
    ])
    expect(changed?.rowsAffected).to.equal(2)
    expect({...read?.rows[0]}).to.deep.equal({count: 501, most: 1501})
    expect((await database.query('SELECT max(n) AS most FROM numbers'))[0]?.['most']).to.equal(1501)
  })

  it('has nothing left to save when it is closed', async () => {
    const all = Array.from({length: 200}, (_, n) => n)
    const acknowledged = all.map(insert)
    await database.close()
    await Promise.all(acknowledged)
    expect(await stored()).to.deep.equal(all)
  })

  it('loses nothing after another program held the lock for longer than SQLite waits', async () => {
    await insert(0)
    const holder = spawn(process.execPath, ['--input-type=module', '-e', HOLDER, url, String(HELD_MS)], {
      cwd: import.meta.dirname,
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    await once(holder.stdout, 'data')
    const ended = once(holder, 'close')
    let turns = 0
    const timer = setInterval(() => turns++, 20)
    await insert(1)
    clearInterval(timer)
    expect(turns, 'the event loop went on').to.be.above(20)
    await ended
    for (let n = 2; n < 30; n++) await insert(n)
    expect(await stored()).to.have.length(31)
  })

  it('counts nothing that the copy of a moved file does not hold', async () => {
    const saved: number[] = []
    let code: string | undefined
    for (let n = 0; n < 2000 && code === undefined; n++) {
      if (n === 100) await rename(folder.file('bench.db'), folder.file('away.db'))
      await insert(n).then(
        () => saved.push(n),
        (error: unknown) => (code = (error as {code?: string}).code),
      )
    }

    expect(code).to.equal('DATABASE_MOVED')
    expect(saved).to.have.length(100)
    const copy = (await readdir(folder.path)).find((name) => name.includes('.rescued-'))
    const client = createClient({url: `file:${folder.file(copy!)}`})
    const {rows} = await client.execute('SELECT count(*) AS count FROM numbers')
    client.close()
    expect(rows[0]?.['count']).to.be.at.least(saved.length)
    expect(await readdir(folder.path)).to.not.include('bench.db')
  })
})
