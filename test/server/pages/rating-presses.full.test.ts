import {expect} from 'chai'
import {startBrowserOrSkip, type startBrowser} from '../../support/browser.js'
import {enter, rate, sent, settled, shows, startSite, type Site} from '../../support/site.js'

describe('what a rater presses on the page', function () {
  this.timeout(120_000)
  let browser: Awaited<ReturnType<typeof startBrowser>>
  let site: Site
  const open: (() => Promise<unknown>)[] = []

  before(async function () {
    browser = await startBrowserOrSkip(this)
    open.push(() => browser.close())
    site = await startSite()
    open.push(() => site.stop())
  })
  after(async () => {
    await Promise.all(open.map((close) => close()))
  })

  const visit = async (name: string, options = {}) => {
    const {context, watch} = await browser.visit(options)
    const watched = await watch()
    await enter(watched.page, site.url, name)
    return {context, watch, ...watched}
  }

  it('counts a score once for each result that was looked at, whatever is held, tapped twice or stuck', async () => {
    const {page, context, errors} = await visit('impatient')
    const ratings = async () => {
      await sent(page)
      return (await site.ratingsOf('impatient')).length
    }
    // Enter held on a focused score: the browser presses the button again and again.
    await settled(page)
    await page.focus('[data-key="3"]')
    for (let at = 0; at < 20; at++) {
      await page.keyboard.down('Enter')
      await page.waitForTimeout(30)
    }

    await page.keyboard.up('Enter')
    expect(await ratings()).to.equal(1)
    for (const gap of [50, 165, 300, 400, 500]) {
      await settled(page)
      if (await page.locator('#burst').isVisible()) await page.click('#burst button')
      await settled(page)
      const before = await ratings()
      // Within the page, as a message to the browser may take longer than the gap.
      const between = await page.evaluate<number>(
        `new Promise((resolve) => {
          const button = document.querySelector('[data-key="4"]')
          const start = performance.now()
          button.click()
          setTimeout(() => (button.click(), resolve(performance.now() - start)), ${gap})
        })`,
      )
      if (between < 550) expect((await ratings()) - before, `${gap} ms`).to.be.at.most(1)
    }

    if (await page.locator('#burst').isVisible()) await page.click('#burst button')
    // A stuck key that the system reports as many keys.
    await settled(page)
    const before = await ratings()
    for (let at = 0; at < 25; at++) {
      await page.keyboard.press('2')
      await page.waitForTimeout(33)
    }

    expect((await ratings()) - before).to.be.at.most(1)
    expect(errors).to.deep.equal([])
    await context.close()
  })

  it('takes tags, bad chips and corrections by key and tap, on any layout', async () => {
    const {page, context, errors} = await visit('reasons')
    await settled(page)
    await page.keyboard.press('t')
    await page.keyboard.press('g')
    await page.click('[data-tag="d"]')
    await page.keyboard.press('Escape')
    await shows(page, '#place', 'generic, duplicates')
    await page.keyboard.press('x')
    await page.keyboard.press('B')
    await page.click('#item .chips li:first-child')
    await page.keyboard.press('Enter')
    await shows(page, '#place', '2 marked bad')
    await page.keyboard.press('n')
    await page.keyboard.type('typed and left with Escape')
    await page.keyboard.press('Escape')
    await shows(page, '#place', 'noted')
    // Caps Lock, a Cyrillic layout, and the digits of AZERTY.
    const typed = (key: string, code: string) =>
      page.evaluate(
        `document.body.dispatchEvent(new KeyboardEvent('keydown', {key: ${JSON.stringify(key)}, code: '${code}', bubbles: true, cancelable: true}))`,
      )
    await typed('F', 'KeyF')
    await shows(page, '#place', 'flagged')
    await typed('а', 'KeyF')
    await settled(page)
    await typed("'", 'Digit4')
    await shows(page, '#place', '2 of')
    await sent(page)
    const [rating] = await site.ratingsOf('reasons')
    expect(rating).to.include({rating: 4, blind: true})
    const {note} = await site.store.ratings.ofRater(rating!.result_id, 'reasons')
    expect(note).to.deep.include({
      note: 'typed and left with Escape',
      flagged: false,
      tags: ['generic', 'duplicates'],
    })
    expect(note!.bad_chips).to.have.length(2)

    // After a reload the rating is corrected from the list.
    await page.reload()
    await settled(page)
    await page.keyboard.press('e')
    await page.click('#earlier-list button')
    await shows(page, '#place', 'an earlier rating')
    await shows(page, '#place', 'generic, duplicates')
    await settled(page)
    await page.keyboard.press('1')
    await shows(page, '#notice', 'Changed: 4 good is now 1 useless')
    await sent(page)
    expect((await site.ratingsOf('reasons')).map(({rating: score, blind}) => [score, blind])).to.deep.equal([
      [1, true],
    ])
    // After the leaderboard it is not blind any more.
    await page.goto(`${site.url}/app/leaderboard`)
    await page.goto(site.url)
    await settled(page)
    await page.keyboard.press('e')
    await page.click('#earlier-list button')
    await shows(page, '#place', 'an earlier rating')
    await settled(page)
    await page.keyboard.press('5')
    await shows(page, '#notice', 'Changed')
    await sent(page)
    expect((await site.ratingsOf('reasons')).map(({rating: score, blind}) => [score, blind])).to.deep.equal([
      [5, false],
    ])
    expect(errors).to.deep.equal([])
    await context.close()
  })

  it('holds no id of a result in anything that comes over the wire', async () => {
    const {context, watch} = await browser.visit()
    const {page} = await watch()
    const seen: string[] = []
    page.on('request', (request) => seen.push(`${request.url()} ${request.postData() ?? ''}`))
    page.on(
      'response',
      (response) =>
        void response.text().then(
          (text) => seen.push(text),
          () => {},
        ),
    )
    await enter(page, site.url, 'curious')
    for (let at = 0; at < 3; at++) await rate(page, 3)
    await sent(page)
    const ids = (await site.ratingsOf('curious')).map(({result_id}) => result_id)
    expect(ids).to.have.length(3)
    for (const id of ids) {
      const bare = id.replaceAll('-', '')
      for (const form of [
        id,
        bare,
        Buffer.from(id).toString('base64url').slice(0, 40),
        Buffer.from(bare, 'hex').toString('base64url'),
      ])
        expect(
          seen.some((text) => text.includes(form)),
          form,
        ).to.equal(false)
    }

    await context.close()
  })
})
