import {expect} from 'chai'
import {rowProblem, withSize} from '../../src/sync/row-problems.js'

const failure = (message: string, more: object = {}) => Object.assign(new Error(message), more)

describe('what is wrong with a row', () => {
  it('is told from what is wrong with a database or a network', () => {
    for (const error of [
      failure('SQLITE_TOOBIG: string or blob too big', {code: 'SQLITE_TOOBIG'}),
      failure('ARGS_INVALID: Arguments do not match SQL parameters: string or blob too big', {
        code: 'ARGS_INVALID',
      }),
      failure('Response is too large', {code: 'RESPONSE_TOO_LARGE'}),
      failure('cannot be opened', {cause: failure('SERVER_ERROR', {status: 413})}),
    ])
      expect(rowProblem(error), error.message).to.equal('too large for the server')
    for (const error of [
      failure('SQLITE_BUSY: database is locked', {code: 'SQLITE_BUSY'}),
      failure('fetch failed'),
      failure('SERVER_ERROR', {cause: failure('SERVER_ERROR', {status: 500})}),
      'no error at all',
    ])
      expect(rowProblem(error)).to.equal(undefined)
  })

  it('is said in words', () => {
    const code = 'SQLITE_CONSTRAINT'
    const clash = `${code}: ${code}: SQLite error: UNIQUE constraint failed: results.run_id, results.model`
    expect(rowProblem(failure(clash, {code}))).to.equal(
      'the same stands there under another id (run_id, model must be unique)',
    )
    expect(rowProblem(failure(`${code}: ${code}: CHECK constraint failed: n < 5`, {code}))).to.equal(
      'CHECK constraint failed: n < 5',
    )
    expect(withSize('too large for the server', ['x'.repeat(12e6)])).to.equal(
      'too large for the server (12.0 MB)',
    )
    expect(withSize('CHECK', ['x'])).to.equal('CHECK')
  })
})
