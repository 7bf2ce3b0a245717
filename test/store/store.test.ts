import {createClient} from '@libsql/client'
import {expect} from 'chai'
import {readFile, writeFile} from 'node:fs/promises'
import {existsSync} from 'node:fs'
import {BenchError} from '../../src/errors/bench-error.js'
import {databaseLocation} from '../../src/store/database/location.js'
import {openStore, type Store} from '../../src/store/store.js'
import {tempFolder} from '../support/processes.js'
import {aResult, aRun} from '../support/records.js'
import {storeContract} from './contract.js'

const open = (url: string, create = true) => openStore(databaseLocation(url, {}), {create})

async function refusal(url: string, create = true): Promise<BenchError> {
  try {
    await (await open(url, create)).close()
  } catch (error) {
    expect(error).to.be.instanceOf(BenchError)
    return error as BenchError
  }

  throw new Error('a refusal was expected')
}

describe('the store', () => {
  let folder: Awaited<ReturnType<typeof tempFolder>>
  before(async () => {
    folder = await tempFolder()
  })
  after(() => folder.remove())

  describe('in a local file', () => {
    let store: Store
    before(async () => (store = await open(`file:${folder.file('contract.db')}`)))
    after(() => store.close())
    storeContract(() => store)
  })

  describe('in memory', () => {
    let store: Store
    before(async () => (store = await open(':memory:')))
    after(() => store.close())
    storeContract(() => store)
  })

  describe('ratings', () => {
    it('never multiply results or costs, and totals follow every change', async () => {
      const url = `file:${folder.file('ratings.db')}`
      const store = await open(url)
      const run = aRun()
      await store.runs.create(run)
      const result = aResult(run.id, {cost_usd: 2})
      await store.results.save(result)
      const client = createClient({url})
      for (const [user, rating] of [
        ['ann', 5],
        ['bob', 2],
        ['cem', 2],
      ] as const) {
        await client.execute({
          sql: 'INSERT INTO ratings (id, result_id, user_id, rating, created_at) VALUES (?, ?, ?, ?, ?)',
          args: [user, result.id, user, rating, 'now'],
        })
      }

      const figures = async () => (await store.stats.groups(['model'], {}))[0]
      expect(await figures()).to.include({
        result_count: 1,
        rated_results: 1,
        rated_count: 3,
        avg_rating: 3,
        total_cost_usd: 2,
      })
      await client.execute(`UPDATE ratings SET rating = 5 WHERE user_id = 'bob'`)
      expect(await figures()).to.include({rated_count: 3, avg_rating: 4})
      await client.execute(`DELETE FROM ratings WHERE user_id = 'cem'`)
      expect(await figures()).to.include({rated_count: 2, avg_rating: 5})
      expect(await store.results.get(result.id)).to.include({rating_count: 2, avg_rating: 5})
      client.close()
      await store.close()
    })
  })

  describe('opening', () => {
    it('makes no file for a reader', async () => {
      const path = folder.file('nowhere.db')
      expect(await refusal(`file:${path}`, false)).to.include({code: 'NO_DATABASE', exit: 2})
      expect(existsSync(path)).to.equal(false)
    })

    it('refuses what is no database, and leaves it as it was', async () => {
      const path = folder.file('junk.db')
      await writeFile(path, 'this is a shopping list, not a database\n'.repeat(100))
      const before = await readFile(path)
      expect(await refusal(`file:${path}`)).to.include({code: 'NOT_A_DATABASE', exit: 2})
      expect((await readFile(path)).equals(before)).to.equal(true)
    })

    it("refuses another program's database", async () => {
      const url = `file:${folder.file('foreign.db')}`
      const client = createClient({url})
      await client.execute('CREATE TABLE songs (id)')
      const before = await readFile(folder.file('foreign.db'))
      expect(await refusal(url)).to.include({code: 'FOREIGN_DATABASE', exit: 2})
      expect((await readFile(folder.file('foreign.db'))).equals(before)).to.equal(true)
      const {rows} = await client.execute(`SELECT name FROM sqlite_master`)
      expect(rows.map((row) => row['name'])).to.deep.equal(['songs'])
      client.close()
    })

    it('refuses a newer schema, and leaves it as it was', async () => {
      const url = `file:${folder.file('newer.db')}`
      await (await open(url)).close()
      const client = createClient({url})
      await client.execute('PRAGMA user_version = 99')
      const error = await refusal(url)
      expect(error).to.include({code: 'NEWER_SCHEMA', exit: 1})
      expect(error.next.join()).to.contain('Upgrade')
      expect((await client.execute('PRAGMA user_version')).rows[0]?.['user_version']).to.equal(99)
      client.close()
    })

    it('names a folder that is not there', async () => {
      expect(await refusal(`file:${folder.file('no/such/folder/x.db')}`)).to.include({
        code: 'DATABASE_UNREACHABLE',
        exit: 1,
      })
    })

    it('names a server that is not there', async () => {
      expect(await refusal('http://127.0.0.1:1')).to.include({code: 'DATABASE_UNREACHABLE', exit: 1})
    }).timeout(30_000)

    it('makes one schema when several open a new file at once', async () => {
      const url = `file:${folder.file('race.db')}`
      const stores = await Promise.all(Array.from({length: 5}, () => open(url)))
      const run = aRun()
      await stores[0]!.runs.create(run)
      expect(await stores[4]!.runs.get(run.id)).to.deep.equal(run)
      for (const store of stores) await store.close()
    })
  })
})
