import {createClient} from '@libsql/client'
import {expect} from 'chai'
import {createHash} from 'node:crypto'
import {readFile} from 'node:fs/promises'
import {bench, startSqld, tempFolder} from '../support/processes.js'
import {tokenKey} from '../support/jwt.js'

interface Answer {
  error?: {code: string; message: string; next: string[]}
  tables?: Record<string, {pulled: number; pushed: number}>
}

describe('bench sync, refused', () => {
  let folder: Awaited<ReturnType<typeof tempFolder>>
  before(async () => {
    folder = await tempFolder()
    await bench(['run', '-m', 'builtin/random', '-p', 'tech_pm'], {cwd: folder.path})
  })
  after(() => folder.remove())

  const digest = async () =>
    createHash('sha256')
      .update(await readFile(folder.file('bench.db')))
      .digest('hex')

  async function sync(remote: string, {token, more = []}: {token?: string; more?: string[]} = {}) {
    const {code, stdout, stderr} = await bench(['sync', '--json', '--remote', remote, ...more], {
      cwd: folder.path,
      env: {...(token !== undefined && {TURSO_AUTH_TOKEN: token})},
    })
    return {code, stderr, answer: JSON.parse(stdout) as Answer}
  }

  /** It must fail so, and leave the file as it was. */
  async function refuses(
    remote: string,
    expected: {code: string; exit?: number; says?: string},
    options: Parameters<typeof sync>[1] = {},
  ) {
    const before = await digest()
    const {code, answer} = await sync(remote, options)
    expect(answer.error?.code).to.equal(expected.code)
    expect(code).to.equal(expected.exit ?? 1)
    expect(answer.error?.message).to.contain(expected.says ?? '')
    expect(answer.error?.next).not.to.have.length(0)
    expect(await digest(), 'the local file').to.equal(before)
  }

  it('by tokens that are missing, wrong, expired or may only read; a good one syncs, and none is shown', async () => {
    const key = await tokenKey(folder.file('key.pem'))
    const sqld = await startSqld(folder.file('guarded'), undefined, [
      '--auth-jwt-key-file',
      folder.file('key.pem'),
    ])
    try {
      await refuses(sqld.url, {code: 'TOKEN_REFUSED'})
      await refuses(
        sqld.url,
        {code: 'TOKEN_REFUSED'},
        {token: `${key.token(100, 'rw').slice(0, -8)}AAAAAAAA`},
      )
      await refuses(sqld.url, {code: 'TOKEN_EXPIRED', says: 'expired'}, {token: key.token(-100, 'rw')})
      await refuses(sqld.url, {code: 'DATABASE_READ_ONLY', says: 'not write'}, {token: key.token(100, 'ro')})
      const good = await sync(sqld.url, {token: key.token(100, 'rw')})
      expect([good.code, good.answer.tables?.['results']?.pushed]).to.deep.equal([0, 16])
      await bench(['rate', '--user', 'ann', '--score', '3', await firstResult()], {cwd: folder.path})
      await refuses(sqld.url, {code: 'DATABASE_READ_ONLY'}, {token: key.token(100, 'ro')})
      const reading = await sync(sqld.url, {token: key.token(100, 'ro'), more: ['--pull-only']})
      expect(reading.code, JSON.stringify(reading.answer.error)).to.equal(0)
      const token = key.token(-100, 'rw')
      const {stdout, stderr} = await bench(
        ['sync', '--debug', '--remote', `${sqld.url}?authToken=${token}`],
        {cwd: folder.path},
      )
      expect(stdout + stderr)
        .to.contain('expired')
        .and.not.contain(token)
    } finally {
      await sqld.close()
    }
  })

  async function firstResult(): Promise<string> {
    const {stdout} = await bench(['results', '--limit', '1', '--json'], {cwd: folder.path})
    return (JSON.parse(stdout) as {results: {id: string}[]}).results[0]!.id
  }

  it('by a host that is not there', async () => {
    await refuses('http://127.0.0.1:9', {code: 'DATABASE_UNREACHABLE'})
    await refuses('libsql://no-such-host.invalid', {code: 'DATABASE_UNREACHABLE'})
  }).timeout(60_000)

  it('by what is no server, and without a remote', async () => {
    await refuses(`file:${folder.file('other.db')}`, {code: 'USAGE', exit: 2})
    const {code} = await bench(['sync'], {cwd: folder.path})
    expect(code).to.equal(2)
  })

  it("by a server of a newer schema, and by another program's", async () => {
    const sqld = await startSqld(folder.file('newer'))
    const client = createClient({url: sqld.url})
    await client.execute('CREATE TABLE songs (id)')
    await refuses(sqld.url, {code: 'FOREIGN_DATABASE', exit: 2})
    for (const name of ['runs', 'results']) await client.execute(`CREATE TABLE ${name} (id)`)
    await client.execute('PRAGMA user_version = 99')
    await refuses(sqld.url, {code: 'NEWER_SCHEMA', says: 'newer bench'})
    expect((await client.execute('SELECT count(*) AS n FROM sqlite_master')).rows[0]?.['n']).to.equal(3)
    client.close()
    await sqld.close()
  })

  it('by another database under the same URL, and by one that was set back; --accept-remote brings all together', async () => {
    const first = await startSqld(folder.file('first'))
    await bench(
      ['run', '-m', 'builtin/random', '-p', 'tech_pm', '--db', `file:${folder.file('moving.db')}`],
      {cwd: folder.path},
    )
    const db = ['--db', `file:${folder.file('moving.db')}`]
    expect((await sync(first.url, {more: db})).code).to.equal(0)
    await first.close()
    const second = await startSqld(folder.file('second'), first.port)
    const refused = await sync(second.url, {more: db})
    expect([refused.code, refused.answer.error?.code]).to.deep.equal([1, 'REMOTE_REPLACED'])
    const accepted = await sync(second.url, {more: [...db, '--accept-remote']})
    expect(accepted.answer.tables?.['results']).to.include({pushed: 16})
    // Set back: the newest rows are gone, though others came since.
    const client = createClient({url: second.url})
    await client.execute(`DELETE FROM changes WHERE seq > (SELECT max(seq) - 5 FROM changes)`)
    for (let i = 0; i < 10; i++)
      await client.execute(`INSERT INTO runs (id, started_at) VALUES ('later ${i}', 'now')`)
    const setBack = await sync(second.url, {more: db})
    expect([setBack.code, setBack.answer.error?.code]).to.deep.equal([1, 'REMOTE_SET_BACK'])
    expect((await sync(second.url, {more: [...db, '--accept-remote']})).code).to.equal(0)
    expect((await sync(second.url, {more: db})).answer.tables?.['runs']).to.include({pulled: 0, pushed: 0})
    client.close()
    await second.close()
  }).timeout(60_000)

  it('by a large deletion, of which a preview warns; --accept-deletions goes on', async () => {
    const sqld = await startSqld(folder.file('emptied'))
    const more = ['--db', `file:${folder.file('full.db')}`]
    await bench(['run', '-m', 'builtin/random', '-p', 'tech_pm', '--trials', '2', ...more], {
      cwd: folder.path,
    })
    expect((await sync(sqld.url, {more})).code).to.equal(0)
    const client = createClient({url: sqld.url})
    await client.execute('DELETE FROM results')
    client.close()
    const preview = await sync(sqld.url, {more: [...more, '--dry-run']})
    expect(preview.stderr).to.contain('--accept-deletions').and.contain('32 of 32 results')
    const refused = await sync(sqld.url, {more})
    expect([refused.code, refused.answer.error?.code]).to.deep.equal([1, 'MANY_DELETIONS'])
    const accepted = await sync(sqld.url, {more: [...more, '--accept-deletions']})
    expect([accepted.code, accepted.answer.tables?.['results']?.pulled]).to.deep.equal([0, 32])
    await sqld.close()
  }).timeout(120_000)
})
