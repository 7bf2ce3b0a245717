import {createClient} from '@libsql/client'
import {randomUUID} from 'node:crypto'
import {pathToFileURL} from 'node:url'

/** The tables of the design that came before bench, with rows as its code wrote them. */
export const FIRST_DESIGN = `
  CREATE TABLE runs (
    id TEXT PRIMARY KEY, started_at TEXT NOT NULL, completed_at TEXT, status TEXT DEFAULT 'running', config TEXT);
  CREATE TABLE results (
    id TEXT PRIMARY KEY, run_id TEXT REFERENCES runs(id), model TEXT, persona_id TEXT, sector TEXT, desired_role TEXT,
    style TEXT, input_type TEXT, constraint_type TEXT, chip_count INTEGER, final_chips JSON, step1_chips JSON,
    selected_chips JSON, fill_chips JSON, errors JSON, latency_ms INTEGER, input_tokens INTEGER, output_tokens INTEGER,
    cost_usd REAL, created_at TEXT);
  CREATE TABLE ratings (
    id TEXT PRIMARY KEY, result_id TEXT REFERENCES results(id), user_id TEXT,
    rating INTEGER CHECK (rating >= 1 AND rating <= 5), created_at TEXT, UNIQUE(result_id, user_id));
  CREATE INDEX results_run ON results(run_id);
  CREATE INDEX idx_results_model ON results(model);
  CREATE INDEX ratings_result ON ratings(result_id);`

const RUN = '0b0a3cf1-6f2b-4a53-9a77-b6d3c1f1b001'
const CHIPS = JSON.stringify([
  {key: 'stakeholder_conflict', display: 'Stakeholder Conflict', type: 'situation'},
  {key: 'sprint', display: 'Sprint', type: 'jargon'},
])
const result = (id: string, model: string, more = `NULL, 1234, 200, 300, 0.0032`) =>
  `INSERT INTO results VALUES ('${id}', '${RUN}', '${model}', 'tech_pm', 'Technology & Software', 'Product Manager', 'terse',
    'basic', 'with_constraint', 15, '${CHIPS}', NULL, NULL, NULL, ${more}, '2026-01-15T12:00:00.123456+00:00');`
const rating = (id: string, of: string, user: string, score: number) =>
  `INSERT INTO ratings VALUES ('${id}', '${of}', '${user}', ${score}, '2026-01-16T12:00:00.123456+02:00');`

export const FIRST_ROWS = `
  INSERT INTO runs VALUES ('${RUN}', '2026-01-15T12:00:00.123456+00:00', '2026-01-15T12:30:00+00:00', 'completed', '{"models": ["a"]}');
  INSERT INTO runs VALUES ('0b0a3cf1-6f2b-4a53-9a77-b6d3c1f1b002', '2026-01-14T12:00:00.123456+00:00', NULL, 'running', NULL);
  ${result('11111111-0000-4000-8000-000000000001', 'openai/gpt-5-mini')}
  ${result('11111111-0000-4000-8000-000000000002', 'mistralai/mistral-nemo')}
  ${result('11111111-0000-4000-8000-000000000003', 'mistralai/mistral-nemo', `'["Step 2: cut"]', NULL, NULL, NULL, NULL`)}
  ${rating('22222222-0000-4000-8000-000000000001', '11111111-0000-4000-8000-000000000001', 'ann@example.com', 5)}
  ${rating('22222222-0000-4000-8000-000000000002', '11111111-0000-4000-8000-000000000001', 'bob@example.com', 4)}
  ${rating('22222222-0000-4000-8000-000000000003', '11111111-0000-4000-8000-000000000002', 'ann@example.com', 2)}`

export const FIRST_RUN = RUN

/** Makes a file of the first design. */
export async function makeFirstDesign(file: string, rows = FIRST_ROWS): Promise<void> {
  const client = createClient({url: pathToFileURL(file).href})
  await client.executeMultiple(`PRAGMA foreign_keys = OFF; ${FIRST_DESIGN}${rows}`)
  client.close()
}

const LEVELS = {
  model: ['lab/good', 'lab/fair', 'lab/poor'],
  persona: [
    ['tech_pm', 'Technology & Software', 'Product Manager'],
    ['healthcare_nurse', 'Healthcare & Medical', 'Registered Nurse'],
    ['retail_manager', 'Retail & Merchandising', 'Store Manager'],
  ],
  style: ['terse', 'guided'],
  input: ['basic', 'enriched'],
  constraint: ['with_constraint', 'no_constraint'],
  count: [15, 35],
} as const
const TYPES = ['situation', 'jargon', 'role_task', 'environment']

/**
 * Three runs of 144 cases (the last broken off after 100) and what three raters said of them, as the first
 * design wrote them: random ids, times with microseconds and an offset, NULL where there was nothing.
 */
export function manyFirstRows(): {sql: string; args: (string | number | null)[]}[] {
  const statements: {sql: string; args: (string | number | null)[]}[] = []
  let state = 7
  const below = (n: number) => (state = (state * 48_271) % 2_147_483_647) % n
  const chips = (count: number) =>
    JSON.stringify(
      Array.from({length: count}, (_, i) => ({
        key: `k_${below(400)}_${i}`,
        display: `K ${i}`,
        type: TYPES[i % 4],
      })),
    )
  for (const day of [15, 16, 17]) {
    const at = (seconds: number, of = day) =>
      new Date(Date.UTC(2026, 0, of, 12, 0, seconds)).toISOString().replace(/000Z$/, '123456+00:00')
    const run = randomUUID()
    const ended = day < 17 ? at(9000) : null
    const config = JSON.stringify({models: LEVELS.model, concurrency: 5})
    statements.push({
      sql: 'INSERT INTO runs VALUES (?, ?, ?, ?, ?)',
      args: [run, at(0), ended, ended === null ? 'running' : 'completed', config],
    })
    const cases = LEVELS.model.flatMap((model, quality) =>
      LEVELS.persona.flatMap((persona) =>
        LEVELS.style.flatMap((style) =>
          LEVELS.input.flatMap((input) =>
            LEVELS.constraint.flatMap((constraint) =>
              LEVELS.count.map((count) => ({model, quality, persona, style, input, constraint, count})),
            ),
          ),
        ),
      ),
    )
    for (const [i, item] of cases.slice(0, day < 17 ? 144 : 100).entries()) {
      const id = randomUUID()
      const isLost = below(20) === 0
      const step1 = item.input === 'enriched' ? [chips(8), chips(4)] : [null, null]
      statements.push({
        sql: `INSERT INTO results VALUES (${Array.from({length: 20}, () => '?').join(', ')})`,
        args: [
          ...[id, run, item.model, ...item.persona, item.style, item.input, item.constraint, item.count],
          ...[isLost ? '[]' : chips(item.count), ...step1, below(3) === 0 ? chips(2) : null],
          isLost ? '["Step 2: Error code: 429"]' : null,
          ...[800 + below(20_000), 200 + below(700), 300 + below(2700), below(10_000) / 1e6, at(i * 20)],
        ],
      })
      for (const user of ['ann@example.com', 'bob@example.com', 'cem@example.com']) {
        if (below(3) === 0) continue
        const rating = Math.max(1, 5 - item.quality * 2 - below(2))
        statements.push({
          sql: 'INSERT INTO ratings VALUES (?, ?, ?, ?, ?)',
          args: [randomUUID(), id, user, rating, at(i * 20, day + 3)],
        })
      }
    }
  }

  return statements
}
