import {expect} from 'chai'
import fc from 'fast-check'
import {EXACT_LIMIT, signFlipTest} from '../../src/statistics/sign-flip.js'
import {darwin} from './vectors.js'

const seed = 1
const pOf = (differences: readonly number[]) => signFlipTest(differences, {seed}).p ?? NaN

describe('statistics/sign-flip', () => {
  it("exact p of Darwin's differences: 1726/32768 (Fisher 1935, section 21)", () => {
    expect(signFlipTest(darwin, {seed})).to.deep.equal({n: 15, p: 1726 / 32768, method: 'exact'})
    expect(1726 / 32768).to.equal(0.05267333984375)
  })

  it('counts sums that tie on paper but not in floating point', () => {
    // .1 + .2 - .1 comes out above .2, and -.1 + .2 + .1 at it.
    expect(pOf([0.1, 0.2, -0.1])).to.equal(0.75)
    expect(pOf([0.1, 0.1, 0.1, -0.1])).to.equal(0.625)
    expect(pOf(darwin.map((difference) => difference / 7))).to.equal(1726 / 32768)
  })

  it('small cases by hand', () => {
    expect(signFlipTest([], {seed})).to.deep.equal({n: 0, p: null, method: 'exact'})
    expect(pOf([3])).to.equal(1)
    expect(pOf([1, 1])).to.equal(0.5)
    expect(pOf([0, 0, 0])).to.equal(1)
    expect(pOf(Array.from({length: 10}, () => 1))).to.equal(2 / 1024)
  })

  it('does not depend on sign or order when exact', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({min: -4, max: 4}), {minLength: 1, maxLength: 10}), (differences) => {
        const p = pOf(differences)
        expect(p).to.be.within(2 / 2 ** differences.length, 1)
        expect(pOf(differences.map((difference) => -difference))).to.equal(p)
        expect(pOf([...differences].reverse())).to.equal(p)
      }),
    )
  })

  it('draws patterns beyond 15 differences and comes close to the exact p', () => {
    // A zero does not change the test, so the exact p is known.
    const padded = [...darwin, 0]
    const {n, p, method} = signFlipTest(padded, {seed, permutations: 99_999})
    expect([n, method]).to.deep.equal([EXACT_LIMIT + 1, 'monte_carlo'])
    expect(p).to.be.closeTo(1726 / 32768, 0.003)
  })

  it('flips every difference independently, wherever it stands', () => {
    // A single nonzero difference ties always; two equal ones half of the time; at any places.
    for (const [i, j] of [
      [0, 1],
      [7, 8],
      [23, 24],
      [5, 47],
      [48, 60],
    ] as const) {
      const differences = Array.from({length: 61}, (_, k) => (k === i || k === j ? 1 : 0))
      expect(pOf(differences)).to.be.closeTo(0.5, 0.025)
      expect(pOf(differences.map((value, k) => (k === i ? value : 0)))).to.equal(1)
    }
  })

  it('Monte Carlo p is (b + 1)/(B + 1): never 0, the same for the same seed', () => {
    const clear = Array.from({length: 60}, () => 1)
    expect(pOf(clear)).to.equal(1 / 10_000)
    const unclear = Array.from({length: 20}, (_, i) => i - 6)
    // The exact p, by counting all 2^20 patterns, is .01894.
    expect(pOf(unclear)).to.equal(0.0186)
    expect(signFlipTest(unclear, {seed: 2}).p).to.not.equal(0.0186)
  })
})
