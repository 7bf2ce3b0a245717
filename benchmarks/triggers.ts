/**
 * What the triggers cost a write, in CPU time: rows inserted one by one and in batches of 50, with the triggers of schema.sql
 * (or of another schema: `npx tsx benchmarks/triggers.ts test/store/schema-v3.sql`) and without any.
 */
import {createClient, type Client, type InStatement} from '@libsql/client/sqlite3'
import {mkdtempSync, readFileSync, rmSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {pathToFileURL} from 'node:url'

const ROWS = 2000
const BATCH = 50
const ANSWER = 'x'.repeat(1500)

const schema = readFileSync(process.argv[2] ?? new URL('../schema.sql', import.meta.url), 'utf8')
const folder = mkdtempSync(join(tmpdir(), 'bench-triggers-'))

const call = (i: number): InStatement => ({
  sql: `INSERT INTO calls (id, run_id, result_id, step, model, request_hash, status, attempts, latency_ms, input_tokens,
      output_tokens, cost_usd, charged_usd, finish_reason, answer, created_at)
    VALUES (?, 'run', ?, 'step2', 'vendor/model', 'hash', 'answered', 1, 50, 200, 300, .0032, .0032, 'stop', ?, '2026-11-23T10:00:00.000Z')`,
  args: [`call-${i}`, `result-${i}`, ANSWER],
})
const result = (i: number): InStatement => ({
  sql: `INSERT INTO results (id, run_id, model, persona_id, sector, desired_role, style, input_type, constraint_type, chip_count,
      trial, created_at, final_chips)
    VALUES (?, 'run', 'vendor/model', 'tech_pm', 'Sector', 'Role', 'terse', 'basic', 'no_constraint', 15, ?, '2026-11-23T10:00:00.000Z', ?)`,
  args: [`result-${i}`, i, `["${ANSWER}"]`],
})
const rating = (i: number): InStatement => ({
  sql: `INSERT INTO ratings (id, result_id, user_id, rating, created_at) VALUES (?, ?, 'ann', 4, '2026-11-23T10:00:00.000Z')`,
  args: [`rating-${i}`, `result-${i}`],
})

async function open(name: string, withTriggers: boolean): Promise<Client> {
  const client = createClient({url: pathToFileURL(join(folder, name)).href, concurrency: 1})
  await client.executeMultiple(`PRAGMA journal_mode = WAL; ${schema}`)
  if (!withTriggers) {
    const {rows} = await client.execute(`SELECT name FROM sqlite_master WHERE type = 'trigger'`)
    for (const row of rows) await client.execute(`DROP TRIGGER ${row['name'] as string}`)
  }

  await client.execute(`INSERT INTO runs (id, started_at) VALUES ('run', '2026-11-23T10:00:00.000Z')`)
  return client
}

async function milliseconds(
  client: Client,
  statement: (i: number) => InStatement,
  batch: number,
): Promise<number> {
  const offset = batch === 1 ? 0 : ROWS
  const started = process.cpuUsage()
  for (let at = 0; at < ROWS; at += batch) {
    const statements = Array.from({length: batch}, (_, i) => statement(offset + at + i))
    await (batch === 1 ? client.execute(statements[0]!) : client.batch(statements, 'write'))
  }

  const {user, system} = process.cpuUsage(started)
  return (user + system) / 1000 / ROWS
}

try {
  console.log('CPU ms a row  without triggers    with triggers')
  const clients = [await open('without.db', false), await open('with.db', true)]
  for (const [name, statement] of Object.entries({result, call, rating}))
    for (const batch of [1, BATCH]) {
      const figures = []
      for (const client of clients) figures.push((await milliseconds(client, statement, batch)).toFixed(3))
      console.log(
        `${name.padEnd(7)} ${String(batch).padStart(3)}   ${figures.map((text) => text.padStart(12)).join('     ')}`,
      )
    }

  for (const client of clients) client.close()
} finally {
  rmSync(folder, {recursive: true})
}
