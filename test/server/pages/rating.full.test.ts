import {expect} from 'chai'
import {freePort, startBrowserOrSkip, type startBrowser} from '../../support/browser.js'
import {enter, HOSTILE, rate, sent, settled, shows, skip, startSite, type Site} from '../../support/site.js'

describe('the rating page, in a browser', function () {
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

  const ownSite: typeof startSite = async (...given) => {
    const own = await startSite(...given)
    open.push(() => own.stop())
    return own
  }
  const visit = async (name: string, options = {}) => {
    const {context, watch} = await browser.visit(options)
    const watched = await watch()
    await enter(watched.page, site.url, name)
    return {context, watch, ...watched}
  }

  it('rates ten results by keys, undoes, notes, flags, reloads and goes on with the rest', async () => {
    const {page, errors, strays, context} = await visit('ana')
    for (let at = 0; at < 10; at++) await rate(page, (at % 5) + 1)
    expect(await page.textContent('#place')).to.match(/^11 of 30 · /)
    await sent(page)
    const ten = await site.ratingsOf('ana')
    expect(ten).to.have.length(10)
    expect(ten.every(({blind}) => blind === true)).to.equal(true)
    expect(ten.every(({seconds}) => seconds !== null && seconds >= 0.1 && seconds < 60)).to.equal(true)

    await page.keyboard.press('u')
    await shows(page, '#notice', 'Taken back')
    await sent(page)
    expect(await site.ratingsOf('ana')).to.have.length(9)
    await page.keyboard.press('n')
    await page.keyboard.type('two chips are the same 12')
    await page.click('#note button[value=save]')
    await shows(page, '#place', 'noted')
    await sent(page)
    await page.keyboard.press('f')
    await shows(page, '#place', 'flagged · noted')
    await sent(page)
    await rate(page, 2)
    await sent(page)
    await page.reload()
    await settled(page)
    expect(await page.textContent('#place')).to.equal('1 of 20 · 1 rater so far, 10 of 30 results rated')
    await rate(page, 4)
    await sent(page)
    const all = await site.ratingsOf('ana')
    expect(all).to.have.length(11)
    const noted = await Promise.all(all.map(({result_id}) => site.store.ratings.ofRater(result_id, 'ana')))
    expect(
      noted
        .filter(({note}) => note !== undefined)
        .map(({rating, note}) => [rating, note?.note, note?.flagged]),
    ).to.deep.equal([[2, 'two chips are the same 12', true]])
    expect({errors, strays}).to.deep.equal({errors: [], strays: []})
    await context.close()
  })

  it('never tells whose a result is, in nothing that comes over the wire, until it is revealed', async () => {
    const {context, watch} = await browser.visit()
    const {page} = await watch()
    const bodies: string[] = []
    page.on(
      'response',
      (response) =>
        void response.text().then(
          (text) => (/javascript|css/.test(response.headers()['content-type'] ?? '') ? 0 : bodies.push(text)),
          () => {},
        ),
    )
    await enter(page, site.url, 'blind')
    await rate(page, 3)
    await rate(page, 4)
    await sent(page)
    expect(bodies.join('\n'))
      .to.include('number')
      .and.not.match(/secret-lab|run-one/)
    expect(bodies.join('\n')).not.to.match(/terse|0\.00\d/)
    await page.keyboard.press('r')
    await shows(page, '#notice', 'secret-lab/model-')
    await page.keyboard.press('u')
    await shows(page, '#notice', 'Taken back')
    await rate(page, 1)
    await sent(page)
    // What was revealed can be corrected, and is not blind any more.
    const revealed = await site.ratingsOf('blind')
    expect(revealed.map(({rating, blind}) => [rating, blind]).sort()).to.deep.equal([
      [1, false],
      [3, true],
    ])
    await context.close()
  })

  it('stores as not blind what is corrected after another window showed it with its model', async () => {
    const {page, context, watch} = await visit('peek')
    await rate(page, 3)
    await sent(page)
    const [rated] = await site.ratingsOf('peek')
    const other = await watch()
    await other.page.goto(`${site.url}/app/results/${rated!.result_id}`)
    expect(await other.page.textContent('main')).to.include('secret-lab/model-')
    await page.keyboard.press('u')
    await shows(page, '#notice', 'Taken back')
    await rate(page, 5)
    await sent(page)
    expect((await site.ratingsOf('peek')).map(({rating, blind}) => [rating, blind])).to.deep.equal([
      [5, false],
    ])
    await context.close()
  })

  it('shows chips that are markup as text, everywhere', async () => {
    const {page, context, errors, watch} = await visit('hostile')
    const shown: string[] = []
    page.on('dialog', (dialog) => {
      shown.push('DIALOG')
      void dialog.dismiss()
    })
    await page.keyboard.press('d')
    for (let at = 0; at < 30; at++) {
      shown.push(await page.innerText('#item'))
      expect(await page.locator('#item img').count()).to.equal(0)
      await skip(page)
    }

    expect(shown.filter((text) => text.includes(`${HOSTILE} ${HOSTILE}`))).to.have.length(3)
    expect(shown).not.to.include('DIALOG')
    const other = await watch()
    await other.page.goto(`${site.url}/app/results/00000000-0000-4000-8000-000000000000`)
    expect(await other.page.innerText('main'))
      .to.include(HOSTILE)
      .and.to.include(`Step 1: ${HOSTILE}`)
    expect(await other.page.locator('main img').count()).to.equal(0)
    expect([...errors, ...other.errors]).to.deep.equal([])
    await context.close()
  })

  it('is used with a thumb on a phone: nothing is cut off, and buttons are large enough', async () => {
    const {page, context, errors} = await visit('thumb', {
      viewport: {width: 360, height: 740},
      isMobile: true,
      hasTouch: true,
      deviceScaleFactor: 2,
    })
    expect(await page.evaluate('document.documentElement.scrollWidth')).to.be.at.most(360)
    for (const button of await page.locator('#keys .scores button').all()) {
      const box = (await button.boundingBox())!
      expect(box.height).to.be.at.least(44)
      expect(box.width).to.be.at.least(44)
      expect(box.y + box.height).to.be.at.most(740)
    }

    await page.tap('[data-key="4"]')
    await shows(page, '#place', '2 of')
    await page.tap('[data-key="u"]')
    await shows(page, '#place', '1 of')
    await settled(page)
    await page.tap('[data-key="5"]')
    await shows(page, '#place', '2 of')
    await sent(page)
    expect((await site.ratingsOf('thumb')).map(({rating}) => rating)).to.deep.equal([5])
    expect(errors).to.deep.equal([])
    await context.close()
  })

  it('lets two people rate at once, each with their own', async () => {
    const [one, two] = await Promise.all([visit('one'), visit('two')])
    for (let at = 0; at < 6; at++) await Promise.all([rate(one.page, 2), rate(two.page, 5)])
    await Promise.all([sent(one.page), sent(two.page)])
    expect((await site.ratingsOf('one')).map(({rating}) => rating)).to.deep.equal([2, 2, 2, 2, 2, 2])
    expect((await site.ratingsOf('two')).map(({rating}) => rating)).to.deep.equal([5, 5, 5, 5, 5, 5])
    await Promise.all([one.context.close(), two.context.close()])
  })

  it('passes over in one window what was rated in another', async () => {
    const {page, context, watch} = await visit('twice')
    const other = await watch()
    await other.page.goto(site.url)
    await settled(other.page)
    const [here, there] = await Promise.all([page.innerText('#item'), other.page.innerText('#item')])
    expect(there).to.equal(here)
    await rate(page, 4)
    await shows(other.page, '#notice', 'another window')
    expect(await other.page.innerText('#item')).not.to.equal(here)
    for (let at = 0; at < 3; at++) {
      await rate(page, 4)
      await rate(other.page, 2)
    }

    await Promise.all([sent(page), sent(other.page)])
    const ratings = await site.ratingsOf('twice')
    expect(new Set(ratings.map(({result_id}) => result_id)).size).to.equal(ratings.length)
    expect(ratings.filter(({rating}) => rating === 4).length).to.equal(4)
    await context.close()
  })

  it('rates without a network, keeps it over a reload, and sends all of it once', async () => {
    const {page, context} = await visit('train')
    await rate(page, 3)
    await sent(page)
    await context.setOffline(true)
    for (const score of [1, 2, 5]) await rate(page, score)
    await shows(page, '#unsent', 'Not sent yet: 3. There is no connection.')
    await page.keyboard.press('u')
    await shows(page, '#unsent', 'Not sent yet: 4')
    expect(await site.ratingsOf('train')).to.have.length(1)
    await rate(page, 4)
    await shows(page, '#unsent', 'Not sent yet: 5')
    await page.goto('about:blank')
    await context.setOffline(false)
    await page.goto(site.url)
    await settled(page)
    await sent(page)
    expect((await site.ratingsOf('train')).map(({rating, blind}) => [rating, blind]).sort()).to.deep.equal([
      [1, true],
      [2, true],
      [3, true],
      [4, true],
    ])
    expect(await page.isHidden('#unsent')).to.equal(true)
    await context.close()
  })

  /** A page with one rating sent, whose server was killed since, and can come back. */
  const leftAlone = async () => {
    const place = ['--port', String(await freePort())]
    const own = await ownSite(place)
    const {context, watch} = await browser.visit()
    const {page} = await watch()
    await enter(page, own.url, 'ana')
    await rate(page, 1)
    await sent(page)
    await own.crash()
    return {own, context, page, comeBack: () => own.restart(place)}
  }

  it('loses nothing when the server is killed under it, and says what is not sent', async () => {
    const {own, context, page, comeBack} = await leftAlone()
    for (const score of [2, 3, 4]) await rate(page, score)
    await shows(page, '#unsent', 'Not sent yet: 3')
    await comeBack()
    await sent(page)
    await page.locator('#unsent').waitFor({state: 'hidden'})
    await rate(page, 5)
    await sent(page)
    expect((await own.ratingsOf('ana')).map(({rating}) => rating).sort()).to.deep.equal([1, 2, 3, 4, 5])
    await context.close()
  })

  it('undoes what was rated while the server was down, once it is back', async () => {
    const {own, context, page, comeBack} = await leftAlone()
    await rate(page, 2)
    await page.keyboard.press('u')
    await shows(page, '#notice', 'Taken back')
    await settled(page)
    await page.keyboard.press('s')
    await rate(page, 3)
    await comeBack()
    await sent(page)
    expect((await own.ratingsOf('ana')).map(({rating}) => rating).sort()).to.deep.equal([1, 3])
    await page.keyboard.press('u')
    await shows(page, '#notice', 'Taken back')
    await sent(page)
    expect((await own.ratingsOf('ana')).map(({rating}) => rating)).to.deep.equal([1])
    await context.close()
  })

  it('passes nothing over and keeps what is done when somebody else signs in meanwhile', async () => {
    const own = await ownSite()
    const {context, watch} = await browser.visit()
    const {page} = await watch()
    await enter(page, own.url, 'ana')
    const other = await watch()
    const signInAs = async (name: string) => {
      await other.page.goto(own.url)
      await other.page.click('.who button')
      await other.page.fill('#name', name)
      await other.page.click('button[type=submit]')
      await settled(other.page)
    }
    await signInAs('bob')
    // As many as were fetched ahead, and then no more.
    for (let screen = 1; screen <= 4; screen++) await skip(page)
    for (let screen = 5; screen <= 6; screen++) await rate(page, 3)
    await settled(page)
    await page.keyboard.press('3')
    await shows(page, '#notice', 'You are signed out')
    expect(await page.isVisible('#end')).to.equal(false)
    expect(await own.ratingsOf('ana')).to.deep.equal([])
    await signInAs('ana')
    await shows(page, '#place', '8 of')
    await sent(page)
    expect((await own.ratingsOf('ana')).map(({rating}) => rating)).to.deep.equal([3, 3, 3])
    await context.close()
  })

  it('takes no wish for one model, style or input type from the address: that would not be blind', async () => {
    const {page, context} = await visit('choosy')
    const queue = async (query: string) => {
      await page.goto(`${site.url}/?${query}`)
      return (
        await page.evaluate<{queue: string[]}>('JSON.parse(document.querySelector("#data").textContent)')
      ).queue.length
    }
    expect(await queue('model=secret-lab/model-1&style=terse&input_type=basic')).to.equal(await queue(''))
    await page.goto(`${site.url}/?persona_id=nobody`)
    expect(await page.textContent('main')).to.include('There are no completed results')
    await context.close()
  })

  it('ends a sitting with the last result, which can still be taken back', async () => {
    const own = await ownSite([], 2)
    const {context, watch} = await browser.visit()
    const {page} = await watch()
    await enter(page, own.url, 'ana')
    await rate(page, 1)
    await rate(page, 2)
    expect(await page.isVisible('#end')).to.equal(true)
    await page.keyboard.press('u')
    await page.waitForSelector('#item:not([hidden])')
    await rate(page, 5)
    await sent(page)
    expect((await own.ratingsOf('ana')).map(({rating}) => rating).sort()).to.deep.equal([1, 5])
    await page.click('#more')
    expect(await page.textContent('main')).to.include('ana has rated all 2 results here')
    await context.close()
  })
})
