import {spawn, spawnSync} from 'node:child_process'
import {writeFile} from 'node:fs/promises'
import {hostname} from 'node:os'
import {expect} from 'chai'
import {withLock} from '../../src/sync/lock.js'
import {startProxy} from '../support/faulty-proxy.js'
import {BENCH, bench, startBench, startSqld, tempFolder} from '../support/processes.js'

/** Starts a process as number 1 of its kind, as containers do; it ends with the one that started it. */
const ALONE = ['--user', '--map-root-user', '--pid', '--fork', '--kill-child', process.execPath]

describe('the lock of a sync', () => {
  let folder: Awaited<ReturnType<typeof tempFolder>>
  beforeEach(async () => {
    folder = await tempFolder()
  })
  afterEach(() => folder.remove())

  const codeOf = (error: unknown) => (error as {code?: string}).code
  const refused = (path: string) => withLock(path, () => Promise.resolve('worked')).catch(codeOf)

  it('keeps a second one out until the first has ended, well or badly', async () => {
    const path = folder.file('bench.db')
    await withLock(path, async () => {
      expect(await refused(path)).to.equal('SYNC_RUNNING')
      expect(await refused(folder.file('other.db'))).to.equal('worked')
    })
    const failed = await withLock(path, () => Promise.reject(new Error('no network'))).catch(
      (error: unknown) => (error as Error).message,
    )
    expect(failed).to.equal('no network')
    expect(await refused(path)).to.equal('worked')
  })

  it('is no file: what an older bench left, naming a process that lives, keeps nobody out', async () => {
    const path = folder.file('bench.db')
    await writeFile(`${path}.sync-lock`, JSON.stringify({pid: process.pid, host: hostname()}))
    expect(await refused(path)).to.equal('worked')
  })

  it('says what is wrong with a folder that is not there', async () => {
    expect(await refused(folder.file('none/bench.db'))).to.equal('DATABASE_UNREACHABLE')
  })

  describe('of a process', () => {
    let sqld: Awaited<ReturnType<typeof startSqld>>
    let proxy: Awaited<ReturnType<typeof startProxy>>
    beforeEach(async () => {
      sqld = await startSqld(folder.file('sqld'))
      proxy = await startProxy(sqld.url)
    })
    afterEach(async () => {
      await proxy.close()
      await sqld.close()
    })

    const sync = () => ['sync', '--json', '--db', `file:${folder.file('bench.db')}`, '--remote', proxy.url]

    /** Resolves when a sync is in its work: the lock comes before the first request. */
    const atWork = () => {
      proxy.settings.latencyMs = 2000
      return new Promise<void>((resolve) => {
        proxy.settings.fault = () => {
          resolve()
          return 'none'
        }
      })
    }
    const again = async () => {
      proxy.settings.latencyMs = 0
      return bench(sync(), {cwd: folder.path})
    }

    for (const signal of ['SIGKILL', 'SIGINT', 'SIGTERM', 'SIGHUP'] as const)
      it(`ends with it: ${signal}`, async () => {
        const isAtWork = atWork()
        const {child, finished} = startBench(sync(), {cwd: folder.path})
        await isAtWork
        const meanwhile = await bench(sync(), {cwd: folder.path})
        expect([meanwhile.code, meanwhile.stdout]).to.satisfy(
          ([code, stdout]: [number, string]) => code === 1 && stdout.includes('SYNC_RUNNING'),
        )
        child.kill(signal)
        await finished
        expect((await again()).code).to.equal(0)
      })

    it('ends with it in a container, where every process has the same number', async function () {
      if (spawnSync('unshare', [...ALONE, '--version']).status !== 0) return this.skip()
      const env = {PATH: process.env['PATH'], HOME: folder.path, XDG_DATA_HOME: folder.path, NO_COLOR: '1'}
      const contained = () => {
        const child = spawn('unshare', [...ALONE, BENCH, ...sync()], {cwd: folder.path, env, stdio: 'ignore'})
        return {child, ended: new Promise<number | null>((resolve) => child.once('exit', resolve))}
      }
      const isAtWork = atWork()
      const {child, ended} = contained()
      await isAtWork
      child.kill('SIGKILL')
      await ended
      proxy.settings.latencyMs = 0
      expect(await contained().ended).to.equal(0)
    })
  })
})
