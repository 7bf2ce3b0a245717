import {expect} from 'chai'
import {guarded} from '../../src/providers/guarded.js'
import type {CompletionRequest, ProviderError} from '../../src/providers/provider.js'

describe('what a plugin throws', () => {
  async function told(thrown: Error): Promise<ProviderError> {
    const complete = () => Promise.reject(thrown)
    try {
      await guarded({id: 'acme', complete}, {name: 'bench-plugin-acme', version: '1.0.0'}).complete(
        {} as CompletionRequest,
        new AbortController().signal,
      )
    } catch (error) {
      return error as ProviderError
    }

    throw new Error('it answered')
  }
  const system = (code: string, syscall = 'read') =>
    Object.assign(new Error(`${syscall} ${code}`), {code, syscall})

  const errors: [string, Error, string, boolean][] = [
    [
      'a connection that is refused',
      new TypeError('fetch failed', {cause: system('ECONNREFUSED', 'connect')}),
      'network',
      true,
    ],
    ['a connection that broke', new TypeError('terminated', {cause: system('ECONNRESET')}), 'network', false],
    ['a socket of another client', system('EPIPE', 'write'), 'network', false],
    ['a time limit of its own', new DOMException('too late', 'TimeoutError'), 'timeout', false],
    ['a status of an HTTP client', Object.assign(new Error('busy'), {status: 503}), 'server', false],
    ['too many requests', Object.assign(new Error('slow'), {status: 429}), 'rate_limit', false],
    ['a defect', new TypeError('x is not a function'), 'rejected', false],
    ['a file that is missing', system('ENOENT', 'open'), 'rejected', false],
    ['a text', 'no' as unknown as Error, 'rejected', false],
    ['nothing', undefined as unknown as Error, 'rejected', false],
  ]
  for (const [what, thrown, kind, notSent] of errors)
    it(`${what} is ${kind}`, async () => {
      expect(await told(thrown)).to.include({kind, notSent})
    })

  it('is told with its cause, without keys', async () => {
    process.env['ACME_API_KEY'] = 'k3y-0123456789abcdef0123456789'
    try {
      const cause = new Error('no route for k3y-0123456789abcdef0123456789')
      const {message} = await told(new TypeError('fetch failed', {cause}))
      expect(message).to.equal('the plugin bench-plugin-acme failed: fetch failed (no route for [redacted])')
    } finally {
      delete process.env['ACME_API_KEY']
    }
  })

  it('keeps its kind where it has one', async () => {
    expect(await told(Object.assign(new Error('x'), {kind: 'auth', status: 503}))).to.include({
      kind: 'auth',
      status: 503,
    })
  })
})
