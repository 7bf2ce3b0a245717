import {expect} from 'chai'
import fc from 'fast-check'
import {
  REPLICATES,
  clusterBootstrap,
  expandedPercentileInterval,
  percentileInterval,
} from '../../src/statistics/bootstrap.js'
import type {GroupedValues} from '../../src/statistics/bootstrap.js'
import {mean, quantile, sd} from '../../src/statistics/describe.js'
import {meanInterval} from '../../src/statistics/interval.js'
import type {Interval} from '../../src/statistics/interval.js'
import {Random} from '../../src/statistics/random.js'

const oneGroup = (values: readonly number[]): GroupedValues => ({
  groups: ['only'],
  strata: [{configurations: values.map((value) => [value])}],
})

/** Two groups on two strata, with gaps. */
const small: GroupedValues = {
  groups: ['a', 'b'],
  strata: [
    {
      configurations: [
        [1, 2],
        [2, null],
        [4, 5],
        [3, 3],
      ],
    },
    {
      configurations: [
        [5, 4],
        [4, 4],
        [null, 2],
      ],
    },
  ],
}

function first<T>(list: readonly T[]): T {
  const [item] = list
  if (item === undefined) throw new Error('Empty')
  return item
}

/** Ratings 1..5 of `groups` models: a part that all share per configuration, and a part of their own. */
function simulated(groups: number, strata: number, size: number, gaps = 0): GroupedValues {
  const random = new Random(77)
  return {
    groups: Array.from({length: groups}, (_, g) => `model ${g}`),
    strata: Array.from({length: strata}, (_, h) => ({
      configurations: Array.from({length: size}, () => {
        const shared = random.below(3)
        return Array.from({length: groups}, (_, g) => {
          const own = random.below(3) - 1 + (g === 0 ? 0.5 : 0)
          return random.below(100) < gaps ? null : Math.min(5, 1 + shared + own + h / strata)
        })
      }),
    })),
  }
}

const width = (interval: Interval | null) => (interval ? interval.high - interval.low : NaN)

describe('statistics/bootstrap', () => {
  it('exact enumeration of [1, 2, 2, 4, 5]: percentile (1.6, 4.2), SE .657267069', () => {
    const values = [1, 2, 2, 4, 5]
    const all = Float64Array.from({length: 5 ** 5}, (_, code) => {
      const picks = [0, 1, 2, 3, 4].map((place) => values[Math.floor(code / 5 ** place) % 5] ?? NaN)
      return picks.reduce((sum, value) => sum + value, 0) / 5
    })
    expect(percentileInterval(all, 0.025)).to.deep.equal({low: 1.6, high: 4.2})
    const standardError = (sd([...all]) ?? NaN) * Math.sqrt((all.length - 1) / all.length)
    expect(standardError).to.be.closeTo(0.657267069, 5e-10)

    // What is drawn comes to the same.
    const {replicates} = first(clusterBootstrap(oneGroup(values), {seed: 1}))
    expect(replicates.length).to.equal(REPLICATES)
    expect(percentileInterval(replicates, 0.025)).to.deep.equal({low: 1.6, high: 4.2})
    expect(sd([...replicates])).to.be.closeTo(0.657267069, 0.015)
  })

  it('keeps its digits: a change here changes every published interval', () => {
    const [a, b] = clusterBootstrap(small, {seed: 2024, replicates: 8})
    expect([...(a?.replicates ?? [])]).to.deep.equal([
      4.16666666667, 2.5, 3.42857142857, 3, 2.85714285714, 2.8, 3.16666666667, 3.28571428571,
    ])
    expect([...(b?.replicates ?? [])]).to.deep.equal([
      4, 2.8, 3.66666666667, 3.5, 3.2, 2.85714285714, 3.33333333333, 4,
    ])
    const intervals = clusterBootstrap(small, {seed: 2024}).map((group) => expandedPercentileInterval(group))
    expect(intervals).to.deep.equal([
      {low: 1.4826866476268878, high: 4.28571428571},
      {low: 2, high: 4.57142857143},
    ])
  })

  it('gives the same digits for the same seed and others for another', () => {
    fc.assert(
      fc.property(fc.maxSafeInteger(), (seed) => {
        const options = {seed, replicates: 50}
        expect(clusterBootstrap(small, options)).to.deep.equal(clusterBootstrap(small, options))
        const other = clusterBootstrap(small, {seed: seed > 0 ? seed - 1 : seed + 1, replicates: 50})
        expect(other).to.not.deep.equal(clusterBootstrap(small, options))
      }),
      {numRuns: 20},
    )
  })

  it('counts and averages what each group has', () => {
    const groups = clusterBootstrap(small, {seed: 1, replicates: 10})
    expect(groups.map(({group, n, mean}) => ({group, n, mean}))).to.deep.equal([
      {group: 'a', n: 6, mean: 19 / 6},
      {group: 'b', n: 6, mean: 20 / 6},
    ])
  })

  it('takes NaN for null, and leaves out configurations without any value', () => {
    const bare = clusterBootstrap(small, {seed: 1, replicates: 10})
    const padded = clusterBootstrap(
      {
        groups: small.groups,
        strata: small.strata.map(({configurations}) => ({
          configurations: [[null, NaN], ...configurations.map((row) => row.map((value) => value ?? NaN))],
        })),
      },
      {seed: 1, replicates: 10},
    )
    expect(padded).to.deep.equal(bare)
  })

  it('resamples jointly: groups that always differ by 1 do so in every replicate', () => {
    const configurations = [1, 4, 2, 2, 3, 1, 4].map((value) => [value, value + 1])
    const values = {groups: ['a', 'b'], strata: [{configurations}]}
    const [a, b] = clusterBootstrap(values, {seed: 3, replicates: 500})
    a?.replicates.forEach((value, i) => expect(b?.replicates[i]).to.be.closeTo(value + 1, 1e-10))
    expect(new Set(a?.replicates).size).to.be.above(10)
  })

  it('resamples within strata: what differs only between them does not vary', () => {
    const strata = [1, 3, 5].map((value) => ({configurations: [[value], [value], [value]]}))
    const {replicates} = first(clusterBootstrap({groups: ['a'], strata}, {seed: 3, replicates: 100}))
    expect(new Set(replicates)).to.deep.equal(new Set([3]))
  })

  it('pools strata of one configuration, with the smallest other if need be', () => {
    const single = (value: number) => ({configurations: [[value]]})
    const allSingle = first(
      clusterBootstrap({groups: ['a'], strata: [1, 3, 5].map(single)}, {seed: 3, replicates: 200}),
    )
    expect(new Set(allSingle.replicates).size).to.be.above(3)
    expect(allSingle.degrees).to.be.closeTo(2, 1e-9)

    const large = {configurations: [[1], [1], [1], [1]]}
    const oneSingle = first(
      clusterBootstrap({groups: ['a'], strata: [large, single(5)]}, {seed: 3, replicates: 200}),
    )
    expect(oneSingle.degrees).to.be.closeTo(4, 1e-9)
    expect(new Set(oneSingle.replicates).size).to.be.above(2)
  })

  it('marks replicates that drew no value, and groups that have none', () => {
    const configurations = [
      [1, null, null],
      [2, null, null],
      [3, 4, null],
    ]
    const values = {groups: ['a', 'rare', 'none'], strata: [{configurations}]}
    const [a, rare, none] = clusterBootstrap(values, {seed: 3, replicates: 1000})
    expect(a?.replicates.some(Number.isNaN)).to.equal(false)
    // Missed with probability (2/3)^3.
    expect(rare?.replicates.filter(Number.isNaN).length).to.be.closeTo(296, 60)
    expect(rare && expandedPercentileInterval(rare)).to.equal(null)
    expect(none).to.include({n: 0, mean: null, degrees: 0})
    expect(none?.replicates.every(Number.isNaN)).to.equal(true)
    expect(none && expandedPercentileInterval(none)).to.equal(null)
  })

  it('takes no groups and no configurations', () => {
    expect(clusterBootstrap({groups: [], strata: []}, {seed: 1})).to.deep.equal([])
    const [empty] = clusterBootstrap({groups: ['a'], strata: [{configurations: []}]}, {seed: 1})
    expect(empty).to.include({n: 0, mean: null})
  })

  it('keeps 12 digits of values of any size', () => {
    for (const scale of [1e-9, 1, 1e9]) {
      const values = [1.23456789, 2.3456789, 3.456789].map((value) => value * scale)
      const {replicates} = first(clusterBootstrap(oneGroup(values), {seed: 1, replicates: 200}))
      const lowest = replicates.reduce((least, value) => Math.min(least, value), Infinity)
      expect(lowest / scale).to.be.closeTo(1.23456789, 1e-10)
    }
  })

  it('ties means that are equal on paper but not in floating point', () => {
    const configurations = [
      [0.1, 0.3],
      [0.2, 0.2],
      [0.3, 0.1],
      [0.1, 0.3],
      [0.2, 0.2],
      [0.3, 0.1],
    ]
    const balanced = configurations.map(([a, b]) => [a ?? null, b ?? null])
    const values = {groups: ['a', 'b'], strata: [{configurations: balanced}]}
    const [a, b] = clusterBootstrap(values, {seed: 1, replicates: 2000})
    const gaps = a?.replicates.map((value, i) => Math.abs(value - (b?.replicates[i] ?? NaN))) ?? []
    expect(gaps.filter((gap) => gap === 0).length).to.be.above(100)
    expect(Math.min(...gaps.filter((gap) => gap !== 0))).to.be.above(1e-3)
  })

  it('expands the percentile interval to about the width of Student t', () => {
    const values = [1, 2, 4, 3, 5, 4, 4, 2, 3, 3, 4, 5]
    const bootstrap = first(clusterBootstrap(oneGroup(values), {seed: 1}))
    const expanded = width(expandedPercentileInterval(bootstrap))
    expect(expanded / width(meanInterval(values).interval)).to.be.closeTo(1, 0.06)
    expect(width(percentileInterval(bootstrap.replicates, 0.025))).to.be.below(0.95 * expanded)
  })

  it('has intervals around the mean that widen with the confidence', () => {
    const row = fc.tuple(fc.option(fc.integer({min: 1, max: 5})), fc.option(fc.integer({min: 1, max: 5})))
    const stratum = fc.record({configurations: fc.array(row, {maxLength: 12})})
    fc.assert(
      fc.property(fc.array(stratum, {maxLength: 3}), fc.nat(), (strata, seed) => {
        for (const group of clusterBootstrap({groups: ['a', 'b'], strata}, {seed, replicates: 400})) {
          const interval = expandedPercentileInterval(group)
          const wider = expandedPercentileInterval(group, 0.99)
          if (interval === null) continue
          expect(group.mean).to.be.within(interval.low - 1e-9, interval.high + 1e-9)
          expect(wider?.low).to.be.at.most(interval.low)
          expect(wider?.high).to.be.at.least(interval.high)
        }
      }),
      {numRuns: 60},
    )
  })

  it('gives about the same widths from blocks as from single configurations', () => {
    const values = simulated(6, 2, 1500, 30)
    const options = {seed: 4, replicates: 1500}
    const full = clusterBootstrap(values, {...options, maxUnits: Infinity})
    const blocks = clusterBootstrap(values, options)
    expect(blocks.map(({n, mean}) => [n, mean])).to.deep.equal(full.map(({n, mean}) => [n, mean]))
    expect(first(full).degrees).to.be.above(1900)
    expect(first(blocks).degrees).to.be.below(800)

    const [fullWidths, blockWidths] = [full, blocks].map((groups) =>
      groups.map((group) => width(expandedPercentileInterval(group))),
    )
    const ratios = (blockWidths ?? []).map((own, g) => own / (fullWidths?.[g] ?? NaN))
    expect(ratios.length).to.equal(6)
    for (const ratio of ratios) expect(ratio).to.be.closeTo(1, 0.1)
    expect(mean(ratios)).to.be.closeTo(1, 0.04)
  })

  it('keeps the pairing of groups in blocks', () => {
    const values = simulated(2, 2, 1500)
    const differences = (maxUnits: number) => {
      const [a, b] = clusterBootstrap(values, {seed: 4, replicates: 1500, maxUnits})
      return a?.replicates.map((value, i) => value - (b?.replicates[i] ?? NaN)) ?? []
    }

    const spread = (maxUnits: number) => {
      const list = differences(maxUnits)
      return (quantile(list, 0.975) ?? NaN) - (quantile(list, 0.025) ?? NaN)
    }

    expect(spread(800) / spread(Infinity)).to.be.closeTo(1, 0.1)
  })

  it('refuses rows that do not fit the groups', () => {
    const strata = [{configurations: [[1, 2], [1]]}]
    expect(() => clusterBootstrap({groups: ['a', 'b'], strata}, {seed: 1})).to.throw(RangeError)
  })
})
