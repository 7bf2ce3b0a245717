import {expect} from 'chai'
import {blindMessages} from '../../src/rating/blind-messages.js'

describe('remarks for raters', () => {
  it('do not tell whether the input was enriched', () => {
    const basic = ['Step 2: chip 3: unknown type "skill"', 'Fill: the answer is empty', 'stopped']
    const enriched = ['Step 1: chip 1: no key', 'Selection: unknown key "foo"', ...basic]
    expect(blindMessages(enriched))
      .to.deep.equal(blindMessages(basic))
      .and.to.deep.equal(['chip 3: unknown type "skill"', 'the answer is empty', 'stopped'])
  })
})
