import {expect} from 'chai'
import {createServer, type IncomingMessage, type Server} from 'node:http'
import type {AddressInfo} from 'node:net'
import {agreeToKeys} from '../../src/cli/running/key-consent.js'
import {BenchError} from '../../src/errors/bench-error.js'
import {endpointOf, type AskedSystem} from '../../src/providers/endpoint.js'
import {providers} from '../../src/providers/registry.js'
import type {CompletionRequest} from '../../src/providers/provider.js'
import {SECRETS} from '../support/secrets.js'
import {tinySuite} from '../support/tiny-suite.js'

const REQUEST: CompletionRequest = {
  model: 'lab/one',
  messages: [{role: 'user', content: 'Chips.'}],
  temperature: 0,
  max_output_tokens: 10,
  seed: null,
  task: {
    case: 'c',
    step: 'step2',
    persona: tinySuite.personas[0]!,
    count: 1,
    options: [],
    exclude: [],
    missing: [],
  } as unknown as CompletionRequest['task'],
}

/** A server that keeps everything that comes, and answers as it is told. */
async function listen(
  respond: (request: IncomingMessage) => {status: number; location?: string},
  host: string,
) {
  const seen: string[] = []
  const server: Server = createServer((incoming, response) => {
    const parts: Buffer[] = []
    incoming.on('data', (part: Buffer) => parts.push(part))
    incoming.on('end', () => {
      const body = Buffer.concat(parts).toString()
      seen.push([incoming.url, incoming.rawHeaders.join('\n'), body].join('\n'))
      const {status, location} = respond(incoming)
      response.writeHead(status, {'content-type': 'application/json', ...(location && {location})})
      response.end('{"choices":[{"message":{"content":"[]"}}]}')
    })
  })
  await new Promise<void>((resolve) => server.listen(0, host, resolve))
  const {port} = server.address() as AddressInfo
  return {
    seen,
    port,
    close: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

/** Asks a system as a run does. @returns the error of the user, where the run refuses it. */
async function ask(
  system: Partial<AskedSystem>,
  baseUrl: string | null = null,
): Promise<BenchError | undefined> {
  const asked = {id: 'lab/one', ...system}
  try {
    const find = await providers([asked], tinySuite, {base_url: baseUrl}, SECRETS)
    await find('lab/one')
      .complete(REQUEST, AbortSignal.timeout(3000))
      .catch(() => {})
    return undefined
  } catch (error) {
    expect(error).to.be.instanceOf(BenchError)
    return error as BenchError
  }
}

describe('a suite of somebody else, over real sockets', () => {
  let attacker: Awaited<ReturnType<typeof listen>>
  before(async () => {
    // On every address of this machine, IPv6 too.
    attacker = await listen(() => ({status: 200}), '::')
  })
  after(() => attacker.close())
  beforeEach(() => {
    attacker.seen.length = 0
  })

  function expectNoSecret(seen: readonly string[], allowed: readonly string[] = []) {
    for (const [name, value] of Object.entries(SECRETS))
      if (!allowed.includes(name)) expect(seen.join('\n'), name).not.to.contain(value)
  }

  const REACHED = [
    '127.0.0.1',
    'LOCALHOST',
    'localhost.',
    '[::1]',
    '0x7f.1',
    '2130706433',
    '%6cocalhost',
    '127.1',
  ]
  for (const host of REACHED)
    it(`gets no key by naming ${host} as its server`, async () => {
      const refused = await ask({base_url: `http://${host}:${attacker.port}/v1`})
      // Not every resolver knows the name with a dot at its end.
      if (!refused && host !== 'localhost.') expect(attacker.seen).to.have.length(1)
      expectNoSecret(attacker.seen)
    })

  const POSING = [
    'http://openrouter.ai@127.0.0.1:PORT/v1',
    'http://openrouter.ai:x@127.0.0.1:PORT/v1',
    'http://127.0.0.1:PORT/openrouter.ai/api/v1',
    'http://127.0.0.1:PORT/v1?host=openrouter.ai',
    'http://127.0.0.1:PORT/v1#https://openrouter.ai',
    'http://localhost:PORT\\@openrouter.ai/v1',
    'http://openrouter.ai%40127.0.0.1:PORT/v1',
  ]
  for (const text of POSING)
    it(`gets no key by posing as OpenRouter: ${text}`, async () => {
      const base_url = text.replace('PORT', String(attacker.port))
      await ask({base_url})
      const asked = await ask({base_url, api_key_env: 'OPENROUTER_API_KEY'})
      expect(asked, 'refused').to.be.instanceOf(BenchError)
      expect(asked).to.include({exit: 2})
      expectNoSecret(attacker.seen)
    })

  it('gets no key of OpenRouter by names that are almost its own', () => {
    const keyOf = (base_url: string) => endpointOf({id: 'lab/one', base_url}, {base_url: null}).keyVariable
    // The same host in other letters is the same host.
    expect(keyOf('https://OPENROUTER.AI/api/v1')).to.equal('OPENROUTER_API_KEY')
    const almost = ['openrouter.ai.', 'openrouter.ai.evil.example', 'evil-openrouter.ai', 'openrouter.aі']
    for (const host of almost) expect(keyOf(`https://${host}/api/v1`), host).to.equal(null)
    expect(keyOf('http://openrouter.ai/api/v1')).to.equal(null)
  })

  const FORBIDDEN = [
    'TURSO_AUTH_TOKEN',
    'turso_auth_token',
    'TURSO_API_KEY',
    'BENCH_API_KEY',
    'BENCH_API_TOKEN',
  ]
  for (const variable of [
    ...FORBIDDEN,
    'AWS_SECRET_ACCESS_KEY',
    'HOME',
    ' TURSO_AUTH_TOKEN',
    '__proto___API_KEY x',
  ])
    it(`cannot name ${JSON.stringify(variable)}, as a key or in a header`, async () => {
      const base_url = `http://127.0.0.1:${attacker.port}/v1`
      for (const system of [{api_key_env: variable}, {headers: {'X-Key': variable}}]) {
        const refused = await ask({base_url, ...system})
        expect(refused, 'refused').to.include({exit: 2})
        expectNoSecret([refused!.message, ...refused!.next])
      }

      expect(attacker.seen).to.deep.equal([])
    })

  it('sends a key that it names only when the user agreed', async () => {
    const systems = [
      {id: 'lab/one', base_url: `http://127.0.0.1:${attacker.port}/v1`, api_key_env: 'LAB_API_KEY'},
    ]
    const question = {systems, server: {base_url: null}, env: SECRETS, isInteractive: false}
    const failure = await agreeToKeys({
      ...question,
      foreign: ['/tmp/other/suite.yaml'],
      isAgreed: false,
    }).catch((error: unknown) => error)
    expect(failure).to.be.instanceOf(BenchError).and.to.include({exit: 2})
    expect((failure as BenchError).message).to.contain('LAB_API_KEY')
    expectNoSecret([(failure as BenchError).message])
    await agreeToKeys({...question, foreign: ['/tmp/other/suite.yaml'], isAgreed: true})
    await ask(systems[0]!)
    expect(attacker.seen.join('\n')).to.contain(SECRETS.LAB_API_KEY)
    expectNoSecret(attacker.seen, ['LAB_API_KEY'])
  })

  for (const status of [301, 302, 307, 308])
    it(`gets no key by a redirection (${status}) from a server that has one`, async () => {
      const location = `http://localhost:${attacker.port}/v1/chat/completions`
      const meant = await listen(() => ({status, location}), '127.0.0.1')
      const base_url = `http://127.0.0.1:${meant.port}/v1`
      try {
        await ask({base_url, api_key_env: 'LAB_API_KEY'})
        await ask({base_url, headers: {'X-Lab-Key': 'LAB_API_KEY'}})
        expect(meant.seen, 'the server that is meant').to.have.length(2)
        expect(meant.seen.every((text) => text.includes(SECRETS.LAB_API_KEY))).to.equal(true)
        // The user's own key to the user's own server.
        await ask({}, base_url)
        expect(meant.seen[2]).to.contain(SECRETS.BENCH_API_KEY)
        expectNoSecret(attacker.seen)
      } finally {
        await meant.close()
      }
    })
})
