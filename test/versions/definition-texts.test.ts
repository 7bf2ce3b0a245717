import {expect} from 'chai'
import {definitionDiff, definitionTexts} from '../../src/versions/definition-texts.js'
import {aStyle, aSystem} from '../support/versioned.js'

const side = (label: string, texts: ReturnType<typeof definitionTexts>) => ({label, texts})

describe('what differs between two versions', () => {
  it('is a unified diff of each prompt that differs, under its title', () => {
    const [a, b] = [aStyle('terse', 'One\nTwo\nThree'), aStyle('terse', 'One\nTwo, too\nThree')]
    const differences = definitionDiff(
      side('terse@a', definitionTexts(a)),
      side('terse@b', definitionTexts(b)),
    )
    expect(differences.map(({title}) => title)).to.deep.equal(
      ['selectable', 'select', 'final', 'final with selections', 'fill'].map((name) => `${name} · user`),
    )
    expect(differences[0]!.diff.split('\n')).to.deep.equal([
      '--- terse@a',
      '+++ terse@b',
      '@@ -1,3 +1,3 @@',
      ' One',
      '-Two',
      '+Two, too',
      ' Three',
    ])
  })

  it('is nothing between equal ones, and a line for each field of a system', () => {
    const texts = definitionTexts(aStyle('terse', 'One'))
    expect(definitionDiff(side('x', texts), side('y', texts))).to.deep.equal([])
    const [cold, hot] = [aSystem('lab/one', 0), aSystem('lab/one', 1)].map(definitionTexts)
    const [only] = definitionDiff(side('x', cold!), side('y', hot!))
    expect(only!.diff).to.contain('-temperature: 0').and.to.contain('+temperature: 1')
  })
})
