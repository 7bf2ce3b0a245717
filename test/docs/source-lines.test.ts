import {expect} from 'chai'
import {readdir, readFile} from 'node:fs/promises'
import {join} from 'node:path'

const SOURCES = join(import.meta.dirname, '../../src')
const COLUMNS = 110

describe('comments in the sources', () => {
  it(`hold ${COLUMNS} columns, which the formatter leaves to people`, async () => {
    const files = (await readdir(SOURCES, {recursive: true})).filter((name) => name.endsWith('.ts'))
    const texts = await Promise.all(files.map((name) => readFile(join(SOURCES, name), 'utf8')))
    const long = texts.flatMap((text, at) =>
      text.split('\n').flatMap((line, number) => {
        const isComment = /^\s*(?:\/\/|\/\*\*|\*) /.test(line)
        return isComment && line.length > COLUMNS ? [`${files[at]!}:${number + 1}`] : []
      }),
    )
    expect(long).to.deep.equal([])
  })
})
