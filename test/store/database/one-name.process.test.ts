import {expect} from 'chai'
import {link, readFile, realpath, symlink, unlink} from 'node:fs/promises'
import {spawnSync} from 'node:child_process'
import {databaseLocation} from '../../../src/store/database/location.js'
import {assertOneName} from '../../../src/store/database/one-name.js'
import {openStore} from '../../../src/store/store.js'
import {tempFolder} from '../../support/processes.js'

describe('a database file with another name', () => {
  let folder: Awaited<ReturnType<typeof tempFolder>>
  beforeEach(async () => {
    folder = await tempFolder()
    await (await open('a b.db', true)).close()
  })
  afterEach(() => folder.remove())

  const at = (name: string) => databaseLocation(`file:${folder.file(name)}`, {})
  const open = (name: string, create = false) => openStore(at(name), {create})
  const problem = (work: Promise<unknown>) =>
    work.then(
      () => 'opened',
      (error: unknown) => (error as Error).message,
    )

  it('is refused by either name while there are two hard links, and is left as it was', async () => {
    await link(folder.file('a b.db'), folder.file('other.db'))
    const before = await readFile(folder.file('a b.db'))
    for (const name of ['a b.db', 'other.db'])
      expect(await problem(open(name)))
        .to.contain('has 2 names')
        .and.to.contain('Nothing was opened.')
    expect((await readFile(folder.file('a b.db'))).equals(before)).to.equal(true)
    await unlink(folder.file('other.db'))
    await (await open('a b.db')).close()
  })

  it('may be reached by a symbolic link', async () => {
    await symlink(folder.file('a b.db'), folder.file('link.db'))
    await (await open('link.db')).close()
  })

  it('is refused when it is mounted without its folder', async () => {
    const place = (await realpath(folder.file('a b.db'))).replaceAll(' ', String.raw`\040`)
    const mounted = `36 35 98:0 / / rw - ext4 /dev/a rw\n37 36 98:0 /x ${place} rw,noatime - ext4 /dev/b rw\n`
    expect(await problem(assertOneName(at('a b.db'), () => Promise.resolve(mounted)))).to.contain(
      'is mounted without its folder',
    )
    expect(await problem(assertOneName(at('a b.db')))).to.equal('opened')
    expect(await problem(assertOneName(at('none.db')))).to.equal('opened')
  })

  it('is seen where the system says so', async function () {
    const script = 'mount --bind "$1" "$1" && cat /proc/self/mountinfo'
    const {status, stdout} = spawnSync(
      'unshare',
      ['--user', '--map-root-user', '--mount', 'sh', '-c', script, 'sh', folder.file('a b.db')],
      {encoding: 'utf8'},
    )
    if (status !== 0) return this.skip()
    expect(await problem(assertOneName(at('a b.db'), () => Promise.resolve(stdout)))).to.contain('is mounted')
  })
})
