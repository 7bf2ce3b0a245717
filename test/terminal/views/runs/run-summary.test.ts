import {expect} from 'chai'
import type {RunReport} from '../../../../src/run/session.js'
import {runSummary} from '../../../../src/terminal/views/runs/run-summary.js'

const report: RunReport = {
  run_id: 'run-1',
  status: 'completed',
  cases: 4,
  shard: null,
  completed: 4,
  failed: 0,
  failures: [],
  left: 0,
  stop: null,
  parked: [],
  spent_usd: 0.01,
  answered_calls: 8,
  calls_of_unknown_cost: 0,
  overruns: [],
  refused: [],
}

describe('the summary of a run', () => {
  it('says that latencies are too long where the machine was too busy to read answers at once', () => {
    expect(runSummary(report, 1000, 50)).to.contain('answers waited up to 50 ms to be read')
    expect(runSummary(report, 1000, 49.9)).to.not.contain('busy')
    expect(runSummary(report, 1000, null)).to.not.contain('busy')
    expect(runSummary(report, 1000)).to.not.contain('busy')
  })
})
