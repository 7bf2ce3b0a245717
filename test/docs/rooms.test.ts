import {expect} from 'chai'
import {readdir} from 'node:fs/promises'
import {join, relative} from 'node:path'

const SOURCES = join(import.meta.dirname, '../../src')
const FILES = 20

describe('a folder of the sources', () => {
  it(`holds at most ${FILES} files; only the commands are one file each in a folder`, async () => {
    const entries = await readdir(SOURCES, {recursive: true, withFileTypes: true})
    const counts = new Map<string, number>()
    for (const entry of entries.filter((candidate) => candidate.isFile())) {
      const folder = relative(SOURCES, entry.parentPath)
      counts.set(folder, (counts.get(folder) ?? 0) + 1)
    }
    expect(counts.size).to.be.greaterThan(20)
    const crowded = [...counts].filter(([folder, count]) => folder !== 'commands' && count > FILES)
    expect(crowded).to.deep.equal([])
  })
})
