import {expect} from 'chai'
import {existsSync, readFileSync} from 'node:fs'
import {join} from 'node:path'

const ROOT = join(import.meta.dirname, '../..')

/** The rows of the tables of docs/promises.md: what happens, test file, title. */
const rows = readFileSync(join(ROOT, 'docs/promises.md'), 'utf8')
  .split('\n')
  .filter((line) => line.startsWith('|') && !/^\| (?:---|what )/.test(line))
  .map((line) => line.split(/(?<!\\)\|/).map((cell) => cell.replaceAll('\\|', '|').trim()))

/** The titles of tests and groups in a file, as they are written there. */
function titlesOf(file: string): Set<string> {
  const source = readFileSync(join(ROOT, file), 'utf8')
  const titles = source.matchAll(/\b(?:it|describe)\(\s*(['"`])((?:\\.|(?!\1)[^\\])*)\1/g)
  return new Set(
    [...titles].map(([, quote, title]) => (quote === '`' ? title! : title!.replaceAll(/\\(['"])/g, '$1'))),
  )
}

describe('the table of promises', () => {
  it('has rows of three cells', () => {
    expect(rows.length).to.be.above(80)
    for (const row of rows) expect(row, row.join('|')).to.have.length(5)
  })

  for (const [, promise, file, title] of rows) {
    it(`names a test that is there: ${promise}`, () => {
      expect(file).to.match(/^test\/.*\.ts$/)
      expect(existsSync(join(ROOT, file!)), file).to.equal(true)
      expect([...titlesOf(file!)]).to.include(title)
    })
  }
})
