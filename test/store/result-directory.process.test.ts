import {createClient} from '@libsql/client'
import {expect} from 'chai'
import fc from 'fast-check'
import type {ResultRecord} from '../../src/records/result.js'
import {ChangeRepository} from '../../src/store/changes.js'
import {Database} from '../../src/store/database/database.js'
import {databaseLocation} from '../../src/store/database/location.js'
import {ResultDirectory} from '../../src/store/result-directory.js'
import type {ListFilter} from '../../src/store/result-lists.js'
import {openStore, type Store} from '../../src/store/store.js'
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
          chip_count: fc.constantFrom(15, 16),
        },
        {requiredKeys: []},
      ),
      limit: fc.integer({min: 1, max: 7}),
      offset: fc.nat({max: 12}),
      rater: fc.option(fc.constantFrom(...USERS), {nil: undefined}),
    }),
  },
)

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
    const lists = await reader.directoryLists()
    try {
      for (const id of RUNS) await writer.runs.create(aRun({id}))
      const made: ResultRecord[] = []
      for (const one of [
        ...steps,
        {kind: 'compare', filter: {}, limit: 100, offset: 0, rater: undefined} as const,
      ]) {
        if (one.kind === 'compare') {
          const {filter, limit, offset, rater} = one
          const [fast, plain] = [
            await lists.page(filter, {limit, offset, rater}),
            await reader.lists.page(filter, {limit, offset, rater}),
          ]
          expect(fast, JSON.stringify(one)).to.deep.equal(plain)
          expect(await lists.counts(RUNS)).to.deep.equal(
            new Map([
              ...RUNS.map((id) => [id, {result_count: 0, failed_count: 0}] as const),
              ...(await reader.lists.counts(RUNS)),
            ]),
          )
        } else if (one.kind === 'add') {
          const result = aResult(one.run, {
            model: one.model,
            style: one.style,
            created_at: one.time,
            status: one.failed ? 'failed' : 'completed',
            cost_usd: made.length / 3,
          })
          made.push(result)
          await writer.results.save(result)
        } else if (made.length > 0) {
          const result = made[one.which % made.length]!
          if (one.kind === 'finish')
            await writer.results.save({
              ...result,
              status: 'completed',
              created_at: '2026-11-25T00:00:00.000Z',
            })
          if (one.kind === 'rate')
            await writer.ratings.save({
              result_id: result.id,
              user_id: one.user,
              rating: one.rating,
              created_at: 'now',
              blind: null,
            })
          if (one.kind === 'delete') {
            made.splice(made.indexOf(result), 1)
            await raw.batch(
              [
                {sql: 'DELETE FROM ratings WHERE result_id = ?', args: [result.id]},
                {sql: 'DELETE FROM results WHERE id = ?', args: [result.id]},
              ],
              'write',
            )
          }
        }
      }
    } finally {
      raw.close()
      await writer.close()
      await reader.close()
    }
  }

  it('from the directory are those of the plain query, whatever another process writes meanwhile', async () => {
    let file = 0
    await fc.assert(
      fc.asyncProperty(fc.array(step, {minLength: 5, maxLength: 60}), (steps) =>
        play(`file:${folder.file(`${++file}.db`)}`, steps),
      ),
      {numRuns: 60},
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

  describe('on one file', () => {
    let store: Store
    const url = () => `file:${folder.file('one.db')}`
    beforeEach(async () => {
      store = await openStore(databaseLocation(url(), {}), {create: true})
    })
    afterEach(() => store.close())

    it('are right after the file was packed anew, which moves every row', async () => {
      await store.runs.create(aRun({id: 'r'}))
      const results = Array.from({length: 30}, (_, i) =>
        aResult('r', {created_at: `2026-11-23T10:00:${10 + i}.000Z`}),
      )
      for (const result of results) await store.results.save(result)
      const lists = await store.directoryLists()
      const raw = createClient({url: url()})
      await raw.execute({
        sql: 'DELETE FROM results WHERE id IN (?, ?)',
        args: [results[0]!.id, results[7]!.id],
      })
      expect((await lists.page({}, {limit: 100, offset: 0})).total).to.equal(28)
      await raw.execute('VACUUM')
      raw.close()
      const page = await lists.page({}, {limit: 5, offset: 0})
      expect(page.results.map(({id}) => id)).to.deep.equal(
        results
          .slice(-5)
          .reverse()
          .map(({id}) => id),
      )
    })

    it('start over after they were forgotten while a look was under way', async () => {
      await store.runs.create(aRun({id: 'u'}))
      for (let at = 0; at < 5; at++) await store.results.save(aResult('u'))
      const database = await Database.open(databaseLocation(url(), {}))
      const real = new ChangeRepository(database)
      let go: () => void = () => {}
      let gate: Promise<void> = Promise.resolve()
      const slow = Object.assign(Object.create(real) as ChangeRepository, {
        since: (seq: number) => gate.then(() => real.since(seq)),
      })
      const directory = new ResultDirectory(database, slow)
      await directory.follow()
      const {total} = directory.page({run_id: 'u'}, {limit: 1, offset: 0})
      await store.results.save(aResult('u'))
      gate = new Promise((resolve) => (go = resolve))
      const look = directory.follow()
      directory.forget()
      expect(directory.seq).to.equal(undefined)
      go()
      await look
      await directory.follow()
      expect(directory.page({run_id: 'u'}, {limit: 1, offset: 0}).total).to.equal(total + 1)
      await database.close()
    })

    it('give every digit of a cost', async () => {
      await store.runs.create(aRun({id: 's'}))
      const costs = [0.1, 1 / 3, 1e-7, 123.456789012345678, 5e-324, 0, null]
      for (const cost_usd of costs) await store.results.save(aResult('s', {cost_usd}))
      const {results} = await (await store.directoryLists()).page({run_id: 's'}, {limit: 100, offset: 0})
      expect(results.map(({cost_usd}) => cost_usd)).to.have.members(costs)
    })

    it('are read once for all who ask at the same time, and show what was written before they asked', async () => {
      const lists = await store.directoryLists()
      await store.runs.create(aRun({id: 't'}))
      for (let round = 1; round <= 5; round++) {
        await store.results.save(aResult('t'))
        const pages = await Promise.all(
          Array.from({length: 8}, () => lists.page({run_id: 't'}, {limit: 10, offset: 0})),
        )
        expect(pages.map(({total}) => total)).to.deep.equal(Array.from({length: 8}, () => round))
      }
    })
  })
})
