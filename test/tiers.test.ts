import {expect} from 'chai'
import {createClient} from '@libsql/client/sqlite3'
import {execFile, spawn, spawnSync} from 'node:child_process'
import Connection from 'libsql'
import {databaseLocation} from '../src/store/database/location.js'
import {openStore} from '../src/store/store.js'
import {tempFolder} from './support/processes.js'
import {newDatabase} from './support/stores.js'

async function contentOf(file: string) {
  const client = createClient({url: `file:${file}`})
  const {rows: schema} = await client.execute(
    'SELECT type, name, tbl_name, sql FROM sqlite_schema ORDER BY name',
  )
  const {rows: meta} = await client.execute('SELECT db_id FROM meta')
  client.close()
  return {schema: schema.map((row) => ({...row})), id: meta[0]!['db_id'] as string}
}

describe('a file of unit tests', () => {
  it('cannot start a process: its name would be wrong', () => {
    for (const start of [spawn, spawnSync, execFile])
      expect(() => start(process.execPath, ['--version'])).to.throw('x.process.test.ts')
  })
})

describe('a commit of unit tests', () => {
  it('does not wait for the disk', () => {
    const connection = new Connection(':memory:')
    connection.exec('PRAGMA synchronous = FULL')
    expect(connection.prepare('PRAGMA synchronous').all()).to.deep.equal([{synchronous: 0}])
    connection.close()
  })
})

describe('a new database of a test', () => {
  it('is what bench makes, with an id of its own', async () => {
    const folder = await tempFolder()
    const made = databaseLocation(`file:${folder.file('made.db')}`, {})
    await (await openStore(made, {create: true})).close()
    for (const name of ['first.db', 'second.db']) await newDatabase(folder.file(name))
    const [wanted, first, second] = await Promise.all(
      ['made.db', 'first.db', 'second.db'].map((name) => contentOf(folder.file(name))),
    )
    await folder.remove()
    expect(first!.schema).to.have.length.above(40)
    expect(first!.schema).to.deep.equal(wanted!.schema)
    expect(new Set([wanted, first, second].map((content) => content!.id)).size).to.equal(3)
    for (const {id} of [first!, second!]) expect(id).to.match(/^[0-9a-f]{32}$/)
  })
})
