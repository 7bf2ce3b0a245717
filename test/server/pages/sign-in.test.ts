import {expect} from 'chai'
import {mkdir, readFile, readdir, stat, writeFile} from 'node:fs/promises'
import {createServer, request, type Server} from 'node:http'
import type {AddressInfo} from 'node:net'
import {join} from 'node:path'
import {startBrowserOrSkip, type startBrowser} from '../../support/browser.js'
import {bench} from '../../support/processes.js'
import {enter, rate, sent, settled, shows, siteResult, startSite, type Site} from '../../support/site.js'
import {itemReference} from '../../../src/server/pages/item-references.js'

const SHARED = 'the-token-of-all-0123456789'

/** A request as no browser would send it; fetch does not let the origin be set. */
function send(
  url: string,
  {
    method = 'GET',
    headers = {},
    body = '',
  }: {method?: string; headers?: Record<string, string>; body?: string},
) {
  return new Promise<{status: number; text: string; headers: NodeJS.Dict<string | string[]>}>(
    (resolve, reject) => {
      const asked = request(url, {method, headers}, (answer) => {
        let text = ''
        answer.on('data', (part: Buffer) => (text += part.toString()))
        answer.on('end', () => resolve({status: answer.statusCode ?? 0, text, headers: answer.headers}))
      })
      asked.on('error', reject)
      asked.end(body)
    },
  )
}

describe('signing in to the pages', function () {
  this.timeout(60_000)
  let browser: Awaited<ReturnType<typeof startBrowser>>
  const open: (() => Promise<unknown>)[] = []
  const ownSite: typeof startSite = async (...given) => {
    const own = await startSite(...given)
    open.push(() => own.stop())
    return own
  }

  before(async function () {
    browser = await startBrowserOrSkip(this)
    open.push(() => browser.close())
  })
  after(() => Promise.all(open.map((close) => close())))

  /** A site with a token file, and a link for ana. */
  const invitedSite = async () => {
    const folder = await ownSite([], 6)
    await folder.crash()
    const invite = async (name: string, ...more: string[]) => {
      const {stdout, code, stderr} = await bench(
        ['serve', 'invite', name, '--tokens', 'people.yaml', '--json', ...more],
        {cwd: folder.folder.path},
      )
      expect(code, stderr).to.equal(0)
      return JSON.parse(stdout) as {link: string; user: string; expires: string | null}
    }
    const {link} = await invite('ana')
    await folder.restart(['--tokens', 'people.yaml'])
    return {
      site: folder,
      invite,
      linkTo: (given: string) => `${folder.url}/${new URL(given).hash}`,
      link: `${folder.url}/${new URL(link).hash}`,
    }
  }

  it('lets in by a link, and the token stays in no address, history, storage, page, script or log', async () => {
    const {site, link} = await invitedSite()
    const token = decodeURIComponent(link.split('#token=')[1]!)
    const {context, watch} = await browser.visit()
    const {page, errors} = await watch()
    const asked: string[] = []
    page.on('request', (sentRequest) => asked.push(sentRequest.url()))
    await page.goto(link)
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

  it('keeps digests alone in the token file, for its owner alone, and takes people in while it runs', async () => {
    const {site, invite, link} = await invitedSite()
    const file = site.folder.file('people.yaml')
    await invite('Zoë: "quotes" # and more', '--days', '0')
    const text = await readFile(file, 'utf8')
    expect(text.trim().split('\n')).to.have.length(2)
    expect(text)
      .to.match(/^"sha256:[0-9a-f]{64}": \{user: "ana", expires: "\d{4}-\d\d-\d\d"\}\n/)
      .and.not.include(link.split('#token=')[1]!)
    expect((await stat(file)).mode & 0o777).to.equal(0o600)
    const {link: late} = await invite('late')
    const token = decodeURIComponent(new URL(late).hash.slice('#token='.length))
    const enterBy = () =>
      send(`${site.url}/app/sign-in`, {
        method: 'POST',
        headers: {origin: site.url, 'content-type': 'application/x-www-form-urlencoded'},
        body: `token=${token}`,
      })
    let answer = await enterBy()
    for (const end = Date.now() + 15_000; answer.status !== 303 && Date.now() < end; answer = await enterBy())
      await new Promise((done) => setTimeout(done, 100))
    expect(answer.status).to.equal(303)
    // A line that is taken out signs its person out.
    await writeFile(file, text)
    const cookie = String(answer.headers['set-cookie']).split(';')[0]!
    let page = await send(`${site.url}/app/runs`, {headers: {cookie}})
    for (
      const end = Date.now() + 15_000;
      page.status === 200 && Date.now() < end;
      page = await send(`${site.url}/app/runs`, {headers: {cookie}})
    )
      await new Promise((done) => setTimeout(done, 100))
    expect(page.status).to.equal(401)
  })

  it('refuses names, addresses and files that are none, and changes nothing', async () => {
    const site = await ownSite([], 1)
    const {path} = site.folder
    const run = (...args: string[]) => bench(['serve', 'invite', ...args], {cwd: path})
    await writeFile(join(path, 'json.yaml'), '{"aaaaaaaaaaaaaaaaaaaa": "bob"}')
    await mkdir(join(path, 'folder.yaml'))
    const refused = await Promise.all([
      run('\u0007'),
      run('ana', '--url', 'ftp://x'),
      run('ana', '--days', '-1'),
      run('ana', '--tokens', 'json.yaml'),
      run('ana', '--tokens', 'folder.yaml'),
      run(),
    ])
    expect(refused.map(({code}) => code)).to.deep.equal([2, 2, 2, 2, 2, 2])
    expect(await readFile(join(path, 'json.yaml'), 'utf8')).to.equal('{"aaaaaaaaaaaaaaaaaaaa": "bob"}')
    expect(await readdir(path)).not.to.include('tokens.yaml')
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

  it('leads on to where one was going, and to no other site', async () => {
    const own = await ownSite([], 1)
    const asked = await send(`${own.url}/app/leaderboard?model=builtin%2Flexicon`, {})
    const next = /name="next" value="([^"]*)"/.exec(asked.text)?.[1]
    expect(next).to.equal('/app/leaderboard?model=builtin%2Flexicon')
    const enterFor = (place: string) =>
      send(`${own.url}/app/sign-in`, {
        method: 'POST',
        headers: {Origin: own.url, 'Content-Type': 'application/x-www-form-urlencoded'},
        body: new URLSearchParams({name: 'ana', next: place}).toString(),
      })
    expect((await enterFor(next!)).headers['location']).to.equal(next)
    for (const foreign of [
      '//evil.example',
      '/\\evil.example',
      '/\t/evil.example',
      '/\n/evil.example',
      'https://evil.example',
      '',
    ])
      expect((await enterFor(foreign)).headers['location'], foreign).to.equal('/')
  })

  it('takes no act of somebody who is not signed in any more, so that the page keeps it', async () => {
    const own = await ownSite([], 1)
    const cookie = async (name: string) =>
      (
        (
          await send(`${own.url}/app/sign-in`, {
            method: 'POST',
            headers: {Origin: own.url, 'Content-Type': 'application/x-www-form-urlencoded'},
            body: `name=${name}`,
          })
        ).headers['set-cookie'] as string[]
      )
        .map((one) => one.split(';')[0])
        .join('; ')
    const reference = itemReference('ana', {id: siteResult(0).id, repeat: false})
    const act = async (name: string, age_ms = 0) =>
      (
        await send(`${own.url}/app/commands`, {
          method: 'POST',
          headers: {Origin: own.url, Cookie: await cookie(name), 'Content-Type': 'application/json'},
          body: JSON.stringify({
            user: 'ana',
            tab: 't',
            seq: 1,
            reference,
            age_ms,
            command: {kind: 'rate', score: 4},
          }),
        })
      ).status
    expect(await act('bob')).to.equal(401)
    expect(await own.ratingsOf('bob')).to.deep.equal([])
    // However long ago: a clock that was wrong loses nothing.
    expect(await act('ana', 1e12)).to.equal(200)
    expect(await own.ratingsOf('ana')).to.have.length(1)
  })

  it('keeps people signed in behind TLS with a stricter cookie', async () => {
    const site = await ownSite([], 1)
    const {headers} = await send(`${site.url}/app/sign-in`, {
      method: 'POST',
      headers: {
        origin: site.url.replace('http:', 'https:'),
        'x-forwarded-proto': 'https',
        'content-type': 'application/x-www-form-urlencoded',
      },
      body: 'name=ana',
    })
    expect(String(headers['set-cookie'])).to.match(
      /__Host-bench-name=ana; Max-Age=\d+; Path=\/; HttpOnly; Secure; SameSite=Strict/,
    )
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
      open.push(() => new Promise((done) => foreign.close(done)))
      // Even an origin that may use the API has no business with the pages.
      site = await ownSite(['--cors-origin', foreignUrl], 3)
    })

    it('no rating can be posted, by script, form or image, though the browser sends the cookie along', async () => {
      const {context, watch} = await browser.visit()
      const {page} = await watch()
      await enter(page, site.url, 'ana')
      const reference = itemReference('ana', {id: siteResult(0).id, repeat: false})
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

    it('no page can be framed, and none runs a script that is not its own', async () => {
      const {headers} = await send(`${site.url}/`, {})
      expect(headers['x-frame-options']).to.equal('DENY')
      expect(headers['content-security-policy'])
        .to.include("frame-ancestors 'none'")
        .and.include("default-src 'none'")
        .and.not.include('unsafe')
    })
  })
})
