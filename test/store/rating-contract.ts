import {expect} from 'chai'
import type {ResultRecord} from '../../src/records/result.js'
import type {Store} from '../../src/store/store.js'
import {aResult, aRun} from '../support/records.js'

const NOW = '2026-11-24T09:00:00.000Z'

async function collected<T>(pages: AsyncIterable<T[]>): Promise<T[]> {
  const all: T[] = []
  for await (const page of pages) all.push(...page)
  return all
}

/** What every store must do with ratings, notes and the figures made of them. */
export function ratingContract(store: () => Store): void {
  async function results(
    ...changes: Partial<ResultRecord>[]
  ): Promise<{run: string; results: ResultRecord[]}> {
    const run = aRun()
    await store().runs.create(run)
    const made = changes.map((change) => aResult(run.id, change))
    for (const result of made) await store().results.save(result)
    return {run: run.id, results: made}
  }

  const rate = (result: ResultRecord, user_id: string, rating: number, blind: boolean | null = true) =>
    store().ratings.save({result_id: result.id, user_id, rating, created_at: NOW, blind})

  describe('ratings', () => {
    it('are saved once, and a new one by the same person keeps the id', async () => {
      const {
        results: [one],
      } = await results({})
      const first = await rate(one!, 'ann', 2)
      const second = await store().ratings.save({
        result_id: one!.id,
        user_id: 'ann',
        rating: 5,
        created_at: '2026-11-24T10:00:00.000Z',
        blind: null,
      })
      expect(second).to.deep.equal({...first, rating: 5, created_at: '2026-11-24T10:00:00.000Z', blind: null})
      await rate(one!, 'bob', 4)
      const {ratings} = await store().ratings.ofResult(one!.id)
      expect(ratings.map(({user_id, rating}) => [user_id, rating])).to.deep.equal([
        ['bob', 4],
        ['ann', 5],
      ])
      expect(await store().results.get(one!.id)).to.include({rating_count: 2, avg_rating: 4.5})
    })

    it('are refused for failed results and for those that are not there', async () => {
      const {
        results: [failed],
      } = await results({status: 'failed'})
      expect(await rate(failed!, 'ann', 3)).to.equal(undefined)
      expect(await rate(aResult('no run'), 'ann', 3)).to.equal(undefined)
    })

    it('are withdrawn without a trace in the totals', async () => {
      const {
        results: [one],
      } = await results({})
      await rate(one!, 'ann', 2)
      await store().ratings.withdraw(one!.id, 'ann')
      expect(await store().results.get(one!.id)).to.include({rating_count: 0, avg_rating: null})
    })

    it('are saved in numbers, together with notes, and counted before', async () => {
      const {
        run,
        results: [one, two],
      } = await results({}, {})
      await rate(one!, 'ann', 1)
      const rows = [one!, two!].map(({id}) => ({
        result_id: id,
        user_id: 'ann',
        rating: 4,
        created_at: NOW,
        blind: null,
      }))
      const words = await store().ratings.feedback(rows)
      expect([...words.values()].map(({rating, note}) => [rating, note])).to.deep.equal([[1, null]])
      await store().ratings.saveAll(rows, [
        {result_id: two!.id, user_id: 'ann', note: 'dull', flagged: true, created_at: NOW},
      ])
      const ratings = await collected(store().ratings.pages({run_id: run}))
      expect(ratings.map(({rating}) => rating)).to.deep.equal([4, 4])
      expect(ratings.find(({result_id}) => result_id === two!.id)).to.include({
        note: 'dull',
        flagged: true,
        model: 'lab/one',
        blind: null,
      })
      const flagged = await store().results.list({run_id: run, flagged: true}, {limit: 5, offset: 0})
      expect(flagged.results.map(({id}) => id)).to.deep.equal([two!.id])
    })

    it('given a second time unannounced stay out of every mean', async () => {
      const {
        run,
        results: [one],
      } = await results({})
      await rate(one!, 'ann', 5)
      const repeat = {result_id: one!.id, user_id: 'ann', rating: 1, created_at: NOW, blind: true}
      await store().ratings.saveRepeat(repeat)
      expect(await store().results.get(one!.id)).to.include({rating_count: 1, avg_rating: 5})
      expect(await store().ratings.repeats({run_id: run})).to.deep.equal([
        {user_id: 'ann', first: 5, second: 1},
      ])
      expect(await store().ratings.repeatable({run_id: run}, 'ann', 9)).to.deep.equal([])
      await store().ratings.withdrawRepeat(one!.id, 'ann')
      expect((await store().ratings.repeatable({run_id: run}, 'ann', 9)).map(({id}) => id)).to.deep.equal([
        one!.id,
      ])
    })

    it('know who was not blind', async () => {
      const {
        run,
        results: [one],
      } = await results({})
      await rate(one!, 'ann', 5, true)
      await rate(one!, 'bob', 5, false)
      await rate(one!, 'cem', 5, null)
      expect((await store().ratings.blindness({run_id: run})).not_blind).to.equal(1)
    })

    it('make a queue of what is completed, with everybody who rated it', async () => {
      const {run, results: made} = await results({}, {created_at: '2026-11-25'}, {status: 'failed'})
      await rate(made[0]!, 'ann, "1"', 3)
      await rate(made[0]!, 'bob', 3)
      const found = await store().ratings.candidates({run_id: run}, 10)
      expect(found.map(({id}) => id)).to.deep.equal([made[1]!.id, made[0]!.id])
      expect(found.map(({raters}) => raters)).to.deep.equal([[], ['ann, "1"', 'bob']])
      expect(found[0]).to.include({model: 'lab/one', persona_id: 'cook', created_at: '2026-11-25'})
      expect(await store().ratings.candidates({run_id: run}, 1)).to.have.length(1)
    })

    it('keep their seconds with the score they belong to, and show them as the median of the team', async () => {
      const made = (await results({}, {}, {}, {}, {}, {}, {})).results
      const take = (at: number, user_id: string, seconds?: number | null) =>
        store().ratings.save({
          result_id: made[at]!.id,
          user_id,
          rating: 3,
          created_at: NOW,
          blind: true,
          ...(seconds !== undefined && {seconds}),
        })
      for (const seconds of [8, 2, 300, 20]) await take([8, 2, 300, 20].indexOf(seconds), 'pace', seconds)
      expect(await store().ratings.teamPace()).to.equal(null)
      await take(4, 'other', 10)
      await take(5, 'other')
      expect(await store().ratings.teamPace()).to.equal(10)
      expect(await take(6, 'other', 12.5)).not.to.have.property('seconds')
      expect(await store().ratings.teamPace()).to.equal(11.25)
      // Another score from a script has no seconds, and does not keep those of the old one.
      await take(6, 'other')
      expect(await store().ratings.teamPace()).to.equal(10)
      for (const {id} of made) for (const user of ['pace', 'other']) await store().ratings.withdraw(id, user)
    })

    it('name everybody who rated', async () => {
      const {
        results: [one],
      } = await results({})
      for (const user of ['zoe', 'ann', 'Äda']) await rate(one!, user, 3)
      expect(await store().ratings.raters()).to.include.members(['zoe', 'ann', 'Äda'])
    })
  })

  describe('notes', () => {
    it('are one for each person and result, and go away when they are emptied', async () => {
      const {
        results: [one],
      } = await results({})
      const note = {result_id: one!.id, user_id: 'ann', note: 'first', flagged: false, created_at: NOW}
      await store().ratings.saveNote(note)
      await store().ratings.saveNote({...note, note: 'second', flagged: true})
      expect((await store().ratings.ofRater(one!.id, 'ann')).note).to.include({note: 'second', flagged: true})
      await store().ratings.saveNote({...note, note: '', flagged: false})
      expect(await store().ratings.ofRater(one!.id, 'ann')).to.deep.equal({rating: null, note: undefined})
    })
  })

  describe('figures', () => {
    it('count each result and its cost once, whatever its ratings, and average no failed case', async () => {
      const {run, results: made} = await results(
        {model: 'a', cost_usd: 1, latency_ms: 100},
        {model: 'a', cost_usd: 2, latency_ms: 300},
        {model: 'a', cost_usd: 8, latency_ms: 9000, status: 'failed'},
        {model: 'b', cost_usd: null, latency_ms: null, status: 'failed'},
      )
      for (const user of ['ann', 'bob', 'cem']) await rate(made[0]!, user, user === 'cem' ? 5 : 2)
      const [a, b] = await store().stats.groups(['model'], {run_id: run})
      expect(a).to.deep.include({
        result_count: 2,
        failed_count: 1,
        rated_results: 1,
        rated_count: 3,
        avg_rating: 3,
      })
      expect(a).to.deep.include({total_cost_usd: 11, cost_per_result_usd: 5.5, avg_latency_ms: 200})
      expect(b).to.deep.include({
        group: {model: 'b'},
        result_count: 0,
        failed_count: 1,
        total_cost_usd: null,
        avg_rating: null,
      })
      const measured = await store().stats.measuredCells({run_id: run})
      expect(measured.flatMap(({latencies_ms}) => latencies_ms)).to.have.members([100, 300])
    })

    it('average the results of a cell by their means, and know what varies within a result', async () => {
      const same = {model: 'a', persona_id: 'p', trial: 7}
      const {
        run,
        results: [first],
      } = await results(same)
      const {
        run: other,
        results: [second],
      } = await results(same)
      for (const [user, rating] of [
        ['ann', 1],
        ['bob', 2],
      ] as const)
        await rate(first!, user, rating)
      await rate(second!, 'ann', 5)
      await rate(second!, 'bob', 4)
      const ofPersona = <Cell extends {factors: {persona_id: string}}>(cells: Cell[]) =>
        cells.filter(({factors}) => factors.persona_id === 'p')
      const cells = ofPersona(await store().stats.ratedCells({}))
      // A cell for each rater: whole numbers, both results of the configuration folded in.
      expect(cells.map(({rater, n, sum, squares}) => [rater, n, sum, squares])).to.have.deep.members([
        ['ann', 2, 6, 26],
        ['bob', 2, 6, 20],
      ])
      const byRun = ofPersona(await store().stats.ratedCells({}, {occasions: ['run_id']}))
      expect(byRun.map(({factors, rater, n, sum}) => [factors.run_id, rater, n, sum])).to.have.deep.members([
        [run, 'ann', 1, 1],
        [run, 'bob', 1, 2],
        [other, 'ann', 1, 5],
        [other, 'bob', 1, 4],
      ])
      const [measured] = ofPersona(await store().stats.measuredCells({}))
      expect(measured).to.deep.include({cost_usd: 0.001, latency_ms: 1200, output_tokens: 200})
    })

    it('fold trials into one configuration', async () => {
      const {run, results: made} = await results({trial: 1}, {trial: 2}, {trial: 3})
      for (const [at, result] of made.entries()) await rate(result, 'ann', at + 1)
      const cells = await store().stats.ratedCells({run_id: run})
      expect(cells.map(({n, sum, squares}) => [n, sum, squares])).to.deep.equal([[3, 6, 14]])
    })
  })

  describe('pages of everything', () => {
    it('hold each result once, more than fit on one page', async () => {
      const {run} = await results(...Array.from({length: 203}, () => ({})))
      const ids = (await collected(store().results.pages({run_id: run}))).map(({id}) => id)
      expect(ids).to.have.length(203)
      expect([...ids].sort()).to.deep.equal(ids)
      expect(new Set(ids).size).to.equal(203)
      expect((await store().results.statuses([...ids, 'nothing'])).size).to.equal(203)
    }).timeout(60_000)
  })
}
