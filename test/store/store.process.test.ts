import {createClient} from '@libsql/client'
import {expect} from 'chai'
import {spawn} from 'node:child_process'
import {databaseLocation} from '../../src/store/database/location.js'
import {openStore, type Store} from '../../src/store/store.js'
import {startSqld, tempFolder} from '../support/processes.js'
import {aRun} from '../support/records.js'
import {storeContract} from './contract.js'

const open = (url: string) => openStore(databaseLocation(url, {}), {create: true})

describe('the store, on a server and beside other processes', () => {
  let folder: Awaited<ReturnType<typeof tempFolder>>
  before(async () => {
    folder = await tempFolder()
  })
  after(() => folder.remove())

  describe('on a real sqld', () => {
    let store: Store
    let server: Awaited<ReturnType<typeof startSqld>>
    before(async () => {
      server = await startSqld(folder.file('sqld'))
      store = await open(server.url)
    })
    after(async () => {
      await store.close()
      await server.close()
    })
    storeContract(() => store)

    it('opens a second time and finds what is there', async () => {
      const run = aRun()
      await store.runs.create(run)
      const again = await open(server.url)
      expect(await again.runs.get(run.id)).to.deep.equal(run)
      await again.close()
    })
  })

  it('two processes write to one file beside a long reader: nothing is locked, lost or doubled', async () => {
    const url = `file:${folder.file('shared.db')}`
    const store = await open(url)
    await store.runs.create(aRun({id: 'shared'}))
    const reader = createClient({url})
    const reading = await reader.transaction('read')
    await reading.execute('SELECT count(*) FROM results')
    const writer = new URL('../support/writer-process.ts', import.meta.url).pathname
    const codes = await Promise.all(
      ['one', 'two'].map((name) => {
        const child = spawn(process.execPath, ['--import', 'tsx', writer, url, name, '400'], {
          stdio: 'inherit',
        })
        return new Promise((done) => child.on('close', done))
      }),
    )
    expect(codes).to.deep.equal([0, 0])
    await reading.rollback()
    reader.close()
    expect((await store.results.completedIds('shared')).size).to.equal(800)
    await store.close()
  }).timeout(60_000)
})
