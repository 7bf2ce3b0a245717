import {expect} from 'chai'
import {createServer} from 'node:http'
import {createRequire} from 'node:module'
import type {AddressInfo} from 'node:net'
import {readFile, writeFile} from 'node:fs/promises'
import {startBrowserOrSkip, type startBrowser} from '../../support/browser.js'
import {bench} from '../../support/processes.js'
import {enter, HOSTILE, leaveExamples, rate, sent, settled, startSite, type Site} from '../../support/site.js'

const AXE = createRequire(import.meta.url).resolve('axe-core/axe.min.js')

describe('the pages of bench serve, in a browser', function () {
  this.timeout(120_000)
  let browser: Awaited<ReturnType<typeof startBrowser>>
  let site: Site
  let axe: string
  const open: (() => Promise<unknown>)[] = []

  before(async function () {
    axe = await readFile(AXE, 'utf8')
    browser = await startBrowserOrSkip(this)
    open.push(() => browser.close())
    site = await startSite()
    open.push(() => site.stop())
    for (let at = 0; at < 12; at++) {
      for (const [user, shift] of [
        ['bo', 0],
        ['cem', 1],
      ] as const) {
        await site.store.ratings.save({
          result_id: `00000000-0000-4000-8000-${String(at).padStart(12, '0')}`,
          user_id: user,
          rating: 1 + ((at + shift) % 5),
          created_at: '2026-11-24T10:00:00.000Z',
          blind: true,
        })
      }
    }
  })
  after(async () => {
    await Promise.all(open.map((close) => close()))
  })

  const looks = [
    {
      name: 'light, on a desk',
      options: {viewport: {width: 1200, height: 800}, colorScheme: 'light' as const},
    },
    {
      name: 'dark, on a phone',
      options: {
        viewport: {width: 360, height: 740},
        isMobile: true,
        hasTouch: true,
        colorScheme: 'dark' as const,
      },
    },
  ]
  for (const {name, options} of looks) {
    it(`are free of serious faults for people who see, hear or move otherwise: ${name}`, async () => {
      const {context, watch} = await browser.visit({...options, reducedMotion: 'reduce', bypassCSP: true})
      const {page, errors, strays} = await watch()
      await enter(page, site.url, 'axe')
      await rate(page, 4)
      await sent(page)
      const [rated] = await site.ratingsOf('axe')
      // The other pages stand in lead.full.test.ts.
      for (const path of ['/', '/app/mine', `/app/results/${rated!.result_id}`]) {
        await page.goto(`${site.url}${path}`)
        await page.evaluate(axe)
        const found = await page.evaluate<{impact: string}[]>(
          'axe.run().then(({violations}) => violations.map(({id, impact, nodes}) => ({id, impact, where: nodes[0].html})))',
        )
        expect(
          found.filter(({impact}) => impact === 'serious' || impact === 'critical'),
          path,
        ).to.deep.equal([])
        expect(
          await page.evaluate('document.documentElement.scrollWidth <= innerWidth'),
          `${path} is too wide`,
        ).to.equal(true)
      }

      expect({errors, strays}).to.deep.equal({errors: [], strays: []})
      await context.close()
    })
  }

  it('go back to the beginning of a list that is shorter by now', async () => {
    const {context, watch} = await browser.visit()
    const {page} = await watch()
    await enter(page, site.url, 'bo')
    await page.goto(`${site.url}/app/mine?offset=1000`)
    expect(page.url()).to.equal(`${site.url}/app/mine`)
    expect(await page.textContent('main')).to.include('1 to 12 of 12')
    await context.close()
  })

  it('show the figures of bench stats, and narrow them down by what stands in the address', async () => {
    const {context, watch} = await browser.visit()
    const {page, errors} = await watch()
    await enter(page, site.url, 'reader')
    await page.goto(`${site.url}/app/leaderboard`)
    const {stats} = JSON.parse(
      (
        await bench(['stats', '--json', '--db', `file:${site.folder.file('bench.db')}`], {
          cwd: site.folder.path,
        })
      ).stdout,
    ) as {stats: {model: string; adjusted_rating: number; rated_results: number}[]}
    const text = await page.innerText('main')
    for (const {model, adjusted_rating} of stats)
      expect(text).to.include(model).and.to.include(adjusted_rating.toFixed(2))
    expect(await page.locator('main svg').count()).to.be.above(0)
    await page.goto(`${site.url}/app/leaderboard?model=secret-lab%2Fmodel-1`)
    expect(await page.innerText('main'))
      .to.include('secret-lab/model-1')
      .and.not.to.include('secret-lab/model-2 ')
    await page.goto(`${site.url}/app/runs/run-one`)
    expect(await page.innerText('main')).to.match(/30/)
    expect(errors).to.deep.equal([])
    await context.close()
  })

  it('take no rating from a page of another site, though the browser is signed in here', async () => {
    const {context, watch} = await browser.visit()
    const {page} = await watch()
    await enter(page, site.url, 'victim')
    const [id] = ['00000000-0000-4000-8000-000000000020']
    const foreign = createServer((_request, response) => {
      response.setHeader('content-type', 'text/html')
      response.end(
        `<form id="f" method="post" enctype="text/plain" action="${site.url}/app/commands"><input name='{"acts":[{"kind":"rate","result_id":"${id}","rating":5}]}' value=""></form><form id="g" method="post" enctype="text/plain" action="${site.url}/results/${id}/ratings"><input name='{"rating":5}' value=""></form>`,
      )
    })
    await new Promise<void>((done) => foreign.listen(0, '127.0.0.1', done))
    const origin = `http://127.0.0.1:${(foreign.address() as AddressInfo).port}`
    for (const form of ['f', 'g']) {
      await page.goto(origin)
      const arrived = page.waitForURL(`${site.url}/**`)
      const answer = page.waitForResponse((response) => response.url().startsWith(site.url))
      await page.evaluate(`document.getElementById('${form}').submit()`)
      expect((await answer).status()).to.equal(403)
      await arrived
    }

    await page.goto(origin)
    const outcome = await page.evaluate(
      `fetch('${site.url}/results/${id}/ratings', {method: 'POST', credentials: 'include', headers: {'content-type': 'application/json', 'x-user-id': 'victim'}, body: '{"rating":5}'}).then(() => 'sent', () => 'refused')`,
    )
    expect(outcome).to.equal('refused')
    expect(await site.ratingsOf('victim')).to.deep.equal([])
    await context.close()
    await new Promise((done) => foreign.close(done))
  })

  it('open by a link that is printed once, and show nothing to an old or a strange one', async () => {
    const own = await startSite([], 3)
    const tokens = own.folder.file('tokens.yaml')
    const {stdout} = await bench(['serve', 'invite', 'ana@example.com', '--tokens', tokens, '--json'], {
      cwd: own.folder.path,
    })
    const {link} = JSON.parse(stdout) as {link: string}
    const secret = link.split('#token=')[1]!
    expect(await readFile(tokens, 'utf8'))
      .to.include('sha256:')
      .and.not.to.include(secret)
    await own.crash()
    await own.restart(['--tokens', tokens])
    const {context, watch} = await browser.visit()
    const {page} = await watch()
    await page.goto(`${own.url}/#token=${secret}`)
    await leaveExamples(page)
    await settled(page)
    expect(page.url()).not.to.include(secret)
    const cookies = await context.cookies()
    expect(cookies.every(({httpOnly, sameSite}) => httpOnly && sameSite === 'Strict')).to.equal(true)
    await rate(page, 3)
    await sent(page)
    expect(await own.ratingsOf('ana@example.com')).to.have.length(1)

    const stranger = await browser.visit()
    const other = await stranger.watch()
    await other.page.goto(`${own.url}/#token=${'x'.repeat(43)}`)
    await other.page.waitForSelector('#problem:not([hidden])')
    expect(await other.page.innerText('body')).not.to.match(/number|secret-lab/)
    for (const path of [
      '/app/leaderboard',
      '/app/runs',
      '/app/mine',
      '/app/results/00000000-0000-4000-8000-000000000001',
    ]) {
      const answer = await other.page.goto(`${own.url}${path}`)
      expect(answer!.status(), path).to.equal(401)
      expect(await other.page.innerText('body'), path).not.to.match(/secret-lab|run-one/)
      expect(await other.page.content()).not.to.include(HOSTILE)
    }

    // Whose line is taken out of the file is out everywhere.
    await writeFile(tokens, 'another-token-of-somebody: bo\n')
    await own.crash()
    await own.restart(['--tokens', tokens])
    expect((await page.goto(`${own.url}/app/leaderboard`))!.status()).to.equal(401)
    await context.close()
    await stranger.context.close()
    await own.stop()
  })
})
