import {expect} from 'chai'
import {commonestReason, FailureReasons} from '../../src/run/failure-reasons.js'
import {runSummary} from '../../src/terminal/views/runs/run-summary.js'
import {harness, goodAnswer, refusal} from '../support/run-harness.js'
import {tinyRun} from '../support/tiny-suite.js'

describe('why cases of a run failed', () => {
  it('is one reason where only ids and numbers differ, and another where the status does', () => {
    const reasons = new FailureReasons()
    for (const message of [
      'HTTP 503: overloaded (request 8f3a91c2)',
      'HTTP 503: overloaded (request 77aa01ff)',
      'HTTP 500: overloaded (request 8f3a91c2)',
      'nothing was recorded for step2 of lab/one|tech_pm|terse (0f3a.json)',
      'nothing was recorded for step2 of lab/one|nurse|guided (9c21.json)',
      'nothing was recorded for step2 of lab/one|cook|guided (77aa.json)',
    ])
      reasons.add(message)
    expect(reasons.list().map(({count}) => count)).to.deep.equal([3, 2, 1])
    expect(commonestReason(reasons.list(), 6)).to.equal(
      '3 of 6 failed with “nothing was recorded for step2 of lab/one|tech_pm|terse (0f3a.json)”',
    )
    expect(commonestReason([], 0)).to.equal(undefined)
  })

  it('is told of the five commonest, in their order', () => {
    const reasons = new FailureReasons()
    for (const [at, name] of ['six', 'five', 'four', 'three', 'two', 'one'].entries())
      for (let count = 6; count > at; count--) reasons.add(name)
    const told = ['six', 'five', 'four', 'three', 'two']
    expect(reasons.list()).to.deep.equal(told.map((reason, at) => ({reason, count: 6 - at})))
  })

  it('is the same where thirty characters are, whatever blanks stand between them', () => {
    const count = (...messages: string[]) => {
      const reasons = new FailureReasons()
      for (const message of messages) reasons.add(message)
      return reasons.list().length
    }
    const begin = 'x'.repeat(29)
    expect(count(`${begin}y one`, `${begin}y two`)).to.equal(1)
    expect(count(`${begin}a`, `${begin}b`)).to.equal(2)
    expect(count('it  is\n gone', 'it is gone')).to.equal(1)
    expect(count('after 1234 ms', 'after 56789 ms')).to.equal(1)
    expect(count('HTTP 123', 'HTTP 456')).to.equal(2)
  })

  it('stands in the outcome and in the last lines, the commonest with its count', async () => {
    const {engine} = harness(
      (request, index) =>
        index < 2 ? goodAnswer(request) : index === 4 ? refusal('rejected', 400) : refusal('server', 503),
      tinyRun({input_types: ['basic'], concurrency: 1, maxRetries: 0}),
    )
    const outcome = await engine.run()
    expect(outcome.failures[0]!.count).to.be.greaterThan(1)
    expect(outcome.failures.reduce((sum, {count}) => sum + count, 0)).to.equal(outcome.failed)
    const report = {...outcome, run_id: 'r', status: 'completed' as const, cases: 16, shard: null}
    expect(runSummary(report, 0)).to.match(
      new RegExp(`\n${outcome.failures[0]!.count} of ${outcome.failed} failed with “[^”]+”\\.\n`),
    )
    expect(runSummary({...report, failed: 0, failures: []}, 0)).not.to.contain('failed with')
  })
})
