import {createClient} from '@libsql/client'
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
