import {expect} from 'chai'
import {appendFile, writeFile} from 'node:fs/promises'
import {readWholeFile} from '../../../src/cli/rating/read-import.js'
import {BenchError} from '../../../src/errors/bench-error.js'
import {tempFolder} from '../../support/processes.js'

describe('a file to import', () => {
  let folder: Awaited<ReturnType<typeof tempFolder>>
  before(async () => {
    folder = await tempFolder()
  })
  after(() => folder.remove())

  it('is read whole', async () => {
    await writeFile(folder.file('r.csv'), 'result_id,rating')
    expect(Buffer.from(await readWholeFile(folder.file('r.csv'))).toString()).to.equal('result_id,rating')
  })

  it('is refused while another program writes it: its last line might be half of one', async () => {
    const name = folder.file('growing.csv')
    await writeFile(name, 'x'.repeat(1 << 22))
    const writer = new AbortController()
    const writing = (async () => {
      while (!writer.signal.aborted) await appendFile(name, 'a,4\n')
    })()
    // Chance may let a whole read pass between two writes.
    let error: unknown
    for (let tries = 0; tries < 50 && !(error instanceof BenchError); tries++)
      error = await readWholeFile(name).catch((thrown: unknown) => thrown)
    writer.abort()
    await writing
    expect(error).to.be.instanceOf(BenchError)
    expect((error as BenchError).message).to.include('changed while it was read')
  })

  for (const [what, name] of [
    ['none', 'none.csv'],
    ['a folder', '.'],
  ] as const)
    it(`is refused in words: ${what}`, async () => {
      const error = await readWholeFile(folder.file(name)).catch((thrown: unknown) => thrown)
      expect(error).to.include({code: 'UNREADABLE_FILE', exit: 2})
    })
})
