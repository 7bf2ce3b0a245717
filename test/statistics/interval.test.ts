import {expect} from 'chai'
import fc from 'fast-check'
import {meanInterval, tQuantile, tTest} from '../../src/statistics/interval.js'
import {darwin} from './vectors.js'

describe('statistics/interval', () => {
  it("t, p and interval of Darwin's differences (R t.test)", () => {
    const test = tTest(darwin)
    expect(test?.t).to.be.closeTo(2.14798746, 5e-9)
    expect(test?.df).to.equal(14)
    expect(test?.p).to.be.closeTo(0.049702944, 5e-11)
    expect(test?.interval.low).to.be.closeTo(0.0311933184, 5e-11)
    expect(test?.interval.high).to.be.closeTo(41.8354733483, 5e-11)
  })

  it('has no interval below two values', () => {
    expect(meanInterval([])).to.deep.equal({n: 0, mean: null, interval: null})
    expect(meanInterval([3])).to.deep.equal({n: 1, mean: 3, interval: null})
    expect(tTest([3])).to.equal(null)
  })

  it('gives equal values an interval of no width, and no test', () => {
    expect(meanInterval([4, 4, 4]).interval).to.deep.equal({low: 4, high: 4})
    expect(tTest([4, 4, 4])).to.equal(null)
  })

  it('is not clipped to the rating scale', () => {
    expect(meanInterval([5, 5, 4]).interval?.high).to.be.above(5)
  })

  it('lies around the mean, and widens with the confidence', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({min: 1, max: 5}), {minLength: 2, maxLength: 40}), (values) => {
        const {mean, interval} = meanInterval(values)
        const wider = meanInterval(values, 0.99).interval
        expect((interval?.low ?? NaN) + (interval?.high ?? NaN)).to.be.closeTo(2 * (mean ?? NaN), 1e-9)
        expect(wider?.low).to.be.at.most(interval?.low ?? NaN)
        expect(wider?.high).to.be.at.least(interval?.high ?? NaN)
      }),
    )
  })

  it('uses a critical value of 12 digits', () => {
    expect(tQuantile(0.95, 7)).to.equal(2.36462425159)
  })
})
