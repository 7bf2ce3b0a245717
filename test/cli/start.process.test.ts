import {spawnSync} from 'node:child_process'
import {cp, mkdir} from 'node:fs/promises'
import {expect} from 'chai'
import {packageFile} from '../../src/text/package-file.js'
import {tempFolder} from '../support/processes.js'

describe('a clone that is not built', () => {
  it('says so, and what to do', async () => {
    const folder = await tempFolder()
    await mkdir(folder.file('bin'))
    for (const name of ['bin/run.js', 'package.json']) await cp(packageFile(name), folder.file(name))
    const {status, stdout, stderr} = spawnSync(process.execPath, [folder.file('bin/run.js'), 'stats'], {
      encoding: 'utf8',
    })
    expect([status, stdout]).to.deep.equal([1, ''])
    expect(stderr)
      .to.match(/^Error: bench is not built here/)
      .and.to.include('npm run build')
    expect(stderr).to.not.match(/^\s+at /m)
    await folder.remove()
  })
})
