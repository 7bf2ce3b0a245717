import {createClient} from '@libsql/client'
import {expect} from 'chai'
import fc from 'fast-check'
import type {FactorColumn, ResultRecord} from '../../src/records/result.js'
import {databaseLocation} from '../../src/store/database/location.js'
import type {ListFilter} from '../../src/store/result-lists.js'
import {whereOf, type ResultFilter} from '../../src/store/results.js'
import {openStore} from '../../src/store/store.js'
import {startSqld, tempFolder} from '../support/processes.js'
import {aResult, aRun} from '../support/records.js'

const RUNS = ['run-a', 'run-b']
const USERS = ['ann', 'bob']
const MODELS = ['m/one', 'm/two']
// Few enough that many results share one, so that ties are common.
const TIMES = ['2026-11-23T10:00:00.000Z', '2026-11-23T10:00:00.001Z', '2026-11-24T09:00:00.000Z']

type Step =
  | {kind: 'add'; run: string; model: string; style: string; time: string; failed: boolean}
  | {kind: 'finish' | 'delete'; which: number}
  | {kind: 'rate'; which: number; user: string; rating: number}
  | {kind: 'compare'; filter: ListFilter; limit: number; offset: number; rater: string | undefined}

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constant('add' as const),
      run: fc.constantFrom(...RUNS),
      model: fc.constantFrom(...MODELS),
      style: fc.constantFrom('terse', 'guided'),
      time: fc.constantFrom(...TIMES),
      failed: fc.boolean(),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({kind: fc.constantFrom('finish' as const, 'delete' as const), which: fc.nat()}),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('rate' as const),
      which: fc.nat(),
      user: fc.constantFrom(...USERS),
      rating: fc.integer({min: 1, max: 5}),
    }),
  },
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constant('compare' as const),
      filter: fc.record(
        {
          run_id: fc.constantFrom(...RUNS, 'no such run'),
          model: fc.constantFrom(...MODELS),
          style: fc.constantFrom('terse', 'guided'),
          status: fc.constantFrom('completed' as const, 'failed' as const),
          rated_by: fc.constantFrom(...USERS),
          unrated_by: fc.constantFrom(...USERS),
          chip_count: fc.constantFrom(15, 16, '15'),
        },
        {requiredKeys: []},
      ),
      limit: fc.integer({min: 1, max: 7}),
      offset: fc.nat({max: 12}),
      rater: fc.option(fc.constantFrom(...USERS), {nil: undefined}),
    }),
  },
)

/** Results and ratings as they should be, in the plainest form. */
class Model {
  readonly results: ResultRecord[] = []
  /** Scores by result id, then by user. */
  readonly scores = new Map<string, Record<string, number>>()

  page(
    filter: ListFilter,
    {limit, offset, rater}: {limit: number; offset: number; rater?: string | undefined},
  ) {
    const {rated_by, unrated_by, ...levels} = filter
    const scoresOf = (id: string) => this.scores.get(id) ?? {}
    const listed = this.results
      .filter((result) =>
        Object.entries(levels).every(
          ([column, level]) =>
            String(result[column as FactorColumn | 'run_id' | 'status']) === String(level as string | number),
        ),
      )
      .filter(({id}) => rated_by === undefined || rated_by in scoresOf(id))
      .filter(({id}) => unrated_by === undefined || !(unrated_by in scoresOf(id)))
      .sort((a, b) =>
        a.created_at === b.created_at ? (a.id < b.id ? -1 : 1) : a.created_at < b.created_at ? 1 : -1,
      )
    return {
      total: listed.length,
      results: listed.slice(offset, offset + limit).map(({id, cost_usd, status}) => {
        const scores = Object.values(scoresOf(id))
        const sum = scores.reduce((total, score) => total + score, 0)
        return {
          id,
          cost_usd,
          status,
          rating_count: scores.length,
          avg_rating: scores.length > 0 ? sum / scores.length : null,
          my_rating: rater === undefined ? undefined : (scoresOf(id)[rater] ?? null),
        }
      }),
    }
  }
}

describe('lists of results', () => {
  let folder: Awaited<ReturnType<typeof tempFolder>>
  before(async () => {
    folder = await tempFolder()
  })
  after(() => folder.remove())

  /** Plays the steps through one connection and reads through another, as two processes would. */
  async function play(url: string, steps: readonly Step[]): Promise<void> {
    const writer = await openStore(databaseLocation(url, {}), {create: true})
    const raw = createClient({url})
    const reader = await openStore(databaseLocation(url, {}), {create: false})
    const model = new Model()
    const act = async (now: Exclude<Step, {kind: 'compare'}>) => {
      if (now.kind === 'add') {
        const {time: created_at, style} = now
        const status = now.failed ? 'failed' : 'completed'
        const cost_usd = model.results.length / 3
        const result = aResult(now.run, {model: now.model, style, created_at, status, cost_usd})
        model.results.push(result)
        return writer.results.save(result)
      }

      if (model.results.length === 0) return
      const at = now.which % model.results.length
      const result = model.results[at]!
      if (now.kind === 'finish' && result.status === 'failed') {
        model.results[at] = {...result, status: 'completed', created_at: '2026-11-25T00:00:00.000Z'}
        return writer.results.save(model.results[at])
      }

      if (now.kind === 'rate' && result.status === 'completed') {
        model.scores.set(result.id, {...model.scores.get(result.id), [now.user]: now.rating})
        const {user: user_id, rating} = now
        await writer.ratings.save({result_id: result.id, user_id, rating, created_at: 'now', blind: null})
      }

      if (now.kind === 'delete') {
        model.results.splice(at, 1)
        const [ratings, results] = [
          'DELETE FROM ratings WHERE result_id = ?',
          'DELETE FROM results WHERE id = ?',
        ]
        await raw.batch(
          [ratings, results].map((sql) => ({sql, args: [result.id]})),
          'write',
        )
      }
    }
    try {
      for (const id of RUNS) await writer.runs.create(aRun({id}))
      const everything = {kind: 'compare', filter: {}, limit: 100, offset: 0, rater: undefined} as const
      for (const now of [...steps, everything]) {
        if (now.kind !== 'compare') {
          await act(now)
          continue
        }

        const [results, total] = [
          await reader.lists.page(now.filter, now),
          await reader.lists.total(now.filter),
        ]
        const shown = results.map(({id, cost_usd, status, rating_count, avg_rating, my_rating}) => ({
          id,
          cost_usd,
          status,
          rating_count,
          avg_rating,
          my_rating,
        }))
        expect({results: shown, total}, JSON.stringify(now)).to.deep.equal(model.page(now.filter, now))
      }
    } finally {
      raw.close()
      await writer.close()
      await reader.close()
    }
  }

  it('hold what they should, whatever another process writes meanwhile', async () => {
    let file = 0
    await fc.assert(
      fc.asyncProperty(fc.array(step, {minLength: 5, maxLength: 60}), (steps) =>
        play(`file:${folder.file(`${++file}.db`)}`, steps),
      ),
      {numRuns: 40},
    )
  }).timeout(60_000)

  it('are the same on a server', async () => {
    let server = 0
    await fc.assert(
      fc.asyncProperty(fc.array(step, {minLength: 20, maxLength: 40}), async (steps) => {
        const sqld = await startSqld(folder.file(`sqld-${++server}`))
        await play(sqld.url, steps).finally(() => sqld.close())
      }),
      {numRuns: 3},
    )
  }).timeout(60_000)

  it('give every digit of a cost', async () => {
    const store = await openStore(databaseLocation(`file:${folder.file('costs.db')}`, {}), {create: true})
    await store.runs.create(aRun({id: 's'}))
    const costs = [0.1, 1 / 3, 1e-7, 123.456789012345678, 5e-324, 0, null]
    for (const cost_usd of costs) await store.results.save(aResult('s', {cost_usd}))
    const results = await store.lists.page({run_id: 's'}, {limit: 100, offset: 0})
    expect(results.map(({cost_usd}) => cost_usd)).to.have.members(costs)
    await store.close()
  })

  it('read no row but those of the page, within every filter, and nothing else goes by the status', async () => {
    const url = `file:${folder.file('plan.db')}`
    await (await openStore(databaseLocation(url, {}), {create: true})).close()
    const client = createClient({url})
    const plan = async (sql: string, filter: ResultFilter, inListOrder: boolean) => {
      const {where, args} = whereOf(filter, {inListOrder})
      const explained = sql.replace('$where', where)
      const {rows} = await client.execute({sql: `EXPLAIN QUERY PLAN ${explained}`, args})
      return rows.map((row) => row['detail'] as string).join('; ')
    }
    const page = 'SELECT rowid FROM results $where ORDER BY created_at DESC, id LIMIT 50 OFFSET 9'
    const filters: ResultFilter[] = [
      {},
      {model: ['a', 'b']},
      {style: ['x'], chip_count: [15]},
      {unrated_by: 'ann'},
    ]
    for (const filter of filters)
      expect(await plan(page, {...filter, status: 'completed'}, true))
        .to.match(/^SEARCH results USING COVERING INDEX results_listed \(status=\?\)/)
        .and.not.to.contain('B-TREE FOR ORDER')
    const others = {
      'SELECT * FROM results $where AND id > 1 ORDER BY id LIMIT 200':
        'results USING INDEX sqlite_autoindex_results_1',
      'SELECT model, sum(cost_usd) FROM results $where GROUP BY model':
        'results USING COVERING INDEX results_figures',
      'SELECT count(*), max(rating_sum) FROM results $where AND run_id = 1':
        'results USING INDEX results_run',
    }
    for (const [sql, expected] of Object.entries(others))
      expect(await plan(sql, {status: 'completed'}, false)).to.contain(expected)
    client.close()
  })
})
