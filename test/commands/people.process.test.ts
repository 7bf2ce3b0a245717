import {expect} from 'chai'
import {writeFile} from 'node:fs/promises'
import {databaseLocation} from '../../src/store/database/location.js'
import {openStore, type Store} from '../../src/store/store.js'
import {bench, tempFolder} from '../support/processes.js'
import {aCall, aResult, aRun} from '../support/records.js'

const NOW = '2026-11-24T09:00:00.000Z'

describe('people and money, from the command line', () => {
  let folder: Awaited<ReturnType<typeof tempFolder>>
  let store: Store
  let ids: string[]
  let runId: string
  beforeEach(async () => {
    folder = await tempFolder()
    store = await openStore(databaseLocation(`file:${folder.file('bench.db')}`, {}), {create: true})
    const run = aRun({config: {cases: 2, user: 'ann'}})
    runId = run.id
    await store.runs.create(run)
    const results = [aResult(run.id), aResult(run.id)]
    for (const result of results) {
      await store.results.save(result)
      await store.calls.save(aCall(run.id, result.id, {cost_usd: 0.5, created_at: NOW}))
    }

    ids = results.map(({id}) => id)
    for (const [user_id, at] of [
      ['ann', 0],
      ['ann', 1],
      ['bob', 0],
    ] as const)
      await store.ratings.save({result_id: ids[at]!, user_id, rating: 4, created_at: NOW, blind: true})
  })
  afterEach(async () => {
    await store.close()
    await folder.remove()
  })

  const run = (...args: string[]) => bench(args, {cwd: folder.path})
  const json = async <T>(...args: string[]): Promise<T> =>
    JSON.parse((await run(...args, '--json')).stdout) as T

  it('lists by tag and rater, and asks what was meant by those that there are not', async () => {
    const tagged = await run('rate', ids[0]!, '--score', '3', '--user', 'bob', '--tag', 'generic')
    expect(tagged.code, tagged.stderr).to.equal(0)
    for (const [flag, near] of [
      ['--tag=gneric', 'Did you mean generic?'],
      ['--tag=zzz', 'Known: generic, '],
      ['--rated-by=bib', 'Did you mean bob?'],
    ] as const) {
      const {code, stdout, stderr} = await run('results', flag)
      expect([code, stdout], flag).to.deep.equal([2, ''])
      expect(stderr, flag).to.contain(near)
    }

    expect(await json('results', '--tag', 'generic')).to.include({total: 1})
    // A tag of the rubric that nobody gave, and a person who has rated all, are no mistakes.
    for (const args of [
      ['--tag', 'duplicates'],
      ['--unrated-by', 'ann'],
    ])
      expect(await run('results', ...args), args.join(' ')).to.include({code: 0, stdout: 'No results.\n'})
  })

  it('lists, renames and removes, and refuses who was removed', async () => {
    expect((await run('raters')).stdout).to.match(/ann +2 +0 +0 +0 +2026-11-24\nbob +1/)
    expect((await run('raters', 'rename', 'bo', 'rob', '--yes')).stderr).to.contain('Did you mean bob')
    expect((await run('raters', 'rename', 'bob', 'rob')).code).to.equal(2)
    expect((await run('raters', 'rename', 'bob', 'rob', '--yes')).stdout).to.contain('Renamed 1 ratings')
    const removed = await run('raters', 'remove', 'ann', '--yes')
    expect(removed).to.include({code: 0})
    expect(removed.stdout).to.contain('Deleted 2 ratings').and.contain('backups')
    for (const line of removed.stdout.split('\n').slice(1)) expect(line.length).to.be.at.most(80)
    expect(await json('raters')).to.deep.include({removed: 1})
    const again = await run('rate', ids[0]!, '--score', '3', '--user', 'ann')
    expect(again.code).to.equal(2)
    expect(again.stderr).to.contain('ann was removed from this database. Nothing was written.')
    await writeFile(folder.file('r.csv'), `result_id,user_id,rating\n${ids[0]!},ann,1\n${ids[1]!},rob,2\n`)
    expect(await json('rate', '--import', 'r.csv')).to.deep.include({
      imported: 1,
      skipped: {missing: 0, removed: 1},
    })
    expect((await run('raters', 'rename', 'rob', 'ann', '--yes')).stderr).to.contain('ann was removed')
    expect((await run('raters', 'remove', 'nobody', '--yes')).code).to.equal(2)
    expect((await run('raters', 'remove', 'nobody', '--yes', '--unknown')).code).to.equal(0)
  })

  it('gives a person one name, however it is written', async () => {
    for (const name of ['Jose\u0301', ' José\u200B '])
      expect((await run('rate', ids[0]!, '--score', '3', '--user', name)).code).to.equal(0)
    expect((await store.raters.list()).map(({user_id}) => user_id)).to.deep.equal(['José', 'ann', 'bob'])
  })

  it('knows who began a run, unless that person was removed', async () => {
    const begun = (who: string) =>
      bench(['run', '-m', 'builtin/random', '-p', 'tech_pm', '--style', 'terse', '--json'], {
        cwd: folder.path,
        env: {BENCH_USER: who},
      })
    await store.raters.remove('gone', NOW)
    for (const who of ['eve ', 'gone']) expect((await begun(who)).code).to.equal(0)
    const names = await store.raters.names()
    expect(names).to.include('eve').and.not.include('gone')
  })

  it('keeps the books when a run is archived or deleted', async () => {
    const sums = async () => (await json<{total: object}>('costs')).total
    const before = await sums()
    expect(before).to.include({calls: 2, cost_usd: 1, deleted_usd: 0})
    const groups = async () => (await json<{stats: unknown[]}>('stats')).stats
    expect(await groups()).to.have.length(1)
    expect((await run('runs', 'archive', runId)).stdout).to.contain('out of figures and queue')
    expect((await run('runs')).stdout).to.contain('archived')
    expect(await groups()).to.deep.equal([])
    expect((await run('stats', '--run', runId)).code).to.equal(0)
    expect(await sums()).to.deep.equal(before)
    expect((await run('runs', 'restore', runId)).code).to.equal(0)
    expect(await groups()).to.have.length(1)
    expect((await run('runs', 'delete', runId, '--yes')).code).to.equal(0)
    expect(await sums()).to.include({calls: 2, cost_usd: 1, deleted_calls: 2, deleted_usd: 1})
    expect((await run('costs', '--by', 'person')).stdout).to.match(/ann +2 +\$1\.00 +\$1\.00/)
    expect((await run('costs', '--by', 'run', '--run', runId)).stdout).to.contain(runId)
  })

  it('writes to stdout, packs, and refuses names that mean something else', async () => {
    expect((await run('export', 'ratings', '--out', '-')).stdout).to.match(/^id,result_id,user_id/)
    expect((await run('export', 'ratings', '--out', 'r.csv.gz')).code).to.equal(0)
    expect(await json('rate', '--import', 'r.csv.gz')).to.deep.include({imported: 0, unchanged: 3})
    expect((await run('export', 'ratings', '--out', 'r.parquet')).code).to.equal(0)
    expect(await json('rate', '--import', 'r.parquet')).to.deep.include({imported: 0, unchanged: 3})
    expect((await run('export', 'ratings', '--out', 'r.tsv')).stderr).to.contain('no format for .tsv')
    expect((await run('export', 'ratings', '--out', 'r.tar.gz')).stderr).to.contain('no format for .tar')
    const sheet = await run('export', 'ratings', '--out', 'r.xlsx')
    expect(sheet.code).to.equal(2)
    expect(sheet.stderr).to.contain('no format for .xlsx').and.contain('--out NAME.csv')
  })
})
