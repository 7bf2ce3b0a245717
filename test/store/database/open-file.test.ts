import {expect} from 'chai'
import {readdir, rename, rm, writeFile} from 'node:fs/promises'
import {databaseLocation} from '../../../src/store/database/location.js'
import {openStore, type Store} from '../../../src/store/store.js'
import {tempFolder} from '../../support/processes.js'
import {aResult, aRun} from '../../support/records.js'

describe('a database file that is taken away while it is open', () => {
  let folder: Awaited<ReturnType<typeof tempFolder>>
  let store: Store
  beforeEach(async () => {
    folder = await tempFolder()
    store = await open('bench.db')
    await store.runs.create(aRun({id: 'run-1'}))
    await store.results.save(aResult('run-1', {persona_id: 'before'}))
  })
  afterEach(async () => {
    await store.close()
    await folder.remove()
  })

  const open = (name: string) => openStore(databaseLocation(`file:${folder.file(name)}`, {}), {create: true})
  const codeOf = async (work: Promise<unknown>): Promise<string> =>
    work.then(
      () => 'done',
      (error: unknown) => (error as {code: string}).code,
    )
  const rescued = async () => (await readdir(folder.path)).filter((name) => name.includes('.rescued-'))

  const ways: [string, () => Promise<void>][] = [
    [
      'removed',
      async () => {
        for (const suffix of ['', '-wal', '-shm']) await rm(folder.file(`bench.db${suffix}`), {force: true})
      },
    ],
    ['moved', () => rename(folder.file('bench.db'), folder.file('elsewhere.db'))],
    [
      'replaced by another database',
      async () => {
        const other = await open('other.db')
        await other.close()
        await rename(folder.file('other.db'), folder.file('bench.db'))
      },
    ],
    [
      'replaced by an empty file',
      async () => {
        await rm(folder.file('bench.db'))
        await writeFile(folder.file('bench.db'), '')
      },
    ],
  ]
  for (const [way, take] of ways) {
    it(`${way}: nothing is acknowledged after that, and what was saved is in a copy that opens`, async () => {
      await take()
      expect(await codeOf(store.results.save(aResult('run-1', {persona_id: 'after'})))).to.equal(
        'DATABASE_MOVED',
      )
      expect(await codeOf(store.runs.list({limit: 10}))).to.equal('DATABASE_MOVED')
      expect(await codeOf(store.leases.renew('run-1', 'worker'))).to.equal('DATABASE_MOVED')
      const [copy, ...others] = await rescued()
      expect(others).to.deep.equal([])
      const saved = await open(copy!)
      const {results} = await saved.results.list({}, {limit: 10, offset: 0})
      // The write that found it out may be in the copy: it was not acknowledged, and a resume makes it again.
      expect(results.map(({persona_id}) => persona_id)).to.include('before')
      await saved.close()
    })
  }

  it('is noticed by who only reads, too', async () => {
    await rm(folder.file('bench.db'))
    expect(await codeOf(store.changes.latest())).to.equal('DATABASE_MOVED')
  })

  it('leaves the log of a database that took its place as it is', async () => {
    const other = await open('other.db')
    await other.runs.create(aRun({id: 'of-the-other'}))
    for (const suffix of ['', '-wal', '-shm'])
      await rename(folder.file(`other.db${suffix}`), folder.file(`bench.db${suffix}`))
    expect(await codeOf(store.changes.latest())).to.equal('DATABASE_MOVED')
    await store.close()
    expect(await readdir(folder.path)).to.include('bench.db-wal')
    const taken = await open('bench.db')
    expect((await taken.runs.list({limit: 10})).map(({id}) => id)).to.deep.equal(['of-the-other'])
    await taken.close()
    await other.close().catch(() => undefined)
  })
})
