import {expect} from 'chai'
import {parse} from 'csv-parse/sync'
import {existsSync, readdirSync} from 'node:fs'
import {readFile, writeFile} from 'node:fs/promises'
import {CALL_COLUMNS, RATING_COLUMNS, RESULT_COLUMNS} from '../../src/export/columns.js'
import type {Chip} from '../../src/chips/chip.js'
import {databaseLocation} from '../../src/store/database/location.js'
import {openStore} from '../../src/store/store.js'
import {bench, tempFolder} from '../support/processes.js'
import {aCall, aResult, aRun} from '../support/records.js'

/** What a model may answer to harm whoever reads it. */
const HOSTILE: Chip[] = [
  {key: 'esc', display: '\u001b[2J\u001b]0;owned\u0007red \u001b[31m', type: 'situation'},
  {key: 'c1', display: 'c1 \u009b31m', type: 'jargon'},
  {key: 'rtl', display: 'abc \u202Egnp.exe', type: 'role_task'},
  {key: 'wide', display: '株式会社 🍟 مرحبا', type: 'environment'},
  {key: 'lines', display: 'one\ntwo\r\nthree', type: 'situation'},
  {key: 'formula', display: '=HYPERLINK("http://x")', type: 'jargon'},
  {key: 'html', display: '<img src=x onerror=alert(1)>', type: 'role_task'},
  {key: 'long', display: 'word '.repeat(100).trim(), type: 'environment'},
]
const HARMFUL = /[\u0000-\u0008\u000B-\u001F\u007F-\u009F\u200E\u200F\u202A-\u202E\u2066-\u2069]/

/** Two models over four personas and two styles; alpha is a point better, guided half a point. */
describe('comparing, effects, exports', () => {
  let folder: Awaited<ReturnType<typeof tempFolder>>
  const run = (...args: string[]) => bench(args, {cwd: folder.path})
  before(async () => {
    folder = await tempFolder()
    const store = await openStore(databaseLocation(`file:${folder.file('bench.db')}`, {}), {create: true})
    for (const id of ['run-one', 'run-two']) await store.runs.create(aRun({id}))
    for (const model of ['lab/alpha', 'lab/beta']) {
      for (const persona_id of ['p1', 'p2', 'p3', 'p4']) {
        for (const [at, style] of ['terse', 'guided'].entries()) {
          const result = aResult(persona_id === 'p4' ? 'run-two' : 'run-one', {
            model,
            persona_id,
            style,
            trial: 1,
            final_chips: HOSTILE,
            step2_chips: HOSTILE,
            cost_usd: model === 'lab/alpha' ? 0.02 : 0.01,
          })
          await store.results.save(result)
          await store.calls.save(aCall(result.run_id, result.id, {answer: '=1+1 \u001b[31m'}))
          const rating = (model === 'lab/alpha' ? 4 : 3) + (persona_id === 'p1' ? -1 : 0) + at
          await store.ratings.save({
            result_id: result.id,
            user_id: '=ann',
            rating,
            created_at: '2026-11-24T09:00:00.000Z',
            blind: true,
          })
        }
      }
    }

    await store.results.save(
      aResult('run-one', {model: 'lab/alpha', status: 'failed', cost_usd: 9, persona_id: 'p9'}),
    )
    await store.close()
  })
  after(() => folder.remove())

  describe('bench compare', () => {
    it('pairs equal configurations, and says what they show', async () => {
      const {code, stdout} = await run('compare', 'lab/alpha', 'lab/beta')
      expect(code).to.equal(0)
      expect(stdout.replaceAll('\n', ' ')).to.contain(
        'lab/alpha is rated higher than lab/beta by 1.00 points: p < .001, 8 configurations.',
      )
      expect(stdout).to.match(/cost per result +\$0\.020 +\$0\.010 +\+\$0\.010/)
      const {pairs, by} = JSON.parse((await run('compare', 'lab/beta', 'lab/alpha', '--json')).stdout) as {
        by: string
        pairs: {rating: {difference: number; standard_error: number; df: number; p: number}}[]
      }
      expect(by).to.equal('model')
      const {difference, standard_error, df, p} = pairs[0]!.rating
      // Eight equal differences: the error is its floor, √2/8. R: 2 * pt(-8 / sqrt(2), 7).
      expect([difference, standard_error, df].map((value) => Number(value.toFixed(9)))).to.deep.equal([
        -1,
        Number((Math.SQRT2 / 8).toFixed(9)),
        7,
      ])
      expect(p).to.be.closeTo(0.00077, 5e-6)
    })

    it('finds out what the names are', async () => {
      const styles = (await run('compare', 'guided', 'terse')).stdout.replaceAll('\n', ' ')
      // Two models on one persona vary together.
      expect(styles).to.contain('only 4 rated configurations can tell them apart, and it takes 5')
      expect((await run('compare', 'run-one', 'run-two')).stdout.replaceAll('\n', ' ')).to.contain(
        'no rated configuration in common',
      )
      expect((await run('compare', 'run-o', 'run-t', '--json')).stdout).to.contain('"by": "run_id"')
      const typo = await run('compare', 'lab/alpha', 'lab/bet')
      expect(typo.code).to.equal(2)
      expect(typo.stderr).to.match(/Unknown model "lab\/bet"[^]*lab\/beta/)
      for (const args of [
        ['--all', '--by', 'model', '--style', 'ters'],
        ['lab/alpha', 'lab/beta', '--style', 'ters'],
      ])
        expect((await run('compare', ...args)).stderr, args.join(' ')).to.contain('Did you mean terse')
      expect((await run('compare', 'lab/alpha')).stderr).to.contain('nothing to be compared with')
      expect((await run('compare')).code).to.equal(2)
      expect((await run('compare', 'terse', 'terse')).stderr).to.contain('are the same')
    })

    it('tells of a family which pairs cannot be told', async () => {
      const {stdout} = await run('compare', '--all', '--by', 'persona_id')
      expect(stdout).to.contain('No pair has rated configurations enough in common yet')
      const {pairs} = JSON.parse((await run('compare', '--all', '--by', 'persona_id', '--json')).stdout) as {
        pairs: {a: string; b: string; rating: {p_holm: number | null; withheld: {kind: string}}}[]
      }
      expect(pairs).to.have.length(6)
      for (const {a, b, rating} of pairs)
        // Nobody knows what the two runs asked, and p4 is of the second.
        expect([a, b, rating.p_holm, rating.withheld.kind]).to.deep.equal([
          a,
          b,
          null,
          b === 'p4' ? 'no_common_configuration' : 'few_configurations',
        ])
    })
  })

  describe('bench effects', () => {
    it('puts the factor that matters first', async () => {
      const {stdout} = await run('effects', '--metric', 'rating')
      expect(stdout).to.match(/rating +level[^]*style|model/)
      const {effects} = JSON.parse((await run('effects', '--metric', 'rating', '--json')).stdout) as {
        effects: {factor: string; levels: {level: string; effect: number}[]; configurations: number}[]
      }
      const model = effects.find(({factor}) => factor === 'model')!
      expect(model.levels.map(({level, effect}) => [level, Number(effect.toFixed(9))])).to.deep.equal([
        ['lab/alpha', 0.5],
        ['lab/beta', -0.5],
      ])
      expect(model.configurations).to.equal(8)
    })

    it('knows the automatic metrics, and names near ones', async () => {
      expect((await run('effects', '--metrics')).stdout).to.contain('key_validity')
      expect((await run('effects', '--metric', 'ratin')).stderr).to.match(/Unknown metric "ratin"[^]*rating/)
    })
  })

  describe('bench stats', () => {
    it('ends with 4 where a threshold is not met, and still prints', async () => {
      const missed = await run('stats', '--min-rating', '4')
      expect(missed.code).to.equal(4)
      expect(missed.stderr).to.match(
        /^lab\/beta is rated 3\.25; 4 was asked for\.\nThe gates speak of guided@unknown, terse@unknown, /,
      )
      expect(missed.stdout).to.contain('lab/alpha')
      expect((await run('stats', '--min-rating', '3')).code).to.equal(0)
      const alpha = await run('stats', '--min-alpha', '0.5', '--json')
      expect(alpha.code).to.equal(4)
      expect(JSON.parse(alpha.stdout)).to.have.property('unmet').that.has.length(1)
      expect(JSON.parse(alpha.stdout)).to.have.nested.property('gates.met', false)
      expect((await run('stats', '--min-rating', 'high')).code).to.equal(2)
    })

    it('says in one line which gates are met, and writes them for CI', async () => {
      const gates = ['--min-rating', '3', '--max-failed', '1', '--min-metric', 'key_validity=1']
      const {code, stderr} = await run('stats', ...gates)
      expect(code, stderr).to.equal(0)
      expect(stderr).to.match(/^Met: --max-failed, --min-metric key_validity, --min-rating by 2 groups of /)
      const junit = await run('stats', ...gates, '--max-p95', '1e-6', '--format', 'junit')
      expect(junit.code).to.equal(4)
      expect(junit.stdout).to.contain('<testsuites name="bench" tests="8" failures="2">')
      const markdown = await run('stats', ...gates, '--format', 'markdown')
      expect(markdown.stdout).to.match(/^### All gates are met\n[^]*\| lab\/alpha \|/)
      for (const [flags, sentence] of [
        [['--format', 'junit'], 'none is asked for'],
        [['--min-metric', 'dublicates=1'], 'duplicates'],
        [['--max-failed', '1.5'], 'whole number'],
        [['--sure'], 'neither is there'],
        [['--against', 'nowhere'], 'Unknown run'],
      ] as const) {
        const refused = await run('stats', ...flags)
        expect([refused.code, refused.stderr.includes(sentence)], refused.stderr).to.deep.equal([2, true])
      }
    })

    it('gates what compare compares: both levels, of two runs the one that is not the measure', async () => {
      const both = await run('compare', 'lab/alpha', 'lab/beta', '--min-rating', '3.5')
      expect([both.code, both.stderr.split('\n')[0]]).to.deep.equal([
        4,
        'lab/beta is rated 3.25; 3.5 was asked for.',
      ])
      expect(both.stdout).to.contain('rated higher than')
      const runs = await run('compare', 'run-one', 'run-two', '--against', 'run-o', '--format', 'junit')
      expect(runs.code).to.equal(4)
      expect(runs.stdout.match(/<testcase [^>]*>/g)).to.deep.equal([
        '<testcase classname="against" name="against: run-two">',
      ])
      const document = await run(
        'compare',
        'lab/alpha',
        'lab/beta',
        '--max-failed',
        '1',
        '--format',
        'markdown',
      )
      expect([document.code, document.stdout.startsWith('### All gates are met')]).to.deep.equal([0, true])
    })

    it('counts failed cases and never averages them', async () => {
      const {stats} = JSON.parse((await run('stats', '--json', '--metrics')).stdout) as {
        stats: Record<string, unknown>[]
      }
      expect(stats[0]).to.deep.include({
        model: 'lab/alpha',
        result_count: 8,
        failed_count: 1,
        avg_rating: 4.25,
        // The failed case cost $9, which belongs to what a result costs.
        cost_per_result_usd: 1.145,
      })
      expect(stats[0]!['metrics']).to.include({count_error: 7, type_coverage: 1})
    })

    it('fits into a narrow terminal by leaving columns out', async () => {
      const {openTerminal} = await import('../support/terminal.js')
      const screen = openTerminal(['stats'], {cwd: folder.path, columns: 60, rows: 40})
      await screen.exited
      const [head, first] = screen.lines()
      expect(head).to.match(/rank +model +rating +95 %/)
      expect(first).to.match(/^1 +lab\/alpha +4\.25/)
    })
  })

  describe('bench export', () => {
    const csv = (text: string) => parse<Record<string, string>>(text, {columns: true})

    it('writes a row a result, with sanitize cells', async () => {
      const {stdout} = await run('export', 'results')
      const rows = csv(stdout)
      expect(rows).to.have.length(17)
      expect(stdout).not.to.match(HARMFUL)
      const [row] = rows.filter(({status}) => status === 'completed')
      expect(row).to.include({chips: '8', chips_situation: '2', chips_filled: '0', rating_count: '1'})
      expect((JSON.parse(row!['final_chips']!) as Chip[])[0]).to.deep.equal(HOSTILE[0])
    })

    it('makes formulas sanitize', async () => {
      const rows = csv((await run('export', 'ratings')).stdout)
      expect(rows).to.have.length(16)
      expect(rows.every(({user_id}) => user_id === `'=ann`)).to.equal(true)
      const [call] = csv((await run('export', 'calls', '--model', 'lab/beta')).stdout)
      expect(call!['answer']).to.equal(`'=1+1 \uFFFD[31m`)
    })

    it('keeps the exact text in JSON and JSONL', async () => {
      const lines = (await run('export', 'results', '--format', 'jsonl', '--status', 'completed')).stdout
        .trimEnd()
        .split('\n')
      const array = JSON.parse(
        (await run('export', 'results', '--json', '--status', 'completed')).stdout,
      ) as object[]
      expect(lines.map((line) => JSON.parse(line) as object)).to.deep.equal(array)
      expect(array).to.have.length(16)
      expect(array[0]).to.have.property('final_chips').that.deep.equals(HOSTILE)
      expect(lines.join('')).not.to.match(HARMFUL)
    })

    it('makes a file only when it is whole, and replaces none unasked', async () => {
      expect((await run('export', '-o', 'out.jsonl')).stdout).to.equal('17 results written to out.jsonl.\n')
      expect((await readFile(folder.file('out.jsonl'), 'utf8')).split('\n')).to.have.length(18)
      await writeFile(folder.file('mine.csv'), 'mine')
      const refused = await run('export', '-o', 'mine.csv')
      expect([refused.code, await readFile(folder.file('mine.csv'), 'utf8')]).to.deep.equal([2, 'mine'])
      expect((await run('export', '-o', 'mine.csv', '--force')).code).to.equal(0)
      const nowhere = await run('export', '-o', 'no/such/folder.csv')
      expect(nowhere.code).to.equal(1)
      expect(nowhere.stderr).to.contain('cannot be written')
      expect(readdirSync(folder.path).filter((name) => name.endsWith('.partial'))).to.deep.equal([])
      const unknown = await run('export', '--model', 'lab/alpa', '-o', 'none.csv')
      expect([unknown.code, existsSync(folder.file('none.csv'))]).to.deep.equal([2, false])
    })

    it('writes an empty table as one', async () => {
      const empty = await run('export', 'results', '--status', 'failed', '--model', 'lab/beta', '--json')
      expect(JSON.parse(empty.stdout)).to.deep.equal([])
    })

    it('has every column documented', async () => {
      const text = await readFile(new URL('../../docs/reference/export.md', import.meta.url), 'utf8')
      for (const {name, meaning} of [...RESULT_COLUMNS, ...RATING_COLUMNS, ...CALL_COLUMNS])
        expect(text).to.contain(`| \`${name}\` | ${meaning} |`)
    })
  })

  it('shows hostile chips in the terminal without harm, and without loss', async () => {
    const {results} = JSON.parse(
      (await run('results', '--json', '--status', 'completed', '--limit', '1')).stdout,
    ) as {results: {id: string}[]}
    const {stdout} = await run('results', results[0]!.id)
    expect(stdout).not.to.match(HARMFUL)
    for (const part of ['red', '株式会社 🍟 مرحبا', 'one two three', '<img src=x onerror=alert(1)>'])
      expect(stdout).to.contain(part)
    expect(stdout.match(/\bword\b/g)!.length).to.be.at.least(100)
    expect((await run('results', results[0]!.id, '--json')).stdout).not.to.match(HARMFUL)
  })
})
