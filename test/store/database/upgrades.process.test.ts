import {createClient} from '@libsql/client'
import {expect} from 'chai'
import {readFile, readdir} from 'node:fs/promises'
import {BenchError} from '../../../src/errors/bench-error.js'
import {Database} from '../../../src/store/database/database.js'
import {databaseLocation} from '../../../src/store/database/location.js'
import {openStore, openUnchanged} from '../../../src/store/store.js'
import {bringUpToDate, upgradeTeam} from '../../../src/store/database/upgrades.js'
import {synchronize} from '../../../src/sync/sync.js'
import {startSqld, tempFolder} from '../../support/processes.js'

const failure = (doing: Promise<unknown>) => doing.then(() => undefined).catch((error: unknown) => error)

describe('upgrades', () => {
  let folder: Awaited<ReturnType<typeof tempFolder>>
  let server: Awaited<ReturnType<typeof startSqld>>
  before(async () => {
    folder = await tempFolder()
    server = await startSqld(folder.file('sqld'))
  })
  after(async () => {
    await server.close()
    await folder.remove()
  })

  const schema3 = async (url: string) => {
    const client = createClient({url})
    const dump = await readFile(new URL('../schema-v3.sql', import.meta.url), 'utf8')
    await client.executeMultiple(dump.replace('PRAGMA foreign_keys=OFF;', ''))
    return client
  }

  it('of a local file keep one copy each time, whoever was there first', async () => {
    const file = folder.file('local.db')
    ;(await schema3(`file:${file}`)).close()
    const said: string[] = []
    const open = () =>
      openStore(databaseLocation(file, {}), {create: false, notice: (line) => said.push(line)})
    const stores = await Promise.all([open(), open(), open()])
    for (const store of stores) {
      expect((await store.results.list({}, {limit: 1, offset: 0})).total).to.equal(4)
      await store.close()
    }

    const copies = (await readdir(folder.path)).filter((name) => name.startsWith('local.db.'))
    expect(copies.every((name) => !name.endsWith('.partial'))).to.equal(true)
    expect(copies).to.include('local.db.schema-3')
    expect(said.length).to.be.greaterThanOrEqual(1)
  })

  it('do not happen where a database is only looked at', async () => {
    const file = folder.file('looked-at.db')
    const client = await schema3(`file:${file}`)
    const error = await failure(openUnchanged(databaseLocation(file, {})))
    expect(error).to.be.instanceOf(BenchError).and.to.include({code: 'OLDER_SCHEMA'})
    expect((await client.execute('PRAGMA user_version')).rows[0]?.['user_version']).to.equal(3)
    client.close()
  })

  it('of the team are made only when asked for, not while a run is worked on, and move nothing', async () => {
    const team = databaseLocation(server.url, {})
    const raw = await schema3(server.url)
    const before = (await raw.execute('SELECT * FROM changes ORDER BY kind, id')).rows.map((row) => ({
      ...row,
    }))
    const refused = await failure(openStore(team, {create: true}))
    expect(refused).to.be.instanceOf(BenchError).and.to.include({code: 'OLDER_SCHEMA', exit: 1})
    expect((refused as BenchError).next.join()).to.match(/bench sync --upgrade-team/)

    const lease = `INSERT INTO run_leases SELECT id, 1, 1, 'w', 'elsewhere', 7, unixepoch() * 1000 FROM runs`
    await raw.execute(lease)
    const inUse = await failure(upgradeTeam(team))
    expect(inUse).to.be.instanceOf(BenchError).and.to.include({code: 'TEAM_IN_USE', exit: 1})
    expect((inUse as BenchError).message).to.match(/process 7 on elsewhere/)
    expect((await raw.execute('PRAGMA user_version')).rows[0]?.['user_version']).to.equal(3)

    // A dead worker's.
    await raw.execute('UPDATE run_leases SET heartbeat_at = 0')
    await raw.execute(`UPDATE changes SET updated_by = 'device of ' || kind WHERE kind IN ('run', 'note')`)
    const progress: number[] = []
    expect(await upgradeTeam(team, {progress: (entries) => progress.push(entries)})).to.deep.equal({
      from: 'schema 3',
      devices: 2,
    })
    expect(progress).to.deep.equal([17])
    const after = (await raw.execute('SELECT * FROM changes ORDER BY kind, id')).rows.map((row) => ({...row}))
    const stamps = (rows: typeof before) =>
      rows.map((row) => [row['id'], row['seq'], row['updated_at'], row['rev']])
    expect(stamps(after)).to.deep.equal(stamps(before))
    expect(await upgradeTeam(team)).to.equal(undefined)

    const store = await openStore(team, {create: true})
    const mine = await openStore(databaseLocation(folder.file('mine.db'), {}), {create: true})
    const options = {device: 'mine', pull: true, push: true, calls: true, acceptRemote: false}
    expect((await synchronize(mine, store, options)).tables.rating.pulled).to.equal(3)
    await mine.close()
    await store.close()
    raw.close()
  })

  it('are noticed by those who write', async () => {
    const file = folder.file('newer.db')
    const location = databaseLocation(file, {})
    await (await openStore(location, {create: true})).close()
    const database = await Database.open(location)
    database.guardSchema(4, -Infinity)
    const change = [{sql: `INSERT INTO definitions VALUES (hex(randomblob(8)), 'style', 'terse', '{}')`}]
    await database.write(change)
    const newer = createClient({url: location.url})
    await newer.execute('PRAGMA user_version = 5')
    newer.close()
    database.guardSchema(4, -Infinity)
    const error = await failure(database.write(change))
    expect(error).to.be.instanceOf(BenchError).and.to.include({code: 'NEWER_SCHEMA'})
    expect(await database.query('SELECT * FROM definitions')).to.have.length(1)
    await database.close()
  })

  it('leave what cannot be copied as it is', async () => {
    const file = folder.file('no-copy.db')
    ;(await schema3(`file:${file}`)).close()
    const database = await Database.open(databaseLocation(file, {}))
    // Nothing can be made beside a path that leads through a file.
    const elsewhere = Object.assign(Object.create(database) as Database, {})
    Object.defineProperty(elsewhere, 'location', {value: {...database.location, path: `${file}/nowhere.db`}})
    for (const name of ['query', 'write', 'useWal'] as const)
      Object.defineProperty(elsewhere, name, {value: database[name].bind(database)})
    const error = await failure(bringUpToDate(elsewhere, () => {}))
    expect(error).to.be.instanceOf(BenchError).and.to.include({code: 'COPY_FAILED', exit: 1})
    expect((await database.query('PRAGMA user_version'))[0]?.['user_version']).to.equal(3)
    await database.close()
  })
})
