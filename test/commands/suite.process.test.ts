import {expect} from 'chai'
import {once} from 'node:events'
import {existsSync} from 'node:fs'
import {mkdir, readFile, rename, writeFile} from 'node:fs/promises'
import {resolve} from 'node:path'
import {startModelServer} from '../support/model-server.js'
import {bench, startBench, tempFolder} from '../support/processes.js'
import {openTerminal} from '../support/terminal.js'

const OWN = `extends: chips
id: bakers
models: [{id: lab/oven, name: Oven, input_price: 1, output_price: 2}]
personas: [{id: baker, sector: Food, desired_role: Baker, persona: Bakes bread at night.}]
factors: {style: [terse], chip_count: [9]}
`

describe("a suite of one's own", () => {
  let folder: Awaited<ReturnType<typeof tempFolder>>
  const run = (...args: string[]) => bench(args, {cwd: folder.path})
  beforeEach(async () => {
    folder = await tempFolder()
  })
  afterEach(() => folder.remove())

  it('begins with a starter, which nothing replaces by accident', async () => {
    expect((await run('suite', 'init')).code).to.equal(0)
    const text = await readFile(folder.file('bench-suite.yaml'), 'utf8')
    const [, schema] = /\$schema=(\S+)/.exec(text)!
    expect(
      existsSync(schema!.startsWith('file:') ? new URL(schema!) : resolve(folder.path, schema!)),
    ).to.equal(true)
    await writeFile(folder.file('bench-suite.yaml'), 'mine')
    const refused = await run('suite', 'init')
    expect(refused.code).to.equal(2)
    expect(refused.stderr).to.contain('--force')
    expect(await readFile(folder.file('bench-suite.yaml'), 'utf8')).to.equal('mine')
    expect((await run('suite', 'init', '--force')).code).to.equal(0)
    expect((await run('suite', 'check', 'bench-suite.yaml')).stdout).to.equal(
      'bench-suite.yaml can be run.\n',
    )
    expect((await run('suite', 'init', 'suite.json')).code).to.equal(2)
  })

  it('is checked, for people and for scripts', async () => {
    await writeFile(folder.file('own.yaml'), `${OWN}titel: x\nbudget: 1\n`)
    const {code, stdout} = await run('suite', 'check', 'own.yaml')
    expect(code).to.equal(2)
    expect(stdout)
      .to.contain('own.yaml:6:1: Unknown key "titel". Did you mean title?')
      .and.contain('2 problems.')
    const answer = JSON.parse((await run('suite', 'check', 'own.yaml', '--json')).stdout) as {
      ok: boolean
      problems: object[]
    }
    expect(answer.ok).to.equal(false)
    expect(answer.problems[0]).to.deep.equal({
      line: 6,
      column: 1,
      path: 'titel',
      message: 'Unknown key "titel".',
      hint: 'Did you mean title?',
    })
    expect((await run('run', '--suite', 'own.yaml', '--all', '--dry-run')).code).to.equal(2)
    expect(existsSync(folder.file('bench.db'))).to.equal(false)
  })

  it('is shown as it is run, and the YAML of it can be run itself', async () => {
    await writeFile(folder.file('own.yaml'), OWN)
    expect((await run('suite', 'show', 'own.yaml')).stdout)
      .to.contain('4 cases')
      .and.contain('Oven')
    const whole = (await run('suite', 'show', 'own.yaml', '--format', 'yaml')).stdout
    await writeFile(folder.file('whole.yaml'), whole)
    const [own, again] = await Promise.all(
      ['own.yaml', 'whole.yaml'].map(
        async (name) =>
          JSON.parse((await run('suite', 'show', name, '--json')).stdout) as {hash: string; suite: object},
      ),
    )
    expect(again!.suite).to.deep.equal(own!.suite)
    expect(again!.hash).to.equal(own!.hash)
  })

  it('is what models, personas and run go by', async () => {
    await writeFile(folder.file('own.yaml'), OWN)
    expect((await run('models', '--suite', 'own.yaml')).stdout)
      .to.contain('lab/oven')
      .and.not.contain('claude')
    expect((await run('personas', '--suite', 'own.yaml')).stdout)
      .to.contain('baker')
      .and.not.contain('tech_pm')
    const server = await startModelServer()
    const {code, stdout} = await run(
      'run',
      '--suite',
      'own.yaml',
      '--all',
      '--base-url',
      server.url,
      '--json',
    )
    await server.close()
    expect(code).to.equal(0)
    expect(JSON.parse(stdout)).to.include({completed: 4})
    expect(server.requests.map(({body}) => body.model))
      .to.include('lab/oven')
      .and.include('google/gemini-2.5-flash')
    expect(server.requests.map(({body}) => body.messages.at(-1)!.content).join('\n')).to.contain(
      'Bakes bread at night.',
    )
  })

  it('refuses the lexicon baseline for a persona without terms, before anything is written', async () => {
    await writeFile(folder.file('own.yaml'), OWN)
    const {code, stderr} = await run('run', '--suite', 'own.yaml', '--model', 'builtin/lexicon')
    expect(code).to.equal(2)
    expect(stderr).to.contain('no terms for baker')
    expect((await run('run', '--suite', 'own.yaml', '--model', 'builtin/random')).code).to.equal(0)
  })

  it('tells raters who the persona is, in the words of the run, after the file has gone', async () => {
    await writeFile(folder.file('own.yaml'), OWN)
    await run('run', '--suite', 'own.yaml', '--model', 'builtin/random')
    await rename(folder.file('own.yaml'), folder.file('gone'))
    const terminal = openTerminal(['rate', '--user', 'ann'], {cwd: folder.path, columns: 100, rows: 40})
    await terminal.waitFor('example 1 of 3')
    await new Promise((done) => setTimeout(done, 170))
    terminal.press('c')
    await terminal.waitFor('1 of 4')
    // Keys do nothing in the moment after a screen came up.
    await new Promise((done) => setTimeout(done, 170))
    terminal.press('p')
    await terminal.waitFor('Bakes bread at night.')
    terminal.kill('SIGKILL')
    await terminal.exited
  })

  it('lifts the budget of the config file for models of unknown price', async () => {
    await writeFile(folder.file('bench.config.json'), '{"budget": 1}')
    const args = ['run', '--custom-model', 'llama', '--base-url', 'http://127.0.0.1:1/v1', '--dry-run']
    const refused = await run(...args)
    expect(refused.code).to.equal(2)
    expect(refused.stderr).to.contain('--budget none')
    expect((await run(...args, '--budget', 'none')).code).to.equal(0)
  })

  describe('when a run is resumed', () => {
    let server: Awaited<ReturnType<typeof startModelServer>>
    beforeEach(async () => {
      await writeFile(folder.file('own.yaml'), OWN)
      let refused = 0
      server = await startModelServer({
        script: () => (refused++ < 1 ? {kind: 'status', status: 400} : undefined),
      })
      const {code} = await run('run', '--suite', 'own.yaml', '--all', '--base-url', server.url)
      expect(code).to.equal(3)
    })
    afterEach(() => server.close())

    it('is found again, from another folder too', async () => {
      await mkdir(folder.file('elsewhere'))
      const {code, stdout} = await bench(['resume', '--db', 'file:../bench.db'], {
        cwd: folder.file('elsewhere'),
      })
      expect(stdout).to.contain('4 of 4 cases completed')
      expect(code).to.equal(0)
    })

    it('may change or be gone: the run goes on with what it asked, which the database keeps', async () => {
      await writeFile(folder.file('own.yaml'), OWN.replace('at night', 'by day'))
      const before = server.requests.length
      expect((await run('resume')).stdout).to.contain('4 of 4 cases completed')
      const asked = JSON.stringify(server.requests.slice(before))
      expect(asked).not.to.contain('by day')
    })

    it('is read anew only when somebody asks for that, and must then be the same, or be accepted', async () => {
      await writeFile(folder.file('own.yaml'), `# a remark\n${OWN}`)
      const before = server.requests.length
      await writeFile(folder.file('own.yaml'), OWN.replace('at night', 'by day'))
      const refused = await run('resume', '--suite', 'own.yaml')
      expect(refused.code).to.equal(2)
      expect(refused.stderr).to.match(
        /suite "bakers" has changed since run .* was started[\s\S]*--accept-changes/,
      )
      expect(server.requests).to.have.length(before)
      expect((await run('resume', '--accept-changes')).stdout).to.contain('4 of 4 cases completed')
    })

    it('may have moved', async () => {
      await rename(folder.file('own.yaml'), folder.file('moved.yaml'))
      expect((await run('resume')).stdout).to.contain('4 of 4 cases completed')
    })
  })
})

describe('the config file, over the command line', () => {
  let folder: Awaited<ReturnType<typeof tempFolder>>
  beforeEach(async () => {
    folder = await tempFolder()
    await mkdir(folder.file('below'))
    await mkdir(folder.file('suites'))
    await writeFile(folder.file('suites/own.yaml'), OWN)
    await writeFile(
      folder.file('bench.config.json'),
      JSON.stringify({suite: 'suites/own.yaml', database: 'data.db', user: 'cem', concurrency: 3, budget: 4}),
    )
  })
  afterEach(() => folder.remove())

  const run = (args: string[], env: Record<string, string> = {}) =>
    bench(args, {cwd: folder.file('below'), env})

  it('settles suite, database, rater, concurrency and budget for every folder below it', async () => {
    expect((await run(['personas'])).stdout).to.contain('baker')
    expect((await run(['run', '--model', 'builtin/random', '--input-type', 'basic'])).code).to.equal(0)
    expect(existsSync(folder.file('data.db'))).to.equal(true)
    const [{id}] = (JSON.parse((await run(['results', '--json'])).stdout) as {results: [{id: string}]})
      .results
    expect((await run(['rate', id, '--score', '4'])).stdout).to.contain('by cem')
    const {databaseLocation} = await import('../../src/store/database/location.js')
    const {openStore} = await import('../../src/store/store.js')
    const store = await openStore(databaseLocation(folder.file('data.db'), {}), {create: false})
    const [latest] = await store.runs.list({limit: 1})
    const {config} = (await store.runs.get(latest!.id))!
    await store.close()
    expect(config).to.deep.include({concurrency: 3, budget_usd: 4})
    expect(config).to.have.nested.property('suite.file', folder.file('suites/own.yaml'))
    expect(config).to.have.nested.property('personas[0].persona', 'Bakes bread at night.')
  })

  it('gives way to the environment, and both to flags', async () => {
    await writeFile(folder.file('below/other.yaml'), OWN.replaceAll('baker', 'miller'))
    expect((await run(['personas'], {BENCH_SUITE: 'other.yaml'})).stdout).to.contain('miller')
    expect((await run(['personas', '--suite', 'chips'], {BENCH_SUITE: 'other.yaml'})).stdout).to.contain(
      'tech_pm',
    )
    await run(['run', '--model', 'builtin/random'], {BENCH_DATABASE_URL: 'file:env.db'})
    await run(['run', '--model', 'builtin/random', '--db', 'file:flag.db'], {
      BENCH_DATABASE_URL: 'file:env.db',
    })
    for (const name of ['below/env.db', 'below/flag.db'])
      expect(existsSync(folder.file(name)), name).to.equal(true)
    expect(existsSync(folder.file('data.db'))).to.equal(false)
  })

  it('settles what the HTTP API serves, and to whom', async () => {
    await run(['run', '--model', 'builtin/random'])
    const api = {port: 0, cors: ['https://front.example']}
    await writeFile(
      folder.file('bench.config.json'),
      JSON.stringify({suite: 'suites/own.yaml', database: 'data.db', api}),
    )
    const {child, finished} = startBench(['serve', '--json'], {cwd: folder.file('below')})
    const [line] = (await once(child.stdout!, 'data')) as [Buffer]
    const {url} = JSON.parse(line.toString()) as {url: string}
    const response = await fetch(`${url}/options`, {headers: {origin: 'https://front.example'}})
    expect(response.headers.get('access-control-allow-origin')).to.equal('https://front.example')
    expect(await response.json()).to.deep.include({suite: 'bakers', chip_counts: [9], styles: ['terse']})
    child.kill('SIGTERM')
    await finished
  })

  it('is named by --debug', async () => {
    expect((await run(['personas', '--debug'])).stderr).to.contain(
      `Config file: ${folder.file('bench.config.json')}`,
    )
    const empty = await tempFolder()
    expect((await bench(['personas', '--debug'], {cwd: empty.path})).stderr).to.contain('Config file: none')
    await empty.remove()
  })

  it('stops a command with the line of what is wrong', async () => {
    await writeFile(folder.file('bench.config.json'), '{\n "databse": "x"\n}')
    const {code, stderr} = await run(['runs'])
    expect(code).to.equal(2)
    expect(stderr).to.match(/bench\.config\.json:2:2: Unknown key "databse"\. Did you mean database\?/)
  })
})
