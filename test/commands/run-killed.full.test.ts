import {expect} from 'chai'
import {databaseLocation} from '../../src/store/database/location.js'
import {openStore} from '../../src/store/store.js'
import {interruptedRun} from '../support/interrupted-run.js'
import {bench, startBench, startModelServerProcess, tempFolder} from '../support/processes.js'

describe('a run that is killed', () => {
  let folder: Awaited<ReturnType<typeof tempFolder>>
  let server: Awaited<ReturnType<typeof startModelServerProcess>>
  before(async () => {
    server = await startModelServerProcess(40)
  })
  after(() => server.close())
  beforeEach(async () => {
    folder = await tempFolder()
  })
  afterEach(() => folder.remove())

  async function chipsByCase(cwd: string): Promise<Map<string, string>> {
    const store = await openStore(databaseLocation(`file:${cwd}/bench.db`, {}), {create: false})
    const {results} = await store.results.list({}, {limit: 1000, offset: 0})
    const pairs = await Promise.all(
      results.map(async ({id, model, persona_id, style, input_type, constraint_type, chip_count, trial}) => {
        const key = [model, persona_id, style, input_type, constraint_type, chip_count, trial].join('|')
        return [key, JSON.stringify((await store.results.get(id))?.final_chips)] as const
      }),
    )
    await store.close()
    expect(new Set(pairs.map(([key]) => key)).size).to.equal(pairs.length)
    return new Map(pairs)
  }

  it('after kill -9, resume loses nothing, doubles nothing, and buys again only what was in flight', async () => {
    const undisturbed = await tempFolder()
    await bench(interruptedRun(server.url), {cwd: undisturbed.path})
    const expected = await chipsByCase(undisturbed.path)
    await undisturbed.remove()

    const before = (await server.stats()).bought
    const kills = 4
    for (let kill = 0; kill < kills; kill++) {
      const someRequests = await server.countdown(15 + kill * 3)
      const {child, finished} = startBench(kill === 0 ? interruptedRun(server.url) : ['resume'], {
        cwd: folder.path,
      })
      await someRequests()
      child.kill('SIGKILL')
      await finished
    }

    const {stdout} = await bench(['resume', '--json'], {cwd: folder.path})
    expect(JSON.parse(stdout)).to.include({completed: 64, failed: 0, left: 0})
    expect(await chipsByCase(folder.path)).to.deep.equal(expected)
    const bought = Object.entries((await server.stats()).bought).map(
      ([hash, count]) => count - (before[hash] ?? 0),
    )
    const again = bought.reduce((sum, count) => sum + Math.max(0, count - 1), 0)
    // Four in flight, and an answer on its way to the disk.
    expect(again).to.be.at.most(kills * 5)
  }).timeout(240_000)

  it('two resumes at once: one works, the other says so; no row is lost or doubled', async () => {
    const tenRequests = await server.countdown(10)
    const first = startBench(interruptedRun(server.url), {cwd: folder.path})
    await tenRequests()
    first.child.kill('SIGKILL')
    await first.finished
    const both = await Promise.all([
      bench(['resume', '--json'], {cwd: folder.path}),
      bench(['resume', '--json'], {cwd: folder.path}),
    ])
    const codes = both.map(({code}) => code).sort()
    expect(codes).to.deep.equal([0, 1])
    const refused = both.find(({code}) => code === 1)!
    expect(refused.stdout).to.contain('RUN_IN_USE')
    expect(both.map(({stdout, stderr}) => stdout + stderr).join()).not.to.contain('locked')
    expect((await chipsByCase(folder.path)).size).to.equal(64)
  }).timeout(120_000)
})
