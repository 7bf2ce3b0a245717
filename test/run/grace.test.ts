import {expect} from 'chai'
import {BenchError} from '../../src/errors/bench-error.js'
import {EXIT} from '../../src/errors/exit-codes.js'
import type {StopReason} from '../../src/run/events.js'
import {graceOf} from '../../src/run/grace.js'

describe('how long calls may go on after a stop', () => {
  const storage = (error: unknown): StopReason => ({kind: 'storage', error})
  const failure = (code: string) => new BenchError('gone', {code, exit: EXIT.error})

  it('is ten seconds, and no time where the database they belong to is gone', () => {
    expect(graceOf({kind: 'budget'} as StopReason)).to.equal(10_000)
    expect(graceOf(storage(failure('DATABASE_MOVED')))).to.equal(0)
    for (const error of [failure('DATABASE_BUSY'), new Error('DATABASE_MOVED')])
      expect(graceOf(storage(error), 70)).to.equal(70)
    expect(graceOf({kind: 'budget', error: failure('DATABASE_MOVED')} as unknown as StopReason, 70)).to.equal(
      70,
    )
  })
})
