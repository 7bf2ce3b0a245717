import {expect} from 'chai'
import {readFile} from 'node:fs/promises'
import {databaseLocation} from '../../src/store/database/location.js'
import {openStore} from '../../src/store/store.js'
import {GENERATE} from '../support/api-routes.js'
import {startModelServer} from '../support/model-server.js'
import {post, servers, type Served} from '../support/served.js'

const SECRET = 'secret-of-the-team-0123456789'
const KEY = 'sk-key-0123456789abcdef'
const MODEL = 'openai/gpt-5-mini'

describe('bench serve with a model', () => {
  const place = servers()
  let models: Awaited<ReturnType<typeof startModelServer>>
  afterEach(() => models.close())
  const generating = async (delayMs: number) => {
    models = await startModelServer({delayMs})
    return place.start(
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
    const store = await openStore(databaseLocation(`file:${place.folder.file('bench.db')}`, {}), {
      create: false,
    })
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
      ['bench.db', 'bench.db-wal'].map((name) => readFile(place.folder.file(name), 'latin1').catch(() => '')),
    )
    for (const text of [stdout, stderr, ...pages, ...files])
      expect(text).not.to.contain(KEY).and.not.to.contain(SECRET)
  })
})
