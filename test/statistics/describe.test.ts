import {expect} from 'chai'
import fc from 'fast-check'
import {
  mean,
  quantile,
  ratingHistogram,
  sd,
  squaredDeviations,
  variance,
} from '../../src/statistics/describe.js'

describe('statistics/describe', () => {
  it('type-7 quantiles of 1..4 at .025 and .975 (R quantile)', () => {
    expect(quantile([1, 2, 3, 4], 0.025)).to.be.closeTo(1.075, 1e-12)
    expect(quantile([4, 2, 3, 1], 0.975)).to.be.closeTo(3.925, 1e-12)
  })

  it('quantiles of one value and at the ends', () => {
    expect(quantile([7], 0.3)).to.equal(7)
    expect([0, 0.5, 1].map((p) => quantile([3, 1, 2], p))).to.deep.equal([1, 2, 3])
    expect(() => quantile([1], 1.5)).to.throw(RangeError)
  })

  it('leaves its input as it was', () => {
    const values = [3, 1, 2]
    quantile(values, 0.5)
    expect(values).to.deep.equal([3, 1, 2])
  })

  it('mean and sample spread', () => {
    expect(mean([1, 2, 2, 4, 5])).to.equal(2.8)
    expect(squaredDeviations([1, 2, 2, 4, 5])).to.be.closeTo(10.8, 1e-12)
    expect(variance([1, 2, 2, 4, 5])).to.be.closeTo(2.7, 1e-12)
    expect(sd([1, 2, 2, 4, 5])).to.be.closeTo(1.643167672515498, 1e-12)
  })

  it('gives null, never 0, where nothing is defined', () => {
    for (const undefinedFigure of [mean([]), quantile([], 0.5), sd([]), sd([4]), variance([4])]) {
      expect(undefinedFigure).to.equal(null)
    }
  })

  it('quantiles rise with the share and stay within the values', () => {
    const share = fc.double({min: 0, max: 1, noNaN: true})
    fc.assert(
      fc.property(fc.array(fc.integer({min: -50, max: 50}), {minLength: 1}), share, share, (values, p, q) => {
        const low = quantile(values, Math.min(p, q))
        const high = quantile(values, Math.max(p, q))
        expect(low).to.be.at.least(Math.min(...values))
        expect(high).to.be.at.most(Math.max(...values))
        expect(low).to.be.at.most((high ?? NaN) + 1e-12)
      }),
    )
  })

  it('counts the ratings 1 to 5 and refuses others', () => {
    expect(ratingHistogram([5, 1, 5, 3])).to.deep.equal([1, 0, 1, 0, 2])
    expect(ratingHistogram([])).to.deep.equal([0, 0, 0, 0, 0])
    for (const rating of [0, 6, 2.5, NaN]) expect(() => ratingHistogram([rating])).to.throw(RangeError)
  })
})
