import {expect} from 'chai'
import type {PagesContext} from '../../../src/server/pages/context.js'
import {pages} from '../../../src/server/pages/pages.js'
import {loadBuiltInSuite} from '../../../src/suite/files/load.js'
import {startApi} from '../../support/api.js'

/** Signing in needs no database; a page needs the built modules, hence this tier. */
async function pagesWithoutDatabase() {
  return pages({tokens: [], needsToken: false, suite: await loadBuiltInSuite()} as unknown as PagesContext)
}

describe('the form to sign in', () => {
  let served: Awaited<ReturnType<typeof pagesWithoutDatabase>>
  before(async () => {
    served = await pagesWithoutDatabase()
  })

  const post = (body: string, type: string) =>
    served.request('http://localhost/app/sign-in', {
      method: 'POST',
      headers: {host: 'localhost', origin: 'http://localhost', 'content-type': type},
      body,
    })

  it('takes a name', async () => {
    const answer = await post('name=ana&next=/app/runs', 'application/x-www-form-urlencoded')
    expect([answer.status, answer.headers.get('location')]).to.deep.equal([303, '/app/runs'])
  })

  for (const [what, body, type] of [
    [
      'has no end',
      '--x\r\nContent-Disposition: form-data; name="name"\r\n\r\nana',
      'multipart/form-data; boundary=x',
    ],
    ['names no boundary', 'name=ana', 'multipart/form-data'],
    ['is something else', 'name=ana', 'multipart/form-data; boundary=x'],
  ] as const) {
    it(`says that it could not be read when its multipart ${what}, and signs nobody in`, async () => {
      const answer = await post(body, type)
      expect(answer.status).to.equal(400)
      expect(answer.headers.get('set-cookie')).to.equal(null)
      expect(await answer.text()).to.include('The form could not be read. Please try again.')
    })
  }
})

describe('the pages, beside origins that may use the API', () => {
  it('are for no other origin', async () => {
    const origin = 'https://front.example'
    const api = await startApi({origins: [origin], pages: await pagesWithoutDatabase()})
    for (const path of ['/', '/app/sign-in', '/app/runs'])
      expect((await api.get(path, {Origin: origin})).headers).not.to.include.keys(
        'access-control-allow-origin',
        'access-control-allow-credentials',
      )
    expect((await api.get('/runs', {Origin: origin})).headers).to.include({
      'access-control-allow-credentials': 'true',
    })
    // A page of the application with a slash too many.
    expect((await api.get('/app/runs/')).headers.location).to.equal('/app/runs')
    await api.close()
  })
})
