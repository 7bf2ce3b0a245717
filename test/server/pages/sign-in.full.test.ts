import {expect} from 'chai'
import {readFile, writeFile} from 'node:fs/promises'
import {createServer, type Server} from 'node:http'
import type {AddressInfo} from 'node:net'
import {startBrowserOrSkip, type startBrowser} from '../../support/browser.js'
import {send, sites} from '../../support/signing-in.js'
import {enter, leaveExamples, rate, sent, settled, shows, siteResult, type Site} from '../../support/site.js'
import {ItemReferences} from '../../../src/server/pages/item-references.js'

const SHARED = 'the-token-of-all-0123456789'

describe('signing in to the pages', function () {
  this.timeout(120_000)
  let browser: Awaited<ReturnType<typeof startBrowser>>
  const {ownSite, invitedSite, atEnd} = sites()

  before(async function () {
    browser = await startBrowserOrSkip(this)
    atEnd(() => browser.close())
  })

  it('lets in by a link, and the token stays in no address, history, storage, page, script or log', async () => {
    const {site, link} = await invitedSite()
    const token = decodeURIComponent(link.split('#token=')[1]!)
    const {context, watch} = await browser.visit()
    const {page, errors} = await watch()
    const asked: string[] = []
    page.on('request', (sentRequest) => asked.push(sentRequest.url()))
    await page.goto(link)
    await leaveExamples(page)
    await settled(page)
    expect(page.url()).to.equal(`${site.url}/`)
    expect(await page.textContent('.who')).to.include('ana')
    expect(asked.join('\n')).not.to.include(token)
    expect(await page.content()).not.to.include(token)
    expect(
      await page.evaluate('document.cookie + JSON.stringify(localStorage) + JSON.stringify(sessionStorage)'),
    ).not.to.include(token)
    const history = await (await context.newCDPSession(page)).send('Page.getNavigationHistory')
    expect(JSON.stringify(history.entries)).not.to.include(token)
    const [cookie] = await context.cookies()
    expect(cookie).to.include({httpOnly: true, sameSite: 'Strict', secure: false, path: '/'})
    await rate(page, 4)
    await sent(page)
    expect(await site.ratingsOf('ana')).to.have.length(1)
    await page.click('text=Sign out')
    await page.waitForSelector('#sign-in')
    expect(await context.cookies()).to.deep.equal([])
    expect(errors).to.deep.equal([])
    await context.close()
    const {stderr, stdout} = await site.stop()
    expect(stderr + stdout)
      .to.include('/app/sign-in')
      .and.not.include(token)
  })

  it('shows whoever is not let in a plain page without data: no token, a foreign one, one that expired', async () => {
    const {site, link} = await invitedSite()
    const file = site.folder.file('people.yaml')
    await site.crash()
    const text = await readFile(file, 'utf8')
    await writeFile(file, text.replace(/expires: "[^"]*"/, 'expires: "2020-01-01"'))
    await site.restart(['--tokens', 'people.yaml'])
    const {context, watch} = await browser.visit()
    const {page} = await watch()
    for (const hash of [new URL(link).hash, '#token=foreign-token-0123456789abcdef', '#token=%zz']) {
      await page.goto('about:blank')
      await page.goto(`${site.url}/${hash}`)
      await shows(page, '#problem', 'opens nothing here')
      expect(page.url()).to.equal(`${site.url}/`)
      expect(await context.cookies()).to.deep.equal([])
    }

    for (const path of [
      '/',
      '/app/leaderboard',
      '/app/runs',
      '/app/runs/run-one',
      '/app/mine',
      '/app/results/00000000-0000-4000-8000-000000000000',
      '/app/items/x',
      '/app/nothing',
    ]) {
      const answer = await send(site.url + path, {
        headers: {
          cookie: `bench-token-${new URL(site.url).port}=foreign-token-0123456789abcdef; bench-name-${new URL(site.url).port}=ana`,
        },
      })
      // It repeats where one was going, which is what was asked, and nothing else.
      expect(answer.text.replace(` value="${path}"`, ''), path)
        .to.include('Sign in')
        .and.not.match(/secret-lab|run-one|Cook|number/)
    }

    await context.close()
  })

  it("wants a name with a token that is nobody's own", async () => {
    const site = await ownSite(['--token', SHARED], 2)
    const {context, watch} = await browser.visit()
    const {page} = await watch()
    await page.goto(site.url)
    await page.fill('#token', SHARED)
    await page.click('button[type=submit]')
    await shows(page, '#problem', 'needs a name')
    await page.fill('#token', SHARED)
    await page.fill('#name', ' José ')
    await page.click('button[type=submit]')
    await leaveExamples(page)
    await settled(page)
    await rate(page, 2)
    await sent(page)
    expect(await site.ratingsOf('José')).to.have.length(1)
    await context.close()
  })

  it('signs in whose link it is, where somebody else was signed in, in this window or another', async () => {
    const {linkTo, link, invite, site} = await invitedSite()
    const bob = linkTo((await invite('bob')).link)
    const {context, watch} = await browser.visit()
    const {page} = await watch()
    await page.goto(link)
    await shows(page, '.who', 'ana')
    // The watched file is looked at once a second.
    await page.waitForTimeout(1500)
    for (const [given, name] of [
      [bob, 'bob'],
      [link, 'ana'],
    ] as const) {
      await page.goto(given)
      await shows(page, '.who', name)
      expect(page.url()).to.equal(`${site.url}/`)
    }

    const other = await watch()
    await other.page.goto(bob)
    await shows(other.page, '.who', 'bob')
    await other.page.goto(`${site.url}/app/runs#token=foreign-token-0123456789abcdef`)
    await shows(other.page, '#problem', 'opens nothing here')
    expect(await other.page.textContent('.who')).to.include('bob')
    expect(other.page.url()).to.equal(`${site.url}/app/runs`)
    await context.close()
  })

  describe('from a foreign site', () => {
    let site: Site
    let foreign: Server
    let foreignUrl = ''

    before(async () => {
      foreign = createServer((_, answer) =>
        answer
          .writeHead(200, {'content-type': 'text/html'})
          .end('<!doctype html><title>foreign</title><p>foreign'),
      )
      await new Promise<void>((done) => foreign.listen(0, '127.0.0.1', done))
      foreignUrl = `http://127.0.0.1:${(foreign.address() as AddressInfo).port}`
      atEnd(() => new Promise((done) => foreign.close(done)))
      // Even an origin that may use the API has no business with the pages.
      site = await ownSite(['--cors-origin', foreignUrl], 3)
    })

    it('no rating can be posted, by script, form or image, though the browser sends the cookie along', async () => {
      const {context, watch} = await browser.visit()
      const {page} = await watch()
      await enter(page, site.url, 'ana')
      const reference = new ItemReferences((await site.store.sync.identity()).db_id).nameOf('ana', {
        id: siteResult(0).id,
        repeat: false,
        isTold: false,
      })
      const command = {
        user: 'ana',
        tab: 'evil',
        seq: 1,
        reference,
        age_ms: 0,
        command: {kind: 'rate', score: 1},
      }
      const other = await watch()
      await other.page.goto(foreignUrl)
      const tried = await other.page.evaluate(
        async ({url, body}) => {
          const ways = [
            {mode: 'no-cors' as const, headers: {'Content-Type': 'text/plain'}},
            {headers: {'Content-Type': 'application/json'}},
          ]
          return [
            ...(await Promise.all(
              ways.map((way) =>
                fetch(`${url}/app/commands`, {method: 'POST', body, credentials: 'include', ...way}).then(
                  ({type}) => type,
                  (error: unknown) => String(error),
                ),
              ),
            )),
            await fetch(`${url}/app/leaderboard`, {credentials: 'include'}).then(
              (answer) => answer.text(),
              (error: unknown) => String(error),
            ),
            await fetch(`${url}/app/sign-out`, {
              method: 'POST',
              mode: 'no-cors',
              credentials: 'include',
            }).then(
              ({type}) => type,
              (error: unknown) => String(error),
            ),
          ]
        },
        {url: site.url, body: JSON.stringify(command)},
      )
      expect(tried).to.have.length(4)
      expect(tried[2]).to.include('TypeError')
      const cookie = (await context.cookies()).map(({name, value}) => `${name}=${value}`).join('; ')
      const headers = {cookie, 'content-type': 'application/json'}
      for (const extra of [
        {origin: foreignUrl},
        {origin: 'null'},
        {},
        {origin: site.url, 'sec-fetch-site': 'same-site'},
      ]) {
        const {status} = await send(`${site.url}/app/commands`, {
          method: 'POST',
          headers: {...headers, ...extra} as Record<string, string>,
          body: JSON.stringify(command),
        })
        expect(status).to.equal(403)
      }

      expect(await site.ratingsOf('ana')).to.deep.equal([])
      // The same from the server's own page is taken, so it was the origin that was refused.
      const {status} = await send(`${site.url}/app/commands`, {
        method: 'POST',
        headers: {...headers, origin: site.url},
        body: JSON.stringify(command),
      })
      expect([status, (await site.ratingsOf('ana')).length]).to.deep.equal([200, 1])
      await page.reload()
      await settled(page)
      expect(await page.textContent('.who')).to.include('ana')
      await context.close()
    })
  })
})
