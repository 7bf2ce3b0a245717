import {expect} from 'chai'
import {applyCommand, type RatingCommand} from '../../src/rating/page-commands.js'
import type {RatedResult} from '../../src/records/result.js'

const [EARLY, RATED, LATE] = [
  '2026-11-24T10:00:00.000Z',
  '2026-11-24T11:00:00.000Z',
  '2026-11-24T12:00:00.000Z',
]

describe('commands that arrive late', () => {
  /** Sends one command on a result that was rated at RATED, and tells what was done. */
  async function late(
    command: RatingCommand,
    at: string,
    {
      standing = RATED,
      isBlind = true,
      isGone = false,
    }: {standing?: string | null; isBlind?: boolean; isGone?: boolean} = {},
  ) {
    const done: string[] = []
    const note = (what: string) => (argument: unknown) => {
      const isRating = typeof argument === 'object' && argument !== null && 'blind' in argument
      done.push(isRating ? `${what} blind ${String(argument.blind)}` : what)
      return Promise.resolve(true as never)
    }
    const outcome = await applyCommand(
      {
        load: () => Promise.resolve(isGone ? undefined : ({} as RatedResult)),
        chipKeys: () => ['a', 'b'],
        existingRating: () =>
          Promise.resolve({rating: 2, note: {note: '', flagged: false, tags: ['of before'], bad_chips: []}}),
        save: note('save'),
        withdraw: note('withdraw'),
        saveRepeat: note('saveRepeat'),
        withdrawRepeat: note('withdrawRepeat'),
        saveNote: note('saveNote'),
        existing: () => Promise.resolve(standing === null ? undefined : {created_at: standing, rating: 2}),
      },
      {
        rater: 'ann',
        item: {id: 'x', repeat: false},
        command,
        at,
        isBlind,
        rubric: {version: 'r', tags: ['generic']},
      },
    )
    return {outcome, done}
  }

  it('do not undo what is newer', async () => {
    expect(await late({kind: 'rate', score: 3}, EARLY)).to.deep.equal({outcome: 'superseded', done: []})
    expect(await late({kind: 'withdraw'}, EARLY)).to.deep.equal({outcome: 'superseded', done: []})
    expect(await late({kind: 'rate', score: 3}, LATE)).to.deep.equal({
      outcome: 'done',
      done: ['save blind true'],
    })
    expect(await late({kind: 'withdraw'}, RATED)).to.deep.equal({outcome: 'done', done: ['withdraw']})
    expect(await late({kind: 'withdraw'}, EARLY, {standing: null})).to.deep.equal({
      outcome: 'done',
      done: ['withdraw'],
    })
  })

  it('change nothing where they say the same, so that a command which is sent twice stays blind', async () => {
    for (const at of [EARLY, LATE])
      expect(await late({kind: 'rate', score: 2}, at)).to.deep.equal({outcome: 'stood', done: []})
  })

  it('are not blind on what was chosen by its system', async () => {
    expect(await late({kind: 'rate', score: 3}, LATE, {isBlind: false})).to.deep.equal({
      outcome: 'done',
      done: ['save blind false'],
    })
  })

  it('bring reasons whole or not at all: tags of the suite or of before, and chips of the answer', async () => {
    const said = (tags: string[], bad_chips: string[]) =>
      late({kind: 'note', note: '', flagged: false, tags, bad_chips}, LATE)
    expect(await said(['generic', 'of before'], ['b'])).to.deep.equal({outcome: 'done', done: ['saveNote']})
    expect(await said(['generic', 'made up'], ['b'])).to.deep.equal({outcome: 'refused', done: []})
    expect(await said(['generic'], ['a', 'c'])).to.deep.equal({outcome: 'refused', done: []})
    expect(await late({kind: 'note', note: 'good', flagged: false}, LATE)).to.deep.equal({
      outcome: 'done',
      done: ['saveNote'],
    })
    expect((await late({kind: 'note', note: '', flagged: true}, LATE, {isGone: true})).outcome).to.equal(
      'gone',
    )
  })
})
