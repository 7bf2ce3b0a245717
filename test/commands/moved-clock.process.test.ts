import {expect} from 'chai'
import {writeFile} from 'node:fs/promises'
import {writeFileSync} from 'node:fs'
import {pathToFileURL} from 'node:url'
import {resolve} from 'node:path'
import {startModelServer} from '../support/model-server.js'
import {bench, tempFolder} from '../support/processes.js'
import {openTerminal} from '../support/terminal.js'

const PRELOAD = pathToFileURL(resolve(import.meta.dirname, '../support/moved-clock.mjs')).href
const EIGHT = ['-p', 'tech_pm', '--input-type', 'basic', '--seed', '1', '--db', 'file:bench.db']

/** Whole processes whose clock is set while they work: back by a minute, and ahead by two days. */
describe('a process whose clock is set', function () {
  this.timeout(60_000)
  let folder: Awaited<ReturnType<typeof tempFolder>>
  beforeEach(async () => {
    folder = await tempFolder()
  })
  afterEach(() => folder.remove())

  const env = () => ({
    NODE_OPTIONS: `--import=${PRELOAD}`,
    CLOCK_FILE: folder.file('clock'),
    BENCH_API_KEY: 'test',
  })

  for (const [what, ms] of [
    ['back by a minute', -60_000],
    ['ahead by two days', 48 * 3_600_000],
  ] as const)
    it(`waits as long as it was told, keeps its claim, and hears each key: ${what}`, async () => {
      const asked: number[] = []
      const server = await startModelServer({
        script: (_, index) => {
          asked.push(performance.now())
          if (index !== 2) return undefined
          writeFileSync(folder.file('clock'), String(ms))
          return {kind: 'status', status: 429, headers: {'retry-after': '2'}}
        },
      })
      const run = await bench(
        ['run', '-m', 'openai/gpt-5-mini', '--base-url', server.url, ...EIGHT, '-c', '1', '--json'],
        {
          cwd: folder.path,
          env: env(),
        },
      )
      await server.close()
      expect(run.code, run.stderr).to.equal(0)
      expect(JSON.parse(run.stdout)).to.include({completed: 8, failed: 0, left: 0, status: 'completed'})
      expect(asked).to.have.length(9)
      // No shorter than two seconds; a minute longer would be the end of this test's time.
      expect(asked[3]! - asked[2]!).to.be.above(1900)

      await writeFile(folder.file('clock'), '0')
      const screen = openTerminal(['rate', '--user', 'ana', '--db', 'file:bench.db'], {
        cwd: folder.path,
        env: env(),
      })
      const settled = () => new Promise((done) => setTimeout(done, 250))
      const press = async (key: string, wanted: RegExp | string) => {
        await settled()
        screen.press(key)
        await screen.waitFor(wanted)
      }
      await screen.waitFor('example 1 of 3')
      await press('c', /^1 of /m)
      await press('4', /^2 of /m)
      await writeFile(folder.file('clock'), String(ms))
      await press('2', /^3 of /m)
      await press('u', /^2 of /m)
      await press('5', /^3 of /m)
      await press('3', /^4 of /m)
      await settled()
      screen.press('q')
      expect(await screen.exited).to.equal(0)
      const {stdout} = await bench(['export', 'ratings', '--format', 'json', '--db', 'file:bench.db'], {
        cwd: folder.path,
      })
      const scores = (JSON.parse(stdout) as {rating: number}[]).map(({rating}) => rating)
      expect(scores.sort()).to.deep.equal([3, 4, 5])
    })
})
