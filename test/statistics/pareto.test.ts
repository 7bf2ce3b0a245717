import {expect} from 'chai'
import fc from 'fast-check'
import {paretoFront, paretoShares} from '../../src/statistics/pareto.js'

const point = (rating: number | null, cost: number, latency: number | null) => ({rating, cost, latency})
const small = fc.integer({min: 1, max: 4})
const arbitraryPoint = fc.record({rating: fc.option(small), cost: small, latency: fc.option(small)})
const arbitraryPoints = fc.array(arbitraryPoint, {maxLength: 8})

describe('statistics/pareto', () => {
  it('marks what no other point beats', () => {
    const front = paretoFront([
      point(4, 2, 100), // the best rated
      point(3, 1, 100), // the cheapest
      point(3, 2, 100), // dominated by both
      point(2, 3, 50), // the fastest
    ])
    expect(front).to.deep.equal([true, true, false, true])
  })

  it('lets equal points share the front', () => {
    expect(paretoFront([point(3, 1, 1), point(3, 1, 1), point(3, 1, 2)])).to.deep.equal([true, true, false])
  })

  it('leaves out points with a missing figure: neither judged nor judging', () => {
    const points = [point(5, 0, null), point(null, 0, 0), point(2, 3, 3)]
    expect(paretoFront(points)).to.deep.equal([null, null, true])
    expect(paretoFront([])).to.deep.equal([])
  })

  it('always has somebody on the front, and a front point above every other', () => {
    fc.assert(
      fc.property(arbitraryPoints, (points) => {
        const front = paretoFront(points)
        const judged = points.flatMap((own, i) => (front[i] === null ? [] : [{...own, front: front[i]}]))
        for (const own of judged.filter((candidate) => !candidate.front)) {
          const above = judged.some(
            (other) =>
              other.front &&
              (other.rating ?? NaN) >= (own.rating ?? NaN) &&
              other.cost <= own.cost &&
              (other.latency ?? NaN) <= (own.latency ?? NaN),
          )
          expect(above).to.equal(true)
        }

        if (judged.length > 0) expect(front).to.include(true)
      }),
    )
  })

  it('shares of replicates, with fixed and with resampled costs', () => {
    const rating = [
      [3, 3, 3, 3],
      [4, 3, 2, NaN],
    ].map((list) => Float64Array.from(list))
    // B costs more: A is beaten never, B is on the front where it is better rated.
    expect(paretoShares({rating, cost: [1, 2]})).to.deep.equal([1, 1 / 3])
    expect(paretoShares({rating, cost: [1, 1]})).to.deep.equal([3 / 4, 2 / 3])
    expect(paretoShares({rating})).to.deep.equal([3 / 4, 2 / 3])
    const cost = [Float64Array.from([1, 1, 1, 1]), Float64Array.from([0, 0, 2, 0])]
    expect(paretoShares({rating, cost, latency: [5, 5]})).to.deep.equal([1 / 2, 2 / 3])
    expect(paretoShares({rating, latency: [null, 1]})).to.deep.equal([null, 1])
  })

  it('share of constant replicates is the mark', () => {
    fc.assert(
      fc.property(arbitraryPoints, (points) => {
        const shares = paretoShares({
          rating: points.map(({rating}) => Float64Array.from([rating ?? NaN, rating ?? NaN])),
          cost: points.map(({cost}) => cost),
          latency: points.map(({latency}) => latency),
        })
        expect(shares).to.deep.equal(paretoFront(points).map((mark) => (mark === null ? null : Number(mark))))
      }),
    )
  })

  it('refuses axes that do not fit', () => {
    const rating = [new Float64Array(3), new Float64Array(3)]
    expect(() => paretoShares({rating, cost: [1]})).to.throw(RangeError)
    expect(() => paretoShares({rating, cost: [new Float64Array(2), 1]})).to.throw(RangeError)
  })
})
