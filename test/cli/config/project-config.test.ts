import {expect} from 'chai'
import fc from 'fast-check'
import {mkdir, writeFile} from 'node:fs/promises'
import {configSchema} from '../../../src/cli/config/config-schema.js'
import {isPlainlyRight} from '../../../src/cli/config/plain-check.js'
import {readProjectConfig} from '../../../src/cli/config/project-config.js'
import {BenchError} from '../../../src/errors/bench-error.js'
import {draws} from '../../support/draws.js'
import {tempFolder} from '../../support/processes.js'

describe('the config file of a project', () => {
  let folder: Awaited<ReturnType<typeof tempFolder>>
  beforeEach(async () => {
    folder = await tempFolder()
  })
  afterEach(() => folder.remove())

  const write = (value: unknown, name = 'bench.config.json') =>
    writeFile(folder.file(name), typeof value === 'string' ? value : JSON.stringify(value))
  const refusal = async (): Promise<BenchError> => {
    const error: unknown = await readProjectConfig(folder.path).catch((thrown: unknown) => thrown)
    expect(error).to.be.instanceOf(BenchError)
    expect(error).to.include({code: 'BAD_CONFIG', exit: 2})
    return error as BenchError
  }

  it('is found upwards, the nearest one', async () => {
    await write({user: 'outer'})
    await mkdir(folder.file('a/b'), {recursive: true})
    expect(await readProjectConfig(folder.file('a/b'))).to.include({
      user: 'outer',
      file: folder.file('bench.config.json'),
      folder: folder.path,
    })
    await write({user: 'inner'}, 'a/bench.config.json')
    expect(await readProjectConfig(folder.file('a/b'))).to.include({user: 'inner', folder: folder.file('a')})
  })

  it('may be missing', async () => {
    expect(await readProjectConfig(folder.path)).to.deep.equal({file: null, folder: folder.path})
  })

  it('says the same in JSON and in YAML', async () => {
    const settings = {
      suite: './s.yaml',
      user: 'ann',
      concurrency: 4,
      budget: 2.5,
      api: {host: '127.0.0.1', port: 8080, cors: ['https://a.example']},
    }
    await write(settings, 'bench.config.yaml')
    const yaml = await readProjectConfig(folder.path)
    await (
      await import('node:fs/promises')
    ).rename(folder.file('bench.config.yaml'), folder.file('bench.config.json'))
    expect(await readProjectConfig(folder.path)).to.deep.equal({
      ...yaml,
      file: folder.file('bench.config.json'),
    })
    expect(yaml).to.deep.include(settings)
    await write('# nothing yet\n', 'bench.config.json')
    expect(await readProjectConfig(folder.path)).to.deep.equal({
      file: folder.file('bench.config.json'),
      folder: folder.path,
    })
  })

  const databases: [string, (path: string) => string][] = [
    ['file:data/bench.db', (path) => `file:${path}/data/bench.db`],
    ['data/bench.db', (path) => `file:${path}/data/bench.db`],
    ['file:/srv/bench.db', () => 'file:/srv/bench.db'],
    ['file:///srv/bench.db', () => 'file:///srv/bench.db'],
    ['libsql://team.example', () => 'libsql://team.example'],
    [':memory:', () => ':memory:'],
    ['ftp://x', () => 'ftp://x'],
    ['postgres:x', () => 'postgres:x'],
  ]
  for (const [database, expected] of databases) {
    it(`takes ${database} from its own folder`, async () => {
      await write({database})
      expect((await readProjectConfig(folder.path)).database).to.equal(expected(folder.path))
    })
  }

  it('names every problem with its line and a hint', async () => {
    await write('{\n  "suit": "x",\n  "concurrency": 0,\n  "api": {"prot": 1}\n}\n')
    const {next} = await refusal()
    const file = folder.file('bench.config.json')
    expect(next).to.deep.equal([
      `${file}:2:3: Unknown key "suit". Did you mean suite?`,
      `${file}:3:18: "concurrency" must be at least 1.`,
      `${file}:4:11: Unknown key "prot". Did you mean port?`,
    ])
  })

  it('names what cannot be read', async () => {
    await write('{"suite": ')
    expect((await refusal()).next[0]).to.match(/bench\.config\.json:1:\d+: This cannot be read/)
    await write('[]')
    expect((await refusal()).next[0]).to.contain('must be a map')
  })

  it('wants secrets to stay in the environment, and does not repeat them', async () => {
    for (const secret of [
      {token: 'hush-hush'},
      {api: {tokens: ['hush-hush']}},
      {openrouter_api_key: 'hush-hush'},
      {database: 'libsql://x.example?authToken=hush-hush'},
      {database: 'https://me:hush-hush@x.example'},
      {database: 'libsql://hush-hush@x.example'},
      {database: 'libsql://x.example?auth_token=hush-hush'},
    ]) {
      await write(secret)
      const error = await refusal()
      expect(error.next.join()).to.contain('Secrets stay in the environment')
      expect(JSON.stringify([error.message, error.next])).not.to.contain('hush-hush')
    }
  })

  it('refuses two files side by side', async () => {
    await write({})
    await write('', 'bench.config.yml')
    expect((await refusal()).message).to.contain('bench.config.yml')
  })

  it('takes no number that is none', async () => {
    for (const budget of ['1e400', '-1', '0']) {
      await write(`{"budget": ${budget}}`)
      expect((await refusal()).next.join()).to.contain('"budget" must be')
    }
  })

  it('has no key that the documentation does not know', async () => {
    const {readFile} = await import('node:fs/promises')
    const text = await readFile(new URL('../../../docs/reference/config.md', import.meta.url), 'utf8')
    for (const key of Object.keys(configSchema.shape).filter((each) => each !== '$schema'))
      expect(text, key).to.contain(`\`${key}`)
  })
})

describe('the quick check of a config', () => {
  const text = fc.string({minLength: 1, maxLength: 5})
  const valid = fc.record(
    {
      suite: text,
      database: text,
      user: text,
      concurrency: fc.integer({min: 1, max: 512}),
      budget: fc.double({min: 1e-6, max: 1e6, noNaN: true}),
      decision: fc.record(
        {
          by: fc.subarray(['model', 'style', 'chip_count'] as const, {minLength: 1}),
          margin: fc.double({min: 1e-6, max: 4, noNaN: true}),
          max_cost: fc.double({min: 1e-6, max: 4, noNaN: true}),
          max_p95: fc.double({min: 1e-6, max: 4, noNaN: true}),
          min_rating: fc.double({min: 1, max: 5, noNaN: true}),
          prefer: fc.constantFrom('rating', 'cost', 'latency'),
          leave_out: fc.array(text),
        },
        {requiredKeys: []},
      ),
      api: fc.record(
        {host: text, port: fc.integer({min: 0, max: 65_535}), cors: fc.array(text)},
        {requiredKeys: []},
      ),
    },
    {requiredKeys: []},
  )

  it('knows every config that the schema takes', () => {
    fc.assert(
      fc.property(valid, (config) => configSchema.safeParse(config).success && isPlainlyRight(config)),
    )
  })

  it('never takes what the schema refuses', () => {
    const value = fc.oneof(
      fc.jsonValue({maxDepth: 2}),
      fc.constantFrom(
        0,
        -1,
        Infinity,
        -Infinity,
        513,
        65_536,
        1.5,
        '',
        'x'.repeat(201),
        [''],
        {port: 1},
        {prot: 1},
        {cors: 'x'},
        {margin: 0},
        {by: []},
        {by: ['speed']},
        {min_rating: 6},
        {prefer: 'speed'},
        {leave_out: ['']},
      ),
    )
    const keys = fc.constantFrom(
      'suite',
      'database',
      'user',
      'concurrency',
      'budget',
      'api',
      'decision',
      'token',
      '__proto__',
      'constructor',
    )
    fc.assert(
      fc.property(fc.oneof(value, fc.dictionary(keys, value, {maxKeys: 3})), (config) => {
        if (isPlainlyRight(config)) expect(configSchema.parse(config)).to.deep.equal(config)
      }),
      draws(1000),
    )
  })
})
