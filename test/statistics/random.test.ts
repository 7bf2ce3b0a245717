import {expect} from 'chai'
import fc from 'fast-check'
import {Random} from '../../src/statistics/random.js'

const draws = (random: Random, count: number) => Array.from({length: count}, () => random.uint32())

describe('statistics/random', () => {
  it('keeps its sequence: a change here changes every published interval', () => {
    const expected = [784519404, 2547702686, 2901503541, 3131678306, 333488498, 2488218245]
    expect(draws(new Random(42), 6)).to.deep.equal(expected)
    expect(draws(new Random(42, 1), 3)).to.deep.equal([3639884298, 3614682049, 1695235480])
    expect(draws(new Random(-5), 1)).to.deep.equal([1234280985])
    expect(draws(new Random(Number.MAX_SAFE_INTEGER), 1)).to.deep.equal([1544012501])
  })

  it('gives seeds and streams that are neighbours unrelated sequences', () => {
    const firsts = [0, 1, 2, 2 ** 32, 2 ** 32 + 1].flatMap((seed) =>
      [0, 1, 2].map((stream) => new Random(seed, stream).uint32()),
    )
    expect(new Set(firsts).size).to.equal(firsts.length)
  })

  it('draws within the bound, and the same alone as in bulk', () => {
    fc.assert(
      fc.property(fc.maxSafeInteger(), fc.integer({min: 1, max: 2 ** 32}), (seed, bound) => {
        const single = new Random(seed)
        const bulk = new Uint32Array(20)
        new Random(seed).fillBelow(bulk, 20, bound)
        for (const value of bulk) {
          expect(value).to.be.within(0, bound - 1)
          expect(single.below(bound)).to.equal(value)
        }
      }),
      {numRuns: 50},
    )
  })

  it('draws each number equally often (chi-square, also where 2^32 is no multiple of the bound)', () => {
    // With 2 ** 32 / bound = 1.33 a modulo would give the lower third of the numbers twice the chance.
    for (const [bound, cells] of [
      [7, 7],
      [96, 96],
      [3 * 2 ** 30, 3],
    ] as const) {
      const random = new Random(11)
      const counts = new Float64Array(cells)
      for (let i = 0; i < 100_000; i++) counts[Math.floor(random.below(bound) / (bound / cells))]!++
      const expected = 100_000 / cells
      const chiSquare = counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0)
      // The mean is cells - 1 and the variance twice that.
      expect(chiSquare).to.be.below(cells - 1 + 4 * Math.sqrt(2 * (cells - 1)))
    }
  })

  it('permutes', () => {
    const order = new Random(3).permutation(500)
    expect([...order].sort((a, b) => a - b)).to.deep.equal(Array.from({length: 500}, (_, i) => i))
    expect([...order]).to.not.deep.equal([...order].sort((a, b) => a - b))
  })

  it('refuses seeds and bounds that are no whole numbers in range', () => {
    expect(() => new Random(1.5)).to.throw(RangeError)
    expect(() => new Random(NaN)).to.throw(RangeError)
    for (const bound of [0, -1, 2.5, 2 ** 32 + 1]) {
      expect(() => new Random(1).below(bound)).to.throw(RangeError)
    }
  })
})
