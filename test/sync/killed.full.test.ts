import {createClient} from '@libsql/client'
import {expect} from 'chai'
import {databaseLocation} from '../../src/store/database/location.js'
import {openStore} from '../../src/store/store.js'
import {startProxy} from '../support/faulty-proxy.js'
import {bench, startBench, startSqld, tempFolder} from '../support/processes.js'
import {aCall, aResult, aRun} from '../support/records.js'

const RESULTS = 1000

describe('bench sync, killed in the middle', () => {
  let folder: Awaited<ReturnType<typeof tempFolder>>
  let sqld: Awaited<ReturnType<typeof startSqld>>
  let proxy: Awaited<ReturnType<typeof startProxy>>
  before(async () => {
    folder = await tempFolder()
    sqld = await startSqld(folder.file('sqld'))
    proxy = await startProxy(sqld.url)
    const store = await openStore(databaseLocation(`file:${folder.file('here.db')}`, {}), {create: true})
    const run = aRun()
    await store.runs.create(run)
    const results = Array.from({length: RESULTS}, () => aResult(run.id))
    await Promise.all(
      results.flatMap((result) => [store.results.save(result), store.calls.save(aCall(run.id, result.id))]),
    )
    await store.ratings.saveAll(
      results.map(({id}) => ({result_id: id, user_id: 'ann', rating: 3, created_at: 'now', blind: true})),
      [],
    )
    await store.close()
  })
  after(async () => {
    await proxy.close()
    await sqld.close()
    await folder.remove()
  })

  const sync = (db: string) => ['sync', '--json', '--db', `file:${folder.file(db)}`, '--remote', proxy.url]

  /** Kills the process at its n-th request: before the server saw it, or after it was done, but not answered. */
  async function killedAt(db: string, request: number, fault: 'drop-before' | 'drop-after'): Promise<void> {
    const {child, finished} = startBench(sync(db), {cwd: folder.path})
    const first = proxy.requests
    proxy.settings.fault = (index) => {
      if (index < first + request) return 'none'
      child.kill('SIGKILL')
      return fault
    }
    expect((await finished).signal).to.equal('SIGKILL')
    proxy.settings.fault = () => 'none'
  }

  async function rows(url: string): Promise<string[]> {
    const client = createClient({url})
    const tables = ['runs', 'results', 'ratings', 'calls']
    const all = await Promise.all(
      tables.map(async (table) =>
        (await client.execute(`SELECT * FROM ${table} ORDER BY id`)).rows.map((row) => JSON.stringify(row)),
      ),
    )
    client.close()
    return all.flat()
  }

  async function again(db: string): Promise<void> {
    const {code, stdout} = await bench(sync(db), {cwd: folder.path})
    expect(code, stdout).to.equal(0)
  }

  it('in the push: the next one goes on, nothing is lost or doubled', async () => {
    for (const [request, fault] of [
      [6, 'drop-before'],
      [8, 'drop-after'],
      [7, 'drop-after'],
    ] as const)
      await killedAt('here.db', request, fault)
    await again('here.db')
    expect(await rows(sqld.url)).to.deep.equal(await rows(`file:${folder.file('here.db')}`))
  }).timeout(120_000)

  it('in the pull: likewise', async () => {
    for (const [request, fault] of [
      [7, 'drop-before'],
      [9, 'drop-after'],
      [8, 'drop-after'],
    ] as const)
      await killedAt('there.db', request, fault)
    await again('there.db')
    expect(await rows(`file:${folder.file('there.db')}`))
      .to.deep.equal(await rows(sqld.url))
      .and.to.have.length(3 * RESULTS + 1)
  }).timeout(120_000)

  it('moves nothing a second time, and for one new result reads and writes a handful of rows', async () => {
    const counts = {read: 0, written: 0}
    proxy.settings.onAnswer = (_body, answer) => {
      for (const [, what, count] of answer.matchAll(/"rows_(read|written)":(\d+)/g))
        counts[what as 'read' | 'written'] += Number(count)
    }
    await again('here.db')
    const nothing = {...counts}
    expect(nothing.written).to.equal(0)
    expect(nothing.read).to.be.below(100)
    const store = await openStore(databaseLocation(`file:${folder.file('here.db')}`, {}), {create: false})
    const {id} = aRun()
    await store.runs.create(aRun({id, status: 'completed'}))
    await store.results.save(aResult(id))
    await store.close()
    await again('here.db')
    expect(counts.written).to.be.below(30)
    expect(counts.read - nothing.read).to.be.below(150)
  })

  it('lets no second sync of the same file in while one goes on, and takes over the lock of a dead one', async () => {
    const {finished} = startBench(sync('here.db'), {cwd: folder.path})
    const held = new Promise<void>((resolve) => {
      proxy.settings.fault = () => {
        resolve()
        return 'none'
      }
    })
    proxy.settings.latencyMs = 300
    await held
    const second = await bench(sync('here.db'), {cwd: folder.path})
    expect(second.code).to.equal(1)
    expect(second.stdout).to.contain('SYNC_RUNNING')
    expect((await finished).code).to.equal(0)
    proxy.settings.latencyMs = 0
    await again('here.db')
  })
})
