import {expect} from 'chai'
import {readFile, writeFile} from 'node:fs/promises'
import {databaseLocation} from '../../src/store/database/location.js'
import {openStore} from '../../src/store/store.js'
import {addRatedRun, GUIDED} from '../support/decided.js'
import {bench, tempFolder} from '../support/processes.js'

const BEST = '5454545454545454'

describe('bench decide', () => {
  let folder: Awaited<ReturnType<typeof tempFolder>>
  const run = (...args: string[]) => bench(['decide', ...args], {cwd: folder.path})
  before(async () => {
    folder = await tempFolder()
    const store = await openStore(databaseLocation(`file:${folder.file('bench.db')}`, {}), {create: true})
    await addRatedRun(store, {
      rows: {
        'lab/best': BEST,
        'lab/near': '5454545454545444',
        'lab/poor': '2'.repeat(16),
        'builtin/random': '-',
      },
      rater: 'ann@example.org',
      change: {'lab/near': {cost_usd: 0.0005}},
    })
    await store.close()
  })
  after(() => folder.remove())

  it('says what to ship, and writes it down without names of people', async () => {
    const {code, stdout, stderr} = await run('--record', 'decision.md', '--margin', '0.3')
    expect(code).to.equal(0)
    expect(stdout).to.match(/^Ship best with guided@/)
    expect(stdout).to.include('not asked: builtin/random')
    expect(stderr).to.include('The decision is in decision.md.')
    const record = await readFile(folder.file('decision.md'), 'utf8')
    expect(record).to.match(/^# Decision\n\nShip best with/)
    expect(record).to.include(`### guided@${GUIDED.id}`).and.include('Explain and give chips.')
    expect(record)
      .to.include('\nbench decide --by model --margin 0.3 --prefer rating\n')
      .and.not.include('ann@')
    const {digest} = JSON.parse((await run('--margin', '0.3', '--json')).stdout) as {digest: string}
    expect(record).to.include(digest)
  })

  it('replaces no file unasked, and writes nothing then', async () => {
    await writeFile(folder.file('mine.md'), 'mine')
    const refused = await run('--record', 'mine.md')
    expect(refused).to.include({code: 2, stdout: ''})
    expect(await readFile(folder.file('mine.md'), 'utf8')).to.equal('mine')
    expect((await run('--record', 'mine.md', '--force')).code).to.equal(0)
    expect(await readFile(folder.file('mine.md'), 'utf8')).to.match(/^# Decision/)
  })

  it('ends with 4 while it is open, with 2 for what cannot be asked', async () => {
    const open = await run('--margin', '0.05', '--json')
    expect(open.code).to.equal(4)
    expect(JSON.parse(open.stdout)).to.deep.include({state: 'everything_rated', decision: null})
    for (const wrong of [
      ['--margin', '0'],
      ['--leave-out', 'lab/bets'],
      ['--by', 'speed'],
      ['--min-rating', '7'],
      ['--model', 'lab/bets'],
    ]) {
      const {code, stdout, stderr} = await run(...wrong)
      expect({wrong, code, stdout}).to.deep.equal({wrong, code: 2, stdout: ''})
      expect(stderr).to.match(/^Error: /)
    }
  })

  it('asks what the config file says, and flags go before it', async () => {
    await writeFile(
      folder.file('bench.config.json'),
      JSON.stringify({
        decision: {margin: 0.4, leave_out: ['lab/best', 'lab/elsewhere'], by: ['model', 'style']},
      }),
    )
    const configured = JSON.parse((await run('--json')).stdout) as object
    expect(configured).to.deep.include({margin: 0.4, in_question: 2, by: ['model', 'style']})
    expect(JSON.parse((await run('--json', '--margin', '0.3')).stdout)).to.deep.include({margin: 0.3})
  })
})
