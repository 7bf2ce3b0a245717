import {expect} from 'chai'
import {tTestPower, tTestSampleSize} from '../../src/statistics/power.js'

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
  })
})
