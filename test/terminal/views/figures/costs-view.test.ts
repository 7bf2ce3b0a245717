import {expect} from 'chai'
import type {RunReport} from '../../../../src/run/session.js'
import {runSummary} from '../../../../src/terminal/views/runs/run-summary.js'
import {runsView} from '../../../../src/terminal/views/runs/run-views.js'
import {groupUsd, knownUsd} from '../../../../src/text/numbers.js'

const REPORT: RunReport = {
  run_id: 'monday',
  status: 'completed',
  cases: 16,
  shard: null,
  completed: 16,
  failed: 0,
  failures: [],
  left: 0,
  stop: null,
  parked: [],
  spent_usd: 0.0128,
  answered_calls: 32,
  calls_of_unknown_cost: 28,
  overruns: [],
  refused: [],
}

describe('costs of which some are unknown', () => {
  it('are never shown as a plain total', () => {
    expect(knownUsd(0.0128, 4, 32)).to.equal('$0.013 (4 of 32 costs known)')
    expect(knownUsd(null, 0, 32)).to.equal('0 of 32 costs known')
    expect(knownUsd(0.0128, 32, 32)).to.equal('$0.013')
    expect(knownUsd(null, 0, 0)).to.equal('–')
    expect(groupUsd(0.0032, {known_cost_count: 4, result_count: 32})).to.equal('$0.0032 (4/32)')
    expect(groupUsd(0.0032, {known_cost_count: 32, result_count: 32})).to.equal('$0.0032')
    expect(groupUsd(null, {known_cost_count: 0, result_count: 32})).to.equal('–')
  })

  it('stand so in the summary of a run and in the list of runs', () => {
    expect(runSummary(REPORT, 1000)).to.contain(' · $0.013 (4 of 32 costs known) · ')
    expect(runSummary({...REPORT, calls_of_unknown_cost: 0}, 1000)).to.contain(' · $0.013 · ')
    const run = {
      id: 'monday',
      started_at: '2026-11-23T10:00:00.000Z',
      completed_at: null,
      status: 'completed' as const,
      archived_at: null,
      cases: 16,
      result_count: 16,
      failed_count: 0,
      total_cost_usd: 0.0128,
      answered_calls: 32,
      calls_of_unknown_cost: 28,
    }
    expect(runsView([run])).to.match(/\$0\.013\*\n\* monday: 4 of 32 costs known\.$/)
    expect(runsView([{...run, calls_of_unknown_cost: 0}])).to.match(/\$0\.013$/)
  })

  it('and bills over the highest cost are told', () => {
    const overruns = [{model: 'lab/one', ratio: 3.12, over_usd: 0.028}]
    expect(runSummary({...REPORT, overruns}, 1000)).to.contain(
      'lab/one billed up to 3.1 × what a call of it should cost at most: $0.028 more than was reserved.',
    )
  })

  it('and a run without hope says why', () => {
    const stop = {
      kind: 'hopeless' as const,
      message: 'no call of this run ever got an answer; 8 of 8 failed with “x”',
    }
    expect(runSummary({...REPORT, status: 'failed', left: 8, stop}, 1000)).to.contain(
      'Stopping: no call of this run ever got an answer; 8 of 8 failed with “x”.',
    )
  })
})
