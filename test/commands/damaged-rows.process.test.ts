import {expect} from 'chai'
import {createClient} from '@libsql/client'
import {readFileSync} from 'node:fs'
import {bench, tempFolder} from '../support/processes.js'

/** What another program, or a hand, may write into a row: SQLite takes everything. */
const DAMAGE = [
  "final_chips = 'oops'",
  'final_chips = \'{"a": 1}\'',
  'final_chips = \'[1, null, "x", {"key": 5}]\', errors = \'{"a": 1}\'',
  "final_chips = x'ff00ff', step1_chips = 'nope', selected_chips = '5'",
  "errors = 'no list'",
  "created_at = 'yesterday', latency_ms = 'fast', cost_usd = 'free'",
]

describe('rows that another program damaged', function () {
  this.timeout(300_000)
  let folder: Awaited<ReturnType<typeof tempFolder>>
  let ids: string[] = []
  const run = (argv: string[]) => bench(argv, {cwd: folder.path, env: {BENCH_USER: 'ann@example.com'}})

  before(async () => {
    folder = await tempFolder()
    const models = ['--model', 'builtin/lexicon', '--model', 'builtin/random']
    await run(['run', ...models, '--persona', 'tech_pm', '--input-type', 'basic'])
    const client = createClient({url: `file:${folder.file('bench.db')}`})
    ids = (await client.execute('SELECT id FROM results ORDER BY id')).rows.map(({id}) => id as string)
    for (const [i, change] of DAMAGE.entries())
      await client.execute({sql: `UPDATE results SET ${change} WHERE id = ?`, args: [ids[i]!]})
    const [text, list] = (await client.execute('SELECT id FROM definitions ORDER BY kind DESC, id')).rows
    await client.execute({
      sql: "UPDATE definitions SET definition = 'oops' WHERE id = ?",
      args: [text!['id']!],
    })
    await client.execute({
      sql: "UPDATE definitions SET definition = '[1]' WHERE id = ?",
      args: [list!['id']!],
    })
    await client.execute("UPDATE definitions SET definition = 'oops' WHERE kind IN ('style', 'persona')")
    client.close()
  })
  after(() => folder.remove())

  it('break no command that reads, and what is sound is shown', async () => {
    for (const argv of [
      ...DAMAGE.map((_, i) => ['results', ids[i]!]),
      ...[
        ['results', '--limit', '50'],
        ['results', '--case', ids[0]!],
        ['results', '--worst'],
      ],
      ...[
        ['stats'],
        ['stats', '--chips'],
        ['stats', '--group-by', 'day'],
        ['effects'],
        ['costs'],
        ['doctor'],
      ],
      ...[
        ['compare', 'builtin/lexicon', 'builtin/random'],
        ['rate', '--next', '8'],
      ],
      ...[
        ['export', 'results', '--out', 'r.csv'],
        ['export', 'results', '--out', 'r.parquet'],
      ],
      ...[
        ['export', 'results', '--out', 'r.jsonl'],
        ['report', '--out', 'r.html'],
      ],
    ]) {
      const {code, stderr} = await run(argv)
      expect(code, `${argv.join(' ')}: ${stderr}`).to.equal(0)
    }

    const {runs} = JSON.parse((await run(['runs', '--json'])).stdout) as {runs: {id: string}[]}
    expect((await run(['runs', 'show', runs[0]!.id])).code).to.equal(0)
    const lost = await run(['prompts', 'show', 'terse'])
    expect(`${lost.code} ${lost.stderr}`).to.match(/^2 (?!.*defect)/)
    const lines = readFileSync(folder.file('r.jsonl'), 'utf8').trim().split('\n')
    const rows = new Map(lines.map((line) => JSON.parse(line) as {id: string}).map((row) => [row.id, row]))
    expect(rows.size).to.equal(16)
    expect(rows.get(ids[2]!)).to.deep.include({final_chips: [], errors: ['{"a":1}']})
    expect(rows.get(ids[5]!)).to.deep.include({latency_ms: null, cost_usd: null})
  })
})
