import {expect} from 'chai'
import {spawnSync} from 'node:child_process'
import {readdir, readFile, writeFile} from 'node:fs/promises'
import {join, resolve} from 'node:path'
import {parse} from 'yaml'
import {bench, tempFolder} from '../support/processes.js'
import {startServe} from '../support/served.js'

const ROOT = resolve(import.meta.dirname, '../..')
const read = (name: string) => readFile(join(ROOT, name), 'utf8')

/** The settings of the unit, and of the container. */
async function settings(): Promise<Record<'systemd' | 'container', Record<string, string>>> {
  const unit = await read('deploy/systemd/bench.service')
  const dockerfile = (await read('deploy/container/Dockerfile')).replaceAll(/ \\\n\s*/g, ' ')
  const entries = (text: string) =>
    Object.fromEntries([...text.matchAll(/([A-Z_]+)=(\S+)/g)].map(([, name, value]) => [name!, value!]))
  return {
    systemd: entries([...unit.matchAll(/^Environment=(.*)$/gm)].map(([, line]) => line).join('\n')),
    container: entries([...dockerfile.matchAll(/^ENV (.*)$/gm)].map(([, line]) => line).join('\n')),
  }
}

describe('what is deployed', function () {
  this.timeout(60_000)

  it('names variables that are documented', async () => {
    const text = await read('docs/reference/environment.md')
    for (const [place, env] of Object.entries(await settings())) {
      expect(Object.keys(env), place).to.include.members(['BENCH_HOST', 'BENCH_PORT', 'BENCH_TOKEN_FILE'])
      expect(
        Object.keys(env).filter((name) => !text.includes(`\`${name}\``)),
        place,
      ).to.deep.equal([])
    }
  })

  for (const place of ['systemd', 'container'] as const)
    it(`serves with the settings of ${place}, and wants tokens`, async () => {
      const folder = await tempFolder()
      const env = Object.fromEntries(
        Object.entries((await settings())[place]).map(([name, value]) => [
          name,
          value.replace(/\/var\/lib\/bench|\/data(?=\/|$)/, folder.path),
        ]),
      )
      env['BENCH_PORT'] = '0'
      await bench(['run', '-m', 'builtin/lexicon', '--persona', 'tech_pm', '--style', 'terse'], {
        cwd: folder.path,
        env,
      })
      const invited = await bench(
        ['serve', 'invite', 'ana', '--tokens', env['BENCH_TOKEN_FILE']!, '--json'],
        {
          cwd: folder.path,
          env,
        },
      )
      const {link} = JSON.parse(invited.stdout) as {link: string}
      const served = await startServe([], {cwd: folder.path, env})
      const url = served.url.replace('0.0.0.0', '127.0.0.1')
      expect(served.url).to.include(env['BENCH_HOST'])
      expect(await (await fetch(`${url}/health`)).json()).to.include({database: 'connected'})
      expect((await fetch(`${url}/runs`)).status).to.equal(401)
      const Authorization = `Bearer ${decodeURIComponent(link.split('#token=')[1]!)}`
      expect(await (await fetch(`${url}/runs`, {headers: {Authorization}})).json()).to.include({total: 1})
      expect((await served.stop()).code).to.equal(0)
      await folder.remove()
    })

  it('is parsed by those who read it', async () => {
    const compose = parse(await read('deploy/container/compose.yaml')) as {
      services: {bench: {volumes: string[]; ports: string[]}}
    }
    // The folder, never the file: SQLite keeps its newest changes beside it.
    expect(compose.services.bench.volumes).to.deep.equal(['bench:/data'])
    expect(compose.services.bench.ports).to.deep.equal(['127.0.0.1:8000:8000'])
    const dockerfile = await read('deploy/container/Dockerfile')
    expect(dockerfile)
      .to.match(/^USER node$/m)
      .and.match(/^VOLUME \/data$/m)
    const health = /CMD \\\n\s+(\[.*\])\n/.exec(dockerfile)![1]!
    const [command, ...args] = JSON.parse(health) as string[]
    const asked = spawnSync(command!, args, {env: {...process.env, BENCH_PORT: '1'}})
    expect(asked.status).to.equal(1)
  })

  it('is a unit that systemd understands', async function () {
    if (spawnSync('systemd-analyze', ['--version']).status !== 0) this.skip()
    const folder = await tempFolder()
    const unit = (await read('deploy/systemd/bench.service')).replace(
      /^ExecStart=\S+/m,
      'ExecStart=/bin/true',
    )
    await writeFile(folder.file('bench.service'), unit)
    const {status, stderr} = spawnSync('systemd-analyze', ['verify', folder.file('bench.service')])
    expect(
      stderr
        .toString()
        .split('\n')
        .filter((line) => line.includes('bench.service')),
    ).to.deep.equal([])
    expect(status).to.equal(0)
    await folder.remove()
  })

  it('has issue templates that GitHub takes', async () => {
    const folder = join(ROOT, '.github/ISSUE_TEMPLATE')
    for (const name of await readdir(folder)) {
      const template = parse(await readFile(join(folder, name), 'utf8')) as Record<string, unknown>
      if (name === 'config.yml') continue
      expect(template, name).to.include.all.keys('name', 'description', 'body')
      const ids = (template['body'] as {id: string; type: string}[]).map(({id}) => id)
      expect(new Set(ids).size, name).to.equal(ids.length)
    }
  })
})
