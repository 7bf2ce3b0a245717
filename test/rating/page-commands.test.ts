import {expect} from 'chai'
import {applyCommand, type RatingCommand} from '../../src/rating/page-commands.js'

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
    knownSince: string,
    standing: string | null = RATED,
  ) {
    const done: string[] = []
    const note = (what: string) => (argument: unknown) => {
      done.push(
        typeof argument === 'object' && argument !== null && 'blind' in argument
          ? `${what} blind ${String(argument.blind)}`
          : what,
      )
      return Promise.resolve(true as never)
    }
    const ports = {
      existingRating: note('existingRating'),
      save: note('save'),
      withdraw: note('withdraw'),
      saveRepeat: note('saveRepeat'),
      withdrawRepeat: note('withdrawRepeat'),
      saveNote: note('saveNote'),
    }
    const outcome = await applyCommand(
      {
        ...ports,
        existing: () => Promise.resolve(standing === null ? undefined : {created_at: standing, rating: 2}),
      },
      {rater: 'ann', item: {id: 'x', repeat: false}, command, at, knownSince},
    )
    return {outcome, done}
  }

  it('does not undo what is newer', async () => {
    expect(await late({kind: 'rate', score: 3}, EARLY, EARLY)).to.deep.equal({
      outcome: 'superseded',
      done: [],
    })
    expect(await late({kind: 'withdraw'}, EARLY, EARLY)).to.deep.equal({outcome: 'superseded', done: []})
    expect(await late({kind: 'rate', score: 3}, LATE, EARLY)).to.deep.equal({
      outcome: 'done',
      done: ['save blind true'],
    })
    expect(await late({kind: 'withdraw'}, RATED, EARLY)).to.deep.equal({outcome: 'done', done: ['withdraw']})
  })

  it('does not claim that a rating was blind where that is not known, and changes nothing where it says the same', async () => {
    expect(await late({kind: 'rate', score: 3}, LATE, LATE)).to.deep.equal({
      outcome: 'done',
      done: ['save blind null'],
    })
    expect(await late({kind: 'rate', score: 2}, LATE, LATE)).to.deep.equal({outcome: 'stood', done: []})
    expect(await late({kind: 'rate', score: 2}, EARLY, LATE)).to.deep.equal({outcome: 'stood', done: []})
  })

  it('takes back no rating from before it was known what the rater has seen', async () => {
    expect(await late({kind: 'withdraw'}, LATE, LATE)).to.deep.equal({outcome: 'seen', done: []})
    expect(await late({kind: 'note', note: 'good', flagged: false}, LATE, LATE)).to.deep.equal({
      outcome: 'done',
      done: ['saveNote'],
    })
    expect(await late({kind: 'withdraw'}, LATE, LATE, null)).to.deep.equal({
      outcome: 'done',
      done: ['withdraw'],
    })
  })
})
