import {expect} from 'chai'
import {aRunOf, column, contents, movedNothing, Team, type Device} from '../support/sync-devices.js'

/** What holds wherever the team's database is. */
export function peopleContract(place: 'file' | 'server'): void {
  describe(`people who were removed, team database in a ${place}`, () => {
    let team: Team
    let a: Device
    let b: Device
    beforeEach(async () => {
      team = await Team.make(place)
      ;[a, b] = [await team.device('a'), await team.device('b')]
    })
    afterEach(() => team.remove())

    const rate = ({store}: Device, result_id: string, user_id: string) =>
      store.ratings.save({result_id, user_id, rating: 3, created_at: 'now', blind: true})
    const annotate = ({store}: Device, result_id: string, user_id: string) =>
      store.ratings.saveNote({result_id, user_id, note: 'words', flagged: false, created_at: 'now'})
    const namesEverywhere = () => Promise.all([team.team, a, b].map(({store}) => store.raters.names()))
    async function inStep() {
      for (const device of [a, b]) expect(movedNothing(await team.sync(device)), device.name).to.equal(true)
      for (const device of [a, b]) expect(await contents(device)).to.deep.equal(await contents(team.team))
      expect(await column(a, 'SELECT count(*) FROM changes WHERE rev IS NULL')).to.deep.equal([0])
    }

    it('are removed everywhere', async () => {
      const {results} = await aRunOf(a, 2)
      await rate(a, results[0]!.id, 'ann')
      await rate(a, results[0]!.id, 'bob')
      await team.syncAll([a, b])
      await rate(b, results[1]!.id, 'ann')
      await annotate(b, results[1]!.id, 'ann')
      await team.sync(b)
      await a.store.raters.remove('ann', 'now')
      await team.syncAll([a, b])
      expect(await namesEverywhere()).to.deep.equal(Array(3).fill(['bob']))
      await inStep()
    })

    it('do not come back with what lay unsent on another device, which says so', async () => {
      const {results} = await aRunOf(a, 2)
      await team.syncAll([a, b])
      await rate(b, results[1]!.id, 'ann')
      await annotate(b, results[0]!.id, 'ann')
      await a.store.raters.remove('ann', 'now')
      await team.sync(a)
      const {purged} = await team.sync(b)
      expect(purged).to.equal(2)
      expect(await namesEverywhere()).to.deep.equal([[], [], []])
      await team.syncAll([a, b])
      await inStep()
    })

    it('are not taken by the team database, not even for a moment', async () => {
      const {results} = await aRunOf(a, 2)
      await team.syncAll([a, b])
      await rate(b, results[1]!.id, 'ann')
      await annotate(b, results[1]!.id, 'ann')
      await rate(b, results[1]!.id, 'bob')
      await a.store.raters.remove('ann', 'now')
      await team.sync(a)
      await team.sync(b, {pull: false})
      expect(await team.team.store.raters.names()).to.deep.equal(['bob'])
      await team.syncAll([b, a])
      await inStep()
    })

    it('do not come back with what another device sends between a pull and a push', async () => {
      const {results} = await aRunOf(a, 2)
      await team.syncAll([a, b])
      await rate(b, results[1]!.id, 'ann')
      await annotate(b, results[1]!.id, 'ann')
      await rate(b, results[1]!.id, 'bob')
      await a.store.raters.remove('ann', 'now')
      const sync = Object.create(team.team.store.sync) as typeof team.team.store.sync
      let isFirst = true
      sync.send = async (...args) => {
        if (isFirst) {
          isFirst = false
          await team.sync(a)
        }
        return team.team.store.sync.send(...args)
      }
      expect((await team.sync(b, {}, {...team.team.store, sync})).purged).to.equal(2)
      expect(await namesEverywhere()).to.deep.equal([['bob'], [], ['bob']])
      await team.syncAll([a, b])
      expect(await namesEverywhere()).to.deep.equal(Array(3).fill(['bob']))
      await inStep()
    })

    it('are removed from the team database also where the device that removes them did not know of it', async () => {
      const {results} = await aRunOf(a, 2)
      await team.syncAll([a, b])
      await a.store.raters.remove('ann', 'now')
      const sync = Object.create(team.team.store.sync) as typeof team.team.store.sync
      let isFirst = true
      sync.send = async (...args) => {
        if (isFirst) {
          isFirst = false
          await rate(b, results[1]!.id, 'ann')
          await team.sync(b)
        }
        return team.team.store.sync.send(...args)
      }
      await team.sync(a, {}, {...team.team.store, sync})
      expect(await team.team.store.raters.names()).to.deep.equal([])
      await team.syncAll([b, a])
      expect(await namesEverywhere()).to.deep.equal([[], [], []])
      await inStep()
    })

    it('are in no run any more, and in no deleted run', async () => {
      for (const device of [a, b]) {
        const {run} = await aRunOf(device, 1)
        await device.raw.execute({
          sql: `UPDATE runs SET config = json_set(config, '$.user', 'ann') WHERE id = ?`,
          args: [run.id],
        })
        if (device === b) await device.store.runs.delete(run.id)
      }

      await team.syncAll([a, b])
      await a.store.raters.remove('ann', 'now')
      await team.syncAll([a, b])
      expect(await namesEverywhere()).to.deep.equal([[], [], []])
      expect(await column(b, 'SELECT made_by FROM deleted_runs')).to.deep.equal([null])
      await inStep()
    })

    it('who were renamed are renamed everywhere', async () => {
      const {results} = await aRunOf(a, 2)
      await rate(a, results[0]!.id, 'ann')
      await team.syncAll([a, b])
      await b.store.raters.rename('ann', 'ana')
      await team.syncAll([b, a])
      expect(await namesEverywhere()).to.deep.equal(Array(3).fill(['ana']))
      await inStep()
    })
  })
}
