import {expect} from 'chai'
import {withRepeats} from '../../../src/rating/queue/renewal.js'

const items = (text: string) =>
  text.split(' ').map((id) => ({id: id.replace('!', ''), repeat: id.endsWith('!')}))

describe('a new plan of a session', () => {
  it('keeps the repeats of the old one at their places, and drops all else of it', () => {
    expect(withRepeats(items('d e f'), items('a x! b c y!'))).to.deep.equal(items('d x! e f y!'))
  })

  it('brings repeats at the end where it is shorter, and none where nothing is asked', () => {
    expect(withRepeats(items('d'), items('a b c x!'))).to.deep.equal(items('d x!'))
    expect(withRepeats([], items('a x!'))).to.deep.equal([])
  })
})
