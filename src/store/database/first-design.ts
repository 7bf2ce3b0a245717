/** A table, index, view or trigger of a database. */
export interface SchemaObject {
  type: string
  name: string
  /** The table that the object belongs to. */
  table: string
  /** Made by SQLite itself for a PRIMARY KEY or UNIQUE. */
  isAutomatic: boolean
  /** The columns of a table or view. */
  columns: readonly string[]
}

const TABLES = ['runs', 'results', 'ratings'] as const
/** What was at work there is not at work here, and nothing of bench can go on with it. */
const STATUSES = `'completed', 'failed', 'interrupted', 'dry_run'`
const CASE = 'run_id, model, persona_id, style, input_type, constraint_type, chip_count'

/** Any time that SQLite understands, in our format; a text that it does not understand stays as it is. */
const time = (column: string) => `coalesce(strftime('%Y-%m-%dT%H:%M:%fZ', ${column}), ${column})`
const list = (column: string) => `CASE WHEN json_valid(${column}) THEN ${column} END`

/**
 * How the first design's three tables become ours: `before` puts them aside, then come the tables of
 * schema.sql, `fill` copies the rows. Ids stay; a NULL where ours allows none is replaced by the value that
 * it stands for.
 */
export function firstDesign(objects: readonly SchemaObject[]): {before: string[]; fill: string[]} {
  const theirs = objects.filter(({table}) => (TABLES as readonly string[]).includes(table))
  // Their indexes may have the same names as ours.
  const dropped = theirs.filter(({type, isAutomatic}) => ['index', 'trigger'].includes(type) && !isAutomatic)
  const views = objects.filter(({type}) => type === 'view')
  return {
    before: [
      ...[...views, ...dropped].map(({type, name}) => `DROP ${type} "${name.replaceAll('"', '""')}"`),
      ...TABLES.map((table) => `ALTER TABLE ${table} RENAME TO first_${table}`),
    ],
    fill: [
      ...COPIES,
      ...['ratings', 'results', 'runs'].map((table) => `DROP TABLE first_${table}`),
      RECOUNT_EVERYTHING,
    ],
  }
}

const COPIES = [
  `INSERT INTO runs (id, started_at, completed_at, status, config)
    SELECT id, ${time('started_at')}, ${time('completed_at')},
      CASE WHEN status IN (${STATUSES}) THEN status WHEN completed_at IS NULL THEN 'interrupted' ELSE 'completed' END,
      CASE WHEN json_valid(config) THEN config ELSE json_quote(config) END
    FROM first_runs`,
  // A result's run may be deleted there: the first design did not check that.
  `INSERT INTO runs (id, started_at, status)
    SELECT coalesce(run_id, 'unknown'), ${time("coalesce(min(created_at), '1970-01-01')")}, 'completed'
    FROM first_results WHERE run_id IS NULL OR run_id NOT IN (SELECT id FROM runs) GROUP BY 1`,
  `INSERT INTO results (id, run_id, model, persona_id, sector, desired_role, style, input_type, constraint_type, chip_count,
      trial, status, latency_ms, input_tokens, output_tokens, cost_usd, created_at,
      final_chips, step1_chips, selected_chips, fill_chips, errors)
    SELECT id, run_id, model, persona_id, sector, desired_role, style, input_type, constraint_type, chip_count,
      row_number() OVER (PARTITION BY ${CASE} ORDER BY created_at, id), 'completed',
      latency_ms, input_tokens, output_tokens, cost_usd, ${time("coalesce(created_at, '1970-01-01')")},
      coalesce(${list('final_chips')}, '[]'), ${list('step1_chips')}, ${list('selected_chips')}, ${list('fill_chips')},
      CASE WHEN errors IS NULL OR errors = '' OR errors = 'null' THEN '[]' WHEN json_valid(errors) THEN errors ELSE json_array(errors) END
    FROM (SELECT id, coalesce(run_id, 'unknown') AS run_id, coalesce(model, '') AS model,
        coalesce(persona_id, '') AS persona_id, coalesce(sector, '') AS sector, coalesce(desired_role, '') AS desired_role,
        coalesce(style, '') AS style, coalesce(input_type, '') AS input_type,
        coalesce(constraint_type, '') AS constraint_type, coalesce(chip_count, 0) AS chip_count,
        latency_ms, input_tokens, output_tokens, cost_usd, created_at,
        final_chips, step1_chips, selected_chips, fill_chips, errors
      FROM first_results)`,
  `INSERT INTO ratings (id, result_id, user_id, rating, created_at)
    SELECT id, result_id, user_id, rating, ${time("coalesce(created_at, '1970-01-01')")} FROM first_ratings
    WHERE result_id IN (SELECT id FROM results) AND user_id IS NOT NULL AND rating BETWEEN 1 AND 5`,
]

const RECOUNT_EVERYTHING = `UPDATE results SET (rating_count, rating_sum, rated_1, rated_2, rated_3, rated_4, rated_5) = (
    SELECT count(*), coalesce(sum(rating), 0),
      count(*) FILTER (WHERE rating = 1), count(*) FILTER (WHERE rating = 2), count(*) FILTER (WHERE rating = 3),
      count(*) FILTER (WHERE rating = 4), count(*) FILTER (WHERE rating = 5)
    FROM ratings WHERE result_id = results.id)`

/** Whether a table is there, with these columns. */
export const has = (tables: readonly SchemaObject[], name: string, wanted: readonly string[]) =>
  wanted.every((column) => tables.find((table) => table.name === name)?.columns.includes(column))

const FIRST_RESULTS = [
  ...[
    'id',
    'run_id',
    'model',
    'persona_id',
    'sector',
    'desired_role',
    'style',
    'input_type',
    'constraint_type',
  ],
  ...['chip_count', 'final_chips', 'step1_chips', 'selected_chips', 'fill_chips', 'errors', 'latency_ms'],
  ...['input_tokens', 'output_tokens', 'cost_usd', 'created_at'],
]

/** Whether the three tables of the first design are there, and no table that bench would have to make. */
export function isFirstDesign(tables: readonly SchemaObject[]): boolean {
  const isTaken = tables.some(({name}) => ['calls', 'changes', 'notes', 'meta'].includes(name))
  return (
    !isTaken &&
    has(tables, 'runs', ['id', 'started_at', 'completed_at', 'status', 'config']) &&
    has(tables, 'results', FIRST_RESULTS) &&
    !has(tables, 'results', ['trial']) &&
    has(tables, 'ratings', ['id', 'result_id', 'user_id', 'rating', 'created_at'])
  )
}
