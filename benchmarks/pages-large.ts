/**
 * The reading pages of `bench serve` over a large database: 40 systems, 30 versions of a style, 100,000 results
 * with 30,000 ratings. For every page the first answer, which is worked out, and the second, which is kept; and the
 * processor time of the server for both (Linux), as other work on the machine makes walls longer.
 *
 *   npm run build && node --import tsx benchmarks/pages-large.ts [results] [file to keep] [part of a path]
 */
import {existsSync, readFileSync} from 'node:fs'
import {mkdtemp, rm} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {createClient, type Client} from '@libsql/client'
import {define} from '../src/records/definitions.js'
import type {DefinitionRecord} from '../src/records/version.js'
import {databaseLocation} from '../src/store/database/location.js'
import {openStore, type Store} from '../src/store/store.js'
import {startServe, type Served} from '../test/support/served.js'

const SYSTEMS = 40
const VERSIONS = 30
const CASES = SYSTEMS * 48
const PATHS = [
  '/',
  '/app/leaderboard',
  '/app/leaderboard?group_by=model&group_by=style',
  '/app/leaderboard?versions=all&group_by=style',
  '/app/compare',
  '/app/compare?by=model&a=vendor/system-1&b=vendor/system-2',
  '/app/effects',
  '/app/agreement',
  '/app/tags',
  '/app/costs',
  '/app/results',
  '/app/results?offset=90000',
  '/app/results?sort=worst',
  '/app/results?sort=worst&in=figures&model=vendor/system-3',
  '/app/results?flagged=1',
  '/app/results?tag=generic',
  '/app/results?status=failed',
  '/app/prompts',
  '/app/runs',
]

const [results = 100_000] = process.argv.slice(2, 3).map(Number)
const folder = await mkdtemp(join(tmpdir(), 'bench-pages-'))
const file = process.argv[3] ?? join(folder, 'bench.db')
const only = process.argv[4] ?? ''
try {
  await prepare()
  const served = await startServe(['--db', `file:${file}`, '--quiet'], {cwd: folder})
  try {
    const cookie = await signIn(served.url)
    const {html} = await get(`${served.url}/app/results`, cookie)
    const [result] = /\/app\/results\/[0-9a-f-]{32,36}/.exec(html) ?? []
    console.log(
      `${results} results, ${SYSTEMS} systems, ${VERSIONS} versions: first answer, second (processor), kB of HTML`,
    )
    const paths = [...PATHS, ...(result === undefined ? [] : [result, `${result}/case`])]
    for (const path of paths.filter((name) => name.includes(only))) await measure(served, path, cookie)
  } finally {
    await served.stop()
  }
} finally {
  await rm(folder, {recursive: true, force: true})
}

async function measure({url, pid}: Served, path: string, cookie: string): Promise<void> {
  const timed = async () => {
    const before = processorMs(pid)
    const answer = await get(url + path, cookie)
    return {...answer, processor: processorMs(pid) - before}
  }
  const [first, second] = [await timed(), await timed()]
  const ms = ({took, processor}: {took: number; processor: number}) =>
    `${took.toFixed(0)} ms (${processor})`.padStart(16)
  console.log(`${ms(first)} ${ms(second)} ${(first.html.length / 1000).toFixed(0).padStart(5)} kB  ${path}`)
}

/** Milliseconds, to the nearest 10, that a process has had the processor; 0 where the system does not tell. */
function processorMs(pid: number): number {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /, '')
      .split(' ')
    return 10 * (Number(fields[11]) + Number(fields[12]))
  } catch {
    return 0
  }
}

async function get(url: string, cookie: string): Promise<{took: number; html: string}> {
  const started = performance.now()
  const answer = await fetch(url, {headers: {cookie}})
  const html = await answer.text()
  if (answer.status !== 200) throw new Error(`${url}: ${answer.status}`)
  return {took: performance.now() - started, html}
}

async function signIn(url: string): Promise<string> {
  const answer = await fetch(`${url}/app/sign-in`, {
    method: 'POST',
    body: new URLSearchParams({name: 'lead', next: '/app/runs'}),
    headers: {origin: url},
    redirect: 'manual',
  })
  return answer.headers
    .getSetCookie()
    .map((line) => line.split(';')[0])
    .join('; ')
}

async function prepare(): Promise<void> {
  if (existsSync(file)) return
  const store = await openStore(databaseLocation(`file:${file}`, {}), {create: true})
  const client = createClient({url: `file:${file}`})
  try {
    await fill(store, client)
  } finally {
    client.close()
    await store.close()
  }
}

function styleOf(name: string, version: number): DefinitionRecord {
  const prompt = {system: 'You make chips.', user: `Give chips, in the words of version ${version}.`}
  return define('style', name, {
    constraint: '',
    prompts: {selectable: prompt, select: prompt, final: prompt, final_with_selections: prompt, fill: prompt},
    selector: '',
    thresholds: {},
  })
}

async function fill(store: Store, client: Client): Promise<void> {
  const started = performance.now()
  const chips = JSON.stringify(
    Array.from({length: 25}, (_, at) => ({
      key: `stakeholder_conflict_${at}`,
      display: `Stakeholder Conflict ${at}`,
      type: 'situation',
    })),
  )
  const terse = styleOf('terse', 0)
  const guided = Array.from({length: VERSIONS}, (_, at) => styleOf('guided', at))
  await store.runs.define([terse, ...guided])
  await client.execute('PRAGMA synchronous = OFF')
  const runs = Math.ceil(results / CASES)
  for (let run = 0; run < runs; run++) {
    const style = guided[Math.floor((run * VERSIONS) / runs)]!
    const versions = {style: {terse: terse.id, guided: style.id}, persona: {}, system: {}}
    await client.batch(
      [
        {
          sql: `INSERT INTO runs (id, started_at, status, config) VALUES (?, strftime('%Y-%m-%dT%H:%M:%fZ', 1763900000 + ? * 9000, 'unixepoch'), 'completed', ?)`,
          args: [`run-${run}`, run, JSON.stringify({cases: CASES, versions})],
        },
        {
          sql: `WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i + 1 < ?4)
            INSERT INTO results (id, run_id, model, persona_id, sector, desired_role, style, input_type, constraint_type, chip_count,
              trial, status, latency_ms, input_tokens, output_tokens, cost_usd, created_at, final_chips, step2_chips, style_version)
            SELECT lower(hex(randomblob(16))), ?1, 'vendor/system-' || (i % 40), 'persona_' || (i / 40 % 6), 'Sector', 'Role',
              iif(i / 240 % 2, 'terse', 'guided'), iif(i / 480 % 2, 'basic', 'enriched'),
              iif(i / 960 % 2, 'with_constraint', 'no_constraint'), 15, 1, iif(i % 97 = 5, 'failed', 'completed'),
              500 + abs(random()) % 5000, 400, 700, 0.0001 * (1 + i % 40),
              strftime('%Y-%m-%dT%H:%M:%fZ', 1763900000 + ?3 * 9000 + i, 'unixepoch'), ?2, ?2, iif(i / 240 % 2, ?5, ?6) FROM n`,
          args: [`run-${run}`, chips, run, Math.min(CASES, results - run * CASES), terse.id, style.id],
        },
        {
          sql: `INSERT INTO ratings (id, result_id, user_id, rating, created_at)
            SELECT lower(hex(randomblob(16))), results.id, 'rater-' || (1 + persona_id % 3),
              max(1, min(5, 1 + abs(random() % 3) + CAST(substr(model, 15) AS INTEGER) / 16)), created_at
            FROM results WHERE run_id = ?1 AND status = 'completed' AND persona_id < 'persona_2'`,
          args: [`run-${run}`],
        },
        {
          sql: `INSERT INTO notes (id, result_id, user_id, note, flagged, created_at, tags)
            SELECT lower(hex(randomblob(16))), result_id, user_id, '', rowid % 50 = 0, created_at, iif(rowid % 10 = 0, '["generic"]', '[]')
            FROM ratings WHERE rowid % 10 = 0 AND result_id IN (SELECT id FROM results WHERE run_id = ?1)`,
          args: [`run-${run}`],
        },
        {
          sql: `INSERT INTO calls (id, run_id, result_id, step, model, request_hash, status, attempts, latency_ms, cost_usd, answer, created_at)
            SELECT lower(hex(randomblob(16))), run_id, id, 'step2', model, 'x', 'answered', 1, latency_ms, cost_usd, final_chips, created_at
            FROM results WHERE run_id = ?1`,
          args: [`run-${run}`],
        },
      ],
      'write',
    )
  }

  console.log(`filled in ${Math.round((performance.now() - started) / 1000)} s`)
}
