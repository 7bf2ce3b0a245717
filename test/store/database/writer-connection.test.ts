import {createClient} from '@libsql/client'
import {expect} from 'chai'
import {rename, rm, writeFile} from 'node:fs/promises'
import {existsSync, readFileSync} from 'node:fs'
import {OpenFile} from '../../../src/store/database/open-file.js'
import {WriterConnection} from '../../../src/store/database/writer-connection.js'
import type {StatementMessage} from '../../../src/store/database/writer-thread.js'
import {tempFolder} from '../../support/processes.js'

const insert = (n: number): StatementMessage[] => [['INSERT INTO numbers VALUES (?)', [n]]]

describe('the connection of a writer thread', () => {
  let folder: Awaited<ReturnType<typeof tempFolder>>
  let path: string
  let connection: WriterConnection
  beforeEach(async () => {
    folder = await tempFolder()
    path = folder.file('bench.db')
    const client = createClient({url: `file:${path}`})
    await client.executeMultiple(
      'PRAGMA journal_mode = WAL; CREATE TABLE numbers (n INTEGER UNIQUE CHECK (n < 100)); PRAGMA user_version = 4',
    )
    client.close()
    connection = open()
  })
  afterEach(async () => {
    connection.close()
    await folder.remove()
  })

  const open = (more: {schema?: number; lockTimeoutMs?: number; busyDeadlineMs?: number} = {}) => {
    const file = new OpenFile(path)
    file.isInPlace()
    return new WriterConnection({
      path,
      file: file.id,
      schema: undefined,
      lockTimeoutMs: 50,
      busyDeadlineMs: 10_000,
      ...more,
    })
  }
  const stored = async (where = path) => {
    const client = createClient({url: `file:${where}`})
    const {rows} = await client.execute('SELECT n FROM numbers ORDER BY n')
    client.close()
    return rows.map(({n}) => n)
  }

  it('commits the units of a group together, and tells what each of their statements gave', async () => {
    const answers = connection.commit([
      {id: 7, statements: insert(1)},
      {
        id: 8,
        statements: [
          ['INSERT INTO numbers VALUES (?), (?)', [2, 3]],
          ["SELECT n, n + 0.5 AS half, NULL AS none, x'01' AS bytes FROM numbers ORDER BY n", []],
        ],
      },
    ])
    expect(answers).to.deep.equal([
      {id: 7, results: [{changes: 1}]},
      {
        id: 8,
        results: [
          {changes: 2},
          {
            columns: ['n', 'half', 'none', 'bytes'],
            rows: [1, 2, 3].map((n) => [n, n + 0.5, null, Uint8Array.of(1).buffer]),
          },
        ],
      },
    ])
    expect(await stored()).to.deep.equal([1, 2, 3])
  })

  it('lets a bad unit take no other unit with it, and goes on', async () => {
    const answers = connection.commit([
      {id: 1, statements: insert(1)},
      {id: 2, statements: [...insert(2), ...insert(1)]},
      {id: 3, statements: insert(3)},
    ])
    expect(answers.map((answer) => 'results' in answer)).to.deep.equal([true, false, true])
    expect(answers[1])
      .to.have.nested.property('failed.code')
      .that.matches(/^SQLITE_CONSTRAINT/)
    expect(connection.commit([{id: 4, statements: insert(4)}])[0]).to.have.property('results')
    expect(await stored()).to.deep.equal([1, 3, 4])
  })

  it('tells every unit of a group why none could be saved', async () => {
    const answers = connection.commit([
      {id: 1, statements: insert(1)},
      {id: 2, statements: [['INSERT INTO nowhere VALUES (1)', []]]},
    ])
    for (const answer of answers)
      expect(answer).to.have.nested.property('failed.message').that.includes('nowhere')
    expect(connection.commit([{id: 3, statements: insert(3)}])[0]).to.have.property('results')
    expect(await stored()).to.deep.equal([3])
  })

  it('refuses what no database holds, without a trace', async () => {
    for (const value of [NaN, Infinity, undefined])
      expect(
        connection.commit([{id: 1, statements: [['INSERT INTO numbers VALUES (?)', [value]]]}])[0],
      ).to.have.property('failed')
    expect(await stored()).to.deep.equal([])
  })

  it('waits for the lock of another program, and loses nothing of what it acknowledges afterwards', async () => {
    const other = createClient({url: `file:${path}`})
    const lock = await other.transaction('write')
    await lock.execute('INSERT INTO numbers VALUES (50)')
    connection.close()
    connection = open({busyDeadlineMs: 120})
    const [refused] = connection.commit([{id: 1, statements: insert(1)}])
    expect(refused).to.have.nested.property('failed.code', 'SQLITE_BUSY')
    await lock.commit()
    for (let n = 2; n < 5; n++)
      expect(connection.commit([{id: n, statements: insert(n)}])[0]).to.have.property('results')
    other.close()
    expect(await stored()).to.deep.equal([2, 3, 4, 50])
  })

  it('writes nothing into a file that took the place of its own, nor makes a file where none is', async () => {
    connection.commit([{id: 1, statements: insert(1)}])
    await rename(path, folder.file('away.db'))
    expect(connection.commit([{id: 2, statements: insert(2)}])).to.deep.equal([{id: 2, moved: true}])
    await writeFile(path, 'another file')
    expect(connection.commit([{id: 3, statements: insert(3)}])).to.deep.equal([{id: 3, moved: true}])
    expect(readFileSync(path, 'utf8')).to.equal('another file')
    await rm(path)
    expect(connection.commit([{id: 4, statements: insert(4)}])).to.deep.equal([{id: 4, moved: true}])
    expect(existsSync(path)).to.equal(false)
  })

  it('opens no other file than the one that was open before', async () => {
    const file = new OpenFile(path)
    file.isInPlace()
    await rename(path, folder.file('away.db'))
    const client = createClient({url: `file:${path}`})
    await client.execute('CREATE TABLE numbers (n INTEGER)')
    client.close()
    expect(
      () =>
        new WriterConnection({path, file: file.id, schema: undefined, lockTimeoutMs: 50, busyDeadlineMs: 50}),
    ).to.throw('moved')
    expect(await stored()).to.deep.equal([])
  })
})
