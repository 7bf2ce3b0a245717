import {expect} from 'chai'
import {readFile} from 'node:fs/promises'
import {createRequire} from 'node:module'
import {freePort, startBrowserOrSkip, type startBrowser, type WatchedPage} from '../../support/browser.js'
import {enter, rate, sent, settled, shows, startSite, type Site} from '../../support/site.js'

const AXE = createRequire(import.meta.url).resolve('axe-core/axe.min.js')
const LOOKS = {
  'a desk, light': {viewport: {width: 1280, height: 800}, colorScheme: 'light'},
  'a phone, dark': {viewport: {width: 360, height: 740}, isMobile: true, hasTouch: true, colorScheme: 'dark'},
  'a phone in landscape, light': {
    viewport: {width: 740, height: 360},
    isMobile: true,
    hasTouch: true,
    colorScheme: 'light',
  },
  '200 %, dark': {viewport: {width: 640, height: 400}, deviceScaleFactor: 2, colorScheme: 'dark'},
} as const

type Browser = Awaited<ReturnType<typeof startBrowser>>

/** What a browser keeps of bench besides ratings that are not sent. */
const kept = (page: WatchedPage['page']) =>
  page.evaluate<string[]>(`(async () => {
    const names = await caches.keys()
    const requests = await Promise.all(names.map(async (name) => (await caches.open(name)).keys()))
    return requests.flat().map(({url}) => new URL(url).pathname)
  })()`)

/** Waits until the page is kept, with a result beside the one that it holds. */
async function isKept(page: WatchedPage['page']): Promise<void> {
  const isThere = (paths: readonly string[]) =>
    paths.includes('/') && paths.filter((path) => path.startsWith('/app/items/')).length >= 5
  while (!isThere(await kept(page))) await page.waitForTimeout(50)
}

describe('the beginning of a rating session on the page', function () {
  this.timeout(120_000)
  let browser: Browser
  let site: Site
  const open: (() => Promise<unknown>)[] = []
  const place: string[] = []

  before(async function () {
    browser = await startBrowserOrSkip(this)
    open.push(() => browser.close())
    place.push('--port', String(await freePort()))
    site = await startSite(place)
    open.push(() => site.stop())
  })
  after(async () => {
    await Promise.all(open.map((close) => close()))
  })

  it('is with the examples: score, then see; kept by rubric version, and counted nowhere', async () => {
    const {context, watch} = await browser.visit()
    const {page, errors} = await watch()
    await page.goto(site.url)
    await page.fill('#name', 'first')
    await page.click('button[type=submit]')
    await settled(page)
    await shows(page, '#place', 'Example 1 of 3')
    expect(await page.isVisible('[data-key="u"]')).to.equal(false)
    const first = await page.innerText('#item')
    await page.keyboard.press('5')
    await shows(page, '#notice', 'You 5, as the team:')
    // A second press with the first is no wish to go on.
    await page.keyboard.press('Enter')
    await settled(page)
    expect(await page.innerText('#item')).to.equal(first)
    await page.keyboard.press('4')
    await shows(page, '#notice', 'You 5, as the team:')
    await settled(page)
    await page.click('.examples [data-key="Enter"]')
    await shows(page, '#place', 'Example 2 of 3')
    expect(await page.innerText('#item')).not.to.equal(first)

    // A reload goes on with the example that is left.
    await page.reload()
    await settled(page)
    await shows(page, '#place', 'Example 2 of 3')
    await page.click('[data-key="1"]')
    await shows(page, '#notice', 'You 1, ')
    await settled(page)
    await page.keyboard.press('Enter')
    await shows(page, '#place', 'Example 3 of 3')
    await settled(page)
    await page.keyboard.press('3')
    await settled(page)
    await page.keyboard.press('Enter')
    await shows(page, '#place', '1 of 30')
    expect(await page.locator('#keys.calibrating, .examples').count()).to.equal(0)
    await settled(page)
    await page.keyboard.press('2')
    await shows(page, '#place', '2 of 30')
    await sent(page)
    expect((await site.ratingsOf('first')).map(({rating, blind}) => [rating, blind])).to.deep.equal([
      [2, true],
    ])
    const [calibration, ...others] = Object.values(await site.store.raters.calibration('first'))
    expect([calibration, others]).to.deep.equal([{scores: [5, 1, 3]}, []])
    await page.reload()
    await shows(page, '#place', '1 of 29')
    expect(errors).to.deep.equal([])
    await context.close()
  })

  for (const [name, look] of Object.entries(LOOKS)) {
    it(`has no finding of axe in any state or dialog, and nothing beside the screen: ${name}`, async () => {
      const axe = await readFile(AXE, 'utf8')
      const {context, watch} = await browser.visit({...look, reducedMotion: 'reduce', bypassCSP: true})
      const {page, errors} = await watch()
      const check = async (state: string) => {
        await page.evaluate(axe)
        const found = await page.evaluate(
          'axe.run().then(({violations}) => violations.map(({id, nodes}) => ({id, where: nodes[0].html})))',
        )
        expect(found, state).to.deep.equal([])
        expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth'), state).to.be.at.most(
          0,
        )
        const scores = (await page.locator('.scores').boundingBox())!
        expect(scores.y + scores.height, `the scores, ${state}`).to.be.at.most(look.viewport.height)
      }
      await page.goto(site.url)
      await page.fill('#name', `axe ${name}`)
      await page.click('button[type=submit]')
      await settled(page)
      await check('an example')
      await page.keyboard.press('2')
      await shows(page, '#notice', 'You 2')
      await check('what the team says')
      await page.keyboard.press('c')
      await shows(page, '#place', '1 of')
      await rate(page, 4)
      await check('a result')
      await page.keyboard.press('d')
      await page.keyboard.press('p')
      await page.keyboard.press('x')
      await page.keyboard.press('a')
      await check('chips that are marked')
      await page.keyboard.press('Enter')
      for (const [key, dialog] of [
        ['?', 'help'],
        ['g', 'guidelines'],
        ['t', 'tags'],
        ['n', 'note'],
        ['e', 'earlier'],
      ] as const) {
        await settled(page)
        await page.keyboard.press(key)
        await page.locator(`#${dialog}[open]`).waitFor()
        await check(dialog)
        const box = (await page.locator(`#${dialog}`).boundingBox())!
        expect(box.y, dialog).to.be.at.least(0)
        expect(box.y + box.height, dialog).to.be.at.most(look.viewport.height)
        await page.keyboard.press('Escape')
        await page.locator(`#${dialog}`).waitFor({state: 'hidden'})
      }

      await page.evaluate('document.querySelector("#burst").showModal()')
      await check('burst')
      expect(errors).to.deep.equal([])
      await context.close()
    })
  }

  it('leaves the examples out for good with c', async () => {
    const {context, watch} = await browser.visit()
    const {page} = await watch()
    await enter(page, site.url, 'left-out')
    const left = async () => Object.values(await site.store.raters.calibration('left-out'))
    while ((await left()).length === 0) await page.waitForTimeout(50)
    const [calibration] = await left()
    expect(calibration).to.deep.equal({scores: [], isLeftOut: true})
    await page.reload()
    await shows(page, '#place', '1 of 30')
    await context.close()
  })

  it('needs no connection: what was fetched can be rated, once each, and nothing is left after a sign-out', async () => {
    const {context, watch} = await browser.visit()
    const {page, errors} = await watch()
    // The page asks before it is left with ratings that are not sent.
    page.on('dialog', (dialog) => void dialog.accept())
    await enter(page, site.url, 'train')
    await isKept(page)
    // The page that was open before its worker is kept too: it knows what was rated on it.
    await rate(page, 1)
    await sent(page)
    // What is opened beside the queue is not kept.
    await page.goto(`${site.url}/app/leaderboard`)
    await page.goto(`${site.url}/app/mine`)
    await page.goBack()
    await page.goto(site.url)
    await settled(page)
    await isKept(page)
    await page.keyboard.press('e')
    await page.click('#earlier-list button')
    await shows(page, '#place', 'an earlier rating')
    await page.keyboard.press('Enter')
    await shows(page, '#place', '1 of 29')
    const queue = await page.evaluate<string[]>(
      'JSON.parse(document.querySelector("#data").textContent).queue',
    )
    const strange = (await kept(page)).filter(
      (path) =>
        path !== '/' &&
        !path.startsWith('/app/assets/') &&
        !queue.includes(/^\/app\/(?:items|rated\/[^/]+)\/(.+)$/.exec(path)?.[1] ?? ''),
    )
    expect(strange).to.deep.equal([])
    await rate(page, 2)
    await sent(page)
    const left = await page.innerText('#item')
    expect(errors).to.deep.equal([])

    await site.crash()
    await page.reload()
    await settled(page)
    expect(await page.innerText('#item')).to.equal(left)
    await rate(page, 3)
    await rate(page, 4)
    await page.reload()
    await settled(page)
    await rate(page, 5)
    await shows(page, '#unsent', 'There is no connection.')
    await page.goto(`${site.url}/app/leaderboard`).then(
      () => expect.fail('figures were kept'),
      () => {},
    )
    // The browser's page of the error is still coming.
    await page.waitForURL(/chrome-error/)
    await page.goto(site.url)
    await site.restart(place)
    await sent(page)
    const ratings = await site.ratingsOf('train')
    expect(ratings.map(({rating}) => rating).sort()).to.deep.equal([1, 2, 3, 4, 5])
    expect(new Set(ratings.map(({result_id}) => result_id)).size).to.equal(5)
    expect(ratings.every(({blind}) => blind)).to.equal(true)

    await page.click('.who button')
    await page.locator('#sign-in').waitFor()
    await page.waitForFunction('caches.has("bench-page").then((isThere) => !isThere)')
    expect(await kept(page)).to.deep.equal([])
    await site.crash()
    await page.goto(site.url).then(
      () => expect.fail('a page was kept'),
      () => {},
    )
    await site.restart(place)
    await context.close()
  })

  it('says that it needs a connection where the address allows no service worker', async () => {
    // As under http on another machine.
    const {context, watch} = await browser.visit()
    await context.addInitScript('Object.defineProperty(globalThis, "isSecureContext", {value: false})')
    const {page} = await watch()
    await enter(page, site.url, 'far')
    await page.keyboard.press('?')
    await shows(page, '#offline', 'does not start without a connection: bench is not under https here')
    expect(await kept(page)).to.deep.equal([])
    await context.close()
  })

  it('asks before a sign-out while ratings are not sent, and before the page is closed', async () => {
    const {context, watch} = await browser.visit()
    const {page} = await watch()
    const asked: string[] = []
    page.on('dialog', (dialog) => {
      asked.push(`${dialog.type()} ${dialog.message()}`)
      void dialog.dismiss()
    })
    await enter(page, site.url, 'hasty')
    await site.crash()
    await rate(page, 3)
    await shows(page, '#unsent', 'Not sent yet: 1')
    await page.click('.who button')
    await settled(page)
    expect(asked.join()).to.match(/^confirm 1 not sent yet/)
    await page.close({runBeforeUnload: true})
    await page.waitForTimeout(500)
    expect(asked[1]).to.match(/^beforeunload/)
    expect(page.isClosed()).to.equal(false)
    await site.restart(place)
    await sent(page)
    await context.close()
  })
})
