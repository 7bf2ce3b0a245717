import type {Client} from '@libsql/client'
import {expect} from 'chai'
import {KINDS, SYNC_TABLES} from '../../src/store/sync/sync-tables.js'
import type {Store} from '../../src/store/store.js'
import {
  archivedRuns,
  ME,
  nameOf,
  PARENTS,
  preparedCases,
  setUp,
  type PreparedCase,
} from '../support/sync-cases.js'
import {column, contents, movedNothing, Team, type Device} from '../support/sync-devices.js'

/** Every combination of every kind of row, with what this device has of it already there. */
async function deviceSide({raw}: Device, list: readonly PreparedCase[]): Promise<void> {
  for (const {id, theirs, theirRow, theirStamp, ourRow} of list) {
    const [kind] = id.split(' ') as [keyof typeof SYNC_TABLES]
    const {table, columns} = SYNC_TABLES[kind]
    await raw.batch(
      [
        {
          sql: `INSERT INTO ${table} (${columns.join(', ')}) VALUES (${columns.map(() => '?').join(', ')})`,
          args: theirRow ?? ourRow,
        },
        ...(theirs === 'deleted' ? [{sql: `DELETE FROM ${table} WHERE id = ?`, args: [id]}] : []),
        {
          sql: 'UPDATE changes SET updated_at = ?, updated_by = ? WHERE kind = ? AND id = ?',
          args: [theirStamp.updated_at, theirStamp.updated_by, kind, id],
        },
      ],
      'write',
    )
  }
}

async function teamSide(raw: Client, list: readonly PreparedCase[]): Promise<void> {
  for (const kind of KINDS)
    await setUp(
      raw,
      kind,
      list.filter(({id}) => id.startsWith(`${kind} `)),
    )
}

/** The team's database, into which another program writes right before the first push arrives. */
function beforePush(store: Store, write: () => Promise<void>): Store {
  const sync = Object.create(store.sync) as Store['sync']
  let hasWritten = false
  sync.send = async (...args) => {
    if (!hasWritten) await write()
    hasWritten = true
    return store.sync.send(...args)
  }
  return {...store, sync}
}

for (const place of ['file', 'server'] as const)
  describe(`a sync with a writer beside it, team database in a ${place}`, () => {
    let team: Team
    beforeEach(async () => {
      team = await Team.make(place)
    })
    afterEach(() => team.remove())

    for (const when of ['before the pull', 'between pull and push'] as const)
      it(`ends with what the table says, for every combination written ${when}`, async () => {
        const device = await team.device('device')
        const other = await team.device('other')
        const there = team.team
        await there.raw.execute({sql: 'UPDATE meta SET db_id = ?', args: [ME]})
        const list = KINDS.flatMap((kind) => preparedCases(kind, 'ours'))
        await there.raw.batch([...PARENTS, ...archivedRuns(list)], 'write')
        await team.syncAll([device, other])
        await deviceSide(device, list)
        const write = () => teamSide(there.raw, list)
        const options = {acceptDeletions: true}
        if (when === 'before the pull') await write()
        await team.sync(
          device,
          options,
          when === 'before the pull' ? there.store : beforePush(there.store, write),
        )
        await team.syncAll([other, device], options)
        const found = await contents(device)
        expect(await contents(there), 'the team').to.deep.equal(found)
        expect(await contents(other), 'another device').to.deep.equal(found)
        for (const kind of KINDS) {
          const ids = await column(device, `SELECT id FROM ${SYNC_TABLES[kind].table}`)
          for (const situation of list.filter(({id}) => id.startsWith(`${kind} `))) {
            const {id, wins, theirRow, ourRow, ours} = situation
            const row = wins === 'theirs' ? theirRow : ours === 'deleted' ? undefined : ourRow
            expect(ids.includes(id), `${nameOf(situation)}, ${id}`).to.equal(row !== undefined)
            if (!row) continue
            const {rows} = await device.raw.execute({
              sql: `SELECT ${SYNC_TABLES[kind].columns.join(', ')} FROM ${SYNC_TABLES[kind].table} WHERE id = ?`,
              args: [id],
            })
            expect(Object.values(rows[0]!), `${nameOf(situation)}, ${id}`).to.deep.equal(row)
          }
        }

        for (const one of [device, other]) expect(movedNothing(await team.sync(one, options))).to.equal(true)
      }).timeout(120_000)
  })
