import {expect} from 'chai'
import fc from 'fast-check'
import {clusterBootstrap} from '../../src/statistics/bootstrap.js'
import {arenaRanks, rankSummaries} from '../../src/statistics/ranks.js'

const arrays = (...lists: number[][]) => lists.map((list) => Float64Array.from(list))
const arbitraryReplicates = fc
  .tuple(fc.integer({min: 1, max: 5}), fc.integer({min: 1, max: 20}))
  .chain(([groups, length]) => {
    const value = fc.integer({min: 1, max: 7}).map((rank) => (rank === 7 ? NaN : rank))
    const list = fc.array(value, {minLength: length, maxLength: length})
    return fc.array(list, {minLength: groups, maxLength: groups})
  })
  .map((lists) => arrays(...lists))

describe('statistics/ranks', () => {
  it('ranks by hand: ties split P(best) and widen the range', () => {
    const replicates = arrays([3, 3, 2, 1], [2, 3, 2, 4], [1, 1, 2, 5])
    expect(rankSummaries(replicates, 0.5)).to.deep.equal([
      {best: (1 + 1 / 2 + 1 / 3) / 4, range: {low: 1, high: 3}},
      {best: (1 / 2 + 1 / 3) / 4, range: {low: 1, high: 2}},
      {best: (1 / 3 + 1) / 4, range: {low: 1, high: 3}},
    ])
  })

  it('cuts the outer 2.5 % of ranks', () => {
    // B beats A in 2 of 100 replicates, then in 3.
    const a = Array.from({length: 100}, () => 2)
    const b = (wins: number) => Array.from({length: 100}, (_, i) => (i < wins ? 3 : 1))
    expect(rankSummaries(arrays(a, b(2)))).to.deep.equal([
      {best: 0.98, range: {low: 1, high: 1}},
      {best: 0.02, range: {low: 2, high: 2}},
    ])
    expect(rankSummaries(arrays(a, b(3))).map(({range}) => range)).to.deep.equal([
      {low: 1, high: 2},
      {low: 1, high: 2},
    ])
  })

  it('leaves a group out of the replicates in which it has no value', () => {
    const summaries = rankSummaries(arrays([2, NaN], [1, 1], [NaN, NaN]))
    expect(summaries).to.deep.equal([
      {best: 0.5, range: {low: 1, high: 1}},
      {best: 0.5, range: {low: 1, high: 2}},
      {best: null, range: null},
    ])
    expect(rankSummaries([])).to.deep.equal([])
  })

  it('shares P(best) out completely, in ranges within 1..groups', () => {
    fc.assert(
      fc.property(arbitraryReplicates, (replicates) => {
        const summaries = rankSummaries(replicates)
        const present = summaries.filter(({best}) => best !== null)
        const sum = present.reduce((total, {best}) => total + (best ?? 0), 0)
        if (present.length > 0) expect(sum).to.be.closeTo(1, 1e-9)
        for (const {range} of present) {
          expect(range?.low).to.be.within(1, range?.high ?? NaN)
          expect(range?.high).to.be.at.most(present.length)
        }
      }),
    )
  })

  it('does not depend on the order of the groups', () => {
    fc.assert(
      fc.property(arbitraryReplicates, (replicates) => {
        const reversed = rankSummaries([...replicates].reverse()).reverse()
        rankSummaries(replicates).forEach(({best, range}, g) => {
          expect(reversed[g]?.range).to.deep.equal(range)
          expect(reversed[g]?.best ?? -1).to.be.closeTo(best ?? -1, 1e-12)
        })
      }),
    )
  })

  it('agrees with the count of groups above and beside in each replicate', () => {
    fc.assert(
      fc.property(arbitraryReplicates, (replicates) => {
        // With one replicate the range is the rank itself.
        const single = replicates.map((values) => values.slice(0, 1))
        const values = single.map(([value]) => value ?? NaN)
        rankSummaries(single).forEach(({range}, g) => {
          const own = values[g] ?? NaN
          if (Number.isNaN(own)) return
          const above = values.filter((value) => value > own).length
          const beside = values.filter((value) => value === own).length
          expect(range).to.deep.equal({low: above + 1, high: above + beside})
        })
      }),
    )
  })

  it('is sure of groups that never meet, unsure of equals', () => {
    const configurations = Array.from({length: 30}, (_, i) => [5 - (i % 2), 1 + (i % 3), 1 + ((i + 1) % 3)])
    const bootstraps = clusterBootstrap({groups: ['a', 'b', 'c'], strata: [{configurations}]}, {seed: 1})
    const [a, b, c] = rankSummaries(bootstraps.map(({replicates}) => replicates))
    expect(a).to.deep.equal({best: 1, range: {low: 1, high: 1}})
    expect([b?.range, c?.range]).to.deep.equal([
      {low: 2, high: 3},
      {low: 2, high: 3},
    ])
  })

  it('arena rank: 1 + the intervals wholly above (Chiang et al. 2024)', () => {
    const intervals = [[3, 4], [3.5, 4.5], [1, 2.9], null, [2.9, 3.1]].map(
      (ends) => ends && {low: ends[0] ?? NaN, high: ends[1] ?? NaN},
    )
    expect(arenaRanks(intervals)).to.deep.equal([1, 1, 3, null, 2])
  })

  it('refuses replicates of different lengths', () => {
    expect(() => rankSummaries(arrays([1, 2], [1]))).to.throw(RangeError)
  })
})
