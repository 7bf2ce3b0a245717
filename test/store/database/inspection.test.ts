import {createClient} from '@libsql/client'
import {expect} from 'chai'
import {copyFile, readFile} from 'node:fs/promises'
import {statSync} from 'node:fs'
import {inspectDatabase} from '../../../src/store/database/inspection.js'
import {databaseLocation} from '../../../src/store/database/location.js'
import {SCHEMA_VERSION} from '../../../src/store/database/migrations.js'
import {openStore} from '../../../src/store/store.js'
import {synchronize} from '../../../src/sync/sync.js'
import {tempFolder} from '../../support/processes.js'
import {aResult, aRun} from '../../support/records.js'

describe('the inspection of a database', () => {
  let folder: Awaited<ReturnType<typeof tempFolder>>
  beforeEach(async () => {
    folder = await tempFolder()
  })
  afterEach(() => folder.remove())

  const location = (name = 'bench.db') => databaseLocation(folder.file(name), {})
  const change = async (name: string, ...statements: string[]) => {
    const client = createClient({url: `file:${folder.file(name)}`})
    for (const statement of statements) await client.execute(statement)
    client.close()
  }
  async function filled(name = 'bench.db') {
    const store = await openStore(location(name), {create: true})
    const run = aRun()
    const result = aResult(run.id)
    await store.runs.create(run)
    await store.results.save(result)
    await store.ratings.save({
      result_id: result.id,
      user_id: 'ann',
      rating: 4,
      created_at: 'now',
      blind: true,
    })
    return store
  }

  it('finds nothing wrong with one that is in use, and its log and size', async () => {
    await (await filled()).close()
    const {clock_ahead_ms, ...found} = await inspectDatabase(location())
    expect(found).to.deep.equal({
      ...{schema: SCHEMA_VERSION, wrong_totals: 0, is_read_only: false, damage: [], pending: null},
      ...{journal_mode: 'wal', size_bytes: statSync(folder.file('bench.db')).size},
    })
    expect(Math.abs(clock_ahead_ms)).to.be.lessThan(10_000)
  })

  it('takes the log from what the file says, as a connection that cannot write may say something else', async () => {
    await (await filled()).close()
    await change('bench.db', 'PRAGMA wal_checkpoint(TRUNCATE)')
    // The file alone, as it is found on a disk that nobody writes to.
    await copyFile(folder.file('bench.db'), folder.file('alone.db'))
    expect(await inspectDatabase(location('alone.db'))).to.include({
      ...{schema: SCHEMA_VERSION, journal_mode: 'wal'},
    })
  })

  it('counts totals that differ from their ratings, and rows that belong to nothing', async () => {
    await (await filled()).close()
    await change(
      'bench.db',
      'UPDATE results SET rating_sum = 5',
      'PRAGMA foreign_keys = OFF',
      'DELETE FROM runs',
    )
    const {wrong_totals, damage} = await inspectDatabase(location())
    expect(wrong_totals).to.equal(1)
    expect(damage).to.include('a row of results belongs to nothing')
  })

  it('counts what the team’s database does not have, once there was a sync', async () => {
    const store = await filled()
    const team = await openStore(location('team.db'), {create: true})
    const options = {device: 'a', pull: true, push: true, calls: true, acceptRemote: false}
    await synchronize(store, team, options)
    expect((await inspectDatabase(location())).pending).to.equal(0)
    const run = aRun()
    await store.runs.create(run)
    await store.results.save(aResult(run.id))
    expect((await inspectDatabase(location())).pending).to.equal(2)
    await store.close()
    await team.close()
  })

  it('tells an older schema and an empty file, and compares no totals there', async () => {
    const client = createClient({url: `file:${folder.file('older.db')}`})
    const dump = await readFile(new URL('../schema-v3.sql', import.meta.url), 'utf8')
    await client.executeMultiple(dump.replace('PRAGMA foreign_keys=OFF;', ''))
    client.close()
    expect(await inspectDatabase(location('older.db'))).to.include({
      schema: 3,
      wrong_totals: null,
      pending: null,
    })
    await change('empty.db', 'PRAGMA user_version = 0', 'CREATE TABLE t (a)', 'DROP TABLE t')
    expect(await inspectDatabase(location('empty.db'))).to.include({
      ...{schema: null, wrong_totals: null, journal_mode: 'delete'},
    })
  })
})
