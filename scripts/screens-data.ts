/**
 * Made test/screens/stored.sql: invented results of schema 3 that the screens are taken of. It writes columns of
 * schema 3 by name and asks no store, so that it writes the same file whatever the schema is today.
 *
 * node --import tsx scripts/screens-data.ts
 */
import {writeFile} from 'node:fs/promises'
import {resultId, type Case} from '../src/suite/model/case.js'
import {findSuite} from '../src/suite/files/find.js'
import {
  answerOf,
  below,
  draw,
  FAILED_ANSWER,
  FAILED_USAGE,
  MODELS,
  noise,
  RATERS,
  usageOf,
  type Model,
} from '../test/screens/invented.js'

const FOLDER = new URL('../test/screens/', import.meta.url)
const {suite, hash, prompt_hash} = await findSuite('suite.yaml', {folder: FOLDER.pathname})

const statements: string[] = []
/** Signs that turn the direction of text would turn it in a review of the file too. */
const BIDI = /[\u202A-\u202E\u2066-\u2069]/g
const escaped = (sign: string) => `\\u${sign.charCodeAt(0).toString(16)}`

function literal(value: unknown): string {
  if (value === null) return 'NULL'
  if (typeof value === 'number') return String(value)
  const text = typeof value === 'string' ? value : JSON.stringify(value).replaceAll(BIDI, escaped)
  return `'${text.replaceAll("'", "''")}'`
}

function insert(table: string, row: Record<string, unknown>): void {
  const values = Object.values(row).map(literal).join(', ')
  statements.push(`INSERT INTO ${table} (${Object.keys(row).join(', ')}) VALUES (${values});`)
}

let made = 0
const nextId = () => `00000000-0000-4000-8000-${String(++made).padStart(12, '0')}`

/** A time some seconds after the beginning of a run. */
const after = (start: string, seconds: number) => new Date(Date.parse(start) + seconds * 1000).toISOString()

interface Plan {
  id: string
  started_at: string
  completed_at: string | null
  status: string
  models: Model[]
  personas?: string[]
  styles?: string[]
  input_types?: ('basic' | 'enriched')[]
  constraint_types?: ('with_constraint' | 'no_constraint')[]
  chip_counts?: number[]
  trials?: number
  seed?: number
  /** Cases from this place on were never done. */
  done?: number
  change?: Record<string, unknown>
}

function levels(plan: Plan) {
  const personas = suite.personas.filter(({id}) => plan.personas?.includes(id) ?? true)
  return {
    persona_ids: personas.map(({id}) => id),
    personas,
    styles: plan.styles ?? ['terse', 'guided'],
    input_types: plan.input_types ?? (['basic', 'enriched'] as const),
    constraint_types: plan.constraint_types ?? (['with_constraint', 'no_constraint'] as const),
    chip_counts: plan.chip_counts ?? [15, 35],
    trials: plan.trials ?? 1,
  }
}

function priced(id: Model) {
  const known = suite.models.find((model) => model.id === id)
  const name = id === 'builtin/lexicon' ? 'Lexicon (baseline)' : 'Random (baseline)'
  return known ?? {id, name, input_price: 0, output_price: 0}
}

function casesOf(plan: Plan): Case[] {
  const {personas, styles, input_types, constraint_types, chip_counts, trials} = levels(plan)
  return plan.models.flatMap((model) =>
    personas.flatMap((persona) =>
      styles.flatMap((style) =>
        constraint_types.flatMap((constraint_type) =>
          input_types.flatMap((input_type) =>
            chip_counts.flatMap((chip_count) =>
              Array.from({length: trials}, (_, at) => {
                const trial = at + 1
                return {model, persona, style, input_type, constraint_type, chip_count, trial}
              }),
            ),
          ),
        ),
      ),
    ),
  )
}

function addRun(plan: Plan): void {
  const {personas, ...chosen} = levels(plan)
  const config = {
    tool_version: '0.0.9',
    suite: {
      id: suite.id,
      hash,
      prompt_hash,
      prices_as_of: suite.prices_as_of,
      file: 'suite.yaml',
      plugin: null,
    },
    models: plan.models.map(priced),
    selector: suite.selector,
    personas,
    ...chosen,
    cases: casesOf(plan).length,
    concurrency: 4,
    budget_usd: plan.seed === undefined ? 5 : null,
    max_retries: 5,
    timeout_s: 120,
    case_timeout_s: 1800,
    temperature: 0.7,
    max_output_tokens: 4000,
    seed: plan.seed ?? null,
    base_url: null,
    providers: [],
    record: null,
    replay: null,
    ...plan.change,
  }
  const {id, started_at, completed_at, status} = plan
  insert('runs', {id, started_at, completed_at, status, config})
  for (const [at, each] of casesOf(plan).entries()) {
    if (at >= (plan.done ?? Infinity)) break
    addResult(plan, each, at)
  }
}

function addResult(plan: Plan, asked: Case, at: number): void {
  const {model, persona, style, input_type, constraint_type, chip_count, trial} = asked
  const {quality, failing} = MODELS[model as Model]
  const isMade = plan.seed !== undefined
  const isFailed = draw() < failing || (isMade && at === 2)
  const created_at = after(plan.started_at, 20 + at * 7)
  const usage = isFailed ? FAILED_USAGE : usageOf(asked, at)
  const row = {
    id: resultId(plan.id, asked),
    run_id: plan.id,
    model,
    persona_id: persona.id,
    sector: persona.sector,
    desired_role: persona.desired_role,
    ...{style, input_type, constraint_type, chip_count, trial},
    status: isFailed ? 'failed' : 'completed',
    ...usage,
    created_at,
    ...(isFailed ? FAILED_ANSWER : answerOf(suite, asked, at)),
  }
  insert('results', row)
  const call = {run_id: plan.id, result_id: row.id, model, created_at, isFailed}
  if (at % 4 === 1 || isFailed) addCalls(call, {isEnriched: input_type === 'enriched', ...usage})
  if (!isFailed && !isMade) addRatings(row.id, created_at, valueOf(asked, quality))
}

const valueOf = ({style, input_type}: Case, quality: number) =>
  quality + noise(0.9) + (style === 'guided' ? 0.2 : -0.2) + (input_type === 'enriched' ? 0.15 : -0.15)

interface Measured {
  isEnriched: boolean
  cost_usd: number | null
  latency_ms: number | null
  input_tokens: number | null
  output_tokens: number | null
}

function addCalls(
  {
    isFailed,
    model,
    created_at,
    ...call
  }: Record<'run_id' | 'result_id' | 'model' | 'created_at', string> & {isFailed: boolean},
  {isEnriched, ...measured}: Measured,
): void {
  const steps = isEnriched && !isFailed ? (['step1', 'selection', 'step2'] as const) : (['step2'] as const)
  for (const step of steps) {
    const row = {...call, id: nextId(), step, model: step === 'selection' ? suite.selector.id : model}
    const request_hash = `${step}-${made}`
    const failed = {latency_ms: null, input_tokens: null, output_tokens: null, cost_usd: 0, charged_usd: 0}
    const answered = {...measured, charged_usd: measured.cost_usd ?? 0.02, finish_reason: 'stop', error: null}
    insert('calls', {
      ...row,
      request_hash,
      status: isFailed ? 'failed' : 'answered',
      attempts: isFailed ? 6 : 1 + below(2),
      ...(isFailed ? {...failed, finish_reason: null, error: '503 Service Unavailable'} : answered),
      answer: isFailed
        ? null
        : step === 'selection'
          ? '["covers"]'
          : '[{"key":"covers","display":"Covers","type":"jargon"}]',
      created_at,
    })
  }
}

function addRatings(result_id: string, made_at: string, value: number): void {
  for (const [at, {user, severity, share, blind}] of RATERS.entries()) {
    if (draw() > share) continue
    const rating = Math.min(5, Math.max(1, Math.round(value + severity + noise(1))))
    const created_at = after(made_at, 3600 * (at + 1))
    insert('ratings', {id: nextId(), result_id, user_id: user, rating, created_at, blind})
    if (below(12) === 0) {
      const again = Math.min(5, rating + below(2))
      insert('rating_repeats', {
        id: nextId(),
        result_id,
        user_id: user,
        rating: again,
        created_at: after(created_at, 900),
      })
    }
    if (below(14) === 0) {
      const note = ['Two chips say the same.', 'Wrong trade.', ''][below(3)]!
      const flagged = note === '' ? 1 : below(2)
      insert('notes', {id: nextId(), result_id, user_id: user, note, flagged, created_at})
    }
  }
}

addRun({
  id: '20261120-090000-aaaa',
  started_at: '2026-11-20T09:00:00.000Z',
  completed_at: '2026-11-20T09:12:00.000Z',
  status: 'completed',
  models: ['lab/aspen', 'lab/birch', 'lab/cedar', 'builtin/random'],
  constraint_types: ['with_constraint'],
  chip_counts: [15],
  trials: 2,
})
addRun({
  id: '20261123-140000-bbbb',
  started_at: '2026-11-23T14:00:00.000Z',
  completed_at: '2026-11-23T14:09:30.000Z',
  status: 'completed',
  models: ['lab/aspen', 'lab/birch'],
  styles: ['guided'],
  change: {temperature: 0.2, shards: 2},
})
addRun({
  id: '20261124-080000-cccc',
  started_at: '2026-11-24T08:00:00.000Z',
  completed_at: null,
  status: 'interrupted',
  models: ['builtin/lexicon', 'builtin/random'],
  personas: ['cook'],
  styles: ['terse'],
  constraint_types: ['with_constraint'],
  seed: 3,
  done: 4,
})
addRun({
  id: '20261124-100000-dddd',
  started_at: '2026-11-24T10:00:00.000Z',
  completed_at: '2026-11-24T10:00:01.000Z',
  status: 'dry_run',
  models: ['lab/aspen', 'lab/birch', 'lab/cedar'],
  done: 0,
})
statements.push(
  "UPDATE meta SET db_id = '0123456789abcdef0123456789abcdef';",
  '-- Triggers wrote these rows at the time of loading.',
  'UPDATE changes SET updated_at = 1764061200000 + seq;',
  'PRAGMA user_version = 3;',
)
const head = `-- What test/screens is taken of, as bench stored it at schema 3; schema-3.sql makes the tables.\n-- Written by scripts/screens-data.ts. It stays as it is when the schema changes: the tool migrates it.\n`
await writeFile(new URL('stored.sql', FOLDER), `${head}${statements.join('\n')}\n`)
