import {expect} from 'chai'
import {exitCodeOf, statusOf, type RunOutcome} from '../../../src/run/case/outcome.js'

const outcome = (change: Partial<RunOutcome>): RunOutcome =>
  ({stop: null, left: 0, completed: 8, failed: 0, refused: [], ...change}) as RunOutcome

describe('how a run ended', () => {
  it('is completed with its last case, and interrupted while a single case is left', () => {
    expect(statusOf(outcome({}))).to.equal('completed')
    expect(exitCodeOf(outcome({}))).to.equal(0)
    expect(statusOf(outcome({left: 1}))).to.equal('interrupted')
    expect(exitCodeOf(outcome({left: 1}))).to.equal(3)
  })

  it('is failed where nothing was answered, and completed where a single case was', () => {
    expect(statusOf(outcome({completed: 0, failed: 1}))).to.equal('failed')
    expect(statusOf(outcome({completed: 1, failed: 7}))).to.equal('completed')
    const refused = [{}] as RunOutcome['refused']
    expect(statusOf(outcome({completed: 0, refused}))).to.equal('failed')
    expect(statusOf(outcome({completed: 1, refused}))).to.equal('completed')
    // A shard may have no case at all.
    expect(statusOf(outcome({completed: 0}))).to.equal('completed')
    expect(exitCodeOf(outcome({completed: 1, failed: 1}))).to.equal(3)
  })
})
