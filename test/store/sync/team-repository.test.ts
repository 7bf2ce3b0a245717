import {expect} from 'chai'
import {databaseLocation} from '../../../src/store/database/location.js'
import {openStore, type Store} from '../../../src/store/store.js'
import {aCall, aResult, aRun} from '../../support/records.js'

const NOW = '2026-11-24T10:00:00.000Z'

describe('the runs of a team that have all their results', () => {
  let store: Store
  beforeEach(async () => (store = await openStore(databaseLocation(':memory:', {}), {create: true})))
  afterEach(() => store.close())

  async function run(id: string, cases: unknown, results: ('completed' | 'failed')[], change: object = {}) {
    await store.runs.create(aRun({id, config: {cases}, ...change}))
    for (const [at, status] of results.entries())
      await store.results.save(aResult(id, {id: `${id}-${at}`, trial: at + 1, status}))
  }

  it('are those with as many results as cases, unless a worker tries failed cases again', async () => {
    await run('whole', 2, ['completed', 'failed'])
    await run('more', 1, ['completed', 'completed'])
    await run('stopped', 1, ['failed'], {status: 'interrupted'})
    await run('part', 3, ['completed', 'completed'])
    await run('done', 1, ['completed'], {status: 'completed'})
    await run('lost', 1, ['completed'], {status: 'failed'})
    await run('unsaid', null, ['completed'])
    await run('tried again', 1, ['failed'])
    await run('at work', 1, ['completed'])
    await run('left', 1, ['failed'])
    for (const id of ['tried again', 'at work']) await store.leases.claim(id, 'me')
    await store.leases.claim('left', 'me', undefined, Date.now() - 3_600_000)
    const whole = ['at work', 'left', 'more', 'stopped', 'whole']
    expect((await store.team.runsWithAllResults()).sort()).to.deep.equal(whole)

    expect(await store.team.completeRuns(['whole', 'stopped', 'part', 'none'], NOW)).to.equal(2)
    expect(await store.runs.get('whole')).to.include({status: 'completed', completed_at: NOW})
    expect(await store.runs.get('part')).to.include({status: 'running', completed_at: null})
    expect(await store.runs.get('more')).to.include({status: 'running'})
    expect(await store.team.completeRuns([], NOW)).to.equal(0)
  })

  it('are counted, as other rows are', async () => {
    await run('a', 2, ['completed', 'completed'])
    await store.calls.save(aCall('a', 'a-0'))
    expect(await store.team.count('run')).to.equal(1)
    expect(await store.team.count('result')).to.equal(2)
    expect(await store.team.count('call')).to.equal(1)
    expect(await store.team.count('rating')).to.equal(0)
  })

  it('have below them what goes with them, and was not sent yet', async () => {
    await run('a', 2, ['completed', 'completed'])
    await run('b', 1, ['completed'])
    for (const [result_id, user_id] of [
      ['a-0', 'ann'],
      ['b-0', 'bob'],
    ] as const)
      await store.ratings.save({result_id, user_id, rating: 3, blind: true, created_at: NOW})
    await store.calls.save(aCall('a', 'a-0'))
    const below = async (kind: 'run' | 'result', id: string) =>
      (await store.team.unsentBelow(kind, [id])).map((change) => change.kind).sort()
    expect(await below('run', 'a')).to.deep.equal(['rating', 'result', 'result'])
    expect(await below('result', 'a-0')).to.deep.equal(['rating'])
    expect(await below('result', 'a-1')).to.deep.equal([])
    const changes = await store.team.unsentBelow('result', ['b-0'])
    expect(changes).to.have.length(1)
    await store.sync.markSent(changes, new Map(changes.map(({kind, id}) => [`${kind} ${id}`, 1])))
    expect(await below('result', 'b-0')).to.deep.equal([])
  })

  it('lie in a database that gets a new id once, and whose changes then name the old one', async () => {
    await run('a', 1, ['completed'])
    const {db_id: old} = await store.sync.identity()
    await store.team.renewId('another')
    expect((await store.sync.identity()).db_id).to.equal(old)
    await store.team.renewId(old)
    const {db_id} = await store.sync.identity()
    expect(db_id)
      .to.match(/^[0-9a-f]{32}$/)
      .and.not.equal(old)
    const [sent] = await store.sync.rows(db_id, 'run', ['a'])
    expect(sent).to.include({updated_by: old})
    await store.team.assertWritable()
  })
})
