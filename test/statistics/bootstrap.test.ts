import {expect} from 'chai'
import {expandedPercentileInterval, percentileInterval} from '../../src/statistics/bootstrap.js'
import {sd} from '../../src/statistics/describe.js'
import {meanInterval} from '../../src/statistics/interval.js'
import {Random} from '../../src/statistics/random.js'
import {resampleTotals, spreadOf} from '../../src/statistics/resample.js'

/** Every mean of five draws from the values. */
function allMeans(values: readonly number[]): Float64Array {
  return Float64Array.from({length: 5 ** 5}, (_, code) => {
    const picks = [0, 1, 2, 3, 4].map((place) => values[Math.floor(code / 5 ** place) % 5] ?? NaN)
    return picks.reduce((sum, value) => sum + value, 0) / 5
  })
}

describe('statistics/bootstrap', () => {
  it('exact enumeration of [1, 2, 2, 4, 5]: percentile (1.6, 4.2), SE .657267069', () => {
    const all = allMeans([1, 2, 2, 4, 5])
    expect(percentileInterval(all, 0.025)).to.deep.equal({low: 1.6, high: 4.2})
    const standardError = (sd([...all]) ?? NaN) * Math.sqrt((all.length - 1) / all.length)
    expect(standardError).to.be.closeTo(0.657267069, 5e-10)
  })

  it('expands the percentile interval to about the width of Student t', () => {
    const random = new Random(5)
    const values = Array.from({length: 24}, () => 1 + random.below(5))
    // A row for each value: its sum, and how many.
    const table = {rows: Float64Array.from(values.flatMap((value) => [value, 1])), width: 2, sizes: [24]}
    const totals = resampleTotals(table, 10_000, random)
    const replicates = Float64Array.from({length: 10_000}, (_, at) => totals[2 * at]! / totals[2 * at + 1]!)
    const drawn = expandedPercentileInterval({replicates, ...spreadOf(table, 1)})!
    const student = meanInterval(values).interval!
    expect((drawn.high - drawn.low) / (student.high - student.low)).to.be.closeTo(1, 0.05)
  })

  it('has no interval where nothing can vary, and leaves undefined replicates out', () => {
    const replicates = Float64Array.of(1, 2, 3)
    expect(expandedPercentileInterval({replicates, shrinkage: 1, degrees: 0})).to.equal(null)
    expect(percentileInterval(Float64Array.of(NaN, NaN), 0.025)).to.equal(null)
    expect(percentileInterval(Float64Array.of(NaN, 2, NaN, 2), 0.025)).to.deep.equal({low: 2, high: 2})
  })
})
