import type {InValue} from '@libsql/client'
import {raterRemoved} from '../../errors/people.js'
import {STORED_NOTE_COLUMNS, STORED_RATING_COLUMNS} from '../../records/rating.js'
import type {Calibrations, PersonContents, RaterSummary} from '../../records/rater.js'
import {REMOVED} from '../../text/person-name.js'
import {figuresOpened} from './blindness.js'
import type {Database, Statement} from '../database/database.js'
import {json, number, text, textOrNull} from '../database/rows.js'
import {notRemoved, raterId, removedName} from './rater-ids.js'
import {keyedId, saysSomething} from './rating-statements.js'
import {SYNC_TABLES} from '../sync/sync-tables.js'

/** The tables that hold what a person said of a result, with the word that their ids are made with. */
const PERSONAL_TABLES = [
  {kind: 'rating', table: 'ratings', columns: STORED_RATING_COLUMNS},
  {kind: 'repeat', table: 'rating_repeats', columns: SYNC_TABLES.repeat.columns},
  {kind: 'note', table: 'notes', columns: STORED_NOTE_COLUMNS},
] as const

const TOMBSTONES = `SELECT id FROM raters WHERE user_id >= '${REMOVED}' AND user_id < '${REMOVED.slice(0, -1)};'`
/** Every name in the database. Ratings have an index by name: a step for each rater. */
const NAMES = `WITH RECURSIVE raters_by_index(name) AS (
    SELECT min(user_id) FROM ratings
    UNION ALL SELECT (SELECT min(user_id) FROM ratings WHERE user_id > name) FROM raters_by_index WHERE name IS NOT NULL
  ) SELECT name FROM raters_by_index WHERE name IS NOT NULL
  UNION SELECT user_id FROM notes UNION SELECT user_id FROM rating_repeats
  UNION SELECT user_id FROM raters WHERE substr(user_id, 1, ${REMOVED.length}) <> '${REMOVED}'
  UNION SELECT made_by FROM deleted_runs WHERE made_by IS NOT NULL
  UNION SELECT json_extract(config, '$.user') FROM runs WHERE json_valid(config) AND json_type(config, '$.user') = 'text'`

/** The people of a database: who they are, what they did, and who was removed. */
export class RaterRepository {
  constructor(private readonly database: Database) {}

  /** All people who have rated or annotated, by name. */
  async list(): Promise<RaterSummary[]> {
    const rows = await this.database.queryAll(
      `SELECT user_id, sum(ratings) AS ratings, sum(not_blind) AS not_blind, sum(repeats) AS repeats, sum(notes) AS notes, max(latest) AS last_activity
       FROM (
         SELECT user_id, count(*) AS ratings, sum(blind IS 0) AS not_blind, 0 AS repeats, 0 AS notes, max(created_at) AS latest FROM ratings GROUP BY user_id
         UNION ALL SELECT user_id, 0, 0, count(*), 0, max(created_at) FROM rating_repeats GROUP BY user_id
         UNION ALL SELECT user_id, 0, 0, 0, count(*), max(created_at) FROM notes WHERE ${saysSomething('notes')} GROUP BY user_id
       ) GROUP BY user_id ORDER BY user_id`,
    )
    return rows.map((row) => ({
      user_id: text(row, 'user_id'),
      ratings: number(row, 'ratings'),
      not_blind: number(row, 'not_blind'),
      repeats: number(row, 'repeats'),
      notes: number(row, 'notes'),
      last_activity: textOrNull(row, 'last_activity'),
    }))
  }

  /** How many people were removed. */
  async removedCount(): Promise<number> {
    return (await this.database.query(TOMBSTONES)).length
  }

  /** Every name that this database holds anywhere. */
  async names(): Promise<string[]> {
    return (await this.database.query(NAMES)).map((row) => text(row, 'name'))
  }

  /** Those of the names that belong to people who were removed. */
  async removed(names: Iterable<string>): Promise<Set<string>> {
    const byId = new Map([...names].map((name) => [raterId(name), name]))
    const rows = await this.database.query(`${TOMBSTONES} AND id IN (SELECT value FROM json_each(?))`, [
      JSON.stringify([...byId.keys()]),
    ])
    return new Set(rows.map((row) => byId.get(text(row, 'id'))!))
  }

  /** @throws BenchError for a person who was removed. */
  async refuseRemoved(name: string): Promise<void> {
    if ((await this.removed([name])).size > 0) throw raterRemoved(name)
  }

  /** Notes that a person opened figures that hold newer ratings of that person. */
  async openedFigures(name: string, at: string): Promise<void> {
    await figuresOpened(this.database, name, at)
  }

  /** What a person said of the examples of rubrics, by version of the rubric. */
  async calibration(name: string): Promise<Calibrations> {
    const [row] = await this.database.query('SELECT calibration FROM raters WHERE id = ?', [raterId(name)])
    return row ? json<Calibrations>(row, 'calibration', {}) : {}
  }

  /** @throws BenchError for a person who was removed. */
  async saveCalibration(name: string, calibration: Calibrations, at: string): Promise<void> {
    const [saved] = await this.database.write([
      {
        sql: `INSERT INTO raters (id, user_id, calibration, created_at) SELECT ?1, ?2, ?3, ?4 WHERE ${notRemoved('?1')}
          ON CONFLICT (id) DO UPDATE SET calibration = excluded.calibration`,
        args: [raterId(name), name, JSON.stringify(calibration), at],
      },
    ])
    if (saved?.rowsAffected === 0) throw raterRemoved(name)
  }

  /** How much there is of a person. */
  async contents(name: string): Promise<PersonContents> {
    const [row] = await this.database.query(
      `SELECT ${PERSONAL_TABLES.map(({table}) => `(SELECT count(*) FROM ${table} WHERE user_id = ?1) AS ${table}`).join(', ')},
         (SELECT count(*) FROM runs WHERE json_valid(config) AND json_extract(config, '$.user') = ?1) AS runs`,
      [name],
    )
    return {
      ratings: number(row!, 'ratings'),
      repeats: number(row!, 'rating_repeats'),
      notes: number(row!, 'notes'),
      runs: number(row!, 'runs'),
    }
  }

  /** Deletes all of a person, and leaves a tombstone that keeps the name from coming back. */
  async remove(name: string, at: string): Promise<void> {
    await this.database.write([
      ...removing(name),
      {
        sql: `INSERT INTO raters (id, user_id, figures_seen_at, calibration, created_at) VALUES (?, ?, NULL, NULL, ?)
          ON CONFLICT (id) DO UPDATE SET user_id = excluded.user_id, figures_seen_at = NULL, calibration = NULL`,
        args: [raterId(name), removedName(name), at],
      },
    ])
  }

  /**
   * Deletes what is here of people who were removed elsewhere.
   * @returns how many ratings, repeats and notes were deleted.
   */
  async purgeRemoved(): Promise<number> {
    if ((await this.removedCount()) === 0) return 0
    const gone = await this.removed(await this.names())
    if (gone.size === 0) return 0
    const done = await this.database.write([...gone].flatMap(removing))
    const deletions = done.filter((_, at) => at % STATEMENTS_A_PERSON < PERSONAL_TABLES.length)
    return deletions.reduce((sum, {rowsAffected}) => sum + rowsAffected, 0)
  }

  /**
   * Gives all that a person did another name. Where both names have rated the same result, the later rating
   * stays; the same holds for notes and repeats.
   * @returns how many rows of each table got the name, and how many gave way to a later row.
   */
  async rename(from: string, to: string): Promise<{renamed: PersonContents; gaveWay: number}> {
    const contents = await this.contents(from)
    const statements: Statement[] = []
    for (const {kind, table, columns} of PERSONAL_TABLES) {
      const rows = await this.database.queryAll(`SELECT result_id FROM ${table} WHERE user_id = ?`, [from])
      const newIds = JSON.stringify(
        rows.map((row) => [text(row, 'result_id'), keyedId(kind, text(row, 'result_id'), to)]),
      )
      statements.push(...renaming(table, columns, [newIds, from, to]))
    }

    const before = statements.length
    statements.push(
      {
        sql: `INSERT INTO raters (id, user_id, figures_seen_at, calibration, created_at)
          SELECT ?3, ?2, figures_seen_at, calibration, created_at FROM raters WHERE id = ?1 AND ${notRemoved('?3')}
          ON CONFLICT (id) DO UPDATE SET calibration = coalesce(calibration, excluded.calibration),
            figures_seen_at = coalesce(max(figures_seen_at, excluded.figures_seen_at), figures_seen_at, excluded.figures_seen_at)`,
        args: [raterId(from), to, raterId(to)],
      },
      {sql: 'DELETE FROM raters WHERE id = ?', args: [raterId(from)]},
      ...runsOf(from, to),
    )
    const done = await this.database.write(statements)
    const count = (offset: number) =>
      done
        .slice(0, before)
        .filter((_, at) => at % 2 === offset)
        .reduce((sum, {rowsAffected}) => sum + rowsAffected, 0)
    return {renamed: contents, gaveWay: count(1) - count(0)}
  }
}

/** The two statements that give a person's rows of a table another name; the first counts those that stay. */
function renaming(table: string, columns: readonly string[], [newIds, from, to]: string[]): Statement[] {
  const values = columns.map((column) =>
    column === 'id' ? 'given.new_id' : column === 'user_id' ? '?3' : `old.${column}`,
  )
  const keys = ['id', 'result_id', 'user_id']
  const changes = columns
    .filter((column) => !keys.includes(column))
    .map((column) => `${column} = excluded.${column}`)
  const list = `WITH given AS (SELECT value ->> 0 AS result_id, value ->> 1 AS new_id FROM json_each(?1))`
  return [
    {
      sql: `${list} INSERT INTO ${table} (${columns.join(', ')}) SELECT ${values.join(', ')}
        FROM given CROSS JOIN ${table} AS old ON old.result_id = given.result_id AND old.user_id = ?2 WHERE TRUE
        ON CONFLICT (result_id, user_id) DO UPDATE SET ${changes.join(', ')} WHERE excluded.created_at > created_at`,
      args: [newIds!, from!, to!],
    },
    {
      sql: `${list} DELETE FROM ${table} WHERE user_id = ?2 AND result_id IN (SELECT result_id FROM given)`,
      args: [newIds!, from!],
    },
  ]
}

const STATEMENTS_A_PERSON = PERSONAL_TABLES.length + 2

function removing(name: string): Statement[] {
  return [
    ...PERSONAL_TABLES.map(({table}) => ({sql: `DELETE FROM ${table} WHERE user_id = ?`, args: [name]})),
    ...runsOf(name, null),
  ]
}

/** Runs, also deleted ones, say who began them. */
function runsOf(from: string, to: string | null): Statement[] {
  const args: InValue[] = [from, to]
  return [
    {
      sql: `UPDATE runs SET config = CASE WHEN ?2 IS NULL THEN json_remove(config, '$.user') ELSE json_set(config, '$.user', ?2) END
        WHERE json_valid(config) AND json_extract(config, '$.user') = ?1`,
      args,
    },
    {sql: 'UPDATE deleted_runs SET made_by = ?2 WHERE made_by = ?1', args},
  ]
}
