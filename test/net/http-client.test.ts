import {expect} from 'chai'
import {createServer, request as httpRequest, type IncomingMessage} from 'node:http'
import type {AddressInfo} from 'node:net'
import {gzipSync} from 'node:zlib'
import {Agent, getGlobalDispatcher, setGlobalDispatcher} from 'undici'
import {httpClient, latencyOf, lightClient} from '../../src/net/http-client.js'
import {onlineProvider} from '../../src/providers/online.js'
import type {CompletionRequest} from '../../src/providers/provider.js'
import {readPriceList} from '../../src/providers/price-list.js'
import {RETRY_POLICY, retryingFetch} from '../../src/store/database/remote-fetch.js'
import {startModelServer} from '../support/model-server.js'

const QUESTION: CompletionRequest = {
  model: 'm',
  messages: [{role: 'user', content: 'Make 15 chips'}],
  temperature: 0,
  max_output_tokens: 10,
  seed: null,
  task: {step: 'step2', case: 'c', persona_id: 'p', count: 15, chips: [], missing_types: [], min_per_type: 0},
}
const signal = () => new AbortController().signal

/** A server whose answers a test makes; it tells what it was asked. */
async function startServer(answer: Parameters<typeof createServer>[1]) {
  const server = createServer(answer)
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const {port} = server.address() as AddressInfo
  return {
    server,
    origin: `http://127.0.0.1:${port}`,
    async close() {
      server.closeAllConnections()
      await new Promise((done) => server.close(done))
    },
  }
}

/** A proxy that takes everything to one server, whatever host was meant, and refuses tunnels after noting them. */
async function startProxy(target: string) {
  const seen: {url: string; authorization: string | undefined}[] = []
  const note = (incoming: IncomingMessage) =>
    seen.push({url: incoming.url ?? '', authorization: incoming.headers['proxy-authorization']})
  const proxy = await startServer((incoming, outgoing) => {
    note(incoming)
    const {pathname} = new URL(incoming.url ?? '')
    const {method, headers} = incoming
    const onward = httpRequest(`${target}${pathname}`, {method, headers}, (response) => {
      outgoing.writeHead(response.statusCode ?? 502, response.headers)
      response.pipe(outgoing)
    })
    incoming.pipe(onward)
  })
  proxy.server.on('connect', (incoming, socket) => {
    note(incoming)
    socket.end('HTTP/1.1 403 Forbidden\r\n\r\n')
  })
  return {...proxy, seen}
}

describe('the HTTP client', () => {
  it('waits for the first byte as long as --timeout says, not as long as a client thinks right', async () => {
    const former = getGlobalDispatcher()
    const server = await startModelServer({delayMs: 2500})
    // Node's own limit of five minutes, made short.
    setGlobalDispatcher(new Agent({headersTimeout: 300}))
    try {
      const provider = await onlineProvider({baseUrl: server.url, env: {}})
      expect((await provider.complete(QUESTION, signal())).text).to.contain('"key"')
      expect(server.requests).to.have.length(1)
    } finally {
      setGlobalDispatcher(former)
      await server.close()
    }
  }).timeout(20_000)

  it('ends when its signal says so', async () => {
    const server = await startModelServer({script: () => ({kind: 'silence'})})
    const ending = new AbortController()
    const provider = await onlineProvider({baseUrl: server.url, env: {}})
    const asked = provider.complete(QUESTION, ending.signal).catch((error: unknown) => error)
    while (server.requests.length === 0) await new Promise((done) => setTimeout(done, 5))
    ending.abort()
    expect(await asked).to.include({kind: 'timeout'})
    await server.close()
  })

  it('measures an answer at the socket: what the process does before and after it is no latency', async () => {
    const server = await startModelServer({delayMs: 30})
    const provider = await onlineProvider({baseUrl: server.url, env: {}})
    const {latency_ms} = await provider.complete(QUESTION, signal())
    expect(latency_ms).to.be.a('number').at.least(30)
    expect(Number.isInteger(latency_ms)).to.equal(true)
    const response = await (
      await httpClient({})
    )(`${server.url}/x`, {method: 'POST', body: '{"messages":[]}'})
    const latency = latencyOf(response)!
    await new Promise((done) => setTimeout(done, 60))
    expect(latencyOf(response), 'the wait of the reader').to.equal(latency)
    expect(latencyOf(new Response('x')), 'of another client').to.equal(undefined)
    await server.close()
  })

  it('gives a whole answer out as text, JSON or bytes, without a byte order mark', async () => {
    const server = await startServer((_incoming, outgoing) => outgoing.end('\uFEFF{"é":1}'))
    const response = await (await httpClient({}))(server.origin)
    expect(await response.text()).to.equal('{"é":1}')
    expect(await response.json()).to.deep.equal({é: 1})
    expect(Buffer.from(await response.arrayBuffer()).toString()).to.equal('\uFEFF{"é":1}')
    await server.close()
  })

  it('reads packed answers, and follows a server that moved without taking the key elsewhere', async () => {
    const keys: (string | undefined)[] = []
    const target = await startServer((incoming, outgoing) => {
      keys.push(incoming.headers.authorization)
      outgoing.writeHead(200, {'content-encoding': 'gzip', 'content-type': 'application/json'})
      outgoing.end(gzipSync('{"fine":true}'))
    })
    const moved = await startServer((incoming, outgoing) => {
      keys.push(incoming.headers.authorization)
      outgoing.writeHead(308, {location: `${target.origin}/new`}).end()
    })
    const send = await httpClient({})
    const response = await send(`${moved.origin}/old`, {
      method: 'POST',
      headers: {authorization: 'Bearer secret', 'content-type': 'application/json'},
      body: '{}',
    })
    expect([response.status, await response.json()]).to.deep.equal([200, {fine: true}])
    expect(keys).to.deep.equal(['Bearer secret', undefined])
    await Promise.all([target.close(), moved.close()])
  })
})

describe('proxies of the environment', () => {
  let models: Awaited<ReturnType<typeof startModelServer>>
  let proxy: Awaited<ReturnType<typeof startProxy>>
  beforeEach(async () => {
    models = await startModelServer()
    proxy = await startProxy(new URL(models.url).origin)
  })
  afterEach(() => Promise.all([models.close(), proxy.close()]))

  const ask = async (baseUrl: string, env: Record<string, string>) => {
    const provider = await onlineProvider({baseUrl, env: {BENCH_API_KEY: 'a-key', ...env}})
    return provider.complete(QUESTION, signal())
  }

  it('are asked for hosts that only they can find, with their password', async () => {
    const url = proxy.origin.replace('//', '//ann:pass%20word@')
    await ask('http://models.example.test/v1', {HTTP_PROXY: url})
    expect(proxy.seen).to.deep.equal([
      {
        url: 'http://models.example.test/v1/chat/completions',
        authorization: `Basic ${Buffer.from('ann:pass word').toString('base64')}`,
      },
    ])
    expect(models.requests[0]!.headers.authorization).to.equal('Bearer a-key')
  })

  it('are left out for hosts of NO_PROXY, and where they are set to nothing', async () => {
    await ask(models.url, {HTTP_PROXY: proxy.origin, NO_PROXY: 'example.com,127.0.0.1'})
    await ask(models.url, {HTTP_PROXY: proxy.origin, http_proxy: ''})
    await ask(models.url, {HTTPS_PROXY: proxy.origin})
    expect(proxy.seen).to.deep.equal([])
    await ask(models.url, {http_proxy: proxy.origin.replace('http://', '')})
    expect(proxy.seen).to.have.length(1)
  })

  it('make a tunnel for https', async () => {
    const failed = await ask('https://models.example.test/v1', {HTTPS_PROXY: proxy.origin}).catch(
      (error: unknown) => error,
    )
    expect(failed).to.include({kind: 'network'})
    expect(proxy.seen.map(({url}) => url)).to.deep.equal(['models.example.test:443'])
  })

  it('that are no URLs are refused before anything is begun, without their password', async () => {
    for (const bad of ['http://ann:secret@bad host', 'socks5://ann:secret@127.0.0.1:1']) {
      const refused = await ask(models.url, {HTTP_PROXY: bad}).catch((error: unknown) => error)
      expect(refused).to.include({code: 'USAGE', exit: 2})
      expect((refused as Error).message)
        .to.contain('HTTP_PROXY')
        .and.not.contain('secret')
    }

    expect(await lightClient({})).to.equal(fetch)
  })

  it('are asked by everything else that goes out: prices, the team’s database', async () => {
    const former = process.env['HTTP_PROXY']
    const plain = await startServer((_incoming, outgoing) => outgoing.writeHead(401).end())
    const proxy = await startProxy(plain.origin)
    process.env['HTTP_PROXY'] = proxy.origin
    try {
      await readPriceList('http://prices.example.test/v1', undefined).catch(() => {})
      const send = retryingFetch('db', RETRY_POLICY, signal())
      await send('http://db.example.test/v2/pipeline', {method: 'POST', body: '{"messages":[]}'}).catch(
        () => {},
      )
    } finally {
      if (former === undefined) delete process.env['HTTP_PROXY']
      else process.env['HTTP_PROXY'] = former
      await Promise.all([plain.close(), proxy.close()])
    }

    expect(proxy.seen.map(({url}) => url)).to.deep.equal([
      'http://prices.example.test/v1/models',
      'http://db.example.test/v2/pipeline',
    ])
  })
})
