import {expect} from 'chai'
import {createClient, type Client} from '@libsql/client'
import {readFileSync} from 'node:fs'
import {copyFile} from 'node:fs/promises'
import {text} from '../../src/store/database/rows.js'
import {FIRST_DESIGN, manyFirstRows} from '../support/first-design.js'
import {bench, listeningUrl, startBench, startSqld, tempFolder} from '../support/processes.js'

/** The figures of a group, by plain SQL over the three tables. */
const sums = (factor: string) => `
  SELECT ${factor} AS name, count(*) AS results, sum(cost_usd) AS cost, avg(latency_ms) AS latency,
    avg(input_tokens) AS input, avg(output_tokens) AS output, sum(json_array_length(final_chips) > 0) AS usable,
    (SELECT count(*) FROM ratings JOIN results AS rated ON rated.id = result_id WHERE rated.${factor} = results.${factor}) AS ratings,
    (SELECT avg(rating) FROM ratings JOIN results AS rated ON rated.id = result_id WHERE rated.${factor} = results.${factor}) AS mean,
    (SELECT count(DISTINCT result_id) FROM ratings JOIN results AS rated ON rated.id = result_id
      WHERE rated.${factor} = results.${factor}) AS rated
  FROM results GROUP BY 1`

interface Group {
  result_count: number
  total_cost_usd: number
  avg_latency_ms: number
  avg_tokens: {input: number; output: number}
  usable_count: number
  rated_count: number
  avg_rating: number
  rated_results: number
}

describe('a database of the first design, on the command line', function () {
  this.timeout(300_000)
  let folder: Awaited<ReturnType<typeof tempFolder>>
  let first: Client
  const env = {BENCH_USER: 'ann@example.com'}
  const run = (argv: string[]) => bench(argv, {cwd: folder.path, env})
  const document = async <T>(argv: string[], code = 0): Promise<T> => {
    const {stdout, stderr, code: exit} = await run([...argv, '--json'])
    expect(exit, `${argv.join(' ')}: ${stderr}`).to.equal(code)
    return JSON.parse(stdout) as T
  }
  /** Rows of the original, column by column as text. */
  const original = async (sql: string) => (await first.execute(sql)).rows
  const count = async (table: string) =>
    Number((await original(`SELECT count(*) AS n FROM ${table}`))[0]!['n'])

  before(async () => {
    folder = await tempFolder()
    first = createClient({url: `file:${folder.file('first.db')}`})
    await first.executeMultiple(FIRST_DESIGN)
    await first.batch(manyFirstRows(), 'write')
    await copyFile(folder.file('first.db'), folder.file('bench.db'))
  })
  after(async () => {
    first.close()
    await folder.remove()
  })

  for (const factor of [
    'model',
    'style',
    'persona_id',
    'input_type',
    'constraint_type',
    'chip_count',
    'run_id',
  ])
    it(`has the sums of its own rows, by ${factor}`, async () => {
      const {stats} = await document<{stats: (Group & Record<string, unknown>)[]}>([
        'stats',
        '--group-by',
        factor,
      ])
      const expected = await original(sums(factor))
      expect(stats.length).to.equal(expected.length)
      for (const row of expected) {
        const group = stats.find((found) => String(found[factor]) === text(row, 'name'))!
        const pairs: [number, string][] = [
          [group.result_count, 'results'],
          [group.total_cost_usd, 'cost'],
          [group.avg_latency_ms, 'latency'],
          [group.avg_tokens.input, 'input'],
          [group.avg_tokens.output, 'output'],
          [group.usable_count, 'usable'],
          [group.rated_count, 'ratings'],
          [group.avg_rating, 'mean'],
          [group.rated_results, 'rated'],
        ]
        for (const [found, column] of pairs)
          expect(found, `${text(row, 'name')}, ${column}`).to.be.closeTo(Number(row[column]), 1e-6)
      }
    })

  it('lists its runs with what they cost, and none as at work', async () => {
    const {runs} = await document<{runs: Record<string, unknown>[]}>(['runs'])
    const expected =
      await original(`SELECT id, (SELECT count(*) FROM results WHERE run_id = runs.id) AS results,
      (SELECT sum(cost_usd) FROM results WHERE run_id = runs.id) AS cost FROM runs ORDER BY started_at DESC`)
    expect(runs.map(({id, status, result_count}) => [id, status, result_count])).to.deep.equal(
      expected.map((row, i) => [row['id'], i === 0 ? 'interrupted' : 'completed', row['results']]),
    )
    for (const [i, {total_cost_usd, answered_calls}] of runs.entries()) {
      expect(total_cost_usd).to.be.closeTo(Number(expected[i]!['cost']), 1e-9)
      expect(answered_calls).to.equal(expected[i]!['results'])
    }

    expect((await run(['runs'])).stdout).to.match(/completed +– +144 +0 +\$0\.\d+/)
    const {costs} = await document<{costs: {cost_usd: number}[]}>(['costs', '--by', 'run'])
    const total = (groups: readonly unknown[]) => groups.reduce<number>((sum, cost) => sum + Number(cost), 0)
    expect(total(costs.map(({cost_usd}) => cost_usd))).to.be.closeTo(
      total(runs.map(({total_cost_usd}) => total_cost_usd)),
      1e-9,
    )
  })

  it('is read by every command that reads', async () => {
    const [result, other] = await original(`SELECT id FROM results ORDER BY id LIMIT 2`)
    const [older, newer] = await original(`SELECT id FROM runs ORDER BY started_at LIMIT 2`)
    const texts: [string[], RegExp][] = [
      [['stats'], /lab\/good/],
      [['results', '--limit', '3'], /1–3 of \d+/],
      [['results', text(result!, 'id')], /Final chips/],
      [['results', '--case', text(other!, 'id')], /lab\/good/],
      [['results', '--worst', '--limit', '2'], /lab\/poor/],
      [['compare', 'lab/good', 'lab/poor'], /lab\/good is rated higher than lab\/poor/],
      [['compare', 'terse', 'guided'], /rating +\d\.\d\d +\d\.\d\d/],
      [['compare', text(older!, 'id'), text(newer!, 'id')], /do not compare/],
      [['effects'], /model +lab\/good/],
      [['decide', '--by', 'model'], /^Ship good/],
      [['rate', '--next', '3'], /1 +[0-9a-f]{8}/],
      [['costs'], /Total: \$/],
      [['raters'], /ann@example\.com/],
      [['prompts'], /guided@unknown/],
      [['runs', 'show', text(newer!, 'id')], /144 results/],
      [['doctor'], /ok +totals/],
    ]
    for (const [argv, shown] of texts) {
      const {stdout, stderr, code} = await run(argv)
      expect(code, `${argv.join(' ')}: ${stderr}`).to.equal(0)
      expect(stdout, argv.join(' ')).to.match(shown)
    }

    expect((await run(['report', '--out', 'report.html'])).code).to.equal(0)
    expect(readFileSync(folder.file('report.html'), 'utf8')).to.include('lab/good')
  })

  it('leaves resume to runs that it can go on with', async () => {
    const alone = await run(['resume'])
    expect(`${alone.code} ${alone.stderr}`).to.match(/^2 [^]*every run is finished/)
    const [latest] = await original('SELECT id FROM runs ORDER BY started_at DESC LIMIT 1')
    const named = await run(['resume', text(latest!, 'id')])
    expect(`${named.code} ${named.stderr}`).to.match(/^2 [^]*configuration of .* cannot be read/)
  })

  it('is exported as it was, takes its own export for nothing new, and new scores from it', async () => {
    const exported = async (what: string, name: string) => {
      expect((await run(['export', what, '--format', 'jsonl', '--out', name])).code).to.equal(0)
      const lines = readFileSync(folder.file(name), 'utf8').trim().split('\n')
      return lines.map((line) => JSON.parse(line) as Record<string, unknown>)
    }
    const results = await exported('results', 'results.jsonl')
    const rows = await original('SELECT id, model, final_chips, cost_usd FROM results ORDER BY id')
    expect(
      results
        .map(({id, model, final_chips, cost_usd}) => [id, model, final_chips, cost_usd])
        .sort(([a], [b]) => (String(a) < String(b) ? -1 : 1)),
    ).to.deep.equal(
      rows.map((row) => [
        row['id'],
        row['model'],
        JSON.parse(text(row, 'final_chips')) as unknown,
        row['cost_usd'],
      ]),
    )
    const ratings = await exported('ratings', 'ratings.jsonl')
    const scores = (list: readonly unknown[][]) => list.map(String).sort()
    expect(
      scores(ratings.map(({id, result_id, user_id, rating}) => [id, result_id, user_id, rating])),
    ).to.deep.equal(
      scores(
        (await original('SELECT id, result_id, user_id, rating FROM ratings')).map((row) =>
          Object.values(row),
        ),
      ),
    )
    const again = await run(['rate', '--import', 'ratings.jsonl'])
    expect(`${again.code} ${again.stdout}`).to.match(/^0 [^]*0 new, 0 replaced; .* unchanged/)
  })

  it('is served', async () => {
    const {child, finished} = startBench(['serve', '--port', '0', '--json'], {cwd: folder.path, env})
    try {
      const url = await listeningUrl(child)
      const get = async <T>(path: string) => (await (await fetch(url + path)).json()) as T
      expect((await get<{total: number}>('/runs')).total).to.equal(await count('runs'))
      expect((await get<{total: number}>('/results?limit=1')).total).to.equal(await count('results'))
      const {stats} = await get<{stats: Group[]}>('/stats?group_by=model')
      expect(stats.reduce((sum, {rated_count}) => sum + rated_count, 0)).to.equal(await count('ratings'))
    } finally {
      child.kill('SIGTERM')
      await finished
    }
  })

  it('goes into a team database with all rows, and from there onto a new laptop', async () => {
    const server = await startSqld(folder.file('sqld'))
    try {
      const remote = {...env, TURSO_DATABASE_URL: server.url}
      const sync = (db: string) =>
        bench(['sync', '--db', db, '--remote', server.url], {cwd: folder.path, env: remote})
      expect((await sync('file:bench.db')).code).to.equal(0)
      const laptop = await sync('file:laptop.db')
      expect(laptop.code, laptop.stderr).to.equal(0)
      const figures = (db: string) => document<{stats: Group[]}>(['stats', '--db', db])
      expect(await figures('file:laptop.db')).to.deep.equal(await figures('file:bench.db'))
      const theirs = createClient({url: `file:${folder.file('laptop.db')}`})
      for (const [table, columns] of [
        ['results', 'id, run_id, model, final_chips, cost_usd, latency_ms'],
        ['ratings', 'id, result_id, user_id, rating'],
      ] as const) {
        const sql = `SELECT ${columns} FROM ${table} ORDER BY id`
        expect((await theirs.execute(sql)).rows.map((row) => Object.values(row))).to.deep.equal(
          (await original(sql)).map((row) => Object.values(row)),
        )
      }

      theirs.close()
    } finally {
      await server.close()
    }
  })
})
