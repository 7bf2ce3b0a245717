import {expect} from 'chai'
import type {Conflict, SyncAnswer} from '../../../src/records/sync.js'
import {syncView} from '../../../src/terminal/views/sync-view.js'

const conflict = (change: Partial<Conflict> = {}): Conflict => ({
  table: 'ratings',
  id: 'i',
  row: 'rating of result r by ann',
  here: '5',
  there: '2',
  kept: 'there',
  ...change,
})

function answer(change: Partial<SyncAnswer>): SyncAnswer {
  return {
    database: 'file:bench.db',
    remote: 'http://team',
    dry_run: false,
    tables: {ratings: {pulled: 1, pushed: 0, deletions: 0, conflicts: change.conflicts?.length ?? 0}},
    conflicts: [],
    passed_over: [],
    unsent: 0,
    upgraded: null,
    clock_ahead_ms: 0,
    warnings: [],
    ...change,
  }
}

describe('what a sync says', () => {
  it('names each conflict: which row, whose, what it was on both sides, and which stayed', () => {
    const lines = syncView(
      answer({conflicts: [conflict(), conflict({row: 'note of result r by bob', here: null, kept: 'here'})]}),
    ).split('\n')
    expect(lines.at(-2)).to.equal('  rating of result r by ann: 5 here, 2 there; kept what was there')
    expect(lines.at(-1)).to.equal('  note of result r by bob: deleted here, 2 there; kept what was here')
  })

  it('counts what it does not name, and lets nothing of a row control the terminal', () => {
    const many = Array.from({length: 25}, () => conflict({row: 'rating by \u001B[2Jann\nbob'}))
    const lines = syncView(answer({conflicts: many})).split('\n')
    expect(lines.at(-1)).to.equal('  … and 5 more')
    expect(lines.filter((line) => line.includes('kept what was'))).to.have.length(20)
    expect(lines.join('')).not.to.contain('\u001B')
  })

  it('does not call both the same where a row was passed over', () => {
    const tables = {ratings: {pulled: 0, pushed: 0, deletions: 0, conflicts: 0}}
    expect(syncView(answer({tables}))).to.contain('both hold the same')
    const passed_over = [{table: 'calls', id: 'c', row: 'call c', why: 'too large for the server'}]
    expect(syncView(answer({tables, passed_over}))).to.equal('Nothing was moved.')
  })
})
