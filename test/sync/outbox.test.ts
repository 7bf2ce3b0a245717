import {expect} from 'chai'
import {readdir} from 'node:fs/promises'
import {setTimeout as sleep} from 'node:timers/promises'
import {databaseAway} from '../../src/errors/remote.js'
import {databaseLocation} from '../../src/store/database/location.js'
import {takeSystemLock} from '../../src/store/database/system-lock.js'
import {openStore, type Store} from '../../src/store/store.js'
import {WHOLE_RUN, type Shard} from '../../src/suite/model/shard.js'
import {storeWithOutbox} from '../../src/sync/outbox.js'
import {synchronize} from '../../src/sync/sync.js'
import {tempFolder} from '../support/processes.js'
import {aCall, aResult, aRun} from '../support/records.js'
import {newStore} from '../support/stores.js'

describe('delivery to a team database', () => {
  let folder: Awaited<ReturnType<typeof tempFolder>>
  let team: Store
  const open: Store[] = []

  // Files stand for the team's databases here.
  async function database(name: string): Promise<Store> {
    const store = await newStore(folder.file(name))
    open.push(store)
    return store
  }

  beforeEach(async () => {
    folder = await tempFolder()
    team = await database('team.db')
  })
  afterEach(async () => {
    for (const store of open.splice(0)) await store.close()
    await folder.remove()
  })

  const session = (remote: Store, id: string, shard: Shard = WHOLE_RUN) =>
    storeWithOutbox(remote, id, shard, folder.path)

  /** The team's database as it is for a session whose network is gone. */
  function away(store: Store): Store {
    const exchange = Object.create(store.sync) as Store['sync']
    exchange.send = () => Promise.reject(new Error('no network'))
    return {...store, sync: exchange}
  }

  /** A session that buys one answer and cannot bring it home. */
  async function leftBy(remote: Store, id: string, shard: Shard = WHOLE_RUN) {
    const result = aResult(id)
    const work = await session(away(remote), id, shard)
    await work.results.completedIds(id)
    await work.calls.save(aCall(id, result.id))
    await work.results.save(result)
    const failure = await work.drain!().catch((error: unknown) => error)
    expect(failure).to.include({code: 'UNDELIVERED'})
    return {result, failure: failure as Error & {next: string[]}}
  }

  const idsIn = async (store: Store, id: string) => [...(await store.results.completedIds(id))]

  it('passes over the outbox of a process that is paused in the middle of a write', async () => {
    const run = aRun({id: 'paused'})
    await team.runs.create(run)
    const paused = await session(away(team), run.id)
    await paused.results.completedIds(run.id)
    const result = aResult(run.id)
    await paused.results.save(result)
    const name = (await readdir(folder.file('spool'))).find((file) => file.endsWith('.db'))!
    const write = await takeSystemLock(folder.file(`spool/${name}`))

    const next = await session(team, run.id)
    expect([...(await next.results.completedIds(run.id))]).to.deep.equal([])
    await next.drain!()
    write!()
    expect(await paused.drain!().catch((error: unknown) => error)).to.include({code: 'UNDELIVERED'})
    const last = await session(team, run.id)
    expect([...(await last.results.completedIds(run.id))]).to.deep.equal([result.id])
    await last.drain!()
  }).timeout(10_000)

  it('sends what is saved after a pause at once too, not only at the end', async () => {
    const run = aRun()
    await team.runs.create(run)
    const work = await session(team, run.id)
    await work.results.completedIds(run.id)
    for (const result of [aResult(run.id), aResult(run.id)]) {
      await work.results.save(result)
      while (!(await idsIn(team, run.id)).includes(result.id)) await sleep(20)
      // Longer than the outbox pauses between two flushes: the outbox now waits for something to do.
      await sleep(600)
    }
    await work.drain!()
  }).timeout(20_000)

  it('keeps the claim on its shard while the team’s database is away, and loses it as soon as that says so', async () => {
    const run = aRun()
    await team.runs.create(run)
    let answer: () => Promise<boolean> = () => Promise.reject(databaseAway('the team', 'no network'))
    const leases = Object.create(team.leases) as Store['leases']
    leases.renew = () => answer()
    const {leases: claims} = await session({...team, leases}, run.id)
    expect(await claims.renew(run.id, 'this')).to.equal(true)
    answer = () => Promise.resolve(false)
    expect(await claims.renew(run.id, 'this')).to.equal(false)
    answer = () => Promise.reject(new Error('of another kind'))
    const refusal = await claims.renew(run.id, 'this').catch((error: unknown) => error)
    expect(refusal).to.have.property('message', 'of another kind')
  })

  it('keeps runs of the same id in two databases apart', async () => {
    const production = await database('production.db')
    const run = aRun({id: 'nightly'})
    for (const store of [team, production]) await store.runs.create(run)
    const {result: first} = await leftBy(team, run.id)
    const {result: second} = await leftBy(production, run.id)
    for (const store of [team, production]) {
      const work = await session(store, run.id)
      await work.results.completedIds(run.id)
      await work.drain!()
    }

    expect(await idsIn(team, run.id)).to.deep.equal([first.id])
    expect(await idsIn(production, run.id)).to.deep.equal([second.id])
  })

  it('first brings home what an earlier session left here, however the run was divided then', async () => {
    for (const [then, now] of [
      [WHOLE_RUN, {index: 1, count: 2}],
      [
        {index: 1, count: 4},
        {index: 1, count: 2},
      ],
      [
        {index: 3, count: 4},
        {index: 1, count: 2},
      ],
      [{index: 3, count: 4}, WHOLE_RUN],
      [{index: 1, count: 2}, WHOLE_RUN],
      [
        {index: 2, count: 2},
        {index: 2, count: 2},
      ],
    ] as const) {
      const run = aRun()
      await team.runs.create(run)
      const {result} = await leftBy(team, run.id, then)
      const work = await session(team, run.id, now)
      expect([...(await work.results.completedIds(run.id))], `${then.count} to ${now.count}`).to.deep.equal([
        result.id,
      ])
      expect((await work.calls.totals(run.id)).charged).to.equal(0.001)
      await work.drain!()
      // The session before has let go of its file, so the file is removed once it is empty.
      expect((await readdir(folder.file('spool'))).filter((name) => name.includes('.db'))).to.deep.equal([])
    }
  })

  it('says how many results are left where only a call is, and how to bring it home', async () => {
    const run = aRun()
    await team.runs.create(run)
    const work = await session(away(team), run.id)
    await work.results.completedIds(run.id)
    await work.calls.save(aCall(run.id, 'one'))
    const failure = (await work.drain!().catch((error: unknown) => error)) as Error & {next: string[]}
    expect(failure.message).to.match(
      new RegExp(`^0 results of run ${run.id}, with their calls, .*no network`),
    )
    expect(failure.next[1]).to.match(new RegExp(`: bench resume ${run.id}$`))
  })

  it('leaves alone what another shard of the same division is at work on', async () => {
    const run = aRun()
    await team.runs.create(run)
    await leftBy(team, run.id, {index: 2, count: 4})
    const work = await session(team, run.id, {index: 1, count: 4})
    expect((await work.results.completedIds(run.id)).size).to.equal(0)
    await work.drain!()
  })

  it('says of a run that was deleted meanwhile that it stays so, and how to let the rest go', async () => {
    const run = aRun()
    await team.runs.create(run)
    const {failure: before} = await leftBy(team, run.id, {index: 1, count: 2})
    expect(before.next[1]).to.contain(`bench resume ${run.id} --shard 1/2`)
    const work = await session(team, run.id)
    const [result, call] = [aResult(run.id), aCall(run.id, 'r')]
    await work.results.completedIds(run.id)
    await team.runs.delete(run.id)
    await work.calls.save(call)
    await work.results.save(result)
    const failure = (await work.drain!().catch((error: unknown) => error)) as Error & {next: string[]}
    expect(failure.message).to.contain('was deleted').and.contain('1 results')
    const [file] = /\/\S+\.db/.exec(failure.next[0]!)!
    expect(failure.next).to.deep.equal([`Removing ${file} lets them go.`])

    const spool = await openStore(databaseLocation(`file:${file}`, {}), {create: false})
    open.push(spool)
    const options = {device: 'this', pull: false, push: true, calls: true, acceptRemote: false}
    expect(await synchronize(spool, team, options)).to.have.property('unsent', 2)
    expect(await synchronize(spool, team, {...options, calls: false})).to.have.property('unsent', 1)
    expect(await synchronize(spool, team, {...options, pull: true})).to.have.property('unsent', 0)
  })
})
