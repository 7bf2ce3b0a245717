import {expect} from 'chai'
import {execFile} from 'node:child_process'
import {createServer} from 'node:http'
import type {AddressInfo} from 'node:net'
import {chmod, chown, cp, mkdir, readFile, writeFile} from 'node:fs/promises'
import {resolve} from 'node:path'
import {promisify} from 'node:util'
import {parquetReadObjects} from 'hyparquet'
import {streamedChips, writeGuidePlugin} from '../support/guide-plugin.js'
import {tempFolder} from '../support/processes.js'

const ROOT = resolve(import.meta.dirname, '../..')
const EXAMPLE = resolve(ROOT, 'examples/bench-plugin-example')

/** As a user would: the packed bench in an empty prefix, the packed plugin installed into it by bench itself. */
describe('the example plugin, packed and installed', function () {
  this.timeout(600_000)
  let folder: Awaited<ReturnType<typeof tempFolder>>
  let home: Record<string, string>
  const exec = async (command: string, args: readonly string[], cwd: string) =>
    promisify(execFile)(command, args, {cwd, env: {...process.env, ...home}, maxBuffer: 1e8})
  /** The installed bench; no key, and no network but for what npm does. */
  const run = async (...args: string[]) => {
    const env = {PATH: process.env['PATH'], NO_COLOR: '1', ...home}
    try {
      const {stdout, stderr} = await promisify(execFile)(folder.file('prefix/bin/bench'), args, {
        cwd: folder.file('work'),
        env,
        maxBuffer: 1e8,
      })
      return {code: 0, stdout, stderr}
    } catch (error) {
      return error as {code: number; stdout: string; stderr: string}
    }
  }
  const pack = async (from: string) => {
    const {stdout} = await exec('npm', ['pack', '--json', '--pack-destination', folder.path], from)
    return folder.file((JSON.parse(stdout) as [{filename: string}])[0].filename)
  }

  before(async () => {
    folder = await tempFolder()
    home = {
      HOME: folder.file('home'),
      XDG_DATA_HOME: folder.file('home'),
      XDG_CACHE_HOME: folder.file('home/cache'),
    }
    for (const name of ['home', 'work', 'prefix']) await mkdir(folder.file(name))
    // npm keeps what it has downloaded once: the cache is the one thing of the user's home that is used.
    const {stdout} = await promisify(execFile)('npm', ['config', 'get', 'cache'])
    home['npm_config_cache'] = stdout.trim()
    await exec(
      'npm',
      ['install', '--global', '--prefix', folder.file('prefix'), '--no-audit', '--no-fund', await pack(ROOT)],
      folder.path,
    )
    const {code, stderr} = await run('plugins', 'install', `file://${await pack(EXAMPLE)}`)
    expect(code, stderr).to.equal(0)
  })
  after(() => folder.remove())

  it('stands in an installation below 110 MB that runs the demo', async () => {
    const {code, stdout} = await run(
      'run',
      '--model',
      'builtin/lexicon',
      '--model',
      'builtin/random',
      '--json',
    )
    expect(code).to.equal(0)
    expect(JSON.parse(stdout)).to.include({completed: 192, failed: 0})
    expect((await run('stats')).stdout).to.contain('builtin/lexicon')
    const du = await exec('du', ['-s', '--block-size=1M', folder.file('prefix')], folder.path)
    expect(Number.parseInt(du.stdout, 10)).to.be.at.most(110)
  })

  it('shows its models, its suite and its format', async () => {
    const {models} = JSON.parse((await run('models', '--json')).stdout) as {
      models: {id: string; role: string; provider: string; output_price: number}[]
    }
    expect(models.find(({id}) => id === 'example/rules-billed')).to.include({
      role: 'plugin',
      provider: 'example',
      output_price: 2,
    })
    const shown = await run('suite', 'show', 'bakery')
    expect(shown.stdout).to.contain('from bench-plugin-example 1.0.0').and.contain('8 cases')
    expect((await run('suite', 'check', 'bakery')).stdout).to.contain('bakery can be run.')
    const wrong = await run('export', '--format', 'markdwn')
    expect(wrong.code).to.equal(2)
    expect(wrong.stderr).to.contain('Did you mean markdown?')
  })

  it('runs offline, counts what it costs, and stores who answered', async () => {
    const {code, stdout, stderr} = await run('run', '--suite', 'bakery', '--all', '--json')
    expect(code, stderr).to.equal(0)
    const report = JSON.parse(stdout) as {completed: number; spent_usd: number}
    expect(report.completed).to.equal(8)
    expect(report.spent_usd).to.be.above(0)
    const mixed = await run(
      'run',
      '--model',
      'example/rules',
      '--model',
      'builtin/random',
      '-p',
      'tech_pm',
      '--json',
    )
    expect(JSON.parse(mixed.stdout)).to.include({completed: 32, failed: 0})
  })

  it('exports through its format, chosen by name or by the ending of a file', async () => {
    const named = await run('export', '--format', 'markdown', '--model', 'example/rules-billed')
    const lines = named.stdout.trim().split('\n')
    expect(lines).to.have.length(2 + 8)
    expect(lines[0]).to.match(/^\| id \| run_id \|/)
    await run('export', '--out', 'results.md', '--model', 'example/rules-billed')
    expect(await readFile(folder.file('work/results.md'), 'utf8')).to.equal(named.stdout)
  })

  it('is typed by what the package ships', async () => {
    const work = folder.file('typed')
    await cp(EXAMPLE, work, {recursive: true})
    await mkdir(folder.file('typed/node_modules/@hexweavers'), {recursive: true})
    await cp(
      folder.file('prefix/lib/node_modules/@hexweavers/bench'),
      folder.file('typed/node_modules/@hexweavers/bench'),
      {recursive: true},
    )
    await writeFile(
      folder.file('typed/helpers.ts'),
      [
        "import {defineExporter, defineProvider, defineSuite, ProviderError, type Provider} from '@hexweavers/bench/plugin'",
        "const provider: Provider = {id: 'x', complete: () => Promise.reject(new ProviderError('no', {kind: 'rate_limit', retryAfterMs: 5}))}",
        "export const a = defineProvider({id: 'x', summary: 's', models: [], load: () => Promise.resolve(() => provider)})",
        "export const b = defineSuite({id: 'x', summary: 's', load: () => Promise.resolve({extends: 'chips', id: 'x', factors: {chip_count: [9]}})})",
        "export const c = defineExporter({id: 'x', summary: 's', load: () => Promise.resolve(async function* ({columns}) { yield columns.map(({name}) => name).join() })})",
        '// @ts-expect-error a factor that no suite has',
        "export const d = defineSuite({id: 'x', summary: 's', load: () => Promise.resolve({id: 'x', factors: {colour: ['red']}})})",
      ].join('\n'),
    )
    await writeFile(
      folder.file('typed/tsconfig.json'),
      JSON.stringify({
        compilerOptions: {
          target: 'ES2023',
          module: 'NodeNext',
          strict: true,
          noEmit: true,
          allowJs: true,
          checkJs: true,
          skipLibCheck: false,
          types: [],
        },
        include: ['hooks', 'lib', 'helpers.ts'],
      }),
    )
    const checked = await exec(
      process.execPath,
      [resolve(ROOT, 'node_modules/typescript/bin/tsc'), '-p', work],
      work,
    ).catch((error: unknown) => error as {stdout: string})
    expect(checked.stdout).to.equal('')
  })

  it('is not the only kind: that of the guide, packed, is installed and used by an ordinary user', async () => {
    await writeGuidePlugin(folder.file('acme'))
    const packed = await pack(folder.file('acme'))
    const server = createServer((_, answer) => streamedChips(answer))
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
    const ordinary = await ordinaryUser()
    const few = '-p tech_pm --style terse --constraint no_constraint --input-type basic --chip-count 15'
    try {
      await ordinary('plugins', 'install', `file://${packed}`)
      const ran = await ordinary('run', '-m', 'acme/large', ...few.split(' '), '--json')
      expect(JSON.parse(ran)).to.include({completed: 1, failed: 0})
      await ordinary('export', 'results', '--out', 'all.pq')
      const bytes = new Uint8Array(await readFile(folder.file('user/all.pq'))).buffer
      const [row, ...others] = await parquetReadObjects({file: bytes})
      expect(others).to.have.length(0)
      expect(row).to.include({results_model: 'acme/large', results_output_tokens: 500n})
    } finally {
      server.close()
    }

    /** Nobody in particular, with a home and a cache of its own, where the tests may choose. */
    async function ordinaryUser() {
      const cwd = folder.file('user')
      await mkdir(cwd)
      const isRoot = process.getuid?.() === 0
      const user = isRoot ? {uid: 65_534, gid: 65_534} : {}
      if (isRoot) {
        for (const path of [folder.path, packed]) await chmod(path, 0o755)
        await chown(cwd, 65_534, 65_534)
      }

      const {port} = server.address() as AddressInfo
      const settings = Object.entries(process.env).filter(([name]) => /^npm_config_registry$/i.test(name))
      const env = {
        ...Object.fromEntries(settings),
        ...{PATH: process.env['PATH'], NO_COLOR: '1', HOME: cwd, npm_config_cache: folder.file('user/cache')},
        ...{ACME_URL: `http://127.0.0.1:${port}/v1`, ACME_API_KEY: 'a-key-of-the-machine-room'},
      }
      return async (...args: string[]) =>
        (
          await promisify(execFile)(folder.file('prefix/bin/bench'), args, {
            cwd,
            env,
            ...user,
            maxBuffer: 1e8,
          })
        ).stdout
    }
  })

  it('can be taken away again', async () => {
    expect((await run('plugins', 'uninstall', 'bench-plugin-example')).code).to.equal(0)
    expect((await run('models', '--json')).stdout).not.to.contain('example/rules')
    const gone = await run('suite', 'show', 'bakery')
    expect(gone.code).to.equal(2)
    expect(gone.stderr).to.contain('Unknown suite "bakery"')
  })
})
