import {expect} from 'chai'
import {createInterface} from 'node:readline'
import {databaseLocation} from '../../src/store/database/location.js'
import {openStore} from '../../src/store/store.js'
import {mixedLoad} from '../support/load.js'
import {bench, startBench, tempFolder} from '../support/processes.js'

describe('bench serve under load', () => {
  it('answers readers and keeps every rating while a run writes to the same file as fast as it can', async () => {
    const folder = await tempFolder()
    const url = `file:${folder.file('bench.db')}`
    await bench(['run', '--model', 'builtin/lexicon', '--db', url], {cwd: folder.path})
    const server = startBench(['serve', '--port', '0', '--quiet', '--json', '--db', url], {cwd: folder.path})
    const run = startBench(
      ['run', '--model', 'builtin/lexicon', '--trials', '1000', '--concurrency', '32', '--db', url],
      {cwd: folder.path},
    )
    try {
      const [line] = await new Promise<string[]>((done) =>
        createInterface(server.child.stdout!).once('line', (text) => done([text])),
      )
      const load = await mixedLoad((JSON.parse(line!) as {url: string}).url, {
        readers: 16,
        raters: 4,
        seconds: 4,
      })
      run.child.kill('SIGINT')
      server.child.kill('SIGTERM')
      const [ran, served] = await Promise.all([run.finished, server.finished])
      expect([...load.statuses.keys()]).to.deep.equal([200])
      // How many there are says how fast the machine is; that each is kept is the promise.
      expect(load.acknowledged.size).to.be.above(0)
      expect(load.lost).to.deep.equal([])
      expect(ran.stderr + served.stderr).not.to.match(/lock|busy/i)
      expect([ran.code, served.code]).to.deep.equal([130, 0])
      const store = await openStore(databaseLocation(url, {}), {create: false})
      // Of the run that was interrupted, every result that it counted is there once.
      const {total} = await store.results.list({}, {limit: 1, offset: 0})
      const counted = (await store.runs.list({limit: 10})).reduce(
        (sum, {result_count}) => sum + result_count,
        0,
      )
      expect(total).to.equal(counted).and.to.be.above(96)
      await store.close()
    } finally {
      run.child.kill('SIGKILL')
      server.child.kill('SIGKILL')
      await folder.remove()
    }
  }).timeout(120_000)
})
