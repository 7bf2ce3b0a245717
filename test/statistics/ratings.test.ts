import {expect} from 'chai'
import {raterSummaries, ratingsByResult} from '../../src/statistics/ratings.js'

const ratings = [
  {result: 'x', rater: 'ann', rating: 4},
  {result: 'y', rater: 'ann', rating: 2},
  {result: 'x', rater: 'bo', rating: 5},
]

describe('statistics/ratings', () => {
  it('collects the ratings of each result', () => {
    expect([...ratingsByResult(ratings)]).to.deep.equal([
      ['x', [4, 5]],
      ['y', [2]],
    ])
  })

  it('says how each rater used the scale', () => {
    expect(raterSummaries(ratings)).to.deep.equal([
      {rater: 'ann', n: 2, mean: 3, sd: Math.SQRT2},
      {rater: 'bo', n: 1, mean: 5, sd: null},
    ])
  })
})
