import {expect} from 'chai'
import {gzipSync} from 'node:zlib'
import {BenchError} from '../../../src/errors/bench-error.js'
import {importBytes, importText, isParquet} from '../../../src/rating/import/text.js'

const CSV = 'result_id,rating,user_id\na,4,José 🍟\n'
const utf16 = (text: string, isBig: boolean) => {
  const bytes = Buffer.from(`\uFEFF${text}`, 'utf16le')
  return isBig ? bytes.swap16() : bytes
}

function refusal(bytes: Uint8Array): string {
  try {
    importText('r.csv', bytes)
  } catch (error) {
    expect(error).to.be.instanceOf(BenchError)
    expect((error as BenchError).code).to.equal('BAD_ENCODING')
    expect((error as BenchError).exit).to.equal(2)
    return (error as BenchError).message
  }

  throw new Error('it was read')
}

describe('the text of a file of ratings', () => {
  for (const [what, bytes] of [
    ['UTF-8', Buffer.from(CSV)],
    ['UTF-8 with its mark', Buffer.from(`\uFEFF${CSV}`)],
    ['UTF-16, little end first', utf16(CSV, false)],
    ['UTF-16, big end first', utf16(CSV, true)],
  ] as const)
    it(`is read from ${what}`, () => expect(importText('r.csv', bytes)).to.equal(CSV))

  it('is unpacked, however often it was packed, or refused', () => {
    expect(importBytes('r.csv', gzipSync(gzipSync(CSV))).toString()).to.equal(CSV)
    expect(() => importBytes('r.csv', gzipSync(CSV).subarray(0, 20))).to.throw(
      'packed with gzip, and damaged',
    )
    expect([isParquet(Buffer.from('PAR1')), isParquet(Buffer.from(CSV))]).to.deep.equal([true, false])
  })

  it('is not guessed: Windows-1252 is refused with its line', () => {
    const bytes = Buffer.from(`result_id,rating,user_id\na,4,ann\nb,4,José\n`, 'latin1')
    expect(refusal(bytes)).to.contain('line 3 is not UTF-8').and.contain('Windows-1252')
  })

  for (const [what, bytes, words] of [
    ['a spreadsheet', Buffer.from([0x50, 0x4b, 3, 4, 0, 0]), 'spreadsheet'],
    ['an old spreadsheet', Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0]), 'spreadsheet'],
    ['a database', Buffer.from('SQLite format 3\0rest'), 'it is a database'],
    ['UTF-32', Buffer.from([0xff, 0xfe, 0, 0, 0x61, 0, 0, 0]), 'UTF-32'],
    ['UTF-16 without a mark', Buffer.from(CSV, 'utf16le'), 'UTF-16'],
    ['half a UTF-16', utf16(CSV, false).subarray(0, 9), 'UTF-16 is damaged'],
  ] as const)
    it(`is not in ${what}`, () => expect(refusal(bytes)).to.contain(words).and.contain('Nothing was written'))
})
