import {expect} from 'chai'
import fc from 'fast-check'
import {
  betweenVariance,
  neededPairs,
  planRatings,
  tTestPower,
  tTestSampleSize,
  withinVariance,
} from '../../src/statistics/power.js'

describe('statistics/power', () => {
  it('power .90, delta 1, sd 1: n 22.0210977, paired 12.58547455 (R power.t.test)', () => {
    // R's root finder stops within 1.2e-4 of the root, so its own last digits are not exact.
    const design = {delta: 1, sd: 1} as const
    expect(tTestSampleSize(0.9, {...design, type: 'two_sample'})).to.be.closeTo(22.0210977, 2e-5)
    expect(tTestSampleSize(0.9, {...design, type: 'paired'})).to.be.closeTo(12.58547455, 2e-5)
    expect(tTestPower(22.0210977, {...design, type: 'two_sample'})).to.be.closeTo(0.9, 1e-6)
    expect(tTestPower(12.58547455, {...design, type: 'paired'})).to.be.closeTo(0.9, 1e-6)
  })

  it('power .90, delta 1, sd 1 to the last digits (scipy: brentq on nct.sf)', () => {
    const design = {delta: 1, sd: 1} as const
    expect(tTestSampleSize(0.9, {...design, type: 'two_sample'})).to.be.closeTo(22.02109557009692, 1e-8)
    expect(tTestSampleSize(0.9, {...design, type: 'paired'})).to.be.closeTo(12.585463005715866, 1e-8)
  })

  it('needs at least two, and no number finds a difference of 0', () => {
    expect(tTestSampleSize(0.5, {delta: 100, sd: 1, type: 'paired'})).to.equal(2)
    expect(tTestSampleSize(0.8, {delta: 0, sd: 1, type: 'paired'})).to.equal(null)
    expect(neededPairs(0, 1)).to.equal(null)
  })

  it('needed pairs: (z_.975 + z_.80)^2 sd^2/d^2', () => {
    expect(neededPairs(0.5, 1)).to.be.closeTo(4 * (1.959963984540054 + 0.8416212335729143) ** 2, 1e-9)
    expect(neededPairs(-0.5, 1)).to.equal(neededPairs(0.5, 1))
  })

  it('the approximation comes within two pairs of the exact number', () => {
    for (const delta of [0.2, 0.5, 1]) {
      const exact = tTestSampleSize(0.8, {delta, sd: 1, type: 'paired'}) ?? NaN
      expect(exact - (neededPairs(delta, 1) ?? NaN)).to.be.within(1.5, 2.5)
    }
  })

  describe('planRatings', () => {
    const budget = {
      difference: 0.5,
      betweenVariance: 0.5,
      withinVariance: 0.5,
      ratingsPerResult: 2,
      configurations: 96,
    }

    it('rates some configurations where they suffice', () => {
      // sd_d^2 = 1: 31.4 configurations.
      const plan = {kind: 'configurations', configurations: 32, ratingsPerResult: 2}
      expect(planRatings(budget)).to.deep.equal(plan)
    })

    it('rates all of them more often where they do not', () => {
      const plan = planRatings({...budget, configurations: 20})
      expect(plan).to.deep.equal({kind: 'ratings', configurations: 20, ratingsPerResult: 8})
      // Eight suffice and seven do not.
      const needed = (k: number) => neededPairs(0.5, 0.5 + 1 / k) ?? NaN
      expect(needed(8)).to.be.at.most(20)
      expect(needed(7)).to.be.above(20)
    })

    it('asks for trials where the configurations differ too much among themselves', () => {
      expect(planRatings({...budget, configurations: 15})).to.deep.equal({kind: 'trials', configurations: 16})
      expect(planRatings({...budget, difference: 0.1})).to.deep.equal({kind: 'trials', configurations: 393})
      expect(planRatings({...budget, configurations: 0})).to.deep.equal({kind: 'trials', configurations: 16})
    })

    it('has no plan for a difference of 0', () => {
      expect(planRatings({...budget, difference: 0})).to.equal(null)
    })

    it('only makes plans that work', () => {
      const positive = fc.double({min: 0.01, max: 2, noNaN: true})
      fc.assert(
        fc.property(
          positive,
          positive,
          positive,
          fc.integer({min: 1, max: 5}),
          fc.integer({min: 0, max: 300}),
          (difference, between, within, ratingsPerResult, configurations) => {
            const plan = planRatings({
              difference,
              betweenVariance: between,
              withinVariance: within,
              ratingsPerResult,
              configurations,
            })
            if (plan === null) throw new Error('There is a plan for every difference')
            if (plan.kind === 'trials') {
              expect(plan.configurations).to.be.above(configurations)
              return
            }

            const variance = between + (2 * within) / plan.ratingsPerResult
            expect(plan.configurations).to.be.within(2, configurations)
            expect(neededPairs(difference, variance)).to.be.at.most(plan.configurations + 1e-6)
            expect(plan.ratingsPerResult).to.be.at.least(ratingsPerResult)
          },
        ),
      )
    })
  })

  it('pools the variance within results', () => {
    // Squares .5 + 2 over 1 + 2 degrees of freedom.
    expect(withinVariance([[1, 2], [3, 4, 5], [2], []])).to.be.closeTo(2.5 / 3, 1e-15)
    expect(withinVariance([[1], [2]])).to.equal(null)
  })

  it('takes the rating noise out of the variance of differences', () => {
    const pairs = [1, 2, 3].map((difference) => ({difference, ratingsA: 2, ratingsB: 4}))
    expect(betweenVariance(pairs, 0.4)).to.be.closeTo(1 - 0.4 * 0.75, 1e-12)
    expect(betweenVariance(pairs, 5)).to.equal(0)
    expect(betweenVariance(pairs.slice(0, 1), 0.4)).to.equal(null)
  })
})
