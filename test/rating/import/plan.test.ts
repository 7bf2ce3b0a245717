import {expect} from 'chai'
import type {ImportedLine} from '../../../src/rating/import/file.js'
import {planImport} from '../../../src/rating/import/plan.js'
import type {StoredFeedback} from '../../../src/records/stored-feedback.js'

const NOW = '2026-11-26T12:00:00.000Z'
const [EARLIER, STORED, LATER] = [1, 2, 3].map((hour) => `2026-11-26T0${hour}:00:00.000Z`) as [
  string,
  string,
  string,
]

const line = (change: Partial<ImportedLine>): ImportedLine => ({
  ...{line: 2, result_id: 'r', user_id: 'ann', rating: undefined, created_at: undefined, blind: undefined},
  ...{note: undefined, flagged: undefined, tags: undefined, bad_chips: undefined, noted_at: undefined},
  ...{repeat_rating: undefined, repeated_at: undefined, versions: {}},
  ...change,
})
const STORED_WORDS: StoredFeedback = {
  ...{
    rating: 3,
    created_at: STORED,
    note: 'words',
    flagged: true,
    tags: ['a'],
    bad_chips: [],
    noted_at: STORED,
  },
  ...{repeat_rating: 2, repeated_at: STORED},
}
const plan = (
  change: Partial<ImportedLine>,
  stored: StoredFeedback | undefined = STORED_WORDS,
  overwriteNewer = false,
) => planImport([line(change)], {stored: () => stored, now: NOW, overwriteNewer})

describe('the plan of an import', () => {
  it('changes nothing where a line says what is stored, whatever its times', () => {
    const same = {rating: 3, note: 'words', flagged: true, tags: ['a'], bad_chips: [], repeat_rating: 2}
    for (const at of [undefined, EARLIER, STORED, LATER])
      expect(plan({...same, created_at: at, noted_at: at, repeated_at: at, blind: false})).to.deep.equal({
        ...{ratings: [], notes: [], repeats: [], replaced: 0, unchanged: 1, conflicts: []},
      })
    // What a line leaves out stays.
    expect(plan({rating: 3})).to.include({unchanged: 1})
  })

  it('takes a rating that was edited in an export as made now, and nobody knows whether blind', () => {
    const {ratings, replaced} = plan({rating: 5, created_at: STORED, blind: true})
    expect(ratings).to.deep.equal([{result_id: 'r', user_id: 'ann', rating: 5, created_at: NOW, blind: null}])
    expect(replaced).to.equal(1)
  })

  it('takes a rating without a time', () => {
    expect(plan({rating: 5}).ratings[0]).to.include({rating: 5, created_at: NOW})
  })

  it('names a line that is older than what is stored, unless the file is to win', () => {
    const change = {
      rating: 5,
      created_at: EARLIER,
      note: 'old',
      noted_at: EARLIER,
      repeat_rating: 4,
      repeated_at: EARLIER,
    }
    const {ratings, notes, repeats, conflicts} = plan(change)
    expect([ratings, notes, repeats]).to.deep.equal([[], [], []])
    expect(conflicts.map(({what, file, stored, stored_at}) => [what, file, stored, stored_at])).to.deep.equal(
      [
        ['rating', '5', '3', STORED],
        ['note', '"old"', '"words", flagged', STORED],
        ['repeat', '4', '2', STORED],
      ],
    )
    const forced = plan(change, STORED_WORDS, true)
    expect(forced.conflicts).to.deep.equal([])
    expect(forced.ratings[0]).to.include({rating: 5, created_at: NOW})
    expect(forced.notes[0]).to.include({note: 'old', created_at: NOW})
    expect(forced.repeats[0]).to.include({rating: 4, created_at: NOW})
  })

  it('compares moments, however they are written', () => {
    const stored = {...STORED_WORDS, created_at: '2026-11-26T02:00:00Z'}
    expect(plan({rating: 5, created_at: STORED}, stored).conflicts).to.deep.equal([])
    expect(plan({rating: 5, created_at: EARLIER}, stored).conflicts).to.have.length(1)
  })

  it('takes a time for no more exact than it is written', () => {
    const stored = {...STORED_WORDS, created_at: '2026-11-26T02:00:41.170Z'}
    for (const [time, conflicts] of [
      ['2026-11-26T02:00Z', 0],
      ['2026-11-26T02:00:41Z', 0],
      ['2026-11-26T02:00:40Z', 1],
      ['2026-11-26T01:59Z', 1],
      ['2026-11-26T02:00:41.169Z', 1],
    ] as const)
      expect(plan({rating: 5, created_at: time}, stored).conflicts, time).to.have.length(conflicts)
    const [fresh] = planImport([line({rating: 5, created_at: '2026-11-26T02:00Z'})], {
      stored: () => undefined,
      now: NOW,
    }).ratings
    expect(fresh!.created_at).to.equal(STORED)
  })

  it('keeps time and blindness of a rating that is not stored, or is newer than what is stored', () => {
    const blank = undefined
    const change = {rating: 5, created_at: LATER, blind: true}
    for (const stored of [blank, STORED_WORDS])
      expect(planImport([line(change)], {stored: () => stored, now: NOW}).ratings).to.deep.equal([
        {result_id: 'r', user_id: 'ann', rating: 5, created_at: LATER, blind: true},
      ])
    const noted = planImport([line({note: 'x', noted_at: EARLIER})], {stored: () => blank, now: NOW})
    expect(noted.notes).to.deep.equal([
      {
        result_id: 'r',
        user_id: 'ann',
        note: 'x',
        flagged: undefined,
        tags: undefined,
        bad_chips: undefined,
        created_at: EARLIER,
      },
    ])
  })

  it('believes no time in the future', () => {
    expect(plan({rating: 5, created_at: '2027-01-01T00:00:00.000Z'}).ratings[0]!.created_at).to.equal(NOW)
  })

  it('knows its own notes again, as CSV shows their control characters', () => {
    expect(plan({note: 'a\uFFFDb'}, {...STORED_WORDS, note: ' a\u0007b '})).to.include({unchanged: 1})
  })

  it('takes a flag back, and empties no note', () => {
    const [note] = plan({flagged: false}).notes
    expect(note).to.include({flagged: false, note: undefined})
  })
})
