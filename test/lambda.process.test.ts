import {expect} from 'chai'
import type {LambdaEvent} from 'hono/aws-lambda'
import {createApi} from '../src/server/http/app.js'
import {jobsOf} from '../src/server/jobs/jobs.js'
import {serve, type RunningServer} from '../src/server/http/server.js'
import {tokenOf} from '../src/server/auth/tokens.js'
import {databaseLocation} from '../src/store/database/location.js'
import {openStore, type Store} from '../src/store/store.js'
import {loadBuiltInSuite} from '../src/suite/files/load.js'
import {functionUrlEvent, httpApiEvent, restApiEvent, type SentRequest} from './support/lambda-events.js'
import {startSqld, tempFolder} from './support/processes.js'
import {aResult, aRun} from './support/records.js'

interface LambdaAnswer {
  statusCode: number
  headers?: Record<string, string>
  multiValueHeaders?: Record<string, string[]>
  body: string
  isBase64Encoded: boolean
}

type Handler = (event: LambdaEvent) => Promise<LambdaAnswer>

const TOKEN = 'a token for everybody'.replaceAll(' ', '-')
const ANA = 'the token that ana has'.replaceAll(' ', '-')
const WAYS: [string, (request: SentRequest) => LambdaEvent][] = [
  ['a REST API (1.0)', (request) => restApiEvent(request)],
  ['a REST API (1.0), binary', (request) => restApiEvent(request, {base64: true})],
  ['an HTTP API (2.0)', (request) => httpApiEvent(request)],
  ['an HTTP API (2.0) with a named stage', (request) => httpApiEvent(request, {stage: 'prod'})],
  ['a function URL', (request) => functionUrlEvent(request)],
]

/** A fresh instance of the built function, as a cold start makes one. */
async function instance(env: Record<string, string>): Promise<Handler> {
  process.env['BENCH_QUIET'] = '1'
  for (const name of [
    'BENCH_DATABASE_URL',
    'BENCH_API_TOKEN',
    'BENCH_API_TOKENS',
    'BENCH_API_INSECURE',
    'BENCH_CORS_ORIGINS',
  ]) {
    if (env[name] === undefined) Reflect.deleteProperty(process.env, name)
    else process.env[name] = env[name]
  }

  const module = (await import(
    `${new URL('../dist/lambda.js', import.meta.url).href}?instance=${Math.random()}`
  )) as {handler: Handler}
  return module.handler
}

describe('the function for Lambda', () => {
  let folder: Awaited<ReturnType<typeof tempFolder>>
  let sqld: Awaited<ReturnType<typeof startSqld>>
  let store: Store
  let server: RunningServer
  const environment = {...process.env}
  const result = aResult('r', {id: 'result-1', created_at: '2026-11-24T09:00:00.000Z'})

  before(async () => {
    folder = await tempFolder()
    sqld = await startSqld(folder.file('sqld'))
    store = await openStore(databaseLocation(sqld.url, {}), {create: true})
    await store.runs.create(aRun({id: 'r'}))
    for (const one of [
      result,
      aResult('r', {id: 'result-2', model: 'lab/two'}),
      aResult('r', {id: 'failed', status: 'failed'}),
    ])
      await store.results.save(one)
    const {suite} = await loadBuiltInSuite()
    const app = createApi(
      {
        store,
        jobs: jobsOf(store),
        cache: undefined,
        suite,
        version: '0.1.0',
        generate: undefined,
        models: suite.models.map(({id}) => id),
      },
      {
        tokens: [tokenOf(ANA, 'ana'), tokenOf(TOKEN, undefined)],
        origins: ['https://hexweavers.io'],
        hosts: undefined,
        log: () => {},
        onDefect: () => {},
      },
    )
    server = await serve(app, {host: '127.0.0.1', port: 0})
  })
  after(async () => {
    await server.stop(0)
    await store.close()
    await sqld.close()
    await folder.remove()
    process.env = environment
  })

  const env = () => ({
    BENCH_DATABASE_URL: sqld.url,
    BENCH_API_TOKEN: TOKEN,
    BENCH_API_TOKENS: JSON.stringify({[ANA]: 'ana'}),
    BENCH_CORS_ORIGINS: 'https://hexweavers.io',
  })
  const open = {Authorization: `Bearer ${TOKEN}`}
  const rate = (
    body: string,
    headers: Record<string, string> = {'X-User-Id': 'bo', ...open},
  ): SentRequest => ({
    method: 'POST',
    path: '/results/result-1/ratings',
    headers: {'Content-Type': 'application/json', ...headers},
    body,
  })
  const requests: Record<string, SentRequest> = {
    health: {method: 'GET', path: '/health'},
    runs: {method: 'GET', path: '/runs', headers: open},
    'one run': {method: 'GET', path: '/runs/r', headers: open},
    results: {
      method: 'GET',
      path: '/results',
      query: [
        ['limit', '2'],
        ['model', 'lab/two'],
      ],
      headers: {...open, 'X-User-Id': 'bo'},
    },
    'a name with signs': {method: 'GET', path: '/results', query: [['rated_by', 'ä &=?/+ö']], headers: open},
    'a limit too low': {method: 'GET', path: '/results', query: [['limit', '0']], headers: open},
    'a limit given twice': {
      method: 'GET',
      path: '/results',
      query: [
        ['limit', '1'],
        ['limit', '2'],
      ],
      headers: open,
    },
    'one result': {method: 'GET', path: '/results/result-1', headers: {...open, 'X-User-Id': 'bo'}},
    'no result': {method: 'GET', path: '/results/nothing', headers: open},
    rating: rate('{"rating":4}'),
    "ana's rating": rate('{"rating":2}', {Authorization: `Bearer ${ANA}`}),
    'ana as bo': rate('{"rating":2}', {Authorization: `Bearer ${ANA}`, 'X-User-Id': 'bo'}),
    'a rating too high': rate('{"rating":6}'),
    'half a body': rate('{"rating":'),
    'no body': {
      method: 'POST',
      path: '/results/result-1/ratings',
      headers: {'Content-Type': 'application/json', 'X-User-Id': 'bo', ...open},
    },
    stats: {method: 'GET', path: '/stats', query: [['group_by', 'model']], headers: open},
    options: {method: 'GET', path: '/options', headers: open},
    'no token': {method: 'GET', path: '/runs'},
    'a wrong token': {
      method: 'GET',
      path: '/runs',
      headers: {Authorization: 'Bearer something-else-altogether'},
    },
    'no such route': {method: 'GET', path: '/nothing/here', headers: open},
    'another method': {method: 'DELETE', path: '/runs', headers: open},
    'generating, which is off': {
      method: 'POST',
      path: '/generate',
      headers: {...open, 'Content-Type': 'application/json'},
      body: '{}',
    },
    'a front end': {method: 'GET', path: '/runs', headers: {...open, Origin: 'https://hexweavers.io'}},
    'a preflight': {
      method: 'OPTIONS',
      path: '/runs',
      headers: {Origin: 'https://hexweavers.io', 'Access-Control-Request-Method': 'GET'},
    },
  }

  for (const [way, event] of WAYS) {
    describe(`behind ${way}`, () => {
      let handler: Handler
      before(async () => (handler = await instance(env())))

      for (const [name, request] of Object.entries(requests)) {
        it(`answers as the server does: ${name}`, async () => {
          const url = new URL(request.path, server.url)
          for (const [parameter, value] of request.query ?? []) url.searchParams.append(parameter, value)
          const expected = await fetch(url, {
            method: request.method,
            headers: request.headers ?? {},
            body: request.body ?? null,
          })
          const answer = await handler(event(request))
          const headers =
            answer.headers ??
            Object.fromEntries(
              Object.entries(answer.multiValueHeaders ?? {}).map(([header, [value]]) => [header, value]),
            )
          expect(answer.statusCode).to.equal(expected.status)
          expect(withoutTime(answer.body)).to.deep.equal(withoutTime(await expected.text()))
          for (const header of [
            'content-type',
            'allow',
            'cache-control',
            'access-control-allow-origin',
            'www-authenticate',
          ])
            expect(headers[header] ?? null, header).to.equal(expected.headers.get(header))
          expect(answer.isBase64Encoded).to.equal(false)
        })
      }
    })
  }

  it('saves ratings that others see', async () => {
    const handler = await instance(env())
    await handler(httpApiEvent(rate('{"rating":5}', {...open, 'X-User-Id': 'cem'})))
    expect((await store.ratings.scoresOf('cem', ['result-1'])).get('result-1')).to.equal(5)
  })

  it('opens the database once, and again only after it could not', async () => {
    const port = sqld.port
    const handler = await instance({...env(), BENCH_DATABASE_URL: 'http://127.0.0.1:1'})
    const {answer: down, said} = await withLog(() => handler(httpApiEvent(requests['runs']!)))
    expect(said).to.contain('does not answer')
    expect(down).to.deep.include({statusCode: 503, body: '{"detail":"The service is not ready"}'})
    process.env['BENCH_DATABASE_URL'] = `http://127.0.0.1:${port}`
    expect(await handler(httpApiEvent(requests['runs']!))).to.include({statusCode: 200})
    process.env['BENCH_DATABASE_URL'] = 'http://127.0.0.1:1'
    expect(await handler(httpApiEvent(requests['runs']!))).to.include({statusCode: 200})
  }).timeout(30_000)

  it('is not ready without a token, unless that is meant', async () => {
    for (const [env, reason] of [
      [{}, 'Without BENCH_API_TOKEN'],
      [{BENCH_API_TOKEN: 'short'}, '16 characters'],
      [{BENCH_API_TOKENS: 'short: ana'}, 'BENCH_API_TOKENS cannot be used'],
    ] as const) {
      const closed = await instance({BENCH_DATABASE_URL: sqld.url, ...env})
      const {answer, said} = await withLog(() => closed(httpApiEvent(requests['runs']!)))
      expect(answer).to.include({statusCode: 503})
      expect(said)
        .to.contain(reason)
        .and.not.match(/ short/)
    }

    const insecure = await instance({BENCH_DATABASE_URL: sqld.url, BENCH_API_INSECURE: '1'})
    expect(await insecure(httpApiEvent({method: 'GET', path: '/runs'}))).to.include({statusCode: 200})
  })
})

/** What is written on stderr meanwhile; it does not appear there. */
async function withLog<T>(work: () => Promise<T>): Promise<{answer: T; said: string}> {
  const write = process.stderr.write.bind(process.stderr)
  let said = ''
  process.stderr.write = (text) => {
    said += String(text)
    return true
  }
  try {
    return {answer: await work(), said}
  } finally {
    process.stderr.write = write
  }
}

function withoutTime(body: string): unknown {
  if (body === '') return ''
  return {...(JSON.parse(body) as object), created_at: undefined}
}
