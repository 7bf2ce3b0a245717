import {expect} from 'chai'
import {sharpenedMean, worthInRatings} from '../../src/statistics/covariate.js'
import {JUDGED} from './vectors.js'

const near = (actual: number | undefined, expected: number) => expect(actual).to.be.closeTo(expected, 6e-10)
const differences = (a: readonly number[], b: readonly number[]) => a.map((value, at) => value - b[at]!)
const people = differences(JUDGED.people.A, JUDGED.people.B)
const judge = differences(JUDGED.judge.A, JUDGED.judge.B)

describe('a judge as covariate of paired differences', () => {
  it('gives the vector to the last digit', () => {
    const {lambda, estimate, variance, standardError, df, interval} = sharpenedMean(people, judge)!
    near(lambda, 0.769230769)
    near(estimate, 0.163461538)
    near(variance.rated, 0.206677318)
    near(variance.all, 0.040526381)
    near(standardError, 0.497195836)
    expect(df).to.equal(8)
    near(interval.low, -0.983074115)
    near(interval.high, 1.309997191)
  })

  it('is the same number in the form with the unrated mean', () => {
    const {lambda, estimate, n, all} = sharpenedMean(people, judge)!
    const unrated = lambda / (1 + n / (all - n))
    near(unrated, 0.288461538)
    const meanOf = (values: readonly number[]) =>
      values.reduce((sum, value) => sum + value, 0) / values.length
    const line = meanOf(people.map((value, at) => value - unrated * judge[at]!))
    near(line + unrated * meanOf(judge.slice(n)), estimate)
  })

  it('is the mean of people alone where the judge never differs', () => {
    const alone = sharpenedMean(
      people,
      judge.map(() => 1),
    )!
    expect(alone.lambda).to.equal(0)
    near(alone.estimate, 0)
    near(alone.standardError, 0.494413232)
    expect(alone.df).to.equal(9)
  })

  it('says nothing below three rated pairs', () => {
    expect(sharpenedMean(people.slice(0, 2), judge)).to.equal(undefined)
  })

  it('is worth more ratings the more the judge agrees, and never fewer than none', () => {
    const worth = (r: number) => worthInRatings({r, n: 48, all: 480, ratings: 200})
    expect(worth(0)).to.equal(0)
    // (1 - .49) 46/45 + .49 / 10 = .570333; 200 (1/.570333 - 1) = 150.67
    expect(worth(0.7)).to.equal(151)
    expect(worth(0.9)).to.be.greaterThan(worth(0.7))
    expect(worthInRatings({r: 0.9, n: 3, all: 480, ratings: 6})).to.equal(0)
  })
})
