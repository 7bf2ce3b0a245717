import {expect} from 'chai'
import {writeFile} from 'node:fs/promises'
import {databaseLocation} from '../../src/store/database/location.js'
import {openStore} from '../../src/store/store.js'
import {addRatedRun} from '../support/decided.js'
import {bench, tempFolder} from '../support/processes.js'

/** What a rater would give each system, on average. */
const GOOD: Record<string, number> = {'lab/best': 5, 'lab/near': 4, 'lab/poor': 2}

interface Upcoming {
  next: {result_id: string}[]
}

describe('bench rate --decide', () => {
  let folder: Awaited<ReturnType<typeof tempFolder>>
  let systems: Map<string, string>
  const run = (...args: string[]) => bench(args, {cwd: folder.path})
  before(async () => {
    folder = await tempFolder()
    const store = await openStore(databaseLocation(`file:${folder.file('bench.db')}`, {}), {create: true})
    const unrated = '-'.repeat(20)
    await addRatedRun(store, {
      rows: {'lab/best': unrated, 'lab/near': unrated, 'lab/poor': unrated, 'builtin/random': unrated},
    })
    const {results} = await store.results.list({}, {limit: 200, offset: 0})
    systems = new Map(results.map(({id, model}) => [id, model]))
    await store.close()
  })
  after(() => folder.remove())

  it('leads to a decision, asking for no more than the decision needs', async () => {
    const asked: string[] = []
    let decided = await run('decide', '--json')
    expect(decided.code).to.equal(4)
    for (let round = 0; round < 40 && decided.code === 4; round++) {
      const {stdout} = await run('rate', '--decide', '--user', 'ann', '--next', '6', '--json')
      const {next} = JSON.parse(stdout) as Upcoming
      expect(next).not.to.deep.equal([])
      const lines = next.map(({result_id}, at) => {
        const model = systems.get(result_id)!
        asked.push(model)
        return `${result_id},ann,${GOOD[model]! - ((round + at) % 5 === 0 ? 1 : 0)}`
      })
      await writeFile(folder.file('ratings.csv'), ['result_id,user_id,rating', ...lines, ''].join('\n'))
      expect((await run('rate', '--import', 'ratings.csv', '--user', 'ann')).code).to.equal(0)
      decided = await run('decide', '--json')
    }

    expect(decided.code).to.equal(0)
    const {state, decision} = JSON.parse(decided.stdout) as {state: string; decision: {candidate: unknown}}
    expect(state).to.equal('decided')
    expect(JSON.stringify(decision.candidate)).to.contain('lab/best')
    const times = (model: string) => asked.filter((name) => name === model).length
    expect(times('builtin/random')).to.equal(0)
    expect(times('lab/best')).to.be.at.least(8)
    expect(asked.length).to.be.below(60)

    const done = await run('rate', '--decide', '--user', 'ann', '--next', '6', '--json')
    expect(done.code).to.equal(2)
    expect(done.stdout + done.stderr).to.contain('The decision asks for no rating now. Ship')
  }).timeout(360_000)

  it('takes the flags of a decision only where a decision is asked for', async () => {
    const {code, stderr} = await run('rate', '--margin', '0.5', '--next', '3')
    expect(code).to.equal(2)
    expect(stderr).to.contain('decide')
  })
})
