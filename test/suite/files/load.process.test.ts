import {readFile} from 'node:fs/promises'
import {expect} from 'chai'
import {BUILT_CHIPS, readChips} from '../../../src/suite/files/load.js'
import {packageFile} from '../../../src/text/package-file.js'

describe('the built-in suite of the build', () => {
  it('is what its files say', async () => {
    expect(JSON.parse(await readFile(packageFile(BUILT_CHIPS), 'utf8'))).to.deep.equal(await readChips())
  })
})
