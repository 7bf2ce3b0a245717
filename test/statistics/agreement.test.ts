import {expect} from 'chai'
import fc from 'fast-check'
import {agreement, krippendorffAlpha} from '../../src/statistics/agreement.js'
import {Random} from '../../src/statistics/random.js'
import {setA} from './vectors.js'

const METRICS = ['nominal', 'ordinal', 'interval'] as const
const arbitraryUnits = fc.array(fc.array(fc.integer({min: 1, max: 5}), {maxLength: 5}), {maxLength: 15})

/** Units of raters who report the true rating or, with the given chance in ten, any rating. */
function simulatedUnits(count: number, errors: number): number[][] {
  const random = new Random(8)
  return Array.from({length: count}, () => {
    const truth = 1 + random.below(5)
    return Array.from({length: 3}, () => (random.below(10) < errors ? 1 + random.below(5) : truth))
  })
}

describe('statistics/agreement', () => {
  it('alpha of set A: nominal, ordinal, interval (Krippendorff 2011, fast-krippendorff)', () => {
    expect(krippendorffAlpha(setA, 'nominal')).to.be.closeTo(0.743421052631579, 1e-14)
    expect(krippendorffAlpha(setA, 'ordinal')).to.be.closeTo(0.8153875037548814, 1e-14)
    expect(krippendorffAlpha(setA, 'interval')).to.be.closeTo(0.8491071428571428, 1e-14)
  })

  it('nominal alpha by hand: three units, one disagreement', () => {
    // o_12 = 1, n_1 = 3, n_2 = 3, n = 6: alpha = 1 - 5 * 1/9.
    expect(
      krippendorffAlpha(
        [
          [1, 1],
          [2, 2],
          [1, 2],
        ],
        'nominal',
      ),
    ).to.be.closeTo(4 / 9, 1e-15)
  })

  it('does not depend on the order of units or raters', () => {
    fc.assert(
      fc.property(arbitraryUnits, fc.constantFrom(...METRICS), (units, metric) => {
        const alpha = krippendorffAlpha(units, metric)
        const other = krippendorffAlpha(
          [...units].reverse().map((unit) => [...unit].reverse()),
          metric,
        )
        if (alpha === null) expect(other).to.equal(null)
        else expect(other).to.be.closeTo(alpha, 1e-12)
      }),
    )
  })

  it('is at most 1, and 1 only without disagreement', () => {
    fc.assert(
      fc.property(arbitraryUnits, fc.constantFrom(...METRICS), (units, metric) => {
        const alpha = krippendorffAlpha(units, metric)
        const disagree = units.some((unit) => new Set(unit).size > 1)
        if (alpha !== null && disagree) expect(alpha).to.be.below(1)
        else if (alpha !== null) expect(alpha).to.equal(1)
      }),
    )
  })

  it('nominal and ordinal alpha depend on the order of ratings alone, interval alpha not on a unit', () => {
    fc.assert(
      fc.property(arbitraryUnits, (units) => {
        const stretched = units.map((unit) => unit.map((rating) => rating ** 3))
        const doubled = units.map((unit) => unit.map((rating) => 2 * rating - 7))
        for (const metric of ['nominal', 'ordinal'] as const) {
          expect(krippendorffAlpha(stretched, metric)).to.equal(krippendorffAlpha(units, metric))
        }

        const [one, other] = [units, doubled].map((list) => krippendorffAlpha(list, 'interval') ?? 9)
        expect(other).to.be.closeTo(one ?? NaN, 1e-12)
      }),
    )
  })

  it('is null when nothing pairs or nothing could disagree', () => {
    const nothing = {units: 0, ratings: 0, alpha: null, interval: null, exact: null, withinOne: null}
    expect(agreement([], {seed: 1})).to.deep.equal(nothing)
    expect(agreement([[3], [4], []], {seed: 1})).to.deep.equal(nothing)
    const alike = agreement(
      [
        [3, 3],
        [3, 3, 3],
      ],
      {seed: 1},
    )
    expect(alike).to.deep.equal({units: 2, ratings: 5, alpha: null, interval: null, exact: 1, withinOne: 1})
  })

  it('weighs a unit by its ratings in exact and within-1 agreement', () => {
    // The first unit: no pair equal, one of three within 1; the second: equal.
    const {exact, withinOne, units, ratings} = agreement(
      [
        [1, 3, 4],
        [2, 2],
      ],
      {seed: 1},
    )
    expect([units, ratings]).to.deep.equal([2, 5])
    expect(exact).to.be.closeTo(2 / 5, 1e-15)
    expect(withinOne).to.be.closeTo((3 * (1 / 3) + 2) / 5, 1e-15)
  })

  it('has the same interval for the same seed, to the last digit', () => {
    const units = [
      [1, 2],
      [3, 3],
      [4, 5, 5],
      [2, 2],
      [1, 4],
      [5, 4],
    ]
    const {alpha, interval} = agreement(units, {seed: 9})
    expect(alpha).to.be.closeTo(0.5753846153846154, 1e-14)
    expect(interval?.low).to.be.closeTo(-0.8333333333333333, 1e-12)
    expect(interval?.high).to.be.closeTo(0.9923928077455049, 1e-12)
    expect(agreement(units, {seed: 9})).to.deep.equal(agreement(units, {seed: 9}))
    expect(agreement(units, {seed: 10}).interval).to.not.deep.equal(interval)
  })

  it('has an interval around alpha that narrows with the units', () => {
    const width = (count: number) => {
      const {alpha, interval} = agreement(simulatedUnits(count, 3), {seed: 1, replicates: 2000})
      expect(alpha).to.be.within(interval?.low ?? NaN, interval?.high ?? NaN)
      return (interval?.high ?? NaN) - (interval?.low ?? NaN)
    }

    expect(width(40) / width(640)).to.be.within(3, 5)
  })

  it('gives about the same interval from blocks of units', () => {
    const units = simulatedUnits(2000, 3)
    const width = (maxUnits: number) => {
      const {interval} = agreement(units, {seed: 1, replicates: 1000, maxUnits})
      return (interval?.high ?? NaN) - (interval?.low ?? NaN)
    }

    expect(width(500)).to.not.equal(width(2000))
    expect(width(500) / width(2000)).to.be.closeTo(1, 0.1)
  })

  it('gives no interval when many replicates have no alpha', () => {
    // Two units: a quarter of the replicates draws [1, 1] twice and leaves nothing to disagree about.
    const {alpha, interval} = agreement(
      [
        [1, 1],
        [1, 2],
      ],
      {seed: 1},
    )
    expect(alpha).to.equal(0)
    expect(interval).to.equal(null)
  })
})
