import {expect} from 'chai'
import {NO_ANNOTATION, type NewNote, type NewRating} from '../../src/records/rating.js'
import type {ResultRecord} from '../../src/records/result.js'
import type {QueueItem, Shown} from '../../src/rating/rating-service.js'
import {RatingSession} from '../../src/rating/session.js'
import {aResult} from '../support/records.js'

/** Ports over plain maps, which can be told to fail. */
function memory(models: readonly string[]) {
  const results = models.map((model, at) => aResult('run', {id: `r${at}`, model}))
  const ratings = new Map<string, NewRating>()
  const repeats = new Map<string, NewRating>()
  const notes = new Map<string, NewNote>()
  const seen: string[] = []
  const kept: string[] = []
  const state = {failure: undefined as Error | undefined}
  const ports = {
    load: (id: string) => Promise.resolve(results.find((result) => result.id === id)),
    existingRating: (id: string) =>
      Promise.resolve({
        rating: ratings.get(id)?.rating ?? null,
        note: {...NO_ANNOTATION, ...notes.get(id)},
      }),
    chipKeys: () => ['a'],
    earlier: ({limit, offset}: {limit: number; offset: number}) =>
      Promise.resolve(
        [...ratings.values()]
          .reverse()
          .slice(offset, offset + limit)
          .map((rating) => ({...rating, sector: '', desired_role: '', chips: 1, tags: []})),
      ),
    keepRubric: () => Promise.resolve(void kept.push('rubric')),
    saw: (id: string) => Promise.resolve(void seen.push(id)),
    save: (rating: NewRating) => {
      if (state.failure) return Promise.reject(state.failure)
      ratings.set(rating.result_id, rating)
      return Promise.resolve({id: 'id', ...rating})
    },
    withdraw: (id: string) => Promise.resolve(void ratings.delete(id)),
    saveRepeat: (rating: NewRating) => Promise.resolve(void repeats.set(rating.result_id, rating)),
    withdrawRepeat: (id: string) => Promise.resolve(void repeats.delete(id)),
    saveNote: (note: NewNote) => Promise.resolve(void notes.set(note.result_id, note)),
  }
  const queue: QueueItem[] = results.map(({id}) => ({id, repeat: false}))
  return {
    ports,
    queue,
    ratings,
    repeats,
    notes,
    seen,
    kept,
    state,
    session: (reveal = false, own = queue) =>
      new RatingSession(ports, own, {rater: 'ann', reveal, rubricVersion: 'rubric-1'}),
  }
}

const idOf = (shown: Shown<object & {id: string}> | string | undefined) =>
  typeof shown === 'object' ? shown.result.id : shown

describe('a rating session', () => {
  it('goes through the queue, saves each rating as blind, and ends', async () => {
    const {session: start, ratings} = memory(['a', 'b'])
    const session = start()
    expect(idOf(await session.next())).to.equal('r0')
    expect(await session.rate(4)).to.equal(true)
    expect((await session.next())?.position).to.equal(2)
    await session.rate(2)
    expect(await session.next()).to.equal(undefined)
    expect([...ratings.values()].map(({rating, blind, user_id}) => [rating, blind, user_id])).to.deep.equal([
      [4, true, 'ann'],
      [2, true, 'ann'],
    ])
  })

  it('marks ratings with the model in sight as not blind', async () => {
    const {session: start, ratings} = memory(['a'])
    const session = start(true)
    await session.next()
    await session.rate(5)
    expect(ratings.get('r0')?.blind).to.equal(false)
  })

  it('measures from the first paint to the score, over all times a result is shown, and caps it', async () => {
    const {ports, queue, ratings} = memory(['a', 'b', 'c', 'd'])
    let now = 1000
    const session = new RatingSession(ports, queue, {rater: 'ann', reveal: false, now: () => now})
    const rateAfter = async (ms: number) => {
      session.painted()
      now += ms
      session.painted()
      await session.rate(3)
    }
    await session.next()
    now += 5000
    await rateAfter(4260)
    expect(ratings.get('r0')?.seconds).to.equal(4.3)
    await session.next()
    await session.undo()
    await rateAfter(2000)
    expect(ratings.get('r0')?.seconds).to.equal(6.3)
    await session.next()
    await rateAfter(3_600_000)
    expect(ratings.get('r1')?.seconds).to.equal(300)
    await session.next()
    await session.rate(2)
    expect(ratings.get('r2')?.seconds).to.equal(null)
    await session.next()
    await rateAfter(1000)
    expect(ratings.get('r3')?.seconds).to.equal(1)
  })

  it('takes ratings back one after the other, and comes back to what was on the screen', async () => {
    const {session: start, ratings} = memory(['a', 'b', 'c'])
    const session = start()
    for (let i = 0; i < 2; i++) {
      await session.next()
      await session.rate(3)
    }

    await session.next()
    expect(idOf(await session.undo())).to.equal('r1')
    expect(idOf(await session.undo())).to.equal('r0')
    expect(await session.undo()).to.equal(undefined)
    expect(ratings.size).to.equal(0)
    await session.rate(1)
    expect([idOf(await session.next()), session.skip(), idOf(await session.next())]).to.deep.equal([
      'r1',
      undefined,
      'r2',
    ])
    expect([...ratings.keys()]).to.deep.equal(['r0'])
  })

  it('can take the last one back when the queue is empty', async () => {
    const {session: start, ratings} = memory(['a'])
    const session = start()
    await session.next()
    await session.rate(3)
    expect(await session.next()).to.equal(undefined)
    expect(idOf(await session.undo())).to.equal('r0')
    await session.rate(5)
    expect(ratings.get('r0')?.rating).to.equal(5)
    expect(await session.next()).to.equal(undefined)
  })

  it('notes what was seen with its model, so that a new score is not blind', async () => {
    const {session: start, seen} = memory(['a', 'b'])
    const session = start()
    const identify = (result: ResultRecord) => Promise.resolve(result)
    expect(await session.reveal(identify)).to.equal(undefined)
    await session.next()
    session.painted()
    await session.rate(3)
    await session.next()
    expect(seen).to.deep.equal([])
    expect(await session.reveal(identify)).to.deep.include({score: 3})
    expect(seen).to.deep.equal(['r0'])
    expect(idOf(await session.undo())).to.equal('r0')
  })

  it('notes every result that is shown where the rater knows the system, rated or not', async () => {
    const {session: start, seen} = memory(['a', 'b'])
    const session = start(true)
    await session.next()
    session.painted()
    session.skip()
    await session.next()
    session.painted()
    expect(seen).to.deep.equal(['r0', 'r1'])
  })

  it('names the rubric in each rating, and keeps its definition before the first', async () => {
    const {session: start, ratings, kept} = memory(['a', 'b'])
    const session = start()
    await session.next()
    expect(kept).to.deep.equal([])
    await session.rate(4)
    await session.next()
    await session.rate(4)
    expect(kept).to.deep.equal(['rubric'])
    expect([...ratings.values()].map(({rubric_version}) => rubric_version)).to.deep.equal([
      'rubric-1',
      'rubric-1',
    ])
  })

  it('corrects ratings of this session and of earlier ones, and comes back to the result on the screen', async () => {
    const {session: start, ratings, queue} = memory(['a', 'b', 'c'])
    ratings.set('r2', {result_id: 'r2', user_id: 'ann', rating: 5, created_at: '', blind: true})
    const session = start(false, queue.slice(0, 2))
    await session.next()
    await session.rate(4)
    expect(idOf(await session.next())).to.equal('r1')
    expect((await session.earlier(0)).ratings.map(({result_id}) => result_id)).to.deep.equal(['r0', 'r2'])
    const shown = await session.correct('r2')
    expect([idOf(shown), shown?.score, session.correcting]).to.deep.equal(['r2', 5, 5])
    await session.rate(1)
    expect(ratings.get('r2')?.rating).to.equal(1)
    expect(idOf(await session.next())).to.equal('r1')
    expect(session.correcting).to.equal(null)
    await session.correct('r0')
    await session.correct('r2')
    expect(idOf(await session.next())).to.equal('r1')
    await session.correct('r0')
    await session.rate(2)
    expect(session.summary()).to.deep.include({rated: 1, models: [{model: 'a', ratings: 1, mean: 2}]})
    // What is gone, or not rated, is nothing to correct.
    expect(await session.correct('gone')).to.equal(undefined)
  })

  it('corrects nothing where the score is the same', async () => {
    const {session: start, ratings} = memory(['a'])
    const before = {result_id: 'r0', user_id: 'ann', rating: 5, created_at: 'then', blind: true}
    ratings.set('r0', before)
    const session = start(false, [])
    await session.correct('r0')
    expect(await session.rate(5)).to.equal(true)
    expect(ratings.get('r0')).to.equal(before)
  })

  it('passes over what the rater rated elsewhere meanwhile, and what is gone', async () => {
    const {session: start, ratings, queue} = memory(['a', 'b', 'c'])
    const session = start(false, [...queue.slice(0, 2), {id: 'gone', repeat: false}, queue[2]!])
    await session.next()
    await session.rate(3)
    ratings.set('r1', {result_id: 'r1', user_id: 'ann', rating: 5, created_at: '', blind: null})
    // r1 was fetched ahead, before it was rated elsewhere: the second look decides for what is not yet fetched.
    const seen = [idOf(await session.next()), idOf(await session.next())]
    expect(seen).to.include('r2')
    expect(seen).not.to.include('gone')
  })

  it('keeps repeats apart from ratings, and out of the summary', async () => {
    const {session: start, ratings, repeats} = memory(['a', 'b'])
    ratings.set('r0', {result_id: 'r0', user_id: 'ann', rating: 5, created_at: '', blind: true})
    const session = start(false, [
      {id: 'r1', repeat: false},
      {id: 'r0', repeat: true},
    ])
    await session.next()
    await session.rate(2)
    await session.next()
    await session.rate(1)
    expect(ratings.get('r0')?.rating).to.equal(5)
    expect(repeats.get('r0')?.rating).to.equal(1)
    expect(session.summary()).to.deep.equal({
      rated: 2,
      skipped: 0,
      scores: [1, 1, 0, 0, 0],
      models: [{model: 'b', ratings: 1, mean: 2}],
    })
    await session.undo()
    expect(repeats.size).to.equal(0)
    expect(ratings.get('r0')?.rating).to.equal(5)
  })

  it('stays where it is when a rating cannot be saved', async () => {
    const {session: start, state, ratings} = memory(['a', 'b'])
    const session = start()
    await session.next()
    state.failure = new Error('disk full')
    let message = ''
    await session.rate(3).catch((error: unknown) => (message = (error as Error).message))
    expect(message).to.equal('disk full')
    state.failure = undefined
    await session.rate(4)
    expect([...ratings.values()].map(({result_id, rating}) => [result_id, rating])).to.deep.equal([['r0', 4]])
    expect(session.summary().rated).to.equal(1)
  })

  it('asks again for what could not be fetched while the last one was read', async () => {
    const {ports, queue} = memory(['a', 'b'])
    let failures = 0
    const load = (id: string) =>
      id === 'r1' && failures++ === 0 ? Promise.reject(new Error('network')) : ports.load(id)
    const session = new RatingSession({...ports, load}, queue, {rater: 'ann', reveal: false})
    await session.next()
    await session.rate(3)
    expect(idOf(await session.next())).to.equal('r1')
    expect(failures).to.equal(2)
  })

  it('keeps notes and flags with the result, also across undo', async () => {
    const {session: start, notes} = memory(['a', 'b'])
    const session = start()
    await session.next()
    const all = [
      session.annotate({note: 'dull'}),
      session.annotate({flagged: true}),
      session.annotate({tags: ['t']}),
    ]
    await Promise.all([...all, session.annotate({bad_chips: ['a']})])
    const said = {note: 'dull', flagged: true, tags: ['t'], bad_chips: ['a']}
    expect(notes.get('r0')).to.deep.include({...said, user_id: 'ann'})
    await session.rate(1)
    await session.next()
    expect((await session.undo())?.annotation).to.deep.equal(said)
  })

  it('goes on with annotations after one could not be saved', async () => {
    const {ports, queue, notes} = memory(['a'])
    let failures = 0
    const saveNote = (note: NewNote) =>
      failures++ === 0 ? Promise.reject(new Error('full')) : ports.saveNote(note)
    const session = new RatingSession({...ports, saveNote}, queue, {rater: 'ann', reveal: false})
    await session.next()
    const failed = session.annotate({tags: ['lost']}).catch((error: unknown) => (error as Error).message)
    await session.annotate({flagged: true})
    expect(await failed).to.equal('full')
    expect(notes.get('r0')).to.deep.include({flagged: true, tags: []})
  })

  describe('that asks anew what is needed', () => {
    /** Rates r0 to r5 with plans that a test gives in turn; what each was asked with is kept. */
    function renewed(plans: (string[] | undefined | Error)[]) {
      const {ports, queue, ratings} = memory(['a', 'b', 'a', 'b', 'a', 'b'])
      const asked: {last: string; left: string[]; passed: number; skipped: string[]}[] = []
      const session = new RatingSession(ports, queue, {
        rater: 'ann',
        reveal: false,
        renew: ({last, left, passed, skipped}) => {
          asked.push({last, left: left.map(({id}) => id), passed, skipped: [...skipped]})
          const plan = plans.shift()
          if (plan instanceof Error) return Promise.reject(plan)
          return Promise.resolve(plan?.map((id) => ({id, repeat: false})))
        },
      })
      return {session, asked, ratings}
    }

    it('asks once after each score, with what is left and what was skipped', async () => {
      const {session, asked} = renewed([undefined, ['r5'], []])
      expect(idOf(await session.next())).to.equal('r0')
      session.skip()
      expect(idOf(await session.next())).to.equal('r1')
      expect(asked).to.deep.equal([])
      await session.rate(4)
      expect(idOf(await session.next())).to.equal('r2')
      expect(session.total).to.equal(6)
      await session.rate(3)
      expect(idOf(await session.next())).to.equal('r5')
      expect(session.total).to.equal(4)
      await session.rate(2)
      expect(await session.next()).to.equal(undefined)
      expect(session.total).to.equal(4)
      expect(await session.next()).to.equal(undefined)
      expect(asked).to.deep.equal([
        {last: 'r1', left: ['r2', 'r3', 'r4', 'r5'], passed: 2, skipped: ['r0']},
        {last: 'r2', left: ['r3', 'r4', 'r5'], passed: 3, skipped: ['r0']},
        {last: 'r5', left: [], passed: 4, skipped: ['r0']},
      ])
    })

    it('goes on as planned where a new plan cannot be made', async () => {
      const {session} = renewed([new Error('no')])
      await session.next()
      await session.rate(4)
      expect(idOf(await session.next())).to.equal('r1')
      expect(session.total).to.equal(6)
    })

    it('lets the last score be taken back after nothing is needed, and asks again', async () => {
      const {session, ratings} = renewed([[], ['r3']])
      await session.next()
      await session.rate(4)
      expect(await session.next()).to.equal(undefined)
      expect(idOf(await session.undo())).to.equal('r0')
      expect(ratings.size).to.equal(0)
      await session.rate(1)
      expect(idOf(await session.next())).to.equal('r3')
    })
  })

  it('sums up by model, best first', async () => {
    const {session: start} = memory(['b', 'a', 'b'])
    const session = start()
    for (const score of [2, 5, 3]) {
      await session.next()
      await session.rate(score)
    }

    expect(session.summary().models).to.deep.equal([
      {model: 'a', ratings: 1, mean: 5},
      {model: 'b', ratings: 2, mean: 2.5},
    ])
  })
})
