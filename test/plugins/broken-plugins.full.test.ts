import {expect} from 'chai'
import {mkdir, writeFile} from 'node:fs/promises'
import {bench, tempFolder} from '../support/processes.js'
import {linkPlugin, providerHook} from '../support/plugins.js'

describe('bench with plugins that are broken', () => {
  let folder: Awaited<ReturnType<typeof tempFolder>>
  const run = (...args: string[]) => bench(args, {cwd: folder.path, env: {SOME_API_KEY: 'sk-of-somebody'}})
  const models = async () => {
    const {code, stdout, stderr} = await run('models', '--json')
    expect(code).to.equal(0)
    return {stderr, ids: (JSON.parse(stdout) as {models: {id: string}[]}).models.map(({id}) => id)}
  }
  beforeEach(async () => {
    folder = await tempFolder()
  })
  afterEach(() => folder.remove())

  it('goes on without them, names each on stderr, and ends by itself', async () => {
    const hooks: Record<string, string> = {
      throws: "export default async () => { throw new Error('boom') }",
      'throws-on-import': "throw new Error('no import for you')",
      'no-syntax': 'export default = nothing',
      exits: 'export default async function () { this.exit(7) }',
      errors: "export default async function () { this.error('said no', {exit: 9}) }",
      hangs: 'export default () => new Promise(() => {})',
      'hangs-alive': 'export default () => new Promise(() => { setInterval(() => {}, 1000) })',
      'hangs-on-import': 'await new Promise(() => { setInterval(() => {}, 1000) })',
      nonsense: 'export default async () => 42',
      'another-builtin': providerHook('builtin'),
      'twin-a': providerHook('twin'),
      'twin-b': providerHook('twin'),
    }
    for (const [name, hook] of Object.entries(hooks))
      await linkPlugin(folder.path, {name: `plugin-${name}`, hooks: {'bench:providers': hook}})
    await linkPlugin(folder.path, {name: 'plugin-good', hooks: {'bench:providers': providerHook('good')}})
    const {ids, stderr} = await models()
    expect(ids).to.include('good/one').and.include('builtin/lexicon').and.have.length(14)
    // oclif has warnings of its own about links.
    const ours = stderr
      .split('\n')
      .filter((line) => line.startsWith('Warning: '))
      .join('\n')
    for (const name of Object.keys(hooks)) expect(ours, name).to.match(new RegExp(`plugin-${name}\\b`))
    expect(ours).not.to.contain('plugin-good')
    expect(stderr).to.match(/"twin" is registered by plugin-twin-. and plugin-twin-/)
  })

  it('says nothing and runs all the same when none is there', async () => {
    const {ids, stderr} = await models()
    expect(stderr).to.equal('')
    expect(ids).to.have.length(13)
  })

  for (const [kind, sentence] of [
    ['nonsense', /gave an answer without text/],
    ['throws', /plugin-odd failed: boom at \[redacted\]/],
  ] as const) {
    it(`records the cases of a provider as failed that ${kind}`, async () => {
      await linkPlugin(folder.path, {
        name: 'plugin-odd',
        hooks: {'bench:providers': providerHook('odd', kind)},
      })
      const {code, stdout} = await run(
        'run',
        '--model',
        'odd/one',
        '-p',
        'tech_pm',
        '--style',
        'terse',
        '--json',
      )
      expect(code).to.equal(3)
      expect(JSON.parse(stdout)).to.include({completed: 0, failed: 8, left: 0})
      const {stdout: page} = await run('export', '--format', 'jsonl')
      expect(page).to.match(sentence).and.not.contain('sk-of-somebody')
    })
  }

  it('keeps its deadline for a provider that never answers', async () => {
    await linkPlugin(folder.path, {
      name: 'plugin-odd',
      hooks: {'bench:providers': providerHook('odd', 'hangs')},
    })
    const {code, stdout} = await run(
      'run',
      '--model',
      'odd/one',
      '-p',
      'tech_pm',
      '--style',
      'terse',
      '--chip-count',
      '15',
      '--timeout',
      '1',
      '--max-retries',
      '0',
      '--json',
    )
    expect(code).to.equal(3)
    expect(JSON.parse(stdout)).to.include({failed: 4})
  })

  it('tells whose fault it is when a provider, a suite or an exporter cannot be loaded', async () => {
    const load = `load: async () => { throw new Error('not today') }`
    await linkPlugin(folder.path, {
      name: 'plugin-odd',
      hooks: {
        'bench:providers': `export default async () => [{id: 'odd', summary: 'S', models: [{id: 'odd/one', name: 'One', input_price: 0, output_price: 0}], offline: true, ${load}}]`,
        'bench:suites': `export default async () => [{id: 'odd', summary: 'S', ${load}}]`,
        'bench:exporters': `export default async () => [{id: 'odd', summary: 'S', ${load}}]`,
      },
    })
    await run('run', '--model', 'builtin/lexicon', '-p', 'tech_pm')
    const uses = [
      ['run', '--model', 'odd/one'],
      ['suite', 'show', 'odd'],
      ['export', '--format', 'odd', '--out', 'x.odd'],
    ]
    for (const args of uses) {
      const {code, stderr} = await run(...args)
      expect(stderr).to.match(/The plugin plugin-odd failed: .*not today/)
      expect(code).to.equal(1)
    }

    const nonsense = 'load: async () => 42'
    await linkPlugin(folder.path, {
      name: 'plugin-odd',
      hooks: {
        'bench:providers': `export default async () => [{id: 'odd', summary: 'S', models: [{id: 'odd/one', name: 'One', input_price: 0, output_price: 0}], offline: true, load: async () => () => undefined}]`,
        'bench:suites': `export default async () => [{id: 'odd', summary: 'S', ${nonsense}}]`,
        'bench:exporters': `export default async () => [{id: 'odd', summary: 'S', ${nonsense}}]`,
      },
    })
    const sentences = [
      /plugin-odd failed: its provider "odd" cannot be started/,
      /suite odd has a problem[\s\S]*A suite is a map/,
      /plugin-odd failed: its exporter "odd"/,
    ]
    for (const [at, args] of uses.entries()) {
      const {code, stderr} = await run(...args)
      expect(stderr).to.match(sentences[at]!)
      expect(code).to.be.within(1, 2)
    }
  })

  it('checks the suite of a plugin as it checks a file', async () => {
    await linkPlugin(folder.path, {
      name: 'plugin-odd',
      hooks: {
        'bench:suites':
          "export default async () => [{id: 'odd', summary: 'S', load: async () => ({extends: 'chips', id: 'odd', modles: []})}]",
      },
    })
    const {code, stdout} = await run('suite', 'check', 'odd')
    expect(stdout).to.match(/odd modles: Unknown key "modles"\. Did you mean models/)
    expect(code).to.equal(2)
  })

  it('leaves no half file when an exporter breaks off', async () => {
    await linkPlugin(folder.path, {
      name: 'plugin-odd',
      hooks: {
        'bench:exporters':
          "export default async () => [{id: 'odd', summary: 'S', extensions: ['odd'], load: async () => async function* () { yield 'half'; throw new Error('broke off') }}]",
      },
    })
    await run('run', '--model', 'builtin/lexicon', '-p', 'tech_pm')
    await mkdir(folder.file('out'))
    await writeFile(folder.file('out/x.odd'), 'as before')
    const {code, stderr} = await run('export', '--out', 'out/x.odd', '--force')
    expect(code).to.equal(1)
    expect(stderr).to.contain('plugin-odd')
    const {readdir, readFile} = await import('node:fs/promises')
    expect(await readdir(folder.file('out'))).to.deep.equal(['x.odd'])
    expect(await readFile(folder.file('out/x.odd'), 'utf8')).to.equal('as before')
  })

  it('is not needed for a run whose suite the plugin had: the database keeps what the run asks', async () => {
    await linkPlugin(folder.path, {
      name: 'plugin-good',
      hooks: {
        'bench:suites':
          "export default async () => [{id: 'good', summary: 'S', load: async () => ({extends: 'chips', id: 'good', personas: ['tech_pm']})}]",
      },
    })
    const {stdout} = await run('run', '--suite', 'good', '--model', 'builtin/random', '--json')
    const {run_id} = JSON.parse(stdout) as {run_id: string}
    await writeFile(folder.file('bench/package.json'), '{"oclif": {"schema": 1, "plugins": []}}')
    const {code, stderr} = await run('resume', run_id)
    expect(stderr).to.match(/all \d+ cases of .* are completed/)
    const anew = await run('resume', run_id, '--accept-changes')
    expect(anew.stderr).to.contain('needs the suite "good" of the plugin plugin-good')
    expect(anew.code).to.equal(2)
    expect(code).to.equal(2)
  })

  it('refuses to resume with another version of a plugin, and without it', async () => {
    const link = (version: string) =>
      linkPlugin(folder.path, {
        name: 'plugin-good',
        version,
        hooks: {'bench:providers': providerHook('good')},
      })
    await link('1.0.0')
    const started = await run('run', '--model', 'good/one', '-p', 'tech_pm', '--json')
    const {run_id} = JSON.parse(started.stdout) as {run_id: string}
    // Something must be left to do.
    const {databaseLocation} = await import('../../src/store/database/location.js')
    const {Database} = await import('../../src/store/database/database.js')
    const database = await Database.open(databaseLocation(folder.file('bench.db'), {}))
    await database.write([{sql: "UPDATE results SET status = 'failed'", args: []}])
    await database.close()
    await link('2.0.0')
    const refused = await run('resume', run_id)
    expect(refused.code).to.equal(2)
    expect(refused.stderr).to.match(/plugin-good 1\.0\.0; installed is 2\.0\.0[\s\S]*--accept-changes/)
    expect((await run('resume', run_id, '--accept-changes')).code).to.equal(0)
    await writeFile(folder.file('bench/package.json'), '{"oclif": {"schema": 1, "plugins": []}}')
    const database2 = await Database.open(databaseLocation(folder.file('bench.db'), {}))
    await database2.write([{sql: "UPDATE results SET status = 'failed'", args: []}])
    await database2.close()
    const gone = await run('resume', run_id, '--accept-changes')
    expect(gone.stderr).to.match(/needs the provider "good" of the plugin plugin-good/)
    expect(gone.code).to.equal(2)
  })
})
