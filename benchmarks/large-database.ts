import type {Client} from '@libsql/client'

const CASES = 960
const VERSIONS = [
  'style_version, persona_version, system_version, ',
  `'aaaaaaaaaaaaaa0' || (c / 6 % 2), 'bbbbbbbbbbbbbb0' || (c % 6), 'ccccccccccccc' || (100 + s), `,
] as const
/** Of all results, spread evenly over systems and configurations, the same in each filling. */
const IS_RATED = '(rowid * 2654435761) % 4294967296 < ?3 * 4294967296'

export interface Filling {
  results: number
  /** Ratings of a result that is rated. */
  raters: number
  /** Who rates, in turns. */
  people?: number
  systems?: number
  /** The part of the results that is rated, from 0 to 1. */
  rated?: number
}

/**
 * Rows as runs of one suite would leave them, made inside the database: chips of a realistic size, ratings by many people.
 * Results of a schema before versions have none.
 */
export async function fillDatabase(
  into: Client,
  {results, raters, people = 7, systems = 10, rated = 1}: Filling,
): Promise<void> {
  const runs = Math.ceil(results / CASES)
  const chips = JSON.stringify(
    Array.from({length: 25}, (_, i) => ({
      key: `stakeholder_conflict_${i}`,
      display: `Stakeholder Conflict ${i}`,
      type: 'situation',
    })),
  )
  const started = performance.now()
  const {rows} = await into.execute(`SELECT 1 FROM pragma_table_info('results') WHERE name = 'style_version'`)
  const [names, values] = rows.length > 0 ? VERSIONS : ['', '']
  if (into.protocol === 'file') await into.execute('PRAGMA synchronous = OFF')
  for (let run = 0; run < runs; run++) {
    await into.batch(
      [
        {
          sql: `INSERT INTO runs (id, started_at, status) VALUES (?, '2026-11-23T10:00:00.000Z', 'completed')`,
          args: [`run-${run}`],
        },
        {
          sql: `WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i + 1 < ?4),
              cases AS (SELECT i, (?3 * 960 + i) % ?5 AS s, (?3 * 960 + i) / ?5 AS c FROM n)
            INSERT INTO results (id, run_id, model, persona_id, sector, desired_role, style, input_type, constraint_type, chip_count,
              ${names}trial, latency_ms, input_tokens, output_tokens, cost_usd, created_at, final_chips, step2_chips)
            SELECT lower(hex(randomblob(16))), ?1, 'vendor/model-' || s, 'persona_' || (c % 6), 'Sector', 'Role',
              iif(c / 6 % 2, 'terse', 'guided'), iif(c / 12 % 2, 'basic', 'enriched'),
              iif(c / 24 % 2, 'with_constraint', 'no_constraint'), iif(c / 48 % 2, 15, 35),
              ${values}1,
              500 + abs(random()) % 5000, 400, 700, 0.0001 * (1 + s % 10),
              strftime('%Y-%m-%dT%H:%M:%fZ', 1763900000 + ?3 * 960 + i, 'unixepoch'), ?2, ?2 FROM cases`,
          args: [`run-${run}`, chips, run, Math.min(CASES, results - run * CASES), systems],
        },
        ...Array.from({length: raters}, (_, rater) => ({
          sql: `INSERT INTO ratings (id, result_id, user_id, rating, created_at)
            SELECT lower(hex(randomblob(16))), id, 'rater-' || ((rowid + ?2) % ?4), 1 + abs(random() % 4 + rowid % 2), '2026-11-23T10:00:00.000Z'
            FROM results WHERE run_id = ?1 AND ${IS_RATED}`,
          args: [`run-${run}`, rater, rated, people],
        })),
      ],
      'write',
    )
    if (run % 50 === 49)
      console.log(`  ${(run + 1) * CASES} results in ${Math.round((performance.now() - started) / 1000)} s`)
  }
}
