import {createClient, type Client} from '@libsql/client'
import {expect} from 'chai'
import type {ChangeKind} from '../../../src/store/changes.js'
import type {ForeignChange} from '../../../src/store/sync/merge-rows.js'
import {databaseLocation} from '../../../src/store/database/location.js'
import {openStore, type Store} from '../../../src/store/store.js'
import {isCollision} from '../../../src/store/sync/sync-rules.js'
import {KINDS, SYNC_TABLES} from '../../../src/store/sync/sync-tables.js'
import {startSqld, tempFolder} from '../../support/processes.js'
import {ME, nameOf, OURS, PARENTS, preparedCases, setUp} from '../../support/sync-cases.js'

for (const place of ['file', 'server'] as const)
  describe(`the rules of a sync, in a ${place}`, () => {
    let folder: Awaited<ReturnType<typeof tempFolder>>
    let sqld: Awaited<ReturnType<typeof startSqld>> | undefined
    let store: Store
    let raw: Client
    before(async () => {
      folder = await tempFolder()
      if (place === 'server') sqld = await startSqld(folder.file('sqld'))
      const url = sqld?.url ?? `file:${folder.file('here.db')}`
      store = await openStore(databaseLocation(url, {}), {create: true})
      raw = createClient({url, timeout: 5000})
      await raw.execute({sql: 'UPDATE meta SET db_id = ?', args: [ME]})
      await raw.batch(PARENTS, 'write')
    })
    after(async () => {
      raw.close()
      await store.close()
      await sqld?.close()
      await folder.remove()
    })

    async function found(kind: ChangeKind, ids: readonly string[]) {
      const {table, columns} = SYNC_TABLES[kind]
      const wanted = JSON.stringify(ids)
      const rows = await raw.execute({
        sql: `SELECT ${columns.join(', ')} FROM ${table} WHERE id IN (SELECT value FROM json_each(?))`,
        args: [wanted],
      })
      const entries = await raw.execute({
        sql: 'SELECT id, updated_at, coalesce(updated_by, ?) AS updated_by, deleted, rev FROM changes WHERE kind = ? AND id IN (SELECT value FROM json_each(?))',
        args: [ME, kind, wanted],
      })
      return {
        rows: new Map(rows.rows.map((row) => [row['id'], columns.map((column) => row[column])])),
        entries: new Map(entries.rows.map((row) => [row['id'], {...row}])),
      }
    }

    for (const kind of KINDS)
      for (const side of ['pull', 'push'] as const)
        it(`decide about every ${kind} on the ${side} as the table says`, async () => {
          const onTie = side === 'pull' ? 'theirs' : 'ours'
          const list = preparedCases(kind, onTie)
          await setUp(raw, kind, list)
          const changes = list.map(({id, theirRow, theirStamp}): ForeignChange => ({
            kind,
            id,
            ...theirStamp,
            rev: side === 'pull' ? 77 : undefined,
            row: theirRow,
          }))
          const merge = async () => {
            for (const isDeletion of [false, true]) {
              const part = changes.filter(({row}) => (row === undefined) === isDeletion)
              await (side === 'pull' ? store.sync.merge(ME, kind, part) : store.sync.send(ME, part))
            }
          }

          await merge()
          const ids = list.map(({id}) => id)
          const after = await found(kind, ids)
          for (const situation of list) {
            const {id, wins, theirRow, theirStamp, ourRow, ours} = situation
            const ourStored = ours === 'deleted' ? undefined : ourRow
            const name = `${nameOf(situation)}, ${id}`
            expect(after.rows.get(id), name).to.deep.equal(wins === 'theirs' ? theirRow : ourStored)
            const entry = after.entries.get(id)!
            if (isCollision(situation) && !(ours === 'open' && situation.theirs === 'settled')) {
              expect(entry, name).to.include({deleted: 0, rev: null})
              expect(entry['updated_at'], name).to.be.above(OURS.updated_at)
              continue
            }

            const isDeleted = (wins === 'theirs' ? theirRow : ourStored) === undefined
            expect(entry, name).to.include({
              ...(wins === 'theirs' ? theirStamp : OURS),
              deleted: Number(isDeleted),
            })
            expect(entry['rev'], name).to.equal(wins === 'theirs' && side === 'pull' ? 77 : null)
          }

          await merge()
          // A new stamp that a pull made is the team's again as soon as the team is asked.
          const settled = list
            .filter(
              (situation) =>
                !(
                  side === 'pull' &&
                  (situation.ours === 'settled' || situation.law === 'union') &&
                  isCollision(situation)
                ),
            )
            .map(({id}) => id)
          const again = await found(kind, ids)
          expect(again.rows, 'rows after a repeat').to.deep.equal(after.rows)
          for (const id of settled)
            expect(again.entries.get(id), `${id} after a repeat`).to.deep.equal(after.entries.get(id))
        }).timeout(60_000)
  })
