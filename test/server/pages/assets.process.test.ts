import {runInNewContext} from 'node:vm'
import {expect} from 'chai'
import {Assets} from '../../../src/server/pages/assets.js'

describe('the scripts of the pages', () => {
  const routes = new Assets().routes()

  for (const script of ['rate.js', 'sign-in.js', 'live.js']) {
    it(`${script} is one file, without what only a reader of sources needs`, async () => {
      const answer = await routes.request(new Assets().script(script))
      expect(answer.status).to.equal(200)
      const text = await answer.text()
      expect(text).to.not.match(/\bimport\s*[("'{*]|\bfrom\s*["']/)
      expect(text).to.not.match(/\/\*\*|^\s*\/\//m)
    })
  }

  it('the service worker is a script that keeps what the rating page needs to start', async () => {
    const text = await (await routes.request('/app/worker.js')).text()
    expect(text).to.match(/^const ASSETS = \["\/app\/assets\//)
    for (const name of ['style.css', 'rate.js', 'sign-in.js']) expect(text).to.include(`/${name}"`)
    const heard: string[] = []
    runInNewContext(text, {addEventListener: (kind: string) => heard.push(kind), URL, Set})
    expect(heard).to.have.members(['install', 'activate', 'message', 'fetch'])
  })
})
