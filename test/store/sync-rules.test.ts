import {createClient, type Client, type InValue} from '@libsql/client'
import {expect} from 'chai'
import type {ChangeKind} from '../../src/store/changes.js'
import type {ForeignChange, Stamp} from '../../src/store/merge-rows.js'
import {databaseLocation} from '../../src/store/database/location.js'
import {openStore, type Store} from '../../src/store/store.js'
import {
  isCollision,
  winner,
  type Law,
  type OnTie,
  type RowState,
  type Situation,
} from '../../src/store/sync-rules.js'
import {KINDS, SYNC_TABLES} from '../../src/store/sync-tables.js'
import {startSqld, tempFolder} from '../support/processes.js'

const STAMPS = ['later', 'equal', 'earlier'] as const
const CONTENTS = ['greater', 'same', 'less'] as const
type Content = (typeof CONTENTS)[number]

/**
 * Who wins, written down by hand: T theirs, O ours. The three words are later, equal and earlier stamps of
 * theirs; in each, where both have a row, theirs has the greater content, the same, the lesser.
 */
const LATER = {
  'deleted deleted': 'T O O',
  'deleted open': 'T T O',
  'open deleted': 'T O O',
  'open open': 'TTT TOO OOO',
}
const FINAL = {
  'deleted deleted': 'O O O',
  'deleted open': 'O O O',
  'open deleted': 'T T T',
  'open open': 'TTT TOO OOO',
}
const SETTLED = {
  ...FINAL,
  'deleted settled': 'O O O',
  'settled deleted': 'T T T',
  'open settled': 'TTT TTT TTT',
  'settled open': 'OOO OOO OOO',
}
const EXPECTED: Record<Law, Record<OnTie, Record<string, string>>> = {
  later: {theirs: LATER, ours: LATER},
  final: {theirs: FINAL, ours: FINAL},
  settled: {
    theirs: {...SETTLED, 'settled settled': 'TTT TOT TTT'},
    ours: {...SETTLED, 'settled settled': 'OOO OOO OOO'},
  },
  union: {
    theirs: {
      'open open': 'OOO OOO OOO',
      'deleted open': 'O O O',
      'open deleted': 'O O O',
      'deleted deleted': 'O O O',
    },
    ours: {
      'open open': 'OOO OOO OOO',
      'deleted open': 'O O O',
      'open deleted': 'O O O',
      'deleted deleted': 'O O O',
    },
  },
}

interface Case extends Situation {
  wins: 'theirs' | 'ours'
}

function cases(law: Law, onTie: OnTie): Case[] {
  const written = Object.entries(EXPECTED[law][onTie]).flatMap(([states, words]) => {
    const [ours, theirs] = states.split(' ') as [RowState, Case['theirs']]
    return STAMPS.flatMap((stamp, at) => {
      const letters = words.split(' ')[at]!
      return [...letters].flatMap((letter, place): Case[] => {
        const content = letters.length > 1 ? CONTENTS[place]! : undefined
        // Rows of two states are never the same.
        if (content === 'same' && ours !== theirs) return []
        return [{law, ours, theirs, stamp, content, wins: letter === 'T' ? 'theirs' : 'ours'}]
      })
    })
  })
  const theirs = [...new Set(written.map((situation) => situation.theirs))]
  const absent = theirs.map((state): Case => {
    return {law, ours: 'absent', theirs: state, stamp: 'later', content: undefined, wins: 'theirs'}
  })
  return [...absent, ...written]
}

const nameOf = ({ours, theirs, stamp, content}: Situation) =>
  `${ours}, ${theirs}, ${stamp}, ${content ?? '-'}`

describe('the rules of a sync', () => {
  for (const law of ['later', 'final', 'settled', 'union'] as const)
    for (const onTie of ['theirs', 'ours'] as const)
      it(`say who wins by the law "${law}", with ${onTie} the team's`, () => {
        for (const situation of cases(law, onTie))
          expect(winner(situation, onTie), nameOf(situation)).to.equal(situation.wins)
      })

  it('cover every combination of states', () => {
    for (const kind of KINDS) {
      const states = SYNC_TABLES[kind].settled ? 3 : 2
      const pairs = new Set(cases(SYNC_TABLES[kind].law, 'ours').map(({ours, theirs}) => `${ours} ${theirs}`))
      expect(pairs.size, kind).to.equal((states + 1) * states)
    }
  })
})

const ME = 'm'
const OURS: Stamp = {updated_at: 1000, updated_by: ME}
/** Each relation by the time, and by the name of the device where the time is the same. */
const THEIRS: Record<Situation['stamp'], Stamp[]> = {
  later: [
    {updated_at: 2000, updated_by: 'a'},
    {updated_at: 1000, updated_by: 'n'},
  ],
  equal: [OURS, OURS],
  earlier: [
    {updated_at: 500, updated_by: 'z'},
    {updated_at: 1000, updated_by: 'l'},
  ],
}

let unique = 0

/** A row that differs from others of its kind in one column only, early or late in the order of columns. */
function rowOf(kind: ChangeKind, id: string, state: RowState, content: Content): InValue[] {
  const varied: Record<ChangeKind, string> = {
    run: 'config',
    result: 'sector',
    call: 'answer',
    rating: 'rating',
    repeat: 'rating',
    note: 'flagged',
  }
  const text = {greater: 'c', same: 'b', less: null}[content]
  const numberOf = {greater: 3, same: 2, less: 1}[content]
  const values: Record<string, InValue> = {
    id,
    run_id: 'the run',
    result_id: 'the result',
    user_id: id,
    trial: Number(id.split(' ')[1]) || 0,
    chip_count: 15,
    attempts: 1,
    rating: 2,
    blind: null,
    flagged: 0,
    cost_usd: 0.1 + 0.2,
    charged_usd: null,
    latency_ms: 12,
    input_tokens: null,
    output_tokens: 7,
    step: 'fill',
    final_chips: '[]',
    errors: '[]',
    status:
      {run: 'running', result: state === 'settled' ? 'completed' : 'failed', call: 'answered'}[
        kind as string
      ] ?? null,
    [varied[kind]]:
      {rating: numberOf, flagged: numberOf > 2 ? 1 : 0, sector: text ?? 'a'}[varied[kind]] ?? text,
  }
  if (kind === 'note') values['note'] = {greater: 'c', same: 'b', less: ''}[content]
  return SYNC_TABLES[kind].columns.map((column) => (column in values ? values[column]! : `${column} ü 🍟`))
}

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
      for (const [kind, id] of [
        ['run', 'the run'],
        ['result', 'the result'],
      ] as const)
        await raw.execute(insert(kind, rowOf(kind, id, 'open', 'same')))
    })
    after(async () => {
      raw.close()
      await store.close()
      await sqld?.close()
      await folder.remove()
    })

    function insert(kind: ChangeKind, row: InValue[]) {
      const {table, columns} = SYNC_TABLES[kind]
      const marks = columns.map(() => '?').join(', ')
      return {sql: `INSERT INTO ${table} (${columns.join(', ')}) VALUES (${marks})`, args: row}
    }

    async function setUp(kind: ChangeKind, list: readonly (Case & {id: string; ourRow: InValue[]})[]) {
      const {table} = SYNC_TABLES[kind]
      const there = list.filter(({ours}) => ours !== 'absent')
      const stamped = (half: number) => there.filter((_, at) => at % 2 === half).map(({id}) => id)
      await raw.batch(
        [
          ...there.map(({ourRow}) => insert(kind, ourRow)),
          ...there
            .filter(({ours}) => ours === 'deleted')
            .map(({id}) => ({sql: `DELETE FROM ${table} WHERE id = ?`, args: [id]})),
          // Of this database by name, and by having none.
          ...[ME, null].map((device, half) => ({
            sql: 'UPDATE changes SET updated_at = 1000, updated_by = ? WHERE kind = ? AND id IN (SELECT value FROM json_each(?))',
            args: [device, kind, JSON.stringify(stamped(half))],
          })),
        ],
        'write',
      )
    }

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
          const list = cases(SYNC_TABLES[kind].law, onTie).flatMap((situation) =>
            THEIRS[situation.stamp].map((stamp) => {
              const id = `${kind} ${++unique}`
              const ourRow = rowOf(kind, id, situation.ours, 'same')
              const theirRow =
                situation.theirs === 'deleted'
                  ? undefined
                  : rowOf(kind, id, situation.theirs, situation.content ?? 'same')
              return {...situation, id, ourRow, theirRow, theirStamp: stamp}
            }),
          )
          await setUp(kind, list)
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
              (situation) => !(side === 'pull' && situation.ours === 'settled' && isCollision(situation)),
            )
            .map(({id}) => id)
          const again = await found(kind, ids)
          expect(again.rows, 'rows after a repeat').to.deep.equal(after.rows)
          for (const id of settled)
            expect(again.entries.get(id), `${id} after a repeat`).to.deep.equal(after.entries.get(id))
        }).timeout(60_000)
  })
