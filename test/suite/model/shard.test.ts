import {expect} from 'chai'
import fc from 'fast-check'
import {parseShard, shardNumber, shardText} from '../../../src/suite/model/shard.js'
import {tinyRun} from '../../support/tiny-suite.js'

describe('shards', () => {
  it('give each case to exactly one, whatever other cases there are and in whatever order', () => {
    const few = tinyRun({trials: 3}).cases
    const many = tinyRun({all: true, trials: 9}).cases.reverse()
    const key = (one: (typeof few)[number]) => JSON.stringify(one)
    fc.assert(
      fc.property(fc.integer({min: 1, max: 12}), (count) => {
        const numbers = new Map(many.map((one) => [key(one), shardNumber(one, count)]))
        for (const one of few)
          expect(numbers.get(key(one)))
            .to.equal(shardNumber(one, count))
            .and.within(1, count)
      }),
      {numRuns: 12},
    )
  })

  it('are of about equal size', () => {
    const {cases} = tinyRun({all: true, trials: 30})
    const sizes = [1, 2, 3, 4].map((index) => cases.filter((one) => shardNumber(one, 4) === index).length)
    for (const size of sizes) expect(size).to.be.within(cases.length * 0.2, cases.length * 0.3)
  })

  it('are written as 2/4 and nothing else', () => {
    for (const text of ['1/1', '2/4', '1000/1000']) expect(shardText(parseShard(text)!)).to.equal(text)
    for (const text of ['', '0/4', '5/4', '1', '1/0', '-1/4', '1/4/2', 'a/b', '1/1001', ' 1/4'])
      expect(parseShard(text), text).to.equal(undefined)
  })
})
