import {expect} from 'chai'
import {createRequire} from 'node:module'
import {readFile} from 'node:fs/promises'
import type {Page} from 'playwright-core'
import {startBrowserOrSkip, type ContextOptions, type startBrowser} from '../../support/browser.js'
import {addRatedRun} from '../../support/decided.js'
import {addJudgements} from '../../support/judged.js'
import {bench} from '../../support/processes.js'
import {sites} from '../../support/signing-in.js'
import {HOSTILE, type Site} from '../../support/site.js'

// What functions that are handed to the page find there.
declare const document: {
  querySelector: (selector: string) => {innerHTML: string} | null
  activeElement: {textContent: string | null; getBoundingClientRect: () => {width: number}} | null
  documentElement: {scrollWidth: number}
}
declare const innerWidth: number

const AXE = createRequire(import.meta.url).resolve('axe-core/axe.min.js')
const LONG = `lab/${'very-long-'.repeat(7)}name~effort=low`
const BEST = '4544545454545454'
const PATHS = [
  '/app/leaderboard?group_by=model&group_by=style&modle=x',
  '/app/compare',
  `/app/compare?by=model&a=lab/best&b=lab/poor`,
  '/app/effects',
  '/app/agreement',
  '/app/judge',
  '/app/tags',
  '/app/costs',
  '/app/results?sort=worst',
  '/app/prompts',
  '/app/runs',
  '/app/mine',
]
const DESK = {viewport: {width: 1280, height: 800}, colorScheme: 'light' as const}
const PHONE = {
  viewport: {width: 360, height: 740},
  isMobile: true,
  hasTouch: true,
  colorScheme: 'dark' as const,
}
const MOST_STEPS = 12
const SENTENCE = /Ship best with guided@\w{4}: for this rater everything else is surely worse\./
const WORST = ['1.0', '4.0', '4.0', '4.0', '4.0']

describe('a lead who never saw the terminal', function () {
  this.timeout(180_000)
  const {invitedSite, atEnd} = sites()
  let browser: Awaited<ReturnType<typeof startBrowser>>
  let site: Site
  let link: string
  let axe: string

  before(async function () {
    axe = await readFile(AXE, 'utf8')
    browser = await startBrowserOrSkip(this)
    atEnd(() => browser.close())
    const invited = await invitedSite()
    site = invited.site
    link = invited.link
    // What `startSite` brings is of three systems on few configurations, and nobody has rated it.
    await site.store.runs.delete('run-one')
    await addRatedRun(site.store, {
      rows: {'lab/best': `1${BEST.slice(1)}`, 'lab/poor': '2'.repeat(16), [LONG]: `3${'1'.repeat(14)}x`},
      change: {'lab/best': {final_chips: [{key: 'a', display: HOSTILE, type: 'jargon'}]}},
    })
    await addJudgements(site.store, ({avg_rating}) => ({score: avg_rating === 4 ? 2 : 3, reasons: HOSTILE}))
  })

  async function visit(options: ContextOptions) {
    const {context, watch} = await browser.visit({...options, reducedMotion: 'reduce'})
    return {context, ...(await watch())}
  }

  /** Opens the link of the invitation, which signs in and leads on. */
  async function arrive(page: Page): Promise<void> {
    await page.goto('about:blank')
    await page.goto(link)
    await page.waitForURL(`${site.url}/`)
    await page.waitForLoadState('networkidle')
  }

  /** The ways of a lead: a mouse, a finger, or the keyboard alone. */
  const hands = {
    mouse: (page: Page, name: string | RegExp) => page.getByRole('link', {name}).first().click(),
    finger: (page: Page, name: string | RegExp) => page.getByRole('link', {name}).first().tap(),
    keyboard: async (page: Page, name: string | RegExp) => {
      for (let presses = 0; presses < 80; presses++) {
        await page.keyboard.press('Tab')
        const text = await page.evaluate(() => document.activeElement?.textContent ?? '')
        if (typeof name === 'string' ? text.trim() === name : name.test(text))
          return page.keyboard.press('Enter')
      }

      throw new Error(`the keyboard does not reach ${name.toString()}`)
    },
  }

  /** Steps of a lead: what is opened and what is read, from an address on. */
  function walk(page: Page, hand: (page: Page, name: string | RegExp) => Promise<void>) {
    let steps = 0
    const step = () => expect(++steps).to.be.at.most(MOST_STEPS)
    return {
      begin: () => {
        steps = 1
      },
      open: async (name: string | RegExp, title: RegExp) => {
        step()
        await hand(page, name)
        await page.waitForFunction(
          ([source]) => new RegExp(source!).test(document.querySelector('h1')?.innerHTML ?? ''),
          [title.source],
        )
      },
      shows: async (text: string | RegExp) => {
        step()
        const read = await page.innerText('main')
        if (typeof text === 'string') expect(read).to.contain(text)
        else expect(read).to.match(text)
      },
    }
  }

  for (const [hand, options] of [
    ['mouse', DESK],
    ['keyboard', DESK],
    ['finger', PHONE],
  ] as const) {
    it(`learns from a link what to ship, and its five worst answers, in 12 steps each: ${hand}`, async () => {
      const {page, errors, strays} = await visit(options)
      const {begin, open, shows} = walk(page, hands[hand])
      begin()
      await arrive(page)
      await open('Leaderboard', /Which model/)
      await shows(SENTENCE)
      await open('Its prompt', /style/)
      await shows('Explain and give chips.')

      begin()
      await arrive(page)
      await open('Leaderboard', /Which model/)
      await open('Its five worst answers', /Results/)
      const scores = await page.locator('ul.results .score').allInnerTexts()
      expect(scores).to.deep.equal(WORST)
      await open(/^Cook, Kitchen$/, /Cook, Kitchen/)
      await shows(HOSTILE)
      await open('All systems on this case', /Cook, Kitchen/)
      await shows('lab/poor')
      expect({errors, strays}).to.deep.equal({errors: [], strays: []})
    })
  }

  it('learns the same from an address that somebody shared, and from a list of results', async () => {
    const {context, page, errors, strays} = await visit(PHONE)
    const {begin, open, shows} = walk(page, hands.finger)
    await arrive(page)
    const starts = {
      '/app/leaderboard?model=lab/best&model=lab/poor&group_by=model': async () => {},
      '/app/results': () => open('Leaderboard', /Which model/),
    }
    for (const [address, toLeaderboard] of Object.entries(starts)) {
      begin()
      await page.goto(site.url + address)
      await toLeaderboard()
      await shows(SENTENCE)
      await open('Its five worst answers', /Results/)
      expect(await page.locator('ul.results .score').allInnerTexts(), address).to.deep.equal(WORST)
      await open(/^Cook, Kitchen$/, /Cook, Kitchen/)
      await shows(HOSTILE)
    }

    expect({errors, strays}).to.deep.equal({errors: [], strays: []})
    await context.close()
  })

  for (const [name, options] of Object.entries({
    'desk, light': DESK,
    'phone, dark': PHONE,
    '320 pixels': {viewport: {width: 320, height: 640}},
    '200 %': {viewport: {width: 640, height: 400}, deviceScaleFactor: 2, colorScheme: 'dark' as const},
  })) {
    it(`reads pages without a finding of axe, nothing beside the screen: ${name}`, async () => {
      const {page, strays} = await visit({...options, bypassCSP: true})
      await arrive(page)
      const {results} = await site.store.results.list({}, {limit: 1, offset: 0})
      const result = `/app/results/${results[0]!.id}`
      const [run] = await site.store.runs.list({limit: 1})
      const {versions} = await versionsOf(site)
      const diff = `/app/prompts/diff?a=${versions[0]!}&b=${versions[0]!}`
      for (const path of [
        ...PATHS,
        result,
        `${result}/case`,
        `/app/runs/${run!.id}`,
        `/app/prompts/${versions[0]!}`,
        diff,
      ]) {
        await page.goto(site.url + path)
        for (const summary of await page.locator('main summary').all()) await summary.click()
        expect(
          await page.evaluate(() => document.documentElement.scrollWidth - innerWidth),
          path,
        ).to.be.at.most(0)
        // Narrow screens have the rules of the phone.
        if (options !== DESK && options !== PHONE) continue
        await page.evaluate(axe)
        const found = await page.evaluate(
          'axe.run().then(({violations}) => violations.map(({id, nodes}) => ({id, where: nodes[0].html})))',
        )
        expect(found, path).to.deep.equal([])
      }

      expect(strays).to.deep.equal([])
    })
  }

  it('reads, filters and downloads without scripts, under the strict policy', async () => {
    const scripted = await visit(DESK)
    await arrive(scripted.page)
    const {context, page, errors, strays} = await visit({...DESK, javaScriptEnabled: false})
    await context.addCookies(await scripted.context.cookies())
    await page.goto(`${site.url}/app/leaderboard`)
    await page.locator('.filters summary').click()
    await page.getByRole('checkbox', {name: 'lab/poor'}).check()
    await page.getByRole('checkbox', {name: LONG}).check()
    await page.getByRole('group', {name: 'compare'}).getByRole('checkbox', {name: 'style'}).check()
    await page.getByRole('button', {name: 'Show'}).click()
    const query = new URL(page.url()).searchParams
    expect(query.getAll('model')).to.have.members(['lab/poor', LONG])
    expect(query.getAll('group_by')).to.deep.equal(['model', 'style'])
    expect(await page.innerText('.filters .chosen')).to.contain('by model × style · model: ')
    expect(await page.locator('.whiskers li').count()).to.equal(2)
    await page.locator('.filters summary').click()
    expect(await page.getByRole('checkbox', {name: 'lab/poor'}).isChecked()).to.equal(true)
    await page.goto(`${site.url}/app/results?model=lab/poor`)
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', {name: 'results as CSV'}).click(),
    ])
    expect(download.suggestedFilename()).to.equal('bench-results.csv')
    expect((await readFile(await download.path(), 'utf8')).trim().split('\n')).to.have.length(17)
    expect({errors, strays}).to.deep.equal({errors: [], strays: []})
  })

  it('sees all of a plot on a phone, a long name in full on focus, and the same in the report', async () => {
    const {page} = await visit(PHONE)
    await arrive(page)
    await page.goto(`${site.url}/app/leaderboard`)
    const inside = async () => {
      for (const bar of await page
        .locator('.whiskers .dot, .whiskers .whisker, .pareto .narrow .dot')
        .all()) {
        const box = (await bar.boundingBox())!
        expect(box.x).to.be.at.least(0)
        expect(box.x + box.width).to.be.at.most(360)
      }
    }
    await inside()
    expect(await page.locator('.pareto .wide').isVisible()).to.equal(false)
    const lines = await page.locator('.whiskers li').allInnerTexts()
    const name = page.locator('.whiskers .cut').first()
    expect(await name.locator('.short').innerText()).to.match(/^lab\/very-long-.*…/)
    await name.focus()
    expect((await name.locator('.whole').boundingBox())!.width).to.be.above(100)
    expect(await name.locator('.short').isVisible()).to.equal(false)

    const file = site.folder.file('report.html')
    await bench(['report', '--out', file, '--db', `file:${site.folder.file('bench.db')}`], {
      cwd: site.folder.path,
    })
    await page.goto('about:blank')
    await page.setContent(await readFile(file, 'utf8'))
    await inside()
    expect((await page.locator('.whiskers').first().locator('li').allInnerTexts()).join()).to.equal(
      lines.join(),
    )
    await page.emulateMedia({media: 'print'})
    await page.setViewportSize({width: 720, height: 1000})
    expect(await page.locator('.pareto .narrow').isVisible()).to.equal(true)
    expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).to.be.at.most(0)
  })
})

/** The ids of all styles in a database. */
async function versionsOf(site: Site): Promise<{versions: string[]}> {
  const heads = await site.store.definitions.heads()
  return {versions: heads.filter(({kind}) => kind === 'style').map(({id}) => id)}
}
