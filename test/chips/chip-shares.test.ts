import {expect} from 'chai'
import {chipShares} from '../../src/chips/chip-shares.js'
import type {Chip} from '../../src/chips/chip.js'

const chips = (...keys: string[]): Chip[] => keys.map((key) => ({key, display: key, type: 'jargon'}))
const marks = (answers: string[][]) =>
  chipShares(answers.map((keys) => chips(...keys))).map((own) =>
    own.map(({answers: count, isCommon, isUnique}) => `${count}${isCommon ? 'c' : ''}${isUnique ? 'u' : ''}`),
  )

describe('chips of several answers', () => {
  it('are common in more than half of them, and unique in one, whatever their spelling', () => {
    expect(
      marks([
        ['on_call', 'b'],
        ['On-Call', 'c', 'c'],
        ['ON CALL', 'b', '★'],
        ['d', '☆'],
      ]),
    ).to.deep.equal([
      ['3c', '2'],
      ['3c', '1u', '1u'],
      ['3c', '2', '1u'],
      ['1u', '1u'],
    ])
  })

  it('are neither where one or two answers say little', () => {
    expect(marks([['a']])).to.deep.equal([['1']])
    expect(marks([['a', 'b'], ['a']])).to.deep.equal([['2', '1u'], ['2']])
    expect(marks([])).to.deep.equal([])
  })
})
