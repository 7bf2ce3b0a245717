import {expect} from 'chai'
import {LOOK_MS} from '../../../src/rating/press-guard.js'
import {startBrowserOrSkip, type startBrowser} from '../../support/browser.js'
import {enter, rate, sent, shows, startSite, type Site} from '../../support/site.js'

declare const localStorage: {
  getItem: (key: string) => string | null
  setItem: (key: string, value: string) => void
}

const TWO_DAYS_MS = 48 * 3600 * 1000
/** Less than an absence, after which a page asks its rater to look again. */
const FIVE_MINUTES_MS = 300_000

describe('what a rating page has not sent, when the clock of its machine is set', function () {
  this.timeout(60_000)
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

  it('goes out with its true age, and from a page that died it goes out too', async () => {
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
})
