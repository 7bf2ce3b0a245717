import {expect} from 'chai'
import {decisionText} from '../../../src/decide/messages.js'
import {addRatedRun, decisionOf, GUIDED} from '../../support/decided.js'
import {addJudgements} from '../../support/judged.js'
import {links, readingPages, type ReadingPages} from '../../support/reading.js'
import {aStyle} from '../../support/versioned.js'

const BEST = '5454545454545454'
const NEAR = '5454545454545444'
const HOSTILE = 'lab/<img src=x onerror=alert(1)>'

describe('the pages of figures', () => {
  let pages: ReadingPages
  beforeEach(async () => {
    pages = await readingPages()
  })
  afterEach(() => pages.close())

  /** The number of results that a list says it has. */
  const listed = async (path: string) =>
    Number(/(\d+) results?, [a-z ]*first/.exec((await pages.get(path)).text)?.[1] ?? NaN)

  it('lead with the sentence of bench decide', async () => {
    await addRatedRun(pages.store, {rows: {'lab/best': BEST, 'lab/near': NEAR, 'lab/poor': '2'.repeat(16)}})
    const {text, html} = await pages.get('/app/leaderboard')
    expect(text).to.contain(decisionText((await decisionOf(pages.store)).answer).sentence)
    expect(text).to.contain(
      '1 to ship · 1 even · 1 out · by model · margin 0.25 · 48 ratings by 1 rater on 16 of 16',
    )
    expect(html.indexOf('Ship best')).to.be.below(html.indexOf('<h2>Leaderboard'))
  })

  it('ask the decision that the address asks, else that of the config file', async () => {
    const own = await readingPages({usualDecision: {margin: 0.4, leave_out: ['lab/gone']}})
    await addRatedRun(own.store, {rows: {'lab/best': BEST, 'lab/near': NEAR}})
    expect((await own.get('/app/leaderboard')).text).to.contain('margin 0.4 ·')
    const asked = await own.get('/app/leaderboard?margin=0.3&prefer=cost&max_cost=2')
    expect(asked.text).to.contain('margin 0.3 · at most $2.00 an answer')
    expect(asked.html).to.contain('name="margin" inputmode="decimal" value="0.3"')
    expect(asked.html).to.contain('<option value="cost" selected>')
    await own.close()
  })

  it('say what is missing while it is open', async () => {
    await addRatedRun(pages.store, {rows: {'lab/a': '54----------', 'lab/b': '45----------'}})
    const {text, html} = await pages.get('/app/leaderboard')
    expect(text).to.match(/Missing: about \d+ more ratings/)
    expect(links(html, /^Rate$/)).to.deep.equal(['/'])
  })

  it('lead from every figure to as many results as it counts', async () => {
    const older = aStyle('guided', 'Older words.')
    await addRatedRun(pages.store, {
      rows: {'lab/a': '1111', 'lab/b': '2222'},
      style: older,
      day: '2026-11-20',
    })
    await addRatedRun(pages.store, {rows: {'lab/a': '55-x', 'lab/b': '3333'}})
    const {html} = await pages.get('/app/leaderboard')
    const [rated] = links(html, /^2\/3$/)
    expect(await listed(rated!)).to.equal(4)
    expect(
      links(html, /^1$/).map((href) => new URLSearchParams(href.split('?')[1]).get('status')),
    ).to.deep.equal(['failed'])
    expect(await listed(links(html, /^1$/)[0]!)).to.equal(1)
    const all = await pages.get('/app/leaderboard?versions=all&group_by=style')
    const guided = links(all.html, /^guided@/)
    expect(await Promise.all(guided.slice(0, 2).map(listed))).to.deep.equal([8, 8])
    const days = await pages.get('/app/leaderboard?group_by=day&versions=all')
    expect(await listed(links(days.html, /^2026-11-20$/)[0]!)).to.equal(8)
  })

  it('lead to the worst answers of what is shipped, the worst first', async () => {
    await addRatedRun(pages.store, {rows: {'lab/best': `1${BEST.slice(1)}`, 'lab/poor': '2'.repeat(16)}})
    const {html} = await pages.get('/app/leaderboard')
    const list = await pages.get(links(html, /^Its five worst answers$/)[0]!)
    const scores = [...list.html.matchAll(/<b class="score">([\d.]+)<\/b>/g)].map(([, score]) =>
      Number(score),
    )
    expect(scores).to.deep.equal([1, 4, 4, 4, 4])
    expect(list.text).not.to.contain('lab/poor ·')
  })

  it('show every value of a filter as it is, and say what nobody understands', async () => {
    await addRatedRun(pages.store, {rows: {'lab/a': '5544', 'lab/b': '3322', 'lab/c': '1111'}})
    const {html, text} = await pages.get(
      '/app/leaderboard?model=lab/a&model=lab/b&group_by=style&group_by=model&modle=x&model=lab/nope&chip_count=many&since=2026-13-01',
    )
    for (const box of [
      'name="model" value="lab/a" checked',
      'name="model" value="lab/b" checked',
      'value="lab/c"> ',
    ])
      expect(html).to.contain(box)
    expect(html)
      .to.contain('name="group_by" value="style" checked')
      .and.contain('name="group_by" value="model" checked')
    expect(html).not.to.contain('name="group_by" value="chip_count" checked')
    expect(text).to.contain('by model × style · model: lab/a, lab/b, lab/nope')
    expect(text).to.contain('There is no filter "modle"; meant: model?')
    expect(text).to.contain('No result has "lab/nope"')
    expect(text).to.contain('"many" is no whole number')
    expect(text).to.contain('"2026-13-01" is no day')
    expect(text).to.contain('lab/a · guided')
  })

  it('refuse digits that fit several versions in words, and take a version that is clear', async () => {
    // Two versions whose ids begin with the same digit.
    const other = Array.from({length: 400}, (_, at) => aStyle('guided', `Words ${at}.`)).find(
      ({id}) => id.startsWith(GUIDED.id.slice(0, 1)) && id !== GUIDED.id,
    )!
    await addRatedRun(pages.store, {rows: {'lab/a': '1234'}, style: other, day: '2026-11-20'})
    await addRatedRun(pages.store, {rows: {'lab/a': '55'}})
    for (const page of ['leaderboard', 'results', 'compare', 'effects', 'tags']) {
      const {text, status} = await pages.get(`/app/${page}?style=guided@${other.id.slice(0, 1)}`)
      expect(status, page).to.equal(200)
      expect(text, page).to.contain('fits several versions: guided@')
    }

    expect((await pages.get(`/app/results?style=guided@${other.id}`)).text).to.contain('4 results')
    expect((await pages.get('/app/leaderboard')).text).to.contain('Older versions are left out: guided@')
  })

  it('compare all pairs, and a pair as bench compare', async () => {
    await addRatedRun(pages.store, {rows: {'lab/a': BEST, 'lab/b': '2'.repeat(16), 'lab/c': NEAR}})
    const all = await pages.get('/app/compare')
    expect(all.text).to.contain('of 3 pairs are rated differently beyond chance')
    const [pair] = links(all.html, /^[+-]\d/)
    const {text} = await pages.get(pair!)
    expect(text).to.match(/lab\/a is rated higher than lab\/b by|lab\/c is rated higher than lab\/b by/)
    expect((await pages.get('/app/compare?by=model&a=lab/a&b=lab/a')).text).to.contain('A and B are the same')
    expect((await pages.get('/app/compare?by=run_id')).status).to.equal(200)
  })

  it('show effects, agreement and costs', async () => {
    await addRatedRun(pages.store, {rows: {'lab/a': BEST, 'lab/b': '2'.repeat(16)}})
    expect((await pages.get('/app/effects')).text).to.contain('model: explains')
    expect((await pages.get('/app/agreement')).text).to.contain("Krippendorff's alpha")
    const costs = await pages.get('/app/costs?by=day')
    expect(costs.text).to.contain('$0.032 for 32 calls').and.contain('2026-11-23')
    expect((await pages.get('/app/costs?since=2026-11-24')).text).to.contain('Nothing was paid for here')
  })

  it('lead from every figure of a level, a pair, a person or a sum to what is behind it', async () => {
    await addRatedRun(pages.store, {rows: {'lab/a': BEST, 'lab/b': '2'.repeat(16), 'lab/c': NEAR}})
    const places = [
      ...['/app/leaderboard', '/app/compare', '/app/compare?by=model&a=lab/a&b=lab/b', '/app/effects'],
      ...['/app/agreement', '/app/costs', '/app/costs?by=run', '/app/costs?by=day'],
    ]
    for (const place of places) {
      const {html} = await pages.get(place)
      const cell = /<t[dh](?: class="n"| scope="row")>[^]*?<\/t[dh]>|<li><span class="name">[^]*?<\/span>/g
      const cells = [...html.matchAll(cell)].map(([text]) => text)
      const behind = cells.flatMap((cell) => links(cell, /./))
      expect(behind.length, place).to.be.above(2)
      for (const path of new Set(behind)) {
        expect((await pages.get(path)).status, `${place} ${path}`).to.equal(200)
        if (path.startsWith('/app/results?')) expect(await listed(path), `${place} ${path}`).to.be.above(0)
      }
    }

    const pair = await pages.get('/app/compare?by=model&a=lab/a&b=lab/b')
    expect(await listed(links(pair.html, /^4\.50$/)[0]!)).to.equal(16)
    expect(
      links(pair.html, /^\$\d/).map((path) => new URLSearchParams(path.split('?')[1]).get('sort')),
    ).to.include('cost')
    const effects = await pages.get('/app/effects')
    expect(await listed(links(effects.html, /^lab\/b$/)[0]!)).to.equal(16)
    const people = await pages.get('/app/agreement')
    expect(await listed(links(people.html, /^48$/)[0]!)).to.equal(48)
  })

  it('count tags by system and prompt as bench stats --tags, each leading to its results', async () => {
    await addRatedRun(pages.store, {rows: {'lab/a': '1122', 'lab/b': '5555'}})
    const {results} = await pages.store.results.list({model: ['lab/a']}, {limit: 10, offset: 0})
    for (const [at, {id}] of results.entries())
      await pages.store.ratings.saveAll(
        [],
        [
          {
            ...{
              result_id: id,
              user_id: 'ann',
              note: '',
              flagged: false,
              created_at: '2026-11-24T10:00:00.000Z',
            },
            tags: at === 0 ? ['generic', '<b>'] : ['generic'],
          },
        ],
      )
    const {text, html} = await pages.get('/app/tags')
    expect(text)
      .to.match(/generic lab\/a guided 4 100 %/)
      .and.match(/<b> lab\/a guided 1 25 %/)
    expect(html).not.to.contain('<b>"').and.not.contain('<b><')
    expect(await listed(links(html, /^generic$/)[0]!)).to.equal(4)
    expect(await listed(links(html, /^<b>$/)[0]!)).to.equal(1)
  })

  it('show how far to believe a judge, and lead to the answers in which it is furthest from people', async () => {
    await addRatedRun(pages.store, {rows: {'lab/a': '5432', 'lab/b': '2345'}})
    expect((await pages.get('/app/judge')).text).to.contain('No language model has judged anything here.')
    // One point kinder to a everywhere, and three points off in one answer of b.
    await addJudgements(pages.store, ({model, avg_rating}) => ({
      score: model === 'lab/a' ? Math.min(5, avg_rating! + 1) : avg_rating === 2 ? 5 : avg_rating,
      reasons: `<b>${model}</b>`,
    }))
    const {text, html} = await pages.get('/app/judge')
    expect(text)
      .to.contain('lab/judge · rubric tiny@')
      .and.contain('8 results judged, 0 unreadable · $0.008')
      .and.match(/all 0\.\d\d \+0\.75 \S+ 8/)
      .and.match(/lab\/a 0\.\d\d \+0\.75 \S+ 4/)
      .and.contain('people themselves –')
      .and.match(/Worth \d+ ratings here\./)
    const [worst] = links(html, /^judge 5, people 2\.0 \(1 rating\)$/)
    const page = await pages.get(worst!)
    expect(page.text).to.match(
      /Judges \(in no mean of people\) 5 · lab\/judge@\w+ ?, rubric tiny@\w+ <b>lab\/b<\/b>/,
    )
    expect(page.text).to.match(/Ratings 2 \S+ · ann/)
    expect(await listed(links(html, /^lab\/a$/)[0]!)).to.equal(4)
    expect((await pages.get('/app/judge?judge=nobody')).text).to.contain('Unknown judge "nobody"')
  })

  it('sharpen a decision by a judge that is named', async () => {
    await addRatedRun(pages.store, {rows: {'lab/a': BEST, 'lab/b': NEAR}})
    await addJudgements(pages.store, ({avg_rating}) => ({score: avg_rating}))
    expect((await pages.get('/app/leaderboard')).text).not.to.contain('lab/judge')
    const {text, html} = await pages.get('/app/leaderboard?judge=lab/judge')
    expect(text).to.contain('lab/judge (rubric tiny@')
    expect(html).to.contain('name="judge" value="lab/judge"')
    expect((await pages.get('/app/leaderboard?judge=nobody')).text).to.contain('Unknown judge "nobody"')
  })

  it('let no name act', async () => {
    await addRatedRun(pages.store, {rows: {[HOSTILE]: BEST, 'lab/b': '2'.repeat(16)}})
    for (const path of [
      'leaderboard',
      'compare',
      'effects',
      'agreement',
      'judge',
      'tags',
      'costs',
      'results',
      'prompts',
      'runs',
    ]) {
      const {html, status} = await pages.get(`/app/${path}?model=${encodeURIComponent('"><script>')}&<x>=1`)
      expect(status, path).to.equal(200)
      expect(html, path).not.to.match(/<img|<script|<x>/)
    }
  })

  it('note that figures or own scores beside systems were seen, and other lists note nothing', async () => {
    await addRatedRun(pages.store, {rows: {'lab/a': '55', 'lab/b': '44'}})
    for (const path of ['/app/results', '/app/runs', '/app/prompts']) await pages.get(path)
    expect(pages.seen).to.deep.equal({results: [], figures: 0})
    for (const path of ['/app/tags', '/app/mine']) await pages.get(path)
    expect(pages.seen).to.deep.equal({results: [], figures: 2})
  })
})
