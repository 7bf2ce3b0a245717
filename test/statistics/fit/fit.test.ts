import {expect} from 'chai'
import fc from 'fast-check'
import type {RatingTotals} from '../../../src/statistics/fit/design.js'
import {comparedWithBest, rankSets, verdictOf} from '../../../src/statistics/fit/family.js'
import {Fit} from '../../../src/statistics/fit/fit.js'
import {tTest} from '../../../src/statistics/interval.js'
import {draws} from '../../support/draws.js'

/** `A1u5`: system A, configuration 1, rater u, score 5. */
const ratings = (text: string): RatingTotals[] =>
  text
    .trim()
    .split(/\s+/)
    .map((word) => rating(word[0]!, word[1]!, word[2]!, Number(word[3])))

const rating = (
  group: string,
  block: string,
  rater: string,
  score: number,
  cluster = block,
): RatingTotals => ({
  group,
  block,
  cluster,
  rater,
  n: 1,
  sum: score,
  squares: score ** 2,
})

/** A row of scores for each system, one configuration a column. */
const complete = (scores: Record<string, string>, rater = 'u') =>
  Object.entries(scores).flatMap(([group, row]) =>
    Array.from(row, (score, at) => rating(group, String(at), rater, Number(score))),
  )

const near = (actual: number | null | undefined, expected: number) =>
  expect(actual).to.be.closeTo(expected, 6e-10)

// Independent computation in numpy and R 4.2 (lm, clubSandwich, emmeans): the vectors of this project.
const SPARSE = `A1w4 B1v4 B1w4 C1v3 A2u3 A2w4 B2w3 C2w2 C2v1 A3u4 A3v3 B3u5 C3u4 A4v3 A4w3 B4v3
C4u3 C4v1 A5w4 B5w4 B5v3 C5v3 C5w3 A6u5 B6u4 C6w3 A7v3 A7u5 B7u5 B7v3 C7u4 A8w4 B8v2 B8w3 C8v3`
const UNEVEN = `A1u5 A1v5 C1w4 A2u4 A2v3 A2w3 B2u4 A3v4 A3w5 B3u3 B3v4 A4w3 B4u3 B4v2 B4w3 C4u3 B5v4 B5w4
C5u4 C5v3 B6w3 C6u3 C6v3 C6w3 A7u4 C7v3 C7w3`
const FAMILY = {A: '344434343', B: '122223123', C: '444534344', D: '555545354'}

/** Ratings of A to C on ten configurations by three raters, some several times, some never. */
const uneven = fc
  .tuple(
    fc.constantFrom('A', 'B', 'C'),
    fc.integer({min: 0, max: 9}),
    fc.constantFrom('u', 'v', 'w'),
    fc.integer({min: 1, max: 5}),
  )
  .map(([group, block, rater, score]) => rating(group, String(block), rater, score))

describe('the fit of ratings on group, configuration and rater', () => {
  it('gives the differences, CR2 errors and Satterthwaite degrees of the sparse ratings with trials', () => {
    const pairs = new Fit(ratings(SPARSE)).family()
    const expected = [
      [0.161468233, 0.235890906, 6.674155742, 0.516712551],
      [0.822490612, 0.188301166, 5.994870497, 0.004739055],
      [0.661022379, 0.271005665, 6.658632496, 0.046559551],
    ]
    for (const [at, {difference, standardError, df, p}] of pairs.entries()) {
      const [d, error, degrees, pValue] = expected[at]!
      near(difference, d!)
      near(standardError, error!)
      near(df, degrees!)
      near(p, pValue!)
    }
  })

  it('gives their least-squares means, jackknife errors and intervals with one configuration more', () => {
    const means = new Fit(ratings(SPARSE)).means()
    const expected = [
      [3.707977881, 0.174016662, 3.221523488, 4.037103855],
      [3.546509647, 0.251788694, 2.941426835, 4.030145871],
      [2.885487269, 0.285796074, 2.30145212, 3.494969691],
    ]
    for (const [at, {mean, standardError, interval}] of means.entries()) {
      near(mean, expected[at]![0]!)
      near(standardError, expected[at]![1]!)
      near(interval!.low, expected[at]![2]!)
      near(interval!.high, expected[at]![3]!)
    }
  })

  it('gives their two-way jackknife for people at large', () => {
    const fit = new Fit(ratings(SPARSE))
    const expected = {AB: 0.24251442, AC: 0.353774811, BC: 0.274506978}
    for (const [pair, error] of Object.entries(expected))
      near(fit.atLarge(pair[0]!, pair[1]!)!.standardError, error)
    near(fit.atLarge('A', 'C')!.byCell, 0.279024349)
  })

  it('gives ω² of the system in them', () => {
    const {omegaSquared, squares, df, residualMeanSquare} = new Fit(ratings(SPARSE)).explained()
    expect(df).to.equal(2)
    near(squares, 4.023025075)
    near(residualMeanSquare, 0.302813845)
    near(omegaSquared, 0.105234091)
  })

  it('gives the differences, jackknife and CR2 errors of the 27 uneven ratings', () => {
    const fit = new Fit(ratings(UNEVEN))
    const expected = {
      AB: [0.446476913, 0.348184268, 3.6690395, 0.405618084, 0.185249909, 0.450102071],
      AC: [0.709074733, 0.240676581, 3.629731899, 0.277068791, 0.280820888, 0.309359557],
      BC: [0.26259782, 0.241913768, 3.6690395, 0.27407193, 0.207901627, 0.295775697],
    }
    for (const [pair, values] of Object.entries(expected)) {
      const {difference, clusterError, df} = fit.contrast(pair[0]!, pair[1]!)
      const {byCluster, byRater, byCell} = fit.atLarge(pair[0]!, pair[1]!)!
      for (const [at, value] of [difference, clusterError, df, byCluster, byRater, byCell].entries())
        near(value, values[at]!)
    }
  })

  it('gives the complete family: p, Holm, rank sets, comparison with the best, ω²', () => {
    const fit = new Fit(complete(FAMILY))
    const family = fit.family()
    const expected = [
      [1.555555556, 0.242161052, 0.000203937, 0.000815747],
      [-0.333333333, 0.166666667, 0.080516238, 0.080516238],
      [-1, 0.166666667, 0.000323393, 0.00097018],
      [-1.888888889, 0.260578653, 0.000088155, 0.000440773],
      [-2.555555556, 0.293972368, 0.000023896, 0.000143379],
      [-0.666666667, 0.166666667, 0.003949773, 0.007899546],
    ]
    for (const [at, {difference, standardError, p, pHolm}] of family.entries())
      for (const [column, value] of [difference, standardError, p, pHolm].entries())
        near(value, expected[at]![column]!)
    expect(Object.fromEntries(rankSets(fit.groups, family))).to.deep.equal({
      A: {low: 2, high: 3},
      B: {low: 4, high: 4},
      C: {low: 2, high: 3},
      D: {low: 1, high: 1},
    })
    const best = comparedWithBest(fit.groups, family)
    for (const [group, low, high] of [
      ['A', -1.427669904, 0],
      ['B', -3.309894361, 0],
      ['C', -1.09433657, 0],
      ['D', 0, 1.09433657],
    ] as const) {
      near(best.get(group)!.low, low)
      near(best.get(group)!.high, high)
    }

    near(fit.explained().omegaSquared, 0.685503686)
  })

  it('has a floor of error where nothing varies, and an interval of a mean that is not a point', () => {
    const fit = new Fit(complete({A: '55555', B: '44444', C: '33333'}))
    const pair = new Fit(complete({A: '55555', B: '44444'})).contrast('A', 'B')
    near(pair.standardError, 0.282842712)
    near(pair.t, 3.535533906)
    near(pair.p, 0.024110111)
    near(pair.interval!.low, 0.214702735)
    near(pair.interval!.high, 1.785297265)
    const [five, , three] = fit.means()
    near(five!.interval!.low, 3.741184965)
    expect(five!.interval!.high).to.equal(5)
    near(three!.interval!.low, 2.537259149)
    near(three!.interval!.high, 3.462740851)
  })

  it('says why a difference cannot be told', () => {
    const withheld = (text: string) => new Fit(ratings(text)).contrast('A', 'B').withheld
    expect(withheld('A1u2 A2u3 A3u4 B1v2 B2v3 B3v3')).to.deep.equal({kind: 'nobody_rated_both'})
    expect(withheld('A1u2 A2u3 A3u4 B1v2 B2v3 B3v3 C1u2 C1v3')).to.deep.equal({kind: 'hangs', on: '1'})
    expect(withheld('A1u2 B1u2 A2u3 B3u3')).to.deep.equal({kind: 'hangs', on: '1'})
    expect(withheld('A1u2 A2u3 B3u3 B4u4')).to.deep.equal({kind: 'no_common_configuration'})
    expect(withheld('A1u2 B1u3 A2u3 B2u3 A3u1 B3u2')).to.deep.equal({
      kind: 'few_configurations',
      configurations: 3,
    })
  })

  it('adjusts those that are linked, and leaves a plain mean to what nothing links to them', () => {
    // A and B on configurations of their own apart from C, which somebody else rated elsewhere.
    const linked = 'A1u4 B1u3 A2u5 B2u3 A3u4 B3u2 A4v3 B4v2 A5v4 B5v3 A6v5'
    const alone = new Fit(ratings(linked)).means()
    const [a, b, c] = new Fit(ratings(`${linked} C7w1 C8w2`)).means()
    near(a!.mean, alone[0]!.mean)
    near(b!.mean, alone[1]!.mean)
    expect([a!.isAdjusted, b!.isAdjusted, c!.isAdjusted, c!.mean]).to.deep.equal([true, true, false, 1.5])
    near(a!.standardError, alone[0]!.standardError!)
  })

  it('is the plain mean of means where everything is complete', () => {
    const [a, b] = new Fit([
      ...complete({A: '34512', B: '22345'}),
      ...complete({A: '44522', B: '12345'}, 'v'),
    ]).means()
    near(a!.mean, 3.2)
    near(b!.mean, 3.1)
  })

  describe('of random ratings', () => {
    const scores = fc.array(
      fc.record({
        group: fc.constantFrom('A', 'B', 'C', 'D'),
        block: fc.integer({min: 1, max: 12}).map(String),
        rater: fc.constantFrom('u', 'v', 'w'),
        score: fc.integer({min: 1, max: 5}),
      }),
      {minLength: 12, maxLength: 60},
    )
    const fitOf = (rows: readonly {group: string; block: string; rater: string; score: number}[]) =>
      new Fit(rows.map(({group, block, rater, score}) => rating(group, block, rater, score)))

    it('no order of rows changes a digit', () => {
      fc.assert(
        fc.property(scores, (rows) => {
          const [one, other] = [fitOf(rows), fitOf([...rows].reverse())]
          expect(other.means()).to.deep.equal(one.means())
          expect(other.family()).to.deep.equal(one.family())
        }),
        draws(30),
      )
    })

    it('a rater who gives a point more to everything changes no difference', () => {
      fc.assert(
        fc.property(scores, (rows) => {
          const lenient = rows.map((row) => ({...row, score: row.score + (row.rater === 'v' ? 1 : 0)}))
          const [one, other] = [fitOf(rows).family(), fitOf(lenient).family()]
          for (const [at, {difference, withheld}] of one.entries()) {
            expect(other[at]!.withheld?.kind).to.equal(withheld?.kind)
            if (difference !== null) expect(other[at]!.difference).to.be.closeTo(difference, 1e-8)
          }
        }),
        draws(30),
      )
    })

    it('people at large are as by a new fit without each cluster, rater and cell', () => {
      fc.assert(
        fc.property(scores, (rows) => {
          const [fit, {groups}] = [fitOf(rows), fitOf(rows)]
          const pair = [groups[0]!, groups[1] ?? ''] as const
          if (pair[1] === '' || fit.contrast(...pair).withheld) return
          const whole = fit.contrast(...pair).difference!
          const known = fit.atLarge(...pair)
          const by = (unit: (row: (typeof rows)[number]) => string): number | null => {
            const units = [...new Set(rows.map(unit))]
            const changes = units.map((left) => {
              const rest = fitOf(rows.filter((row) => unit(row) !== left))
              if (!pair.every((group) => rest.groups.includes(group))) return null
              const {difference} = rest.contrast(...pair)
              return difference === null ? null : difference - whole
            })
            if (changes.includes(null)) return null
            const squares = changes.reduce<number>((sum, change) => sum + change! ** 2, 0)
            return Math.sqrt(((units.length - 1) / units.length) * squares)
          }
          const errors = [
            by(({block}) => block),
            by(({rater}) => rater),
            by(({block, rater}) => JSON.stringify([block, rater])),
          ]
          if (errors.includes(null)) expect(known).to.equal(undefined)
          else
            for (const [at, error] of [known!.byCluster, known!.byRater, known!.byCell].entries())
              expect(error).to.be.closeTo(errors[at]!, 1e-8)
        }),
        draws(60),
      )
    })

    it('test and interval agree, alone and in the family, and ranks with both', () => {
      fc.assert(
        fc.property(scores, (rows) => {
          const fit = fitOf(rows)
          const family = fit.family()
          const ranks = rankSets(fit.groups, family)
          for (const contrast of family) {
            const {p, interval, pHolm, simultaneous, a, b} = contrast
            if (p === null) continue
            expect(p < 0.05).to.equal(interval!.low > 0 || interval!.high < 0)
            const verdict = verdictOf(contrast)
            if (verdict > 0) expect(simultaneous!.low).to.be.at.least(0)
            if (pHolm! > 0.05 && pHolm! > p) expect(verdict).to.equal(0)
            if (verdict > 0) expect(ranks.get(a)!.high).to.be.below(fit.groups.length)
            if (verdict > 0) expect(ranks.get(b)!.low).to.be.above(1)
          }
        }),
        draws(40),
      )
    })

    it('of one rater on complete blocks are the paired t test', () => {
      fc.assert(
        fc.property(
          fc.array(fc.tuple(fc.integer({min: 1, max: 5}), fc.integer({min: 1, max: 5})), {
            minLength: 5,
            maxLength: 20,
          }),
          (pairs) => {
            const rows = pairs.flatMap(([a, b], at) => [
              rating('A', String(at), 'u', a),
              rating('B', String(at), 'u', b),
            ])
            const {difference, clusterError, df} = new Fit(rows).contrast('A', 'B')
            const differences = pairs.map(([x, y]) => x - y)
            const mean = differences.reduce((sum, value) => sum + value, 0) / pairs.length
            const test = tTest(differences)
            expect(df).to.be.closeTo(pairs.length - 1, 1e-6)
            expect(difference).to.be.closeTo(mean, 1e-9)
            if (test)
              expect(clusterError).to.be.closeTo(Math.abs(mean === 0 ? clusterError! : mean / test.t), 1e-7)
          },
        ),
        draws(30),
      )
    })

    it('of more than 60 groups on complete blocks are the paired t test, too', () => {
      const scores = fc.array(fc.integer({min: 1, max: 5}), {minLength: 61 * 12, maxLength: 61 * 12})
      fc.assert(
        fc.property(scores, (all) => {
          const rows = all.map((score, at) => rating(`g${at % 61}`, String(Math.floor(at / 61)), 'u', score))
          const {difference, clusterError, df} = new Fit(rows).contrast('g0', 'g60')
          const differences = Array.from({length: 12}, (_, at) => all[61 * at]! - all[61 * at + 60]!)
          const mean = differences.reduce((sum, value) => sum + value, 0) / 12
          const squares = differences.reduce((sum, value) => sum + (value - mean) ** 2, 0)
          expect(difference).to.be.closeTo(mean, 1e-9)
          expect(clusterError).to.be.closeTo(Math.sqrt(squares / 11 / 12), 1e-9)
          expect(df).to.be.closeTo(11, 1e-6)
        }),
        draws(5),
      )
    })

    it('of more than 60 groups are those of the same groups alone where the others share nothing', () => {
      // Others on configurations of their own change no figure of these, but the bound of the degrees.
      fc.assert(
        fc.property(fc.array(uneven, {minLength: 60, maxLength: 90}), (rows) => {
          const others = Array.from({length: 61}, (_, at) => rating(`x${at}`, `y${at % 2}`, 'z', 3))
          const [few, many] = [new Fit(rows), new Fit([...rows, ...others])]
          const [one, other] = [few, many].map((fit) => fit.contrast('A', 'B'))
          expect(other!.difference).to.be.closeTo(one!.difference!, 1e-9)
          if (one!.clusterError !== null && other!.clusterError !== null)
            expect(other!.clusterError).to.be.closeTo(one!.clusterError, 1e-9)
          if (one!.df !== null && other!.df !== null) expect(other!.df).to.be.at.most(one!.df + 1e-9)
        }),
        draws(20),
      )
    })
  })
})
