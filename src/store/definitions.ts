import type {InStatement} from '@libsql/client'
import type {DefinitionKind, DefinitionRecord} from '../records/version.js'
import type {Database} from './database/database.js'
import {text} from './database/rows.js'

/** A definition never changes: where the id is known, the row is there. */
export function defineStatements(definitions: readonly DefinitionRecord[]): {sql: string; args: string[]}[] {
  if (definitions.length === 0) return []
  const rows = definitions.map(({id, kind, name, definition}) => [id, kind, name, definition])
  return [
    {
      sql: `INSERT INTO definitions (id, kind, name, definition)
            SELECT value ->> 0, value ->> 1, value ->> 2, value ->> 3 FROM json_each(?) WHERE TRUE
            ON CONFLICT (id) DO NOTHING`,
      args: [JSON.stringify(rows)],
    } satisfies InStatement,
  ]
}

/** Prompts, personas, systems and rubrics in all the versions that runs of this database used. */
export class DefinitionRepository {
  constructor(private readonly database: Database) {}

  /** Those of the ids that are known; a definition that another program damaged is not. */
  async get(ids: readonly string[]): Promise<Map<string, DefinitionRecord>> {
    const rows = await this.database.query(
      `SELECT id, kind, name, definition FROM definitions WHERE id IN (SELECT value FROM json_each(?))
         AND CASE WHEN json_valid(definition) THEN json_type(definition) = 'object' END`,
      [JSON.stringify([...new Set(ids)])],
    )
    return new Map(rows.map((row) => [text(row, 'id'), {...head(row), definition: text(row, 'definition')}]))
  }

  /** All of them, a page at a time, by id. */
  async *pages(): AsyncGenerator<DefinitionRecord[]> {
    for (let after = ''; ;) {
      const rows = await this.database.query(
        'SELECT id, kind, name, definition FROM definitions WHERE id > ? ORDER BY id LIMIT 200',
        [after],
      )
      if (rows.length === 0) return
      const page = rows.map((row) => ({...head(row), definition: text(row, 'definition')}))
      yield page
      after = page.at(-1)!.id
    }
  }

  /** All of them, without their texts. */
  async heads(): Promise<Omit<DefinitionRecord, 'definition'>[]> {
    const rows = await this.database.queryAll(
      'SELECT id, kind, name FROM definitions ORDER BY kind, name, id',
    )
    return rows.map(head)
  }
}

function head(row: Parameters<typeof text>[0]): Omit<DefinitionRecord, 'definition'> {
  return {id: text(row, 'id'), kind: text(row, 'kind') as DefinitionKind, name: text(row, 'name')}
}
