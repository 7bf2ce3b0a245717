import {expect} from 'chai'
import {existsSync} from 'node:fs'
import {writeFile} from 'node:fs/promises'
import {bench, tempFolder} from '../support/processes.js'

describe('bench, offline', () => {
  let folder: Awaited<ReturnType<typeof tempFolder>>
  const run = (...args: string[]) => bench(args, {cwd: folder.path})
  const json = async (...args: string[]): Promise<unknown> =>
    JSON.parse((await run(...args, '--json')).stdout)
  before(async () => {
    folder = await tempFolder()
  })
  after(() => folder.remove())

  it('runs the baselines with no key and no network', async () => {
    const {code, stdout, stderr} = await run('run', '--model', 'builtin/lexicon', '--model', 'builtin/random')
    expect(code).to.equal(0)
    expect(stdout).to.match(/completed: 192 of 192 cases completed, 0 failed, 0 left/)
    expect(stderr).to.match(/builtin\/random +96\/96/)
    expect(stderr).not.to.contain('\u001b[')
  })

  it('lists runs, results and groups, for people and for scripts', async () => {
    expect((await run('runs')).stdout).to.match(/completed +192 +192 +0/)
    expect(await json('runs')).to.have.nested.property('runs.length', 1)
    const page = (await json('results', '--persona', 'tech_pm', '--limit', '5')) as {
      results: {id: string}[]
      total: number
    }
    expect(page.total).to.equal(32)
    expect(page.results).to.have.length(5)
    const {stdout} = await run('results', page.results[0]!.id.slice(0, 12))
    expect(stdout)
      .to.match(/SITUATION \(\d+\)/)
      .and.contain('Calls')
    const stats = (await json('stats', '--group-by', 'style', '--group-by', 'chip_count')) as {
      stats: object[]
    }
    expect(stats.stats).to.have.length(4)
    expect(stats.stats[0]).to.include({style: 'guided', chip_count: 15, result_count: 48, failed_count: 0})
    expect((await run('stats')).stdout).to.match(/builtin\/lexicon +0\/96/)
  })

  it('lists models and personas without a database', async () => {
    const empty = await tempFolder()
    for (const command of ['models', 'personas'])
      expect((await bench([command], {cwd: empty.path})).code).to.equal(0)
    const models = JSON.parse((await bench(['models', '--json'], {cwd: empty.path})).stdout) as {
      models: object[]
    }
    expect(models.models).to.have.length(13)
    expect(existsSync(empty.file('bench.db'))).to.equal(false)
    await empty.remove()
  })

  it('estimates without a call, and keeps the dry run', async () => {
    const {code, stdout} = await run('run', '--all', '--dry-run')
    expect(code).to.equal(0)
    expect(stdout)
      .to.contain('960 cases; nothing was called')
      .and.match(/In all about \$\d/)
    const {runs} = (await json('runs')) as {runs: {status: string}[]}
    expect(runs[0]!.status).to.equal('dry_run')
    expect((await run('resume')).stderr).to.contain('Nothing to resume')
  })

  const mistakes: [string[], number, RegExp][] = [
    [['run'], 2, /No model was chosen.*Nothing was started/],
    [['run', '--model', 'claude-haiku'], 2, /Unknown model "claude-haiku".*\n.*anthropic\/claude-haiku-4.5/],
    [
      ['run', '--model', 'builtin/lexicon', '--persona', 'tech-pm'],
      2,
      /Unknown persona "tech-pm".*\n.*tech_pm/,
    ],
    [['run', '--model', 'builtin/lexicon', '--style', 'verbose'], 2, /Unknown style "verbose"/],
    [['run', '--model', 'builtin/lexicon', '--chip-count', '16'], 2, /Unknown chip count "16"/],
    [['run', '--model', 'builtin/lexicon', '--trials', '0'], 2, /trials/],
    [['run', '--model', 'builtin/lexicon', '--concurrency', 'many'], 2, /concurrency|integer/i],
    [['run', '--model', 'builtin/lexicon', '--budget', '-1'], 2, /--budget must be a number above 0/],
    [
      ['run', '--model', 'builtin/lexicon', '--temperature', '3'],
      2,
      /--temperature must be a number between 0 and 2/,
    ],
    [['run', '--model', 'openai/gpt-5-mini'], 2, /OPENROUTER_API_KEY is not set[\s\S]*builtin\/lexicon/],
    [['run', '--model', 'openai/gpt-5-mini', '--base-url', 'nonsense'], 2, /--base-url is no http/],
    [
      ['run', '--model', 'openai/gpt-5-mini', '--base-url', 'http://localhost:1/v1?key=x', '--dry-run'],
      2,
      /--base-url holds a query.*Nothing was started/,
    ],
    [
      ['run', '--custom-model', 'llama', '--base-url', 'http://localhost:1/v1', '--budget', '1'],
      2,
      /--budget cannot be kept/,
    ],
    [['run', '--nonsense'], 2, /nonsense/],
    [['results', 'no-such-result'], 2, /There is no result "no-such-result"/],
    [['results', '--model', 'builtin/lexikon'], 2, /Unknown model "builtin\/lexikon".*\n.*builtin\/lexicon/],
    [['results', '--run', 'nope'], 2, /Unknown run "nope"/],
    [['results', '--chip-count', 'many'], 2, /whole number/],
    [['results', '--sort', 'nicest'], 2, /sort/],
    [['stats', '--group-by', 'colour'], 2, /group-by/],
    [['resume', 'nope'], 2, /There is no run "nope"/],
    [
      ['runs', '--db', 'file:missing.db'],
      2,
      /There is no database at file:missing.db yet. Nothing was created/,
    ],
    [['runs', '--db', 'postgres://x/y'], 2, /is no database URL/],
    [['runs', '--db', 'http://'], 2, /is no database URL/],
    [['runs', '--db', 'wss://host'], 2, /is no database URL/],
    [['runs', '--db', 'file://elsewhere/x.db'], 2, /is no database URL/],
    [['runs', '--db', 'file:junk.db'], 2, /junk.db is not a SQLite database. It was not changed/],
  ]
  for (const [args, exit, sentence] of mistakes) {
    it(`answers \`bench ${args.join(' ')}\` with a sentence and exit ${exit}`, async () => {
      await writeFile(folder.file('junk.db'), 'no database '.repeat(1000))
      const before = await json('runs')
      const {code, stderr, stdout} = await run(...args)
      expect(stderr).to.match(sentence)
      expect(stderr).not.to.match(/\n\s+at /)
      expect(stdout).to.equal('')
      expect(code).to.equal(exit)
      expect(await json('runs')).to.deep.equal(before)
      expect(existsSync(folder.file('missing.db'))).to.equal(false)
    })
  }

  it('does not go on under a budget that nobody could keep', async () => {
    const first = await run(
      'run',
      '--custom-model',
      'llama',
      '--base-url',
      'http://127.0.0.1:1/v1',
      '-p',
      'tech_pm',
      '--input-type',
      'basic',
      '--max-retries',
      '0',
      '--json',
    )
    const {run_id} = JSON.parse(first.stdout) as {run_id: string}
    const {code, stderr} = await run('resume', run_id, '--budget', '1')
    expect(stderr).to.contain('--budget cannot be kept: nobody told the price of llama')
    expect(code).to.equal(2)
  })

  it('answers a mistake under --json with one document on stdout', async () => {
    const {code, stdout} = await run('run', '--model', 'nope', '--json')
    expect(code).to.equal(2)
    expect(JSON.parse(stdout)).to.have.nested.include({'error.code': 'UNKNOWN_MODEL', 'error.exit_code': 2})
  })

  it('says what is wrong with a command that is not there', async () => {
    const {code, stderr} = await run('rnu')
    expect(code).to.be.above(0)
    expect(stderr).to.contain('rnu')
  })

  it('lets nobody write a new file for an unknown model', async () => {
    const empty = await tempFolder()
    expect((await bench(['run', '--model', 'nope'], {cwd: empty.path})).code).to.equal(2)
    expect(existsSync(empty.file('bench.db'))).to.equal(false)
    await empty.remove()
  })

  it('reads .env, and lets flags win', async () => {
    const other = await tempFolder()
    await writeFile(other.file('.env'), `BENCH_DATABASE_URL=file:${folder.file('bench.db')}\n`)
    expect((await bench(['runs'], {cwd: other.path})).code).to.equal(0)
    expect((await bench(['runs', '--db', 'file:none.db'], {cwd: other.path})).stderr).to.contain(
      'file:none.db',
    )
    await other.remove()
  })

  it('ends quietly when the reader of its output goes away', async () => {
    const {execFile} = await import('node:child_process')
    const command = `"${process.execPath}" "${new URL('../../bin/run.js', import.meta.url).pathname}" results --limit 192 | head -1; echo "\${PIPESTATUS[0]}"`
    const output = await new Promise<string>((done) => {
      execFile('bash', ['-c', command], {cwd: folder.path}, (_error, stdout, stderr) => done(stdout + stderr))
    })
    expect(output.trim().split('\n').at(-1)).to.equal('0')
    expect(output).not.to.contain('EPIPE')
  })
})
