import {createClient, type Client} from '@libsql/client'
import {expect} from 'chai'
import {readFile} from 'node:fs/promises'
import {SCHEMA_VERSION} from '../../src/store/database/migrations.js'
import {bench, startSqld, tempFolder} from '../support/processes.js'

interface Answer {
  error?: {code: string; next: string[]}
  upgraded?: {from: string; devices: number} | null
  warnings?: string[]
}

describe("a team's database of an older bench", () => {
  let folder: Awaited<ReturnType<typeof tempFolder>>
  let sqld: Awaited<ReturnType<typeof startSqld>>
  let raw: Client
  before(async () => {
    folder = await tempFolder()
    sqld = await startSqld(folder.file('sqld'))
    raw = createClient({url: sqld.url})
    const old = await readFile(new URL('../store/schema-v1.sql', import.meta.url), 'utf8')
    await raw.executeMultiple(`${old}; PRAGMA user_version = 1`)
    await raw.execute(`INSERT INTO runs (id, started_at) VALUES ('old', '2026-01-01T10:00:00.000Z')`)
  })
  after(async () => {
    raw.close()
    await sqld.close()
    await folder.remove()
  })

  async function run(...args: string[]) {
    const {code, stdout, stderr} = await bench([...args, '--json'], {cwd: folder.path})
    return {code, stderr, answer: JSON.parse(stdout) as Answer}
  }

  const state = async () => {
    const version = await raw.execute('SELECT user_version FROM pragma_user_version')
    const objects = await raw.execute('SELECT name, sql FROM sqlite_master ORDER BY name')
    return JSON.stringify([version.rows, objects.rows])
  }

  it('is left as it is by a plain sync, a preview, and every other command', async () => {
    const before = await state()
    for (const args of [
      ['sync', '--remote', sqld.url],
      ['sync', '--remote', sqld.url, '--dry-run'],
      ['stats', '--db', sqld.url],
      ['run', '-m', 'builtin/random', '-p', 'tech_pm', '--db', sqld.url],
    ]) {
      const {code, answer} = await run(...args)
      expect([code, answer.error?.code], args.join(' ')).to.deep.equal([1, 'OLDER_SCHEMA'])
      expect(answer.error?.next.join(' ')).to.contain('bench sync --upgrade-team')
    }

    expect(await state()).to.equal(before)
  }).timeout(240_000)

  it('is not upgraded while a run is at work there, and then only on request', async () => {
    await raw.execute(
      `INSERT INTO run_leases (run_id, worker_id, host, pid, heartbeat_at) VALUES ('old', 'w', 'host', 7, unixepoch('subsec') * 1000 + 60000)`,
    )
    const before = await state()
    const upgrade = ['sync', '--upgrade-team', '--remote', sqld.url]
    const refused = await run(...upgrade)
    expect([refused.code, refused.answer.error?.code]).to.deep.equal([1, 'TEAM_IN_USE'])
    expect(await state()).to.equal(before)
    await raw.execute('DELETE FROM run_leases')
    const {code, answer} = await run(...upgrade)
    expect(code, JSON.stringify(answer)).to.equal(0)
    expect(answer.upgraded?.from).to.equal('schema 1')
    expect(answer.warnings?.join(' ')).to.contain(`schema ${SCHEMA_VERSION}`)
    const version = await raw.execute('SELECT user_version FROM pragma_user_version')
    expect(version.rows[0]?.['user_version']).to.equal(SCHEMA_VERSION)
    const again = await run(...upgrade)
    expect([again.code, again.answer.upgraded]).to.deep.equal([0, null])
    expect((await run('sync', '--remote', sqld.url)).code).to.equal(0)
  }).timeout(240_000)
})
