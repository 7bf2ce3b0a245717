import {expect} from 'chai'
import fc from 'fast-check'
import {
  noncentralTTail,
  normalCdf,
  normalQuantile,
  roundConstant,
  studentTCdf,
  studentTQuantile,
} from '../../src/statistics/distributions.js'
import {draws} from '../support/draws.js'

function expectRelative(actual: number, expected: number, tolerance: number): void {
  expect(Math.abs(actual / expected - 1), `${actual} is not ${expected}`).to.be.below(tolerance)
}

describe('statistics/distributions', () => {
  it('t quantiles .975 for df 7, 15, 95 (R qt)', () => {
    expect(studentTQuantile(0.975, 7)).to.be.closeTo(2.364624252, 5e-10)
    expect(studentTQuantile(0.975, 15)).to.be.closeTo(2.131449546, 5e-10)
    expect(studentTQuantile(0.975, 95)).to.be.closeTo(1.985251004, 5e-10)
  })

  it('normal distribution (mpmath, 30 digits)', () => {
    const vectors = [
      [-10, 7.6198530241605261e-24],
      [-3, 0.0013498980316300945],
      [-1, 0.15865525393145705],
      [0.5, 0.6914624612740131],
      [1.96, 0.97500210485177957],
      [4, 0.99996832875816688],
    ] as const
    for (const [x, p] of vectors) expectRelative(normalCdf(x), p, 1e-13)
  })

  it('normal quantiles (mpmath, 30 digits)', () => {
    const vectors = [
      [1e-12, -7.0344838253011319],
      [0.001, -3.0902323061678135],
      [0.3, -0.52440051270804078],
      [0.8, 0.84162123357291421],
      [0.975, 1.9599639845400542],
    ] as const
    for (const [p, x] of vectors) expectRelative(normalQuantile(p), x, 1e-13)
  })

  it('t distribution and quantiles (mpmath, 30 digits)', () => {
    const probabilities = [
      [-2, 1, 0.14758361765043327],
      [0.7, 2.5, 0.72829752840522597],
      [-8, 4, 0.00066194845460858393],
      [1.3, 30, 0.89824952073094155],
      [-3, 1000, 0.0013833545221190962],
    ] as const
    for (const [t, df, p] of probabilities) expectRelative(studentTCdf(t, df), p, 1e-12)
    const quantiles = [
      [0.975, 1, 12.706204736174705],
      [0.975, 2.5, 3.5746548420036832],
      [0.995, 4, 4.6040948713499932],
      [0.6, 30, 0.25560536495191277],
      [0.0001, 10, -5.6938201014575126],
    ] as const
    for (const [p, df, t] of quantiles) expectRelative(studentTQuantile(p, df), t, 1e-12)
  })

  it('noncentral t (scipy nct.sf)', () => {
    expectRelative(noncentralTTail(2, 10, 3), 0.8315141614119566, 1e-10)
    expectRelative(noncentralTTail(1.96, 200, 2.8), 0.7991079667059781, 1e-10)
    expectRelative(noncentralTTail(-1, 3, 0.5), 0.9078787901856405, 1e-10)
  })

  it('noncentral t without noncentrality is t', () => {
    for (const df of [1, 4.5, 60]) expectRelative(noncentralTTail(1.7, df, 0), studentTCdf(-1.7, df), 1e-10)
  })

  it('quantiles invert the distribution functions', () => {
    const share = fc.double({min: 1e-8, max: 1 - 1e-8, noNaN: true})
    const degrees = fc.double({min: 0.5, max: 5000, noNaN: true})
    fc.assert(
      fc.property(share, degrees, (p, df) => {
        expectRelative(normalCdf(normalQuantile(p)), p, 1e-11)
        expectRelative(studentTCdf(studentTQuantile(p, df), df), p, 1e-9)
      }),
      draws(200),
    )
  })

  it('are symmetric and rise', () => {
    const point = fc.double({min: -30, max: 30, noNaN: true})
    fc.assert(
      fc.property(point, point, fc.integer({min: 1, max: 200}), (x, y, df) => {
        expect(normalCdf(x) + normalCdf(-x)).to.be.closeTo(1, 1e-15)
        expect(studentTCdf(x, df) + studentTCdf(-x, df)).to.be.closeTo(1, 1e-15)
        if (x < y) expect(studentTCdf(x, df) - studentTCdf(y, df)).to.be.at.most(1e-15)
      }),
    )
  })

  it('t with infinite degrees of freedom is normal', () => {
    expect(studentTCdf(-1.5, Infinity)).to.equal(normalCdf(-1.5))
    expectRelative(studentTQuantile(0.9, Infinity), normalQuantile(0.9), 1e-13)
  })

  it('gives the ends of the line at 0 and 1, exactly 0 at a half, and refuses what is no probability', () => {
    const ends = [-Infinity, 0, Infinity]
    expect([0, 0.5, 1].map(normalQuantile)).to.deep.equal(ends)
    expect([0, 0.5, 1].map((p) => studentTQuantile(p, 3))).to.deep.equal(ends)
    expect(() => normalQuantile(1.1)).to.throw(RangeError)
    expect(() => studentTQuantile(NaN, 3)).to.throw(RangeError)
    expect(() => studentTQuantile(0.9, 0)).to.throw(RangeError)
    expect(() => studentTCdf(1, -2)).to.throw(RangeError)
  })

  it('rounds constants to 12 significant digits', () => {
    expect(roundConstant(1.9599639845400542)).to.equal(1.95996398454)
    expect(roundConstant(1.23456789012345e-9)).to.equal(1.23456789012e-9)
  })
})
