import {expect} from 'chai'
import {createHash} from 'node:crypto'
import {chmod} from 'node:fs/promises'
import {createServer, type AddressInfo} from 'node:net'
import {GENERATE} from '../support/api-routes.js'
import {bench, tempFolder} from '../support/processes.js'
import {post, servers} from '../support/served.js'

const SECRET = 'secret-of-the-team-0123456789'

/** The first line of every command that writes. */
const NAMED = /^Database: \S+\n/

describe('bench serve', () => {
  const place = servers()
  const {start} = place

  it('says where it listens, logs requests on stderr, and ends with 0', async () => {
    const served = await start()
    expect(served.lines).to.deep.equal([
      `Serving file:bench.db at ${served.url} · routes for programs: ${served.url}/docs · Ctrl-C stops`,
    ])
    expect(served.url).to.match(/^http:\/\/127\.0\.0\.1:\d+$/)
    expect(await (await fetch(`${served.url}/health`)).json()).to.include({status: 'ok'})
    expect(
      (await post(served, `/results/${place.resultId}/ratings`, {rating: 4}, {'X-User-Id': 'ana'})).status,
    ).to.equal(200)
    await fetch(`${served.url}/results?limit=1&x=%1B[31m`)
    const {code, stdout, stderr} = await served.stop()
    expect(code).to.equal(0)
    expect(stdout).to.match(/\nStopped after 3 requests\.\n$/)
    expect(stderr)
      .to.match(/^\d\d:\d\d:\d\d GET \/health 200 [\d.]+ ms$/m)
      .and.match(/^\d\d:\d\d:\d\d POST \/results\/\S+\/ratings 200 [\d.]+ ms "ana"$/m)
    expect(stderr)
      .to.match(/GET \/results\?limit=1&x=%1B\[31m 200/)
      .and.not.contain('\u001b')
  })

  it('prints a document a line under --json, and nothing else', async () => {
    const served = await start(['--json'])
    await fetch(`${served.url}/runs?limit=0`, {
      headers: {'X-User-Id': Buffer.from('Zoë 🍟').toString('latin1')},
    })
    const {code, stdout, stderr} = await served.stop('SIGINT')
    expect([code, stderr.replace(NAMED, '')]).to.deep.equal([0, ''])
    const documents = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>)
    expect(documents.map(({event}) => event)).to.deep.equal(['listening', 'request', 'stopped'])
    expect(documents[0]).to.deep.equal({event: 'listening', url: served.url, database: 'file:bench.db'})
    expect(documents[1]).to.include({method: 'GET', url: '/runs?limit=0', status: 422, user: 'Zoë 🍟'})
    expect(documents[1]).to.have.all.keys('event', 'time', 'method', 'url', 'status', 'ms', 'user')
    expect(documents[2]).to.deep.equal({event: 'stopped', requests: 1})
  })

  it('logs nothing when it is told to be quiet', async () => {
    for (const args of [['--quiet'], ['-q', '--json']]) {
      const served = await start(args)
      await fetch(`${served.url}/health`)
      const {stdout, stderr} = await served.stop()
      expect(stderr).to.match(NAMED)
      expect(stdout).not.to.contain('health')
      expect(stdout.trimEnd().split('\n')).to.have.length(2)
    }
  })

  it('answers the leaderboard, rates and is followed by the command line', async () => {
    const served = await start()
    await post(served, `/results/${place.resultId}/ratings`, {rating: 5}, {'X-User-Id': 'bo'})
    const {stats} = (await (await fetch(`${served.url}/stats`)).json()) as {stats: {exact: object}[]}
    const unrounded = stats.map(({exact, ...row}) => ({...row, ...exact}))
    expect(unrounded).to.deep.equal(
      (JSON.parse((await bench(['stats', '--json'], {cwd: place.folder.path})).stdout) as {stats: object[]})
        .stats,
    )
    expect(
      (await bench(['rate', place.resultId, '--score', '1', '--user', 'cy'], {cwd: place.folder.path})).code,
    ).to.equal(0)
    expect(
      await (await fetch(`${served.url}/results/${place.resultId}`, {headers: {'X-User-Id': 'cy'}})).json(),
    ).to.include({my_rating: 1})
    await served.stop()
  })

  it('says that a port is taken', async () => {
    const other = createServer()
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve))
    const {port} = other.address() as AddressInfo
    const {code, stdout, stderr} = await bench(['serve', '--port', String(port)], {cwd: place.folder.path})
    expect([code, stdout]).to.deep.equal([1, ''])
    expect(stderr.replace(NAMED, ''))
      .to.match(new RegExp(`^Error: Nothing can be served at 127\\.0\\.0\\.1 port ${port}: .*EADDRINUSE`))
      .and.contain('choose another port with --port')
    const told = await bench(['serve', '--port', String(port), '--json'], {cwd: place.folder.path})
    expect(told.code).to.equal(1)
    expect(JSON.parse(told.stdout)).to.have.nested.include({'error.code': 'ADDRESS_UNAVAILABLE'})
    other.close()
  })

  it('takes BENCH_API_TOKEN, and no empty one', async () => {
    const served = await start([], {BENCH_API_TOKEN: SECRET})
    expect((await fetch(`${served.url}/runs`)).status).to.equal(401)
    expect(
      (await fetch(`${served.url}/runs`, {headers: {Authorization: `Bearer ${SECRET}`}})).status,
    ).to.equal(200)
    const {stdout, stderr} = await served.stop()
    expect(stdout + stderr).not.to.contain(SECRET)
    const open = await start([], {BENCH_API_TOKEN: ''})
    expect((await fetch(`${open.url}/runs`)).status).to.equal(200)
  })

  it('takes a file of tokens, plain and as digests, and tells none of them', async () => {
    const secrets = ['ana-secret-0123456789', 'bo-secret-0123456789', 'open-secret-0123456789']
    const digest = createHash('sha256').update(secrets[1]!).digest('hex')
    await place.writeTokens(`# people\n${secrets[0]!}: ana\n"sha256:${digest}": Zoë\n${secrets[2]!}: null\n`)
    const served = await start(['--tokens', 'tokens.yaml', '--json'])
    const rate = async (secret: string, user?: string) => {
      const answer = await post(
        served,
        `/results/${place.resultId}/ratings`,
        {rating: 3},
        {Authorization: `Bearer ${secret}`, ...(user !== undefined && {'X-User-Id': user})},
      )
      return [answer.status, ((await answer.json()) as {user_id?: string}).user_id]
    }

    expect(await rate(secrets[0]!)).to.deep.equal([200, 'ana'])
    expect(await rate(secrets[1]!)).to.deep.equal([200, 'Zoë'])
    expect(await rate(secrets[2]!, 'cy')).to.deep.equal([200, 'cy'])
    expect(await rate(secrets[0]!, 'cy')).to.deep.equal([403, undefined])
    expect((await rate(digest))[0]).to.equal(401)
    expect((await rate(`sha256:${digest}`))[0]).to.equal(401)
    const {stdout, stderr} = await served.stop()
    expect(stderr).to.match(NAMED)
    for (const secret of [...secrets, digest]) expect(stdout).not.to.contain(secret)
    expect(stdout).to.contain('"user":"ana"').and.contain('"user":"Zoë"')
  })

  it('warns of a token file that others can read', async () => {
    await place.writeTokens(`${SECRET}: ana\n`)
    await chmod(place.folder.file('tokens.yaml'), 0o644)
    const {stderr} = await (await start(['--tokens', 'tokens.yaml'])).stop()
    expect(stderr.replace(NAMED, '')).to.equal(
      'Others on this machine can read tokens.yaml: chmod 600 tokens.yaml\n',
    )
  })

  it('serves any address with a token, or with --insecure and a warning', async () => {
    const closed = await start(['--host', '0.0.0.0', '--token', SECRET, '--quiet'])
    const port = new URL(closed.url).port
    expect((await fetch(`http://127.0.0.1:${port}/runs`)).status).to.equal(401)
    const {stdout, stderr} = await closed.stop()
    expect(stdout + stderr).not.to.contain(SECRET)
    expect(stderr).to.match(NAMED)
    const open = await start(['--host', '0.0.0.0', '--insecure', '--quiet'])
    expect((await fetch(`http://127.0.0.1:${new URL(open.url).port}/runs`)).status).to.equal(200)
    expect((await open.stop()).stderr.replace(NAMED, '')).to.equal(
      'Everybody who reaches 0.0.0.0 can read and rate (--insecure).\n',
    )
  })

  it('lets pages of a named origin read, whatever its case', async () => {
    const served = await start([
      '--cors-origin',
      'https://Hexweavers.io/',
      '--cors-origin',
      'http://localhost:5173',
    ])
    for (const Origin of ['https://hexweavers.io', 'http://localhost:5173']) {
      expect(
        (await fetch(`${served.url}/runs`, {headers: {Origin}})).headers.get('access-control-allow-origin'),
      ).to.equal(Origin)
    }
  })

  it('makes a database for cases on demand where there is none', async () => {
    const empty = await tempFolder()
    const served = await start(['--enable-generate', '--generate-model', 'builtin/lexicon'], {}, empty.path)
    expect((await post(served, '/generate', GENERATE)).status).to.equal(200)
    await served.stop()
    expect(JSON.parse((await bench(['results', '--json'], {cwd: empty.path})).stdout)).to.include({total: 1})
    await empty.remove()
  })
})
