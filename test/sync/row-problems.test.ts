import {expect} from 'chai'
import type {ChangeKind} from '../../src/store/changes.js'
import {SYNC_TABLES} from '../../src/store/sync/sync-tables.js'
import {contentOf, labelOf} from '../../src/sync/labels.js'
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

describe('a row in words', () => {
  const row = (kind: ChangeKind, values: Record<string, string | number | null>) =>
    SYNC_TABLES[kind].columns.map((column) => values[column] ?? null)

  it('is its kind, what it belongs to and its rater, and its id where that tells more', () => {
    const factors = {model: 'lab/one', persona_id: 'cook', style: 'terse', trial: 2, run_id: 'run'}
    expect(labelOf('result', 'r', row('result', factors))).to.equal(
      'result r (lab/one, cook, terse, trial 2, run run)',
    )
    expect(labelOf('rater', 'x', row('rater', {user_id: 'ann'}))).to.equal('rater ann')
    expect(labelOf('rating', 'x', row('rating', {result_id: 'r', user_id: 'ann'}))).to.equal(
      'rating of result r by ann',
    )
    expect(labelOf('call', 'x', row('call', {result_id: 'r'}))).to.equal('call of result r (x)')
    expect(labelOf('run', 'x', row('run', {}))).to.equal('run x')
    expect(labelOf('rating', 'x', undefined)).to.equal('rating x')
    const [kept, cut] = ['a'.repeat(80), 'a'.repeat(81)]
    expect(labelOf('rater', 'x', row('rater', {user_id: kept}))).to.equal(`rater ${kept}`)
    expect(labelOf('rater', 'x', row('rater', {user_id: cut}))).to.equal(`rater ${kept}…`)
  })

  it('is what tells its content from another', () => {
    expect(contentOf('rating', undefined)).to.equal(null)
    expect(contentOf('rating', row('rating', {rating: 4}))).to.equal('4')
    expect(contentOf('note', row('note', {note: 'Fine.', flagged: 1}))).to.match(
      /^(“Fine\.”, flagged|flagged, “Fine\.”)$/,
    )
    expect(contentOf('note', row('note', {note: 'Fine.', flagged: 0}))).to.equal('“Fine.”')
    expect(contentOf('run', row('run', {status: 'completed'}))).to.equal('completed')
  })
})
