import type {Client, InValue} from '@libsql/client'
import type {ChangeKind} from '../../src/store/changes.js'
import type {Stamp} from '../../src/store/sync/merge-rows.js'
import type {Law, OnTie, RowState, Situation} from '../../src/store/sync/sync-rules.js'
import {SYNC_TABLES} from '../../src/store/sync/sync-tables.js'

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
const FOREVER = {
  ...LATER,
  'deleted settled': 'T T T',
  'settled deleted': 'O O O',
  'open settled': 'TTT TTT TTT',
  'settled open': 'OOO OOO OOO',
}
const UNION = {
  'deleted open': 'T T T',
  'open deleted': 'O O O',
  'deleted deleted': 'O O O',
}
const EXPECTED: Record<Law, Record<OnTie, Record<string, string>>> = {
  later: {theirs: LATER, ours: LATER},
  final: {theirs: FINAL, ours: FINAL},
  settled: {
    theirs: {...SETTLED, 'settled settled': 'TTT TOT TTT'},
    ours: {...SETTLED, 'settled settled': 'OOO OOO OOO'},
  },
  forever: {
    theirs: {...FOREVER, 'settled settled': 'TTT TOT TTT'},
    ours: {...FOREVER, 'settled settled': 'OOO OOO OOO'},
  },
  union: {
    theirs: {...UNION, 'open open': 'TTT TOT TTT'},
    ours: {...UNION, 'open open': 'OOO OOO OOO'},
  },
}

export interface Case extends Situation {
  wins: 'theirs' | 'ours'
}

/** Every combination that a law knows, with who wins. */
export function cases(law: Law, onTie: OnTie): Case[] {
  const written = Object.entries(EXPECTED[law][onTie]).flatMap(([states, words]) => {
    const [ours, theirs] = states.split(' ') as [RowState, Case['theirs']]
    return STAMPS.flatMap((stamp, at) => {
      const letters = words.split(' ')[at]!
      return Array.from(letters).flatMap((letter, place): Case[] => {
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

export const nameOf = ({ours, theirs, stamp, content}: Situation) =>
  `${ours}, ${theirs}, ${stamp}, ${content ?? '-'}`

/** The database that is merged into; changes that name nobody are its own. */
export const ME = 'm'
export const OURS: Stamp = {updated_at: 1000, updated_by: ME}
/** Each relation by the time, and by the name of the device where the time is the same. */
export const THEIRS: Record<Situation['stamp'], Stamp[]> = {
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

/** A row that differs from others of its kind in one column only, early or late in the order of columns. */
export function rowOf(kind: ChangeKind, id: string, state: RowState, content: Content): InValue[] {
  const varied: Record<ChangeKind, string> = {
    definition: 'definition',
    run: 'config',
    result: 'sector',
    call: 'answer',
    rating: 'rating',
    repeat: 'rating',
    note: 'flagged',
    archive: 'archived_at',
    rater: 'calibration',
    judgement: 'reasons',
    deleted_run: 'started_at',
    deleted_cost: 'day',
  }
  const text = {greater: 'c', same: 'b', less: null}[content]
  const numberOf = {greater: 3, same: 2, less: 1}[content]
  const values: Record<string, InValue> = {
    id,
    run_id: 'the run',
    result_id: 'the result',
    user_id: kind === 'rater' && state === 'settled' ? `removed:${id}` : id,
    judge_version: id,
    repeat: 1,
    score: null,
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
      {
        run: 'running',
        result: state === 'settled' ? 'completed' : 'failed',
        call: 'answered',
        judgement: state === 'settled' ? 'answered' : 'failed',
      }[kind as string] ?? null,
    [varied[kind]]:
      {
        rating: numberOf,
        flagged: numberOf > 2 ? 1 : 0,
        sector: text ?? 'a',
        definition: text ?? 'a',
        day: text ?? 'a',
        started_at: text ?? 'a',
      }[varied[kind]] ?? text,
  }
  if (kind === 'note') values['note'] = {greater: 'c', same: 'b', less: ''}[content]
  return SYNC_TABLES[kind].columns.map((column) => (column in values ? values[column]! : `${column} ü 🍟`))
}

export function insert(kind: ChangeKind, row: InValue[]) {
  const {table, columns} = SYNC_TABLES[kind]
  const marks = columns.map(() => '?').join(', ')
  return {sql: `INSERT INTO ${table} (${columns.join(', ')}) VALUES (${marks})`, args: row}
}

/** The runs of archive entries, which have the ids of their runs. */
export function archivedRuns(list: readonly {id: string}[]) {
  return list
    .filter(({id}) => id.startsWith('archive '))
    .map(({id}) => insert('run', rowOf('run', id, 'open', 'same')))
    .map(({sql, args}) => ({sql: `${sql} ON CONFLICT DO NOTHING`, args}))
}

/** Puts our rows and their stamps into a database. */
export async function setUp(
  raw: Client,
  kind: ChangeKind,
  list: readonly (Case & {id: string; ourRow: InValue[]})[],
) {
  const {table} = SYNC_TABLES[kind]
  const there = list.filter(({ours}) => ours !== 'absent')
  await raw.batch(archivedRuns(list), 'write')
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

export type PreparedCase = Case & {
  id: string
  ourRow: InValue[]
  theirRow: InValue[] | undefined
  theirStamp: Stamp
}

let made = 0

/** The combinations of a kind, each with rows of its own. */
export function preparedCases(kind: ChangeKind, onTie: OnTie): PreparedCase[] {
  return cases(SYNC_TABLES[kind].law, onTie).flatMap((situation) =>
    THEIRS[situation.stamp].map((theirStamp) => {
      const id = `${kind} ${++made}`
      const {ours, theirs, content} = situation
      const theirRow = theirs === 'deleted' ? undefined : rowOf(kind, id, theirs, content ?? 'same')
      return {...situation, id, ourRow: rowOf(kind, id, ours, 'same'), theirRow, theirStamp}
    }),
  )
}

/** What every row of the combinations belongs to. */
export const PARENTS = [
  insert('run', rowOf('run', 'the run', 'open', 'same')),
  insert('result', rowOf('result', 'the result', 'open', 'same')),
]
