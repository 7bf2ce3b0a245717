import {expect} from 'chai'
import {existsSync} from 'node:fs'
import {chmod, readFile, writeFile} from 'node:fs/promises'
import {createServer, type AddressInfo} from 'node:net'
import {createHash} from 'node:crypto'
import {databaseLocation} from '../../src/store/location.js'
import {openStore} from '../../src/store/store.js'
import {GENERATE} from '../support/api-routes.js'
import {startModelServer} from '../support/model-server.js'
import {bench, tempFolder} from '../support/processes.js'
import {aResult, aRun} from '../support/records.js'
import {startServe, type Served} from '../support/served.js'

const SECRET = 'secret-of-the-team-0123456789'
const KEY = 'sk-key-0123456789abcdef'
const MODEL = 'openai/gpt-5-mini'

/** The first line of every command that writes. */
const NAMED = /^Database: \S+\n/

describe('bench serve', () => {
  let folder: Awaited<ReturnType<typeof tempFolder>>
  let id: string
  const running: Served[] = []
  const start = async (args: readonly string[] = [], env: Record<string, string> = {}) => {
    const served = await startServe(args, {cwd: folder.path, env})
    running.push(served)
    return served
  }

  before(async () => {
    folder = await tempFolder()
    const store = await openStore(databaseLocation(`file:${folder.file('bench.db')}`, {}), {create: true})
    const run = aRun()
    await store.runs.create(run)
    const result = aResult(run.id)
    await store.results.save(result)
    id = result.id
    await store.close()
  })
  afterEach(() => {
    for (const served of running.splice(0)) served.kill('SIGKILL')
  })
  after(() => folder.remove())

  const post = (served: Served, path: string, body: object, headers: Record<string, string> = {}) =>
    fetch(served.url + path, {
      method: 'POST',
      body: JSON.stringify(body),
      headers: {'Content-Type': 'application/json', ...headers},
    })

  it('says where it listens, logs requests on stderr, and ends with 0', async () => {
    const served = await start()
    expect(served.lines).to.deep.equal([
      `Serving file:bench.db at ${served.url} · routes for programs: ${served.url}/docs · Ctrl-C stops`,
    ])
    expect(served.url).to.match(/^http:\/\/127\.0\.0\.1:\d+$/)
    expect(await (await fetch(`${served.url}/health`)).json()).to.include({status: 'ok'})
    expect((await post(served, `/results/${id}/ratings`, {rating: 4}, {'X-User-Id': 'ana'})).status).to.equal(
      200,
    )
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
    expect([code, stderr]).to.deep.equal([0, ''])
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
    await post(served, `/results/${id}/ratings`, {rating: 5}, {'X-User-Id': 'bo'})
    const {stats} = (await (await fetch(`${served.url}/stats`)).json()) as {stats: object[]}
    expect(stats).to.deep.equal(
      (JSON.parse((await bench(['stats', '--json'], {cwd: folder.path})).stdout) as {stats: object[]}).stats,
    )
    expect((await bench(['rate', id, '--score', '1', '--user', 'cy'], {cwd: folder.path})).code).to.equal(0)
    expect(
      await (await fetch(`${served.url}/results/${id}`, {headers: {'X-User-Id': 'cy'}})).json(),
    ).to.include({my_rating: 1})
    await served.stop()
  })

  it('says that a port is taken', async () => {
    const other = createServer()
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve))
    const {port} = other.address() as AddressInfo
    const {code, stdout, stderr} = await bench(['serve', '--port', String(port)], {cwd: folder.path})
    expect([code, stdout]).to.deep.equal([1, ''])
    expect(stderr)
      .to.match(new RegExp(`^Error: Nothing can be served at 127\\.0\\.0\\.1 port ${port}: .*EADDRINUSE`))
      .and.contain('choose another port with --port')
    const told = await bench(['serve', '--port', String(port), '--json'], {cwd: folder.path})
    expect(told.code).to.equal(1)
    expect(JSON.parse(told.stdout)).to.have.nested.include({'error.code': 'ADDRESS_UNAVAILABLE'})
    other.close()
  })

  const file = (text: string) => writeFile(folder.file('tokens.yaml'), text, {mode: 0o600})
  const mistakes: [string, string[], RegExp, string?][] = [
    [
      'another address without a token',
      ['--host', '0.0.0.0'],
      /Serving on 0\.0\.0\.0 without a token would let everybody[^]*BENCH_API_TOKEN[^]*--insecure/,
    ],
    ['another address without a token', ['--host', '::'], /Serving on :: without a token/],
    ['an address that looks like this machine', ['--host', '127.0.0.1.example.com'], /without a token/],
    [
      'a short token',
      ['--token', 'short-secret'],
      /A token needs 16 characters or more, without blanks\. Nothing was started\.[^]*openssl rand/,
    ],
    [
      'a token with blanks',
      ['--token', 'secret of the team 0123'],
      /A token needs 16 characters or more, without blanks/,
    ],
    [
      'a token file that is not there',
      ['--tokens', 'none.yaml'],
      /The file none\.yaml cannot be read: .*ENOENT/,
    ],
    ['a folder as a token file', ['--tokens', '.'], /The file \. cannot be read: .*EISDIR/],
    ['a database in memory', ['--db', ':memory:'], /there is nothing to serve/, ''],
    [
      'an empty token file',
      ['--tokens', 'tokens.yaml'],
      /The token file tokens\.yaml cannot be used\. Nothing was started\.\n +It should hold lines like `TOKEN: user`\./,
      '',
    ],
    ['a token file without tokens', ['--tokens', 'tokens.yaml'], /It holds no token\./, '{}'],
    [
      'a list as a token file',
      ['--tokens', 'tokens.yaml'],
      /It should hold lines like `TOKEN: user`\./,
      `- ${SECRET}`,
    ],
    [
      'a word as a token file',
      ['--tokens', 'tokens.yaml'],
      /It should hold lines like `TOKEN: user`\./,
      SECRET,
    ],
    [
      'a token file with a short token',
      ['--tokens', 'tokens.yaml'],
      /entry 2: a token needs 16 characters or more, without blanks/,
      `${SECRET}: ana\nshort-secret: bo`,
    ],
    [
      'a token file with a bad digest',
      ['--tokens', 'tokens.yaml'],
      /entry 1: a token needs/,
      `"sha256:0123 secret": ana`,
    ],
    [
      'a token file with a user that is none',
      ['--tokens', 'tokens.yaml'],
      /entry 1: the user needs a name of 1 to 200 characters\n +entry 2: the user needs/,
      `${SECRET}: ""\n${SECRET}2: [ana]`,
    ],
    [
      'a token file with one token twice',
      ['--tokens', 'tokens.yaml'],
      /line 2: DUPLICATE_KEY/,
      `${SECRET}: ana\n${SECRET}: bo`,
    ],
    ['a token file that is no YAML', ['--tokens', 'tokens.yaml'], /line 1: \w+/, `${SECRET}: "ana`],
    [
      'an origin without a scheme',
      ['--cors-origin', 'hexweavers.io'],
      /"hexweavers\.io" is no origin\. Nothing was started\.[^]*https:\/\/hexweavers\.io/,
    ],
    ['every origin', ['--cors-origin', '*'], /"\*" is no origin/],
    ['an origin with a path', ['--cors-origin', 'https://hexweavers.io/app'], /is no origin/],
    ['an origin of files', ['--cors-origin', 'file:///x'], /is no origin/],
    [
      'an origin that is null',
      ['--cors-origin', 'http://localhost:5173', '--cors-origin', 'null'],
      /"null" is no origin/,
    ],
    ['a port that is none', ['--port', '70000'], /port/],
    [
      'a database that is not there',
      ['--db', 'file:none.db'],
      /There is no database at file:none\.db yet\. Nothing was created/,
    ],
    [
      'generating without a limit',
      ['--enable-generate'],
      /needs a limit\. Nothing was started\.[^]*--generate-budget 5[^]*builtin\/lexicon/,
    ],
    [
      'generating for nothing',
      ['--enable-generate', '--generate-budget', '0'],
      /--generate-budget must be a number above 0/,
    ],
    [
      'generating with an unknown model',
      ['--enable-generate', '--generate-budget', '1', '--generate-model', 'nope/model'],
      /Unknown model "nope\/model"/,
    ],
    [
      'generating without a key',
      ['--enable-generate', '--generate-budget', '1'],
      /OPENROUTER_API_KEY is not set/,
    ],
  ]
  for (const [what, args, sentence, tokens] of mistakes) {
    it(`refuses ${what} (${args.join(' ')})`, async () => {
      if (tokens !== undefined) await file(tokens)
      const {code, stdout, stderr} = await bench(
        ['serve', ...(args.includes('--port') ? [] : ['--port', '0']), ...args],
        {cwd: folder.path},
      )
      expect(stderr).to.match(sentence)
      expect([code, stdout]).to.deep.equal([2, ''])
      expect(stderr)
        .not.to.contain(SECRET)
        .and.not.to.contain('short-secret')
        .and.not.to.match(/\n\s+at /)
      expect(existsSync(folder.file('none.db'))).to.equal(false)
    })
  }

  it('refuses a weak BENCH_API_TOKEN without telling it', async () => {
    const {code, stdout, stderr} = await bench(['serve', '--port', '0'], {
      cwd: folder.path,
      env: {BENCH_API_TOKEN: 'short-secret'},
    })
    expect([code, stdout]).to.deep.equal([2, ''])
    expect(stderr)
      .to.match(/A token needs 16 characters/)
      .and.not.to.contain('short-secret')
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
    await file(`# people\n${secrets[0]!}: ana\n"sha256:${digest}": Zoë\n${secrets[2]!}: null\n`)
    const served = await start(['--tokens', 'tokens.yaml', '--json'])
    const rate = async (secret: string, user?: string) => {
      const answer = await post(
        served,
        `/results/${id}/ratings`,
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
    await file(`${SECRET}: ana\n`)
    await chmod(folder.file('tokens.yaml'), 0o644)
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

  describe('with a model', () => {
    let models: Awaited<ReturnType<typeof startModelServer>>
    afterEach(() => models.close())
    const generating = async (delayMs: number) => {
      models = await startModelServer({delayMs})
      return start(
        [
          '--enable-generate',
          '--generate-budget',
          '5',
          '--generate-model',
          MODEL,
          '--base-url',
          models.url,
          '--debug',
        ],
        {BENCH_API_KEY: KEY, BENCH_API_TOKEN: SECRET},
      )
    }

    const ask = (served: Served) =>
      post(
        served,
        '/generate',
        {...GENERATE, model: MODEL, input_type: 'basic'},
        {Authorization: `Bearer ${SECRET}`},
      )
    const seen = async () => {
      while (models.requests.length === 0) await new Promise((resolve) => setTimeout(resolve, 5))
    }

    it('answers what is under way when it is told to stop, and takes nothing new', async () => {
      const served = await generating(800)
      const answer = ask(served)
      await seen()
      const ended = served.stop()
      const refused = await new Promise<boolean>((resolve) => {
        const again = setInterval(
          () => void fetch(`${served.url}/health`).catch(() => (clearInterval(again), resolve(true))),
          20,
        )
      })
      expect(refused).to.equal(true)
      const {status} = await answer
      expect(status).to.equal(200)
      const {code, stdout} = await ended
      expect(code).to.equal(0)
      expect(stdout).to.match(/Stopped after \d+ requests/)
      const store = await openStore(databaseLocation(`file:${folder.file('bench.db')}`, {}), {create: false})
      const {results} = await store.results.list({model: [MODEL]}, {limit: 10, offset: 0})
      expect(results.map((result) => result.status)).to.deep.equal(['completed'])
      await store.close()
    })

    it('leaves at once at the second signal', async () => {
      const served = await generating(60_000)
      const answer = post(
        served,
        '/generate',
        {...GENERATE, model: MODEL, input_type: 'basic', style: 'guided'},
        {Authorization: `Bearer ${SECRET}`},
      ).then(
        () => true,
        () => false,
      )
      await seen()
      served.kill('SIGTERM')
      await new Promise<void>((resolve) => {
        const again = setInterval(
          () => void fetch(`${served.url}/health`).catch(() => (clearInterval(again), resolve())),
          20,
        )
      })
      const {code} = await served.stop('SIGTERM')
      expect(code).to.equal(143)
      expect(await answer).to.equal(false)
    })

    it('tells key and token to the model server and the client alone', async () => {
      const served = await generating(0)
      expect((await ask(served)).status).to.equal(200)
      expect(
        (
          await post(
            served,
            '/generate',
            {...GENERATE, model: MODEL, input_type: 'basic', persona_id: 'creative_ux'},
            {Authorization: `Bearer ${SECRET}`},
          )
        ).status,
      ).to.equal(200)
      expect(models.requests[0]!.headers.authorization).to.equal(`Bearer ${KEY}`)
      const pages = await Promise.all(
        ['/runs', '/results', '/options', '/docs', '/openapi.json'].map(async (path) =>
          (await fetch(served.url + path, {headers: {Authorization: `Bearer ${SECRET}`}})).text(),
        ),
      )
      const {stdout, stderr} = await served.stop()
      const files = await Promise.all(
        ['bench.db', 'bench.db-wal'].map((name) => readFile(folder.file(name), 'latin1').catch(() => '')),
      )
      for (const text of [stdout, stderr, ...pages, ...files])
        expect(text).not.to.contain(KEY).and.not.to.contain(SECRET)
    })
  })

  it('makes a database for cases on demand where there is none', async () => {
    const empty = await tempFolder()
    const served = await startServe(['--enable-generate', '--generate-model', 'builtin/lexicon'], {
      cwd: empty.path,
    })
    running.push(served)
    expect((await post(served, '/generate', GENERATE)).status).to.equal(200)
    await served.stop()
    expect(JSON.parse((await bench(['results', '--json'], {cwd: empty.path})).stdout)).to.include({total: 1})
    await empty.remove()
  })
})
