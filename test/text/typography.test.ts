import {expect} from 'chai'
import {flagOfDashes, unquoted} from '../../src/text/typography.js'

describe('signs of word processors', () => {
  const quoted: [string, string | undefined][] = [
    ['\u201Cterse\u201D', 'terse'],
    ['\u2018terse\u2019', 'terse'],
    ['\u201Eterse\u201C', 'terse'],
    ['\u00ABterse\u00BB', 'terse'],
    ['terse\u201D', 'terse'],
    ['\u201Cterse', 'terse'],
    ['"terse"', 'terse'],
    ["'terse'", 'terse'],
    ['terse', undefined],
    ['the Joneses\u2019', undefined],
    ['O\u2019Brien', undefined],
    ['he said "no"', undefined],
    ['"', undefined],
    ['', undefined],
  ]
  for (const [text, meant] of quoted)
    it(`${meant === undefined ? 'leave' : 'stand around'} ${JSON.stringify(text)}`, () =>
      expect(unquoted(text)).to.equal(meant))

  it('make dashes of the hyphens of flags', () => {
    expect(
      ['\u2013model', '\u2014model', '\u2014-model=x', '\u2013m', '\u2013m=x'].map(flagOfDashes),
    ).to.deep.equal(['--model', '--model', '--model=x', '-m', '-m=x'])
    for (const word of ['--model', '-m', 'model', '\u2013', '\u20135'])
      expect(flagOfDashes(word)).to.equal(undefined)
  })
})
