import {expect} from 'chai'
import fc from 'fast-check'
import {costOf, mostInputTokens} from '../../../src/suite/prices/price.js'
import {anyCharacter} from '../../support/any-character.js'

describe('the highest number of input tokens', () => {
  it('counts bytes, not characters: a token may be one byte of many', () => {
    const ascii = mostInputTokens([{content: 'abcd'}])
    expect(mostInputTokens([{content: 'äöüß'}]) - ascii).to.equal(4)
    expect(mostInputTokens([{content: '株式会社'}]) - ascii).to.equal(8)
    expect(mostInputTokens([{content: '🍟🍟'}]) - ascii).to.equal(4)
  })

  it('is never less than the bytes of all messages, and grows with each message', () => {
    fc.assert(
      fc.property(
        fc.array(fc.string({unit: anyCharacter}), {maxLength: 4}),
        fc.string({unit: anyCharacter}),
        (contents, more) => {
          const messages = contents.map((content) => ({content}))
          const bytes = contents.reduce((sum, content) => sum + Buffer.byteLength(content), 0)
          expect(mostInputTokens(messages)).to.be.above(bytes)
          expect(mostInputTokens([...messages, {content: more}])).to.be.above(
            mostInputTokens(messages) + Buffer.byteLength(more),
          )
        },
      ),
    )
  })
})

describe('the cost of a call', () => {
  const model = (input_price: number | null, output_price: number | null) => ({
    id: 'lab/one',
    name: 'One',
    input_price,
    output_price,
  })

  it('is tokens by price; unknown where a price or a count is, unless everything is free', () => {
    expect(costOf(model(1, 10), 200, 300)).to.be.closeTo(0.0032, 1e-12)
    expect(costOf(model(1, 10), null, 300)).to.equal(null)
    expect(costOf(model(1, 10), 200, null)).to.equal(null)
    expect(costOf(model(null, 10), 200, 300)).to.equal(null)
    expect(costOf(model(0, 0), null, null)).to.equal(0)
    expect(costOf(model(0, 10), null, 300)).to.equal(null)
  })
})
