import {expect} from 'chai'
import {chmod, lstat, mkdir, readdir, readFile, stat, symlink, writeFile} from 'node:fs/promises'
import {writeWhole} from '../../src/cli/output-file.js'
import {tempFolder} from '../support/processes.js'

describe('writeWhole', () => {
  let folder: Awaited<ReturnType<typeof tempFolder>>
  beforeEach(async () => {
    folder = await tempFolder()
  })
  afterEach(() => folder.remove())

  it('writes through links, also to what is not there yet', async () => {
    await mkdir(folder.file('real'))
    await symlink('real/new.csv', folder.file('one'))
    await symlink('one', folder.file('two'))
    for (const text of ['first', 'second']) {
      await writeWhole(folder.file('two'), [text])
      expect(await readFile(folder.file('real/new.csv'), 'utf8')).to.equal(text)
    }

    for (const link of ['one', 'two'])
      expect((await lstat(folder.file(link))).isSymbolicLink()).to.equal(true)
    expect(await readdir(folder.path)).to.have.members(['real', 'one', 'two'])
    expect(await readdir(folder.file('real'))).to.deep.equal(['new.csv'])
  })

  for (const mode of [0o600, 0o666]) {
    it(`keeps the mode ${mode.toString(8)}`, async () => {
      await writeFile(folder.file('a'), 'old')
      await chmod(folder.file('a'), mode)
      await writeWhole(folder.file('a'), ['new'])
      expect((await stat(folder.file('a'))).mode & 0o777).to.equal(mode)
    })
  }

  it('refuses links in a circle with a sentence', async () => {
    await symlink('b', folder.file('a'))
    await symlink('a', folder.file('b'))
    const error: unknown = await writeWhole(folder.file('a'), ['x']).catch((thrown: unknown) => thrown)
    expect(error).to.include({code: 'UNWRITABLE_FILE'})
    expect(await readdir(folder.path)).to.have.members(['a', 'b'])
  })
})
