import {expect} from 'chai'
import fc from 'fast-check'
import {RESULT_SORTS} from '../../src/records/result.js'
import {NOTHING_SPENT} from '../../src/run/executor/spending.js'
import type {ResultFilter} from '../../src/store/results.js'
import type {Store} from '../../src/store/store.js'
import {WHOLE_RUN} from '../../src/suite/model/shard.js'
import {draws} from '../support/draws.js'
import {aCall, aResult, aRun} from '../support/records.js'
import {costContract} from './cost-contract.js'
import {ratingContract} from './rating-contract.js'

/** What every store must do, wherever its database is. `store()` gives one that the tests share. */
export function storeContract(store: () => Store): void {
  async function newRun(change = {}) {
    const run = aRun(change)
    await store().runs.create(run)
    return run
  }

  describe('runs', () => {
    it('come back as they were put in', async () => {
      const run = await newRun({config: {models: ['ä', '🍟'], nothing: null}})
      expect(await store().runs.get(run.id)).to.deep.equal(run)
      expect(await store().runs.get('nothing')).to.equal(undefined)
    })

    it('are made once, however often', async () => {
      const run = await newRun()
      await store().runs.create({...run, status: 'failed'})
      expect((await store().runs.get(run.id))?.status).to.equal('running')
    })

    it('change their status', async () => {
      const run = await newRun()
      await store().runs.setStatus(run.id, 'completed', '2026-11-23T11:00:00.000Z')
      expect(await store().runs.get(run.id)).to.include({
        status: 'completed',
        completed_at: '2026-11-23T11:00:00.000Z',
      })
    })

    it('are listed newest first, with each result and call counted once', async () => {
      const run = await newRun({started_at: '2030-01-01T00:00:00.000Z'})
      const results = [aResult(run.id), aResult(run.id), aResult(run.id, {status: 'failed', cost_usd: null})]
      for (const result of results) await store().results.save(result)
      for (const cost of [0.5, 0.25, null])
        await store().calls.save(aCall(run.id, results[0]!.id, {cost_usd: cost}))
      const [first] = await store().runs.list({limit: 1})
      expect(first).to.deep.include({
        id: run.id,
        cases: 3,
        result_count: 2,
        failed_count: 1,
        total_cost_usd: 0.751,
        answered_calls: 4,
        calls_of_unknown_cost: 1,
      })
    })

    it('know the latest one with work left', async () => {
      const done = await newRun({started_at: '2031-01-02T00:00:00.000Z', status: 'completed'})
      await newRun({started_at: '2031-01-03T00:00:00.000Z', status: 'dry_run'})
      const left = await newRun({started_at: '2031-01-01T00:00:00.000Z', status: 'interrupted'})
      expect((await store().runs.latestUnfinished())?.id).to.equal(left.id)
      await store().results.save(aResult(done.id, {status: 'failed'}))
      expect((await store().runs.latestUnfinished())?.id).to.equal(done.id)
    })
  })

  describe('results', () => {
    it('come back as they were put in', async () => {
      const run = await newRun()
      const result = aResult(run.id, {step1_chips: [], errors: ['Step 1: "quoted" \u001b[31m']})
      await store().results.save(result)
      expect(await store().results.get(result.id)).to.deep.equal({
        ...result,
        rating_count: 0,
        avg_rating: null,
      })
    })

    it('are overwritten while failed, never when completed', async () => {
      const run = await newRun()
      const failed = aResult(run.id, {status: 'failed', errors: ['Step 2: no answer']})
      await store().results.save(failed)
      await store().results.save({...failed, status: 'completed', errors: []})
      expect(await store().results.get(failed.id)).to.include({status: 'completed'})
      await store().results.save({...failed, status: 'failed'})
      expect(await store().results.get(failed.id)).to.include({status: 'completed'})
      expect([...(await store().results.completedIds(run.id))]).to.deep.equal([failed.id])
    })

    it('refuse a second row for the same case under another id', async () => {
      const run = await newRun()
      const result = aResult(run.id)
      await store().results.save(result)
      let refused = false
      await store()
        .results.save({...result, id: 'other'})
        .catch(() => (refused = true))
      expect(refused).to.equal(true)
      expect(await store().results.get('other')).to.equal(undefined)
    })

    it('are found by every filter, alone and together', async () => {
      const run = await newRun()
      const wanted = aResult(run.id, {
        model: 'm/x',
        persona_id: 'pilot',
        style: 'guided',
        input_type: 'enriched',
        constraint_type: 'with_constraint',
        chip_count: 35,
      })
      await store().results.save(wanted)
      await store().results.save(aResult(run.id, {status: 'failed'}))
      const filters: ResultFilter[] = [
        {model: ['m/x']},
        {persona_id: ['pilot', 'nobody']},
        {style: ['guided']},
        {input_type: ['enriched']},
        {constraint_type: ['with_constraint']},
        {chip_count: [35]},
        {status: 'completed'},
      ]
      const together = filters.reduce((all, filter) => ({...all, ...filter}), {})
      for (const filter of [...filters, together]) {
        const page = await store().results.list({run_id: run.id, ...filter}, {limit: 10, offset: 0})
        expect(
          page.results.map(({id}) => id),
          JSON.stringify(filter),
        ).to.deep.equal([wanted.id])
        expect(page.total).to.equal(1)
      }

      expect(
        (await store().results.list({run_id: run.id, model: ["x' OR 1=1 --"]}, {limit: 10, offset: 0})).total,
      ).to.equal(0)
    })

    it('page without gaps or doubles in every order', async () => {
      const run = await newRun()
      const ids = new Set<string>()
      for (let i = 0; i < 23; i++) {
        const result = aResult(run.id, {
          created_at: `2026-11-23T10:00:0${i % 3}.000Z`,
          cost_usd: i % 4 === 0 ? null : i % 5,
        })
        ids.add(result.id)
        await store().results.save(result)
      }

      await fc.assert(
        fc.asyncProperty(
          fc.integer({min: 1, max: 30}),
          fc.constantFrom(...RESULT_SORTS),
          async (limit, sort) => {
            const seen: string[] = []
            for (let offset = 0; ; offset += limit) {
              const page = await store().results.list({run_id: run.id}, {limit, offset, sort})
              expect(page.total).to.equal(23)
              if (page.results.length === 0) break
              seen.push(...page.results.map(({id}) => id))
            }

            expect(seen).to.have.length(23)
            expect(new Set(seen)).to.deep.equal(ids)
          },
        ),
        draws(15),
      )
    })

    it('are found by the beginning of their id', async () => {
      const run = await newRun()
      const result = aResult(run.id, {id: 'zz-prefix-1'})
      await store().results.save(result)
      await store().results.save(aResult(run.id, {id: 'zz-prefix-2'}))
      expect(await store().results.idsLike('zz-prefix-1')).to.deep.equal(['zz-prefix-1'])
      expect(await store().results.idsLike('zz-prefix')).to.have.length(2)
      expect(await store().results.idsLike('zz_prefix')).to.deep.equal([])
    })
  })

  describe('calls', () => {
    it('are kept, and changed under their id', async () => {
      const run = await newRun()
      const call = aCall(run.id, 'some-result', {
        status: 'sent',
        answer: null,
        cost_usd: null,
        charged_usd: 0.5,
      })
      await store().calls.save(call)
      await store().calls.save({...call, status: 'answered', answer: 'text', cost_usd: 0.1, charged_usd: 0.1})
      expect(await store().calls.ofResult('some-result')).to.deep.equal([
        {...call, status: 'answered', answer: 'text', cost_usd: 0.1, charged_usd: 0.1},
      ])
    })

    it('give back the paid answers of cases that are not complete', async () => {
      const run = await newRun()
      const [done, open] = [aResult(run.id), aResult(run.id, {status: 'failed'})]
      for (const result of [done, open]) await store().results.save(result)
      const paid = aCall(run.id, open.id)
      for (const call of [
        aCall(run.id, done.id),
        paid,
        aCall(run.id, open.id, {status: 'failed'}),
        aCall(run.id, 'not-there-yet'),
      ])
        await store().calls.save(call)
      const stored = await store().calls.completionsOfUnfinished(run.id)
      expect([...stored.keys()]).to.have.members([open.id, 'not-there-yet'])
      expect(stored.get(open.id)).to.deep.equal([paid])
    })

    it('know what a run has cost, and what its budget counts', async () => {
      const run = await newRun()
      expect(await store().calls.totals(run.id)).to.deep.equal(NOTHING_SPENT)
      await store().calls.save(aCall(run.id, 'a', {cost_usd: 0.25, charged_usd: 0.25}))
      await store().calls.save(aCall(run.id, 'b', {status: 'sent', cost_usd: null, charged_usd: 2}))
      await store().calls.save(aCall(run.id, 'c', {model: 'lab/dear', cost_usd: 0.5, charged_usd: 0.5}))
      await store().calls.save(aCall(run.id, 'c', {model: 'lab/dear', cost_usd: 0.125, charged_usd: 0.125}))
      await store().calls.save(aCall(run.id, 'd', {model: 'lab/mute', cost_usd: null, charged_usd: 1}))
      const {highest, ...sums} = await store().calls.totals(run.id)
      expect(sums).to.deep.equal({spent: 0.875, charged: 3.875, answered: 4, unknown_costs: 1})
      expect([...highest]).to.deep.include.members([
        ['lab/dear', 0.5],
        ['lab/mute', 0],
      ])
      const part = await store().calls.totals(run.id, ['c'])
      expect(part).to.include({spent: 0.625, charged: 0.625, answered: 2, unknown_costs: 0})
    })
  })

  describe('leases', () => {
    it('let one worker have a run, until it is released or silent for too long', async () => {
      const run = await newRun()
      const {leases} = store()
      expect(await leases.claim(run.id, 'one', WHOLE_RUN, 1_000_000)).to.equal(undefined)
      expect(await leases.claim(run.id, 'two', WHOLE_RUN, 1_010_000)).to.include({
        worker_id: 'one',
        pid: process.pid,
      })
      expect(await leases.renew(run.id, 'one', 1_020_000)).to.equal(true)
      expect(await leases.claim(run.id, 'two', WHOLE_RUN, 1_049_000)).to.include({worker_id: 'one'})
      expect(await leases.claim(run.id, 'two', WHOLE_RUN, 1_051_000)).to.equal(undefined)
      expect(await leases.renew(run.id, 'one', 1_052_000)).to.equal(false)
      await leases.release(run.id, 'one')
      expect(await leases.claim(run.id, 'one', WHOLE_RUN, 1_053_000)).to.include({worker_id: 'two'})
      await leases.release(run.id, 'two')
      expect(await leases.claim(run.id, 'one', WHOLE_RUN, 1_054_000)).to.equal(undefined)
    })

    it('let shards of one division go side by side, and nothing else beside them', async () => {
      const run = await newRun()
      const {leases} = store()
      const claim = (worker: string, index: number, count: number) =>
        leases.claim(run.id, worker, {index, count}, 1_000_000)
      expect(await claim('one', 1, 4)).to.equal(undefined)
      expect(await claim('two', 2, 4)).to.equal(undefined)
      expect(await claim('three', 2, 4)).to.include({worker_id: 'two'})
      expect(await claim('half', 1, 2)).to.include({worker_id: 'one'})
      expect(await claim('whole', 1, 1)).to.include({worker_id: 'one'})
      expect((await leases.ofRun(run.id)).map(({shard}) => shard)).to.deep.equal([
        {index: 1, count: 4},
        {index: 2, count: 4},
      ])
      expect(await leases.claim(run.id, 'whole', WHOLE_RUN, 1_031_000)).to.equal(undefined)
      expect(await leases.renew(run.id, 'one', 1_031_000)).to.equal(false)
    })

    it('go to exactly one of many who ask at once', async () => {
      const run = await newRun()
      const answers = await Promise.all(
        Array.from({length: 10}, (_, i) => store().leases.claim(run.id, `worker ${i}`)),
      )
      expect(answers.filter((holder) => holder === undefined)).to.have.length(1)
    })
  })

  describe('changes', () => {
    it('name every row that was written, changed or taken away, in the order of its last change', async () => {
      const {changes, runs, results, ratings, calls} = store()
      const before = await changes.latest()
      const run = await newRun()
      const result = aResult(run.id, {status: 'failed'})
      const call = aCall(run.id, result.id, {status: 'sent'})
      await results.save(result)
      await calls.save(call)
      await calls.save({...call, status: 'answered'})
      await results.save({...result, status: 'completed'})
      const rating = {result_id: result.id, user_id: 'ann', rating: 3, created_at: 'now', blind: true}
      await ratings.save(rating)
      const saved = await ratings.save({...rating, rating: 4})
      await ratings.saveRepeat({...rating, rating: 5})
      await ratings.saveNote({
        result_id: result.id,
        user_id: 'ann',
        note: 'good',
        flagged: false,
        created_at: 'now',
      })
      await runs.setStatus(run.id, 'completed', 'now')
      const seen = await changes.since(before)
      expect(seen.map(({kind, deleted}) => [kind, deleted])).to.deep.equal([
        ['call', false],
        ['result', false],
        ['rating', false],
        ['repeat', false],
        ['note', false],
        ['run', false],
      ])
      expect(
        seen.filter(({kind}) => ['run', 'call', 'result', 'rating'].includes(kind)).map(({id}) => id),
      ).to.deep.equal([call.id, result.id, saved?.id, run.id])
      expect(seen.at(-1)?.seq).to.equal(await changes.latest())
      await ratings.withdraw(result.id, 'ann')
      expect(await changes.since(seen.at(-1)!.seq)).to.deep.equal([
        {kind: 'rating', id: saved?.id, seq: seen.at(-1)!.seq + 1, deleted: true},
      ])
    })

    it('are no change of a result when it is rated', async () => {
      const run = await newRun()
      const result = aResult(run.id)
      await store().results.save(result)
      const before = await store().changes.latest()
      await store().ratings.save({
        result_id: result.id,
        user_id: 'ann',
        rating: 3,
        created_at: 'now',
        blind: true,
      })
      expect((await store().changes.since(before)).map(({kind}) => kind)).to.deep.equal(['rating'])
    })
  })

  describe('stats', () => {
    it('count each result once and never average a failed one', async () => {
      const run = await newRun()
      await store().results.save(
        aResult(run.id, {model: 'm/a', cost_usd: 1, latency_ms: 100, input_tokens: 10, output_tokens: 20}),
      )
      await store().results.save(
        aResult(run.id, {model: 'm/a', cost_usd: 3, latency_ms: 300, input_tokens: 30, output_tokens: 40}),
      )
      await store().results.save(
        aResult(run.id, {model: 'm/a', status: 'failed', cost_usd: 5, latency_ms: 9999, final_chips: []}),
      )
      const [group] = await store().stats.groups(['model'], {run_id: run.id})
      expect(group).to.deep.include({
        group: {model: 'm/a'},
        result_count: 2,
        failed_count: 1,
        total_cost_usd: 9,
        known_cost_count: 2,
        cost_per_result_usd: 4.5,
        avg_latency_ms: 200,
        avg_tokens: {input: 20, output: 30},
        avg_rating: null,
      })
    })

    it('group by several factors', async () => {
      const run = await newRun()
      for (const style of ['terse', 'guided'])
        for (const chip_count of [15, 35]) await store().results.save(aResult(run.id, {style, chip_count}))
      const groups = await store().stats.groups(['style', 'chip_count'], {run_id: run.id})
      expect(groups.map(({group}) => group)).to.deep.equal([
        {style: 'guided', chip_count: 15},
        {style: 'guided', chip_count: 35},
        {style: 'terse', chip_count: 15},
        {style: 'terse', chip_count: 35},
      ])
    })
  })

  it('many writes at once are all kept, and one bad one harms nobody', async () => {
    const run = await newRun()
    const results = Array.from({length: 300}, () => aResult(run.id))
    const bad = aResult('no such run')
    const outcomes = await Promise.allSettled(
      [...results.slice(0, 150), bad, ...results.slice(150)].map((result) => store().results.save(result)),
    )
    expect(outcomes.filter(({status}) => status === 'rejected')).to.have.length(1)
    expect((await store().results.completedIds(run.id)).size).to.equal(300)
  })

  costContract(store)
  ratingContract(store)
}
