import {expect} from 'chai'
import fc from 'fast-check'
import {Random} from '../../src/statistics/random.js'
import {groupIntoBlocks, resampleTotals, spreadOf} from '../../src/statistics/resample.js'
import type {ResampleTable} from '../../src/statistics/resample.js'

/** A table of one column per stratum that counts its rows, and a last one of arbitrary values. */
function strataTable(sizes: readonly number[]): ResampleTable {
  const random = new Random(1)
  const width = sizes.length + 1
  const rows = new Float64Array(sizes.reduce((sum, size) => sum + size, 0) * width)
  let row = 0
  sizes.forEach((size, stratum) => {
    for (let i = 0; i < size; i++, row++) {
      rows[row * width + stratum] = 1
      rows[row * width + sizes.length] = random.below(100)
    }
  })
  return {rows, width, sizes}
}

const columnSum = ({rows, width}: ResampleTable, column: number) =>
  rows.reduce((sum, value, cell) => (cell % width === column ? sum + value : sum), 0)

describe('statistics/resample', () => {
  it('draws as many units from each stratum as it has', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({min: 1, max: 30}), {minLength: 1, maxLength: 5}), (sizes) => {
        const table = strataTable(sizes)
        const totals = resampleTotals(table, 20, new Random(2))
        expect(totals.length).to.equal(20 * table.width)
        for (let cell = 0; cell < totals.length; cell++) {
          const stratum = cell % table.width
          if (stratum < sizes.length) expect(totals[cell]).to.equal(sizes[stratum])
        }
      }),
      {numRuns: 30},
    )
  })

  it('leaves a table within the limit as it is', () => {
    const table = strataTable([20, 30])
    expect(groupIntoBlocks(table, new Random(1), 50)).to.equal(table)
    expect(groupIntoBlocks(table, new Random(1), 49)).to.not.equal(table)
  })

  it('groups without losing anything, each stratum in proportion and in equal blocks', () => {
    const table = strataTable([900, 300, 5])
    const blocks = groupIntoBlocks(table, new Random(1), 100)
    expect(blocks.sizes).to.deep.equal([75, 25, 5])
    for (let column = 0; column < table.width; column++) {
      expect(columnSum(blocks, column)).to.equal(columnSum(table, column))
    }

    const members = Array.from({length: 105}, (_, b) => blocks.rows.slice(b * 4, b * 4 + 3))
    members.forEach((counts, b) => {
      const expected = b < 75 ? [12, 0, 0] : b < 100 ? [0, 12, 0] : [0, 0, 1]
      expect([...counts]).to.deep.equal(expected)
    })
  })

  it('deals the rows to blocks at random', () => {
    // Were neighbours kept together, ascending values would give blocks of very different sums.
    const rows = Float64Array.from({length: 10_000}, (_, i) => i)
    const blocks = groupIntoBlocks({rows, width: 1, sizes: [10_000]}, new Random(1), 100).rows
    expect(Math.max(...blocks) / Math.min(...blocks)).to.be.below(2)
  })

  it('spread of one full stratum: (n - 1)/n with n - 1 degrees (Hesterberg 2015)', () => {
    const {shrinkage, degrees} = spreadOf(strataTable([12]), 0)
    expect(shrinkage).to.be.closeTo(11 / 12, 1e-12)
    expect(degrees).to.be.closeTo(11, 1e-9)
  })

  it('spread of H full strata: (N - H)/N with N - H degrees', () => {
    const sizes = [16, 4, 10]
    const rows = new Float64Array(30).fill(1)
    const {shrinkage, degrees} = spreadOf({rows, width: 1, sizes}, 0)
    expect(shrinkage).to.be.closeTo(27 / 30, 1e-12)
    expect(degrees).to.be.closeTo(27, 1e-9)
  })

  it('spread of blocks: as of so many units', () => {
    const rows = new Float64Array(50).fill(40)
    const {shrinkage, degrees} = spreadOf({rows, width: 1, sizes: [50]}, 0)
    expect(shrinkage).to.be.closeTo(49 / 50, 1e-12)
    expect(degrees).to.be.closeTo(49, 1e-9)
  })

  it('spread is nothing where replicates cannot vary', () => {
    const nothing = {shrinkage: 0, degrees: 0}
    const spread = (counts: number[], sizes: number[]) =>
      spreadOf({rows: Float64Array.from(counts), width: 1, sizes}, 0)
    expect(spread([0, 0, 0], [3])).to.deep.equal(nothing)
    expect(spread([1], [1])).to.deep.equal(nothing)
    expect(spread([1, 1, 1], [1, 1, 1])).to.deep.equal(nothing)
  })

  it('shrinkage is the mean share of the variance that replicates show, also with gaps', () => {
    // Two strata, the column present in 3 of 5 and in 6 of 6 rows; values of variance 1/12 on average.
    const present = [1, 0, 1, 0, 1, 1, 1, 1, 1, 1, 1]
    const random = new Random(4)
    let shown = 0
    let shrinkage = 0
    const trials = 400
    for (let trial = 0; trial < trials; trial++) {
      const cells = present.flatMap((here) => [here * (random.below(10_000) / 10_000), here])
      const rows = Float64Array.from(cells)
      const table = {rows, width: 2, sizes: [5, 6]}
      const totals = resampleTotals(table, 200, random)
      const means = Array.from({length: 200}, (_, b) => (totals[2 * b] ?? NaN) / (totals[2 * b + 1] ?? NaN))
      const centre = means.reduce((sum, value) => sum + value, 0) / 200
      shown += means.reduce((sum, value) => sum + (value - centre) ** 2, 0) / 199 / trials
      shrinkage = spreadOf(table, 1).shrinkage
    }

    // The formula is of first order: with nine values the ratio's own curvature adds some percent.
    expect(shown / (1 / 12 / 9) / shrinkage).to.be.within(0.93, 1.12)
  })
})
