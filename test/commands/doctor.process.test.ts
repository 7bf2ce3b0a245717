import {expect} from 'chai'
import {writeFile} from 'node:fs/promises'
import {nodeCheck} from '../../src/cli/checks.js'
import {bench, startSqld, tempFolder} from '../support/processes.js'

interface Answer {
  broken: number
  checks: {name: string; status: string; found: string; next: string[]}[]
}

describe('bench doctor', () => {
  let folder: Awaited<ReturnType<typeof tempFolder>>
  beforeEach(async () => {
    folder = await tempFolder()
  })
  afterEach(() => folder.remove())

  async function doctor(args: string[] = [], env: Record<string, string> = {}) {
    const {code, stdout} = await bench(['doctor', '--json', ...args], {cwd: folder.path, env})
    const {checks, broken} = JSON.parse(stdout) as Answer
    const byName = new Map(checks.map((check) => [check.name, check]))
    for (const {status, next, name} of checks) if (status !== 'ok') expect(next, name).not.to.have.length(0)
    return {
      code,
      stdout,
      broken,
      status: (name: string) => byName.get(name)?.status,
      found: (name: string) => byName.get(name)?.found,
    }
  }

  it('finds nothing broken where nothing is, and makes no file', async () => {
    const {code, broken, status} = await doctor()
    expect([code, broken]).to.deep.equal([0, 0])
    expect(status('database')).to.equal('warning')
    expect((await doctor()).status('database')).to.equal('warning')
  })

  it('tells what is only here, before and after a sync', async () => {
    const sqld = await startSqld(folder.file('sqld'))
    const env = {
      TURSO_DATABASE_URL: sqld.url,
      BENCH_DATABASE_URL: 'file:bench.db',
      OPENROUTER_API_KEY: 'sk-secret-123',
      TURSO_AUTH_TOKEN: 'token-secret-456',
    }
    await bench(['run', '-m', 'builtin/random', '-p', 'tech_pm'], {cwd: folder.path, env})
    await bench(['sync'], {cwd: folder.path, env})
    const synced = await doctor([], env)
    expect([
      synced.code,
      synced.status('sync'),
      synced.status('integrity'),
      synced.status('team database'),
      synced.status('clock'),
      synced.status('API key'),
    ]).to.deep.equal([0, 'ok', 'ok', 'ok', 'ok', 'ok'])
    expect(synced.stdout).not.to.contain('secret')
    await bench(['run', '-m', 'builtin/random', '-p', 'tech_swe'], {cwd: folder.path, env})
    const pending = await doctor([], env)
    expect(pending.status('sync')).to.equal('warning')
    expect(pending.found('sync')).to.match(/^[1-9]\d* changes are only here$/)
    await sqld.close()
    const gone = await doctor([], env)
    expect([gone.code, gone.broken, gone.status('team database'), gone.status('database')]).to.deep.equal([
      1,
      1,
      'broken',
      'ok',
    ])
  }).timeout(60_000)

  it('finds damage, and what is no database', async () => {
    await writeFile(folder.file('junk.db'), 'no database at all, only words')
    expect(await doctor(['--db', 'file:junk.db'])).to.include({code: 1, broken: 1})
    await bench(['run', '-m', 'builtin/random', '-p', 'tech_pm'], {cwd: folder.path})
    const {createClient} = await import('@libsql/client')
    const client = createClient({url: `file:${folder.file('bench.db')}`})
    await client.execute('PRAGMA foreign_keys = OFF')
    await client.execute(
      `INSERT INTO ratings (id, result_id, user_id, rating, created_at) VALUES ('r', 'nothing', 'ann', 3, 'now')`,
    )
    client.close()
    const damaged = await doctor()
    expect([damaged.code, damaged.status('integrity')]).to.deep.equal([1, 'broken'])
  })

  it('knows which Node is too old', () => {
    expect(
      ['18.20.0', '20.18.3', '20.19.0', '24.1.0'].map((version) => nodeCheck(version).status),
    ).to.deep.equal(['broken', 'broken', 'ok', 'ok'])
  })
})
