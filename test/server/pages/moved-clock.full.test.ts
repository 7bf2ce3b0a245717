import {expect} from 'chai'
import {LOOK_MS} from '../../../src/rating/press-guard.js'
import {freePort, startBrowserOrSkip, type startBrowser} from '../../support/browser.js'
import {enter, rate, sent, settled, shows, siteResult, startSite, type Site} from '../../support/site.js'

declare const performance: {now: () => number}
declare const localStorage: {
  getItem: (key: string) => string | null
  setItem: (key: string, value: string) => void
}

const TWO_DAYS_MS = 48 * 3600 * 1000
const NIGHT_MS = 9 * 3600 * 1000
/** Less than an absence, after which a page asks its rater to look again. */
const FIVE_MINUTES_MS = 300_000

describe('a rating page whose machine slept, or has its clock set', function () {
  this.timeout(120_000)
  let browser: Awaited<ReturnType<typeof startBrowser>>
  let site: Site
  before(async function () {
    browser = await startBrowserOrSkip(this)
    site = await startSite()
  })
  after(async () => {
    await browser.close()
    await site.stop()
  })

  it('sends what waited with its true age, and what a page left that died', async () => {
    const {context, watch} = await browser.visit()
    const {page} = await watch()
    await enter(page, site.url, 'ana')
    await context.setOffline(true)
    await rate(page, 2)
    await shows(page, '#unsent', 'Not sent yet: 1')
    await page.evaluate((back) => {
      const real = Date.now
      Date.now = () => real() - back
    }, FIVE_MINUTES_MS)
    await rate(page, 3)
    await shows(page, '#unsent', 'Not sent yet: 2')
    const ages = new Map<number, number>()
    page.on('request', (request) => {
      if (!request.url().endsWith('/app/commands')) return
      const {seq, age_ms} = request.postDataJSON() as {seq: number; age_ms: number}
      ages.set(seq, age_ms)
    })
    await context.setOffline(false)
    await sent(page)
    // Each had waited for a screen at least, also the one from before the clock was set back.
    expect([...ages.keys()]).to.deep.equal([1, 2])
    for (const age of ages.values()) expect(age).to.be.within(1, 60_000)
    expect(ages.get(1)).to.be.above(LOOK_MS)

    await context.setOffline(true)
    await rate(page, 4)
    await shows(page, '#unsent', 'Not sent yet: 1')
    // As a page leaves it whose process died, two days before the clock was set back.
    const left = await page.evaluate(() => {
      const [key] = Object.keys(localStorage).filter((name) => name.startsWith('bench-outbox'))
      return [key!, localStorage.getItem(key!)!] as const
    })
    await context.setOffline(false)
    await sent(page)
    await page.goto('about:blank')
    await page.goto(`${site.url}/app/about-nothing`)
    const box = {...(JSON.parse(left[1]) as object), beat: Date.now() + TWO_DAYS_MS}
    await page.evaluate(([key, value]) => localStorage.setItem(key, value), [
      left[0].replace(/.$/, 'x'),
      JSON.stringify(box),
    ] as const)
    await page.goto(site.url)
    await sent(page)
    expect((await site.ratingsOf('ana')).map(({rating}) => rating).sort()).to.deep.equal([2, 3, 4])
    await context.close()
  })

  it('that was left open over night sends what waited, and counts what is looked at from then on, once each', async () => {
    const place = ['--port', String(await freePort())]
    const own = await startSite(place)
    const {context, watch} = await browser.visit()
    const {page} = await watch()
    const given = async () => {
      await sent(page)
      return (await own.ratingsOf('ana')).map(({rating}) => rating).sort()
    }
    await enter(page, own.url, 'ana')
    await rate(page, 1)
    await sent(page)
    await own.crash()
    await rate(page, 2)
    await shows(page, '#unsent', 'Not sent yet: 1')
    const here = await page.innerText('#item')
    const system = await context.newCDPSession(page)
    await system.send('Page.setWebLifecycleState', {state: 'frozen'})
    await own.restart(place)
    // Meanwhile the same person rates elsewhere what stands on this screen.
    const [, number = ''] = /number (\d+)/.exec(here) ?? []
    const elsewhere = {result_id: siteResult(Number(number)).id, user_id: 'ana', rating: 5, blind: true}
    expect(await own.store.ratings.save({...elsewhere, created_at: new Date().toISOString()})).not.to.equal(
      undefined,
    )
    await system.send('Page.setWebLifecycleState', {state: 'active'})
    // A machine that slept has a clock that went on, and one that stood still.
    await page.evaluate((night) => {
      const real = Date.now
      Date.now = () => real() + night
    }, NIGHT_MS)
    const before = await given()
    await page.keyboard.press('3')
    await shows(page, '#notice', 'another window')
    expect(await given()).to.deep.equal(before)
    await rate(page, 4)
    expect(await given()).to.deep.equal([...before, 4].sort())

    // Where both clocks go on, no other key does anything either before the page is looked at.
    await page.evaluate((night) => {
      const [wall, steady] = [Date.now, performance.now.bind(performance)]
      Date.now = () => wall() + night
      performance.now = () => steady() + night
    }, NIGHT_MS)
    await page.keyboard.press('u')
    await shows(page, '#notice', 'You were away')
    expect(await given()).to.deep.equal([...before, 4].sort())
    await settled(page)
    await page.keyboard.press('u')
    await shows(page, '#notice', 'Taken back')
    expect(await given()).to.deep.equal(before)
    await context.close()
    await own.stop()
  })
})
