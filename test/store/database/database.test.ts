import {LibsqlError} from '@libsql/client'
import type {Sqlite3Client} from '@libsql/client/sqlite3'
import {expect} from 'chai'
import {Database} from '../../../src/store/database/database.js'
import {databaseLocation} from '../../../src/store/database/location.js'
import {tempFolder} from '../../support/processes.js'

describe('a connection that another statement made anew', () => {
  let folder: Awaited<ReturnType<typeof tempFolder>>
  beforeEach(async () => {
    folder = await tempFolder()
  })
  afterEach(() => folder.remove())

  /** As the client answers a statement whose connection was closed under it. */
  const cutShort = () =>
    Promise.reject(
      new LibsqlError('The connection was closed while this operation was in flight', 'CLIENT_CLOSED'),
    )

  it('is asked again, and not after the database was closed', async () => {
    const database = await Database.open(databaseLocation(folder.file('bench.db'), {}))
    await database.write([{sql: 'CREATE TABLE numbers (n INTEGER)'}])
    // As the sources load it: the package has two builds.
    const {prototype} = (await import('@libsql/client/sqlite3')).Sqlite3Client
    const original = Object.getOwnPropertyDescriptor(prototype, 'execute')!
    const execute = original.value as Sqlite3Client['execute']
    let cuts = 2
    prototype.execute = function (this: Sqlite3Client, ...args: [never]) {
      return cuts-- > 0 ? cutShort() : execute.apply(this, args)
    }
    try {
      await database.write([{sql: 'INSERT INTO numbers VALUES (1)'}])
    } finally {
      Object.defineProperty(prototype, 'execute', original)
    }
    expect(cuts).to.be.lessThan(1)
    expect((await database.query('SELECT n FROM numbers')).map((row) => row['n'])).to.deep.equal([1])
    await database.close()
    const refusal = await database.query('SELECT n FROM numbers').catch((error: unknown) => error)
    expect(refusal).to.have.property('code', 'CLIENT_CLOSED')
  })
})
