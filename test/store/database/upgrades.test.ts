import {createClient} from '@libsql/client'
import {expect} from 'chai'
import {existsSync, readFileSync} from 'node:fs'
import fs, {readdir, readFile, writeFile} from 'node:fs/promises'
import {syncBuiltinESMExports} from 'node:module'
import {setTimeout as sleep} from 'node:timers/promises'
import {Database} from '../../../src/store/database/database.js'
import {databaseLocation} from '../../../src/store/database/location.js'
import {SCHEMA_VERSION} from '../../../src/store/database/migrations.js'
import {openStore} from '../../../src/store/store.js'
import {assertOurs, bringUpToDate, upgradeTeam} from '../../../src/store/database/upgrades.js'
import {tempFolder} from '../../support/processes.js'

const failure = (doing: Promise<unknown>) => doing.then(() => undefined).catch((error: unknown) => error)

describe('an upgrade', () => {
  let folder: Awaited<ReturnType<typeof tempFolder>>
  const [open, peek] = [Database.open.bind(Database), Database.peek.bind(Database)]
  const {link, rename, rm, open: openFile} = fs
  beforeEach(async () => {
    folder = await tempFolder()
  })
  afterEach(async () => {
    Object.assign(Database, {open, peek})
    Object.assign(fs, {link, rename, rm, open: openFile})
    syncBuiltinESMExports()
    await folder.remove()
  })

  const location = (name = 'bench.db') => databaseLocation(folder.file(name), {})

  /** A database of schema 3, with what is done to it besides. */
  async function schema3(name = 'bench.db', ...statements: string[]): Promise<void> {
    const client = createClient({url: `file:${folder.file(name)}`})
    const dump = await readFile(new URL('../schema-v3.sql', import.meta.url), 'utf8')
    await client.executeMultiple(dump.replace('PRAGMA foreign_keys=OFF;', ''))
    for (const statement of statements) await client.execute(statement)
    client.close()
  }

  const versionOf = async (name = 'bench.db') => {
    const client = createClient({url: `file:${folder.file(name)}`})
    const {rows} = await client.execute('PRAGMA user_version')
    client.close()
    return rows[0]?.['user_version']
  }

  /** Databases that take a while to close: who has waited for that finds `closed` counted. */
  function slowToClose(name: 'open' | 'peek') {
    const count = {closed: 0}
    const original: typeof Database.open = name === 'open' ? open : peek
    Database[name] = async (...args: Parameters<typeof Database.open>) => {
      const database = await original(...args)
      const close = database.close.bind(database)
      database.close = async () => {
        await sleep(20)
        await close()
        count.closed++
      }
      return database
    }
    return count
  }

  it('leaves each earlier copy as it is, and gives its own a number', async () => {
    await schema3()
    await writeFile(folder.file('bench.db.schema-3'), 'an earlier copy')
    const said: string[] = []
    await (await openStore(location(), {create: false, notice: (line) => said.push(line)})).close()
    expect(readFileSync(folder.file('bench.db.schema-3'), 'utf8')).to.equal('an earlier copy')
    expect(await versionOf('bench.db.schema-3-2')).to.equal(3)
    expect(said.join()).to.contain('kept in bench.db.schema-3-2 beside it')
    expect((await readdir(folder.path)).filter((name) => name.endsWith('.partial'))).to.deep.equal([])
  })

  it('renames its copy where the disk has no links', async () => {
    await schema3()
    fs.link = () => Promise.reject(Object.assign(new Error('no links'), {code: 'EPERM'}))
    fs.rename = (...names) => sleep(50).then(() => rename(...names))
    syncBuiltinESMExports()
    await (await openStore(location(), {create: false, notice: () => {}})).close()
    expect(await versionOf('bench.db.schema-3')).to.equal(3)
    expect(await versionOf()).to.equal(SCHEMA_VERSION)
  })

  it('names its copy when that is on the disk, and leaves nothing half made behind', async () => {
    await schema3()
    const steps: string[] = []
    fs.open = async (...args) => {
      const file = await openFile(...args)
      const sync = file.sync.bind(file)
      file.sync = () =>
        sleep(50)
          .then(() => sync())
          .then(() => void steps.push('on the disk'))
      return file
    }
    fs.link = (...names) => link(...names).then(() => void steps.push('named'))
    fs.rm = (...args) => sleep(500).then(() => rm(...args))
    syncBuiltinESMExports()
    await (await openStore(location(), {create: false, notice: () => {}})).close()
    expect(steps).to.deep.equal(['on the disk', 'named'])
    expect((await readdir(folder.path)).filter((name) => name.endsWith('.partial'))).to.deep.equal([])
  })

  it('does not happen where no copy can be kept', async () => {
    await schema3()
    fs.link = () => Promise.reject(Object.assign(new Error('no room'), {code: 'ENOSPC'}))
    syncBuiltinESMExports()
    const error = await failure(openStore(location(), {create: false, notice: () => {}}))
    expect(error).to.include({code: 'COPY_FAILED', exit: 1})
    expect(existsSync(folder.file('bench.db.schema-3'))).to.equal(false)
    expect(await versionOf()).to.equal(3)
  })

  it('is not made of another program’s file: that is known before, and the file let go of', async () => {
    const client = createClient({url: `file:${folder.file('songs.db')}`})
    await client.execute('CREATE TABLE songs (id)')
    client.close()
    const count = slowToClose('peek')
    expect(await failure(assertOurs(location('songs.db')))).to.include({code: 'FOREIGN_DATABASE'})
    expect(count.closed).to.equal(1)
  })

  it('says so when the log of a current database cannot be switched on', async () => {
    await (await openStore(location(), {create: true})).close()
    const database = await Database.open(location())
    database.useWal = () => sleep(10).then(() => Promise.reject(new Error('no log')))
    expect(await failure(bringUpToDate(database, () => {}))).to.have.property('message', 'no log')
    await database.close()
  })

  describe('of a team’s database', () => {
    it('copies in slices, all of them before the last step, and closes', async () => {
      // Each entry is a slice of its own.
      await schema3('team.db', 'UPDATE changes SET seq = seq * 20000')
      const count = slowToClose('open')
      const progress: number[] = []
      const done = await upgradeTeam(location('team.db'), {progress: (entries) => progress.push(entries)})
      expect(done).to.deep.include({from: 'schema 3'})
      expect(count.closed).to.equal(1)
      expect(progress).to.deep.equal(Array.from({length: 17}, (_, at) => at + 1))
      expect(await versionOf('team.db')).to.equal(SCHEMA_VERSION)
    })

    it('is given up for a run that began meanwhile, with the name of who works on it', async () => {
      await schema3('team.db')
      Database.open = async (...args: Parameters<typeof Database.open>) => {
        const database = await open(...args)
        const write = database.write.bind(database)
        database.write = async (statements) => {
          if (statements.some(({sql}) => sql.includes('a lease is alive')))
            await write([
              {
                sql: `INSERT INTO run_leases SELECT id, 1, 1, 'w', 'elsewhere', 7, unixepoch() * 1000 FROM runs`,
              },
            ])
          return write(statements)
        }
        return database
      }
      const error = await failure(upgradeTeam(location('team.db')))
      expect(error).to.include({code: 'TEAM_IN_USE', exit: 1})
      expect(error).to.have.property('message').that.contains('process 7 on elsewhere')
      expect(await versionOf('team.db')).to.equal(3)
    })

    it('is nothing where the database is current, and says what an empty one was', async () => {
      expect(await upgradeTeam(location('new.db'))).to.deep.equal({from: 'nothing', devices: 0})
      expect(await upgradeTeam(location('new.db'))).to.equal(undefined)
    })
  })
})
