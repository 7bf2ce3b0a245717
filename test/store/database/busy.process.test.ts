import {spawn} from 'node:child_process'
import {once} from 'node:events'
import {createClient} from '@libsql/client'
import {expect} from 'chai'
import {Database} from '../../../src/store/database/database.js'
import {databaseLocation} from '../../../src/store/database/location.js'
import {tempFolder} from '../../support/processes.js'

/** Longer than SQLite itself waits for a lock, so that it says SQLITE_BUSY. */
const HELD_MS = 5400

/** Another program: takes the write lock, says so, and commits after a while. */
const HOLDER = `
  import {createClient} from '@libsql/client'
  const [url, ms] = process.argv.slice(1)
  const client = createClient({url, timeout: 5000})
  const transaction = await client.transaction('write')
  await transaction.execute('INSERT INTO numbers VALUES (-1)')
  console.log('held')
  await new Promise((done) => setTimeout(done, Number(ms)))
  await transaction.commit()
`

describe('a database that was locked for longer than SQLite waits', () => {
  it('loses nothing of what it acknowledges afterwards', async () => {
    const folder = await tempFolder()
    const url = `file:${folder.file('busy.db')}`
    const other = createClient({url})
    await other.executeMultiple('PRAGMA journal_mode = WAL; CREATE TABLE numbers (n INTEGER)')
    const database = await Database.open(databaseLocation(url, {}))
    const insert = (n: number) => database.write([{sql: 'INSERT INTO numbers VALUES (?)', args: [n]}])
    await insert(0)
    const holder = spawn(process.execPath, ['--input-type=module', '-e', HOLDER, url, String(HELD_MS)], {
      cwd: import.meta.dirname,
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    await once(holder.stdout, 'data')
    const ended = once(holder, 'close')
    await insert(1)
    await ended
    for (let n = 2; n < 30; n++) await insert(n)
    await database.close()
    other.close()
    const fresh = createClient({url})
    const {rows} = await fresh.execute('SELECT count(*) AS count FROM numbers')
    fresh.close()
    await folder.remove()
    expect(rows[0]!['count']).to.equal(31)
  })
})
