import {expect} from 'chai'
import {cp} from 'node:fs/promises'
import {BenchError} from '../../src/errors/bench-error.js'
import type {Store} from '../../src/store/store.js'
import {startSqld} from '../support/processes.js'
import {aCall, aResult, aRun} from '../support/records.js'
import {aRunOf, column, contents, movedNothing, Team, type Device} from '../support/sync-devices.js'

const rate = ({store}: Device, result_id: string, rating: number, user_id = 'ann') =>
  store.ratings.save({result_id, user_id, rating, created_at: 'now', blind: true})

async function refusal(work: Promise<unknown>): Promise<BenchError> {
  const error = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  )
  expect(error).to.be.instanceOf(BenchError)
  return error as BenchError
}

for (const place of ['file', 'server'] as const)
  describe(`what a sync promises, team database in a ${place}`, () => {
    let team: Team
    let a: Device
    let b: Device
    beforeEach(async () => {
      team = await Team.make(place)
      ;[a, b] = [await team.device('a'), await team.device('b')]
    })
    afterEach(() => team.remove())

    const everybody = () => [team.team, a, b]
    const everywhere = (sql: string) => Promise.all(everybody().map((device) => column(device, sql)))
    async function shared(results = 1) {
      const made = await aRunOf(a, results)
      await team.syncAll([a, b])
      return made
    }

    /**
     * As after a clock that was ahead, or a backup that was restored: another change under the same stamp.
     */
    async function underTheSameStamp({raw}: Device, kind: string, change: () => Promise<unknown>) {
      const {rows} = await raw.execute({
        sql: 'SELECT max(updated_at) AS at FROM changes WHERE kind = ?',
        args: [kind],
      })
      await change()
      await raw.execute({
        sql: 'UPDATE changes SET updated_at = ?, updated_by = NULL WHERE kind = ? AND rev IS NULL',
        args: [rows[0]!['at']!, kind],
      })
    }

    describe('equal stamps', () => {
      for (const [first, second] of [
        [3, 5],
        [5, 3],
      ] as const)
        it(`lets the content decide between ${first} and, under the same stamp, ${second}; says so`, async () => {
          const {results} = await shared()
          await rate(a, results[0]!.id, first)
          await team.syncAll([a, b])
          await underTheSameStamp(a, 'rating', () => rate(a, results[0]!.id, second))
          const report = await team.sync(a)
          expect(report.tables.rating.conflicts).to.equal(1)
          expect(report.conflicts).to.have.length(1)
          await team.syncAll([a, b])
          expect(await everywhere('SELECT rating FROM ratings')).to.deep.equal([[5], [5], [5]])
          expect(await everywhere('SELECT rating_sum FROM results')).to.deep.equal([[5], [5], [5]])
          for (const device of [a, b]) expect(movedNothing(await team.sync(device))).to.equal(true)
        })

      it('keeps a rating that was withdrawn under the same stamp elsewhere', async () => {
        const {results} = await shared()
        await rate(a, results[0]!.id, 4)
        await team.syncAll([a, b])
        await underTheSameStamp(a, 'rating', () => a.store.ratings.withdraw(results[0]!.id, 'ann'))
        await team.syncAll([a, b])
        expect(await everywhere('SELECT rating FROM ratings')).to.deep.equal([[4], [4], [4]])
      })

      it('keeps the same of two rows of one person under two ids, whoever syncs first', async () => {
        const {results} = await shared()
        for (const [device, id, rating] of [
          [a, 'y', 2],
          [b, 'x', 4],
        ] as const) {
          await device.raw.execute({
            sql: `INSERT INTO ratings (id, result_id, user_id, rating, created_at) VALUES (?, ?, 'ann', ?, 'now')`,
            args: [id, results[0]!.id, rating],
          })
          await device.raw.execute(
            `UPDATE changes SET updated_at = 1000, updated_by = 'one device' WHERE kind = 'rating'`,
          )
        }

        for (const device of [b, a, b, a, b]) await team.sync(device)
        const [there] = await everywhere('SELECT id || rating FROM ratings')
        expect(await everywhere('SELECT id || rating FROM ratings')).to.deep.equal([there, there, there])
        expect(there).to.deep.equal(['y2'])
      })
    })

    describe('deletions', () => {
      it('asks before a large part of what is here goes, and before it goes from the team database', async () => {
        const {results} = await shared(30)
        for (const {id} of results) await rate(a, id, 3)
        await team.syncAll([a, b])
        const before = await contents(b)
        await team.team.raw.execute('DELETE FROM ratings')
        const error = await refusal(team.sync(b))
        expect(error.code).to.equal('MANY_DELETIONS')
        expect(error.message).to.contain('30 of 30 ratings').and.contain('Nothing was changed')
        expect(error.next.join(' ')).to.contain('--accept-deletions')
        expect(await contents(b)).to.deep.equal(before)
        await team.sync(b, {acceptDeletions: true})
        expect(await column(b, 'SELECT count(*) FROM ratings')).to.deep.equal([0])

        // The other way round: what was deleted here, by hand.
        await team.sync(a, {acceptDeletions: true})
        await a.raw.execute('DELETE FROM results')
        const there = await contents(team.team)
        expect((await refusal(team.sync(a))).message)
          .to.contain('30 of 30 results')
          .and.contain('for everybody')
        expect(await contents(team.team)).to.deep.equal(there)
        await team.sync(a, {acceptDeletions: true})
        expect(await column(team.team, 'SELECT count(*) FROM results')).to.deep.equal([0])
      })

      it('does not ask about few, about a small share, or about what the team never had', async () => {
        const {results} = await shared(260)
        await team.team.raw.execute({
          sql: 'DELETE FROM results WHERE id IN (SELECT value FROM json_each(?))',
          args: [JSON.stringify(results.slice(0, 25).map(({id}) => id))],
        })
        await team.sync(b)
        expect(await column(b, 'SELECT count(*) FROM results')).to.deep.equal([235])
        const {run} = await aRunOf(a, 40)
        await a.store.runs.delete(run.id)
        await team.sync(a)
        expect(await column(a, 'SELECT count(*) FROM results')).to.deep.equal([235])
      }).timeout(60_000)
    })

    describe('a run with all its results is completed', () => {
      /** A run of which each device made one of two results; the other one is in step. */
      async function halves() {
        const run = aRun({config: {cases: 2}, status: 'interrupted'})
        for (const {store} of [a, b]) {
          await store.runs.create(run)
          await store.results.save(aResult(run.id))
        }

        await team.sync(a)
        return run
      }

      it('although the answer to the last push was lost', async () => {
        await halves()
        const sync = Object.create(team.team.store.sync) as Store['sync']
        sync.send = async (...args) => {
          await team.team.store.sync.send(...args)
          throw new Error('the answer is lost')
        }
        await team.sync(b, {}, {...team.team.store, sync}).catch(() => {})
        await team.syncAll([b, a])
        expect(await everywhere('SELECT status FROM runs')).to.deep.equal([
          ['completed'],
          ['completed'],
          ['completed'],
        ])
      })

      it('although the sync that sent the last one died right after', async () => {
        await halves()
        await team.sync(b, {pull: false})
        await team.team.raw.execute(`UPDATE runs SET status = 'interrupted', completed_at = NULL`)
        await team.syncAll([a, b])
        expect(await everywhere('SELECT status FROM runs')).to.deep.equal([
          ['completed'],
          ['completed'],
          ['completed'],
        ])
      })
    })

    describe('one bad row', () => {
      it('is named where the same case stands under another id, and everything else moves', async () => {
        const run = aRun()
        const result = aResult(run.id)
        for (const {store} of [a, b]) await store.runs.create(run)
        await a.store.results.save(result)
        const clash = {...result, id: 'another id'}
        await b.store.results.save(clash)
        await rate(b, clash.id, 2)
        await b.store.results.save(aResult(run.id))
        await team.sync(a)
        for (let round = 0; round < 2; round++) {
          const report = await team.sync(b)
          expect(report.passedOver.map(({id}) => id)).to.include.members([result.id, clash.id])
          expect(report.passedOver[0]!.row).to.contain('lab/one').and.contain(run.id)
          expect(report.passedOver[0]!.why).to.contain('under another id')
          expect(report.dependents).to.equal(1)
          expect(report.unsent).to.equal(0)
        }

        await team.sync(a)
        expect(await column(a, 'SELECT count(*) FROM results')).to.deep.equal([2])
        // As soon as the row that is in the way is gone, the other one comes.
        await b.raw.execute(`DELETE FROM ratings WHERE result_id = 'another id'`)
        await b.raw.execute(`DELETE FROM results WHERE id = 'another id'`)
        expect((await team.sync(b)).passedOver).to.deep.equal([])
        await team.sync(a)
        expect(await contents(b)).to.deep.equal(await contents(a))
      })

      it('is a run all the same when its config is no JSON', async () => {
        const {run, results} = await shared(2)
        await a.raw.execute({
          sql: `UPDATE runs SET config = 'oops', status = 'interrupted' WHERE id = ?`,
          args: [run.id],
        })
        await rate(a, results[0]!.id, 3)
        await a.store.results.save(aResult(run.id))
        await team.syncAll([a, b])
        expect(await everywhere('SELECT config FROM runs')).to.deep.equal([['oops'], ['oops'], ['oops']])
        for (const {store} of everybody()) {
          expect(
            (await store.runs.list({limit: 5})).map(({cases, result_count}) => [cases, result_count]),
          ).to.deep.equal([[null, 3]])
          expect(await store.runs.summary(run.id)).to.include({cases: null})
          // Nobody knows how to go on with it.
          expect(await store.runs.latestUnfinished()).to.equal(undefined)
          await store.runs.finishShard(run.id, 'nobody', 'interrupted', 'now')
        }
      })

      // A sqld gives every row that it takes; other servers have other limits.
      it('is named where the server cannot give it, and everything else comes', async () => {
        const {run, results} = await shared()
        const calls = Array.from({length: 6}, () => aCall(run.id, results[0]!.id))
        for (const call of calls) await a.store.calls.save(call)
        await rate(a, results[0]!.id, 3)
        await team.sync(a)
        const sync = Object.create(team.team.store.sync) as Store['sync']
        const bad = calls[3]!.id
        sync.rows = (localId, kind, ids) =>
          ids.includes(bad)
            ? Promise.reject(new Error('RESPONSE_TOO_LARGE: Response is too large'))
            : team.team.store.sync.rows(localId, kind, ids)
        for (let round = 0; round < 2; round++) {
          const report = await team.sync(b, {}, {...team.team.store, sync})
          expect(report.passedOver.map(({id, why}) => [id, why])).to.deep.equal([
            [bad, 'too large for the server'],
          ])
        }

        expect(await column(b, 'SELECT count(*) FROM calls')).to.deep.equal([5])
        expect(await column(b, 'SELECT rating FROM ratings')).to.deep.equal([3])
        expect((await team.sync(b)).tables.call).to.include({pulled: 1})
      })

      if (place === 'server') {
        it('is named where a model wrote 12 MB, and everything else moves', async () => {
          const {run, results} = await shared()
          const call = aCall(run.id, results[0]!.id, {answer: 'x'.repeat(12e6)})
          await a.store.calls.save(call)
          for (let i = 0; i < 5; i++) await a.store.calls.save(aCall(run.id, results[0]!.id))
          await rate(a, results[0]!.id, 3)
          for (let round = 0; round < 2; round++) {
            const report = await team.sync(a)
            expect(report.passedOver.map(({id}) => id)).to.deep.equal([call.id])
            expect(report.passedOver[0]!.why).to.contain('too large').and.contain('12.0 MB')
          }

          await team.sync(b)
          expect(await column(b, 'SELECT count(*) FROM calls')).to.deep.equal([5])
          expect(await column(b, 'SELECT rating FROM ratings')).to.deep.equal([3])
        }).timeout(120_000)
      }
    })

    describe('conflicts', () => {
      it('are named: which row, whose, and what it was', async () => {
        const {results} = await shared()
        const {id} = results[0]!
        await rate(a, id, 5)
        await rate(b, id, 2)
        await team.sync(a)
        const [conflict] = (await team.sync(b)).conflicts
        expect(conflict).to.include({table: 'ratings', here: '2', there: '5', kept: 'here'})
        expect(conflict!.row).to.contain(id).and.contain('ann')
        await team.sync(a)
        await b.store.ratings.withdraw(id, 'ann')
        await rate(a, id, 4)
        await team.sync(a)
        expect((await team.sync(b)).conflicts[0]).to.include({here: null, there: '4', kept: 'there'})
      })

      it('name what goes along with a run that was deleted elsewhere', async () => {
        const {run, results} = await shared()
        await rate(b, results[0]!.id, 5, 'bob')
        await a.store.runs.delete(run.id)
        await team.sync(a)
        const report = await team.sync(b)
        expect(report.tables.rating.conflicts).to.equal(1)
        expect(report.conflicts[0]).to.include({table: 'ratings', here: '5', there: null, kept: 'there'})
        expect(report.conflicts[0]!.row).to.contain('bob')
      })
    })

    if (place === 'server')
      it('stops everybody after the team database was set back and one of them accepted it', async () => {
        const {results} = await shared(6)
        const server = team.sqld!
        await server.close()
        await cp(team.folder.file('sqld'), team.folder.file('backup'), {recursive: true})
        let sqld = await startSqld(team.folder.file('sqld'), server.port)
        for (const {id} of results.slice(0, 3)) await rate(b, id, 4, 'bob')
        await team.sync(b)
        await team.sync(a)
        for (const {id} of results.slice(3)) await rate(b, id, 2, 'bob')
        await team.sync(b)
        await sqld.close()
        sqld = await startSqld(team.folder.file('backup'), server.port)
        team.sqld = sqld
        expect((await refusal(team.sync(b))).code).to.equal('REMOTE_SET_BACK')
        await team.sync(b, {acceptRemote: true})
        expect((await refusal(team.sync(a))).code).to.equal('REMOTE_REPLACED')
        await team.sync(a, {acceptRemote: true})
        // Not a second time, neither of them.
        await team.syncAll([b, a])
        expect(await everywhere('SELECT count(*) FROM ratings')).to.deep.equal([[6], [6], [6]])
        expect(await contents(a)).to.deep.equal(await contents(b))
        for (const device of [a, b]) expect(movedNothing(await team.sync(device))).to.equal(true)
      }).timeout(60_000)
  })
