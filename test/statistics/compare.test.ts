import {expect} from 'chai'
import fc from 'fast-check'
import {comparePaired, holm} from '../../src/statistics/compare.js'
import {darwin} from './vectors.js'

describe('statistics/compare', () => {
  it("Darwin's differences: n, mean, t interval, exact p (Fisher 1935; R t.test)", () => {
    const {n, meanDifference, interval, p, method} = comparePaired(darwin, {seed: 1})
    expect([n, method, p]).to.deep.equal([15, 'exact', 1726 / 32768])
    expect(meanDifference).to.be.closeTo(314 / 15, 1e-12)
    expect(interval?.low).to.be.closeTo(0.0311933184, 5e-11)
    expect(interval?.high).to.be.closeTo(41.8354733483, 5e-11)
  })

  it('keeps the digits of its bootstrap interval', () => {
    const {bootstrapInterval} = comparePaired(darwin, {seed: 1})
    expect(bootstrapInterval).to.deep.equal({low: -0.9333333333, high: 39.6666666667})
  })

  it('has two intervals that agree where there are many differences', () => {
    const differences = Array.from({length: 96}, (_, i) => ((i * 7) % 9) - 3)
    const {interval, bootstrapInterval} = comparePaired(differences, {seed: 1})
    expect(bootstrapInterval?.low).to.be.closeTo(interval?.low ?? NaN, 0.06)
    expect(bootstrapInterval?.high).to.be.closeTo(interval?.high ?? NaN, 0.06)
  })

  it('resamples within strata', () => {
    // Within a stratum all differences are equal: nothing is left to vary.
    const strata = ['a', 'a', 'b', 'b', 'c', 'c']
    const {bootstrapInterval, interval} = comparePaired([1, 1, 2, 2, 3, 3], {seed: 1, strata})
    expect(bootstrapInterval).to.deep.equal({low: 2, high: 2})
    expect(interval?.high).to.be.above(2.5)
    expect(() => comparePaired([1, 2], {seed: 1, strata: ['a']})).to.throw(RangeError)
  })

  it('says nothing about nothing', () => {
    const nothing = {interval: null, bootstrapInterval: null, sd: null, method: 'exact'}
    expect(comparePaired([], {seed: 1})).to.deep.equal({n: 0, meanDifference: null, p: null, ...nothing})
    expect(comparePaired([2], {seed: 1})).to.deep.equal({n: 1, meanDifference: 2, p: 1, ...nothing})
  })

  it('turns round when A and B change places', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({min: -4, max: 4}), {minLength: 2, maxLength: 12}), (differences) => {
        const options = {seed: 1, replicates: 100}
        const forth = comparePaired(differences, options)
        const back = comparePaired(
          differences.map((difference) => -difference),
          options,
        )
        expect(back.p).to.equal(forth.p)
        expect(back.meanDifference).to.be.closeTo(-(forth.meanDifference ?? NaN), 1e-12)
        expect(back.interval?.low).to.be.closeTo(-(forth.interval?.high ?? NaN), 1e-9)
        expect(back.bootstrapInterval?.low).to.be.closeTo(-(forth.bootstrapInterval?.high ?? NaN), 1e-9)
      }),
      {numRuns: 40},
    )
  })

  it('Holm of (.01, .04, .03, .005): (.03, .06, .06, .02) (R p.adjust)', () => {
    const adjusted = holm([0.01, 0.04, 0.03, 0.005])
    ;[0.03, 0.06, 0.06, 0.02].forEach((p, i) => expect(adjusted[i]).to.be.closeTo(p, 1e-15))
  })

  it('Holm keeps nulls out of the family', () => {
    expect(holm([null, 0.02, null, 0.5])).to.deep.equal([null, 0.04, null, 0.5])
    expect(holm([])).to.deep.equal([])
  })

  it('Holm is never below the raw p, never above Bonferroni or 1, and keeps the order', () => {
    const p = fc.double({min: 0, max: 1, noNaN: true})
    fc.assert(
      fc.property(fc.array(p, {maxLength: 12}), (ps) => {
        const adjusted = holm(ps)
        ps.forEach((raw, i) => {
          expect(adjusted[i]).to.be.within(raw, Math.min(1, raw * ps.length))
          ps.forEach((other, j) => {
            if (raw < other) expect(adjusted[i]).to.be.at.most(adjusted[j] ?? NaN)
          })
        })
      }),
    )
  })
})
