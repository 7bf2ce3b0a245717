import {expect} from 'chai'
import {parse} from 'csv-parse/sync'
import {addRatedRun, GUIDED, rate} from '../../support/decided.js'
import {links, readingPages, type ReadingPages} from '../../support/reading.js'
import {aCall, aResult, aRun} from '../../support/records.js'
import {aStyle} from '../../support/versioned.js'

const HOSTILE = '<img src=x onerror=alert(1)>'
const chips = (...names: string[]) =>
  names.map((name) => ({key: name, display: name.toUpperCase(), type: 'jargon' as const}))

describe('the pages of results, prompts and runs', () => {
  let pages: ReadingPages
  beforeEach(async () => {
    pages = await readingPages()
  })
  afterEach(() => pages.close())

  const say = (result_id: string, change: object) =>
    pages.store.ratings.saveAll(
      [],
      [
        {
          ...{result_id, user_id: 'ann', note: '', flagged: false, created_at: '2026-11-24T10:00:00.000Z'},
          ...change,
        },
      ],
    )

  it('list what is worst, flagged, tagged, failed, empty, rated by somebody, or of a version', async () => {
    const older = aStyle('guided', 'Older words.')
    await addRatedRun(pages.store, {rows: {'lab/old': '33'}, style: older, day: '2026-11-20'})
    await addRatedRun(pages.store, {rows: {'lab/a': '51-x', 'lab/b': '2'}})
    const {results} = await pages.store.results.list({model: ['lab/a']}, {limit: 9, offset: 0, sort: 'worst'})
    await say(results[0]!.id, {flagged: true, tags: ['generic']})
    await rate(pages.store, results[0]!.id, 'bo', 1, '2026-11-24T10:00:00.000Z')
    const total = async (query: string) =>
      /(\d+) results?, [^.]*\./.exec((await pages.get(`/app/results?${query}`)).text)?.[0]
    expect(await total('')).to.equal('7 results, newest first.')
    expect(await total('sort=worst&model=lab/a&model=lab/b')).to.equal('5 results, worst rated first.')
    expect(await total('flagged=1')).to.equal('1 result, newest first: flagged.')
    expect(await total('tag=generic&sort=cost')).to.equal('1 result, dearest first: tagged "generic".')
    expect(await total('tag=other')).to.equal('0 results, newest first: tagged "other".')
    expect(await total('status=failed')).to.equal('1 result, newest first: failed.')
    expect(await total('rated_by=bo')).to.equal('1 result, newest first: rated by bo.')
    expect(await total(`style=guided@${older.id.slice(0, 8)}`)).to.equal('2 results, newest first.')
    expect(await total('in=figures')).to.equal('5 results, newest first: only what figures count.')
    const first = await pages.get('/app/results?sort=worst&limit=1')
    expect(first.text).to.contain('flagged generic').and.contain('1 to 1 of 7')
    const failed = await pages.get('/app/results?status=failed')
    expect(failed.html).to.contain('<li class="bad"><b class="score">✗</b>')
  })

  it('turn pages without losing the filter, and keep archived runs out of what figures count', async () => {
    const run = await addRatedRun(pages.store, {rows: {'lab/a': '54321', 'lab/b': '11111'}})
    const page = await pages.get('/app/results?model=lab/a&sort=worst&limit=2&offset=2')
    const [before] = links(page.html, /^Before$/)
    const [next] = links(page.html, /^Next$/)
    const query = (href: string) => Object.fromEntries(new URLSearchParams(href.split('?')[1]))
    expect(query(next!)).to.deep.equal({model: 'lab/a', sort: 'worst', limit: '2', offset: '4'})
    expect(query(before!)).to.deep.equal({model: 'lab/a', sort: 'worst', limit: '2'})
    await pages.store.archive.set(run, '2026-11-25T10:00:00.000Z')
    expect((await pages.get('/app/results')).text).to.contain('10 results')
    expect((await pages.get('/app/results?in=figures')).text).to.contain('0 results')
  })

  it('show a result with its versions, calls, ratings, tags and marks, and note that it was seen', async () => {
    await addRatedRun(pages.store, {rows: {'lab/a': '4'}, change: {'lab/a': {final_chips: chips('a', 'b')}}})
    const [result] = (await pages.store.results.list({}, {limit: 1, offset: 0})).results
    const id = result!.id
    await pages.store.calls.save(
      aCall(result!.run_id, id, {
        answer: HOSTILE,
        answered_by: 'lab/a-0611',
        error: null,
        finish_reason: 'stop',
      }),
    )
    await say(id, {note: HOSTILE, flagged: true, tags: ['wrong level'], bad_chips: ['b']})
    await pages.store.ratings.save({
      ...{result_id: id, user_id: 'bo', rating: 2, blind: false, created_at: '2026-11-24T10:00:00.000Z'},
    })
    const {text, html, status} = await pages.get(`/app/results/${id}`)
    expect(status).to.equal(200)
    expect(text).to.contain(`guided@${GUIDED.id.slice(0, 4)}`)
    expect(text).to.contain('B b marked bad by 1')
    expect(text).to.contain('4 good · ann flagged wrong level').and.contain('2 poor · bo not blind')
    expect(text).to.contain('answered by lab/a-0611').and.contain('ended: stop')
    expect(html).not.to.contain('<img')
    expect(html.match(/&lt;img/g)).to.have.length(2)
    expect(links(html, /^guided@/)).to.deep.equal([`/app/prompts/${GUIDED.id}`])
    expect(pages.seen.results).to.deep.equal([id])
    expect((await pages.get('/app/results/none')).status).to.equal(404)
  })

  it('show all systems on a case, what most of them have dimmed', async () => {
    await addRatedRun(pages.store, {
      rows: {'lab/a': '4', 'lab/b': '1', 'lab/c': '2'},
      change: {
        'lab/a': {final_chips: chips('common', 'rare')},
        'lab/b': {final_chips: chips('common', 'two')},
        'lab/c': {final_chips: chips('two')},
      },
    })
    const {results} = await pages.store.results.list({}, {limit: 9, offset: 0})
    const id = results.find(({model}) => model === 'lab/a')!.id
    const {html, text} = await pages.get(`/app/results/${id}/case`)
    expect(html).to.contain('<li class="chip unique">+ <bdi>RARE</bdi></li>')
    expect(html).to.contain(
      '<li class="chip common"><bdi>COMMON</bdi><span class="unseen"> (2 have it)</span></li>',
    )
    expect(text.indexOf('lab/a')).to.be.below(text.indexOf('lab/b'))
    const worst = await pages.get(`/app/results/${id}/case?sort=worst`)
    expect(links(worst.html, /^lab\//).map((href) => href.split('/').at(-1))).to.deep.equal(
      ['lab/b', 'lab/c', 'lab/a'].map((model) => results.find((result) => result.model === model)!.id),
    )
    expect(new Set(pages.seen.results)).to.deep.equal(new Set(results.map((result) => result.id)))
  })

  it('list prompts, show one, and what differs between two', async () => {
    const older = aStyle('guided', `Older ${HOSTILE} words.`)
    await addRatedRun(pages.store, {rows: {'lab/a': '1'}, style: older, day: '2026-11-20'})
    await addRatedRun(pages.store, {rows: {'lab/a': '55'}})
    const list = await pages.get('/app/prompts')
    expect(list.text).to.contain(`guided@${GUIDED.id.slice(0, 4)} 2026-11-23 2026-11-23 1 2 2`)
    const shown = await pages.get(links(list.html, /^guided@/)[0]!)
    expect(shown.text).to.contain('Explain and give chips.')
    const differs = await pages.get(links(shown.html, /^What differs from/)[0]!)
    expect(differs.html).to.contain('<ins>+Explain and give chips.').and.contain('<del>-Older &lt;img')
    expect(differs.text).to.contain('final · user')
    expect((await pages.get('/app/prompts/nope')).status).to.equal(404)
    expect((await pages.get('/app/prompts/diff?a=nope&b=nope')).status).to.equal(404)
    const system = links(list.html, /^lab\/a@/)[0]!
      .split('/')
      .at(-1)!
      .split('?')[0]
    const mixed = await pages.get(`/app/prompts/diff?a=${GUIDED.id}&b=${system}`)
    expect(mixed.text).to.contain('have nothing in common to compare')
  })

  it('list runs a page at a time, and let failures look like failures', async () => {
    for (let at = 0; at < 30; at++)
      await pages.store.runs.create(
        aRun({id: `run-${at}`, status: 'completed', started_at: `2026-11-01T10:00:${10 + at}.000Z`}),
      )
    await pages.store.results.save(
      aResult('run-29', {status: 'failed', final_chips: [], errors: ['Step 2: no answer: 503']}),
    )
    const first = await pages.get('/app/runs')
    expect(first.html.match(/<li/g)).to.have.length(25)
    expect(first.html).to.match(/<li class="bad"><div><a href="\/app\/runs\/run-29">/)
    expect(first.html.match(/<li class="bad"/g)).to.have.length(1)
    const last = await pages.get(links(first.html, /^Next$/)[0]!)
    expect(last.html.match(/<li/g)).to.have.length(5)
    expect(last.text).to.contain('26 to 30 of 30')
    expect(links(last.html, /^Next$/)).to.deep.equal([])
    const part = await pages.get('/app/runs?offset=25&part=1')
    expect(part.html.match(/<li/g)).to.have.length(5)
    const run = await pages.get('/app/runs/run-29')
    expect(run.text.indexOf('1 failed')).to.be.below(run.text.indexOf('Models'))
    expect(run.text).to.contain('Step 2: no answer: 503')
    expect((await pages.get('/app/runs/none')).status).to.equal(404)
  })

  it('give the same rows as files, safe for spreadsheets', async () => {
    await addRatedRun(pages.store, {rows: {'lab/a': '5x', 'lab/b': '22'}})
    const [result] = (
      await pages.store.results.list({model: ['lab/a'], status: 'completed'}, {limit: 1, offset: 0})
    ).results
    await say(result!.id, {note: '=HYPERLINK("http://x")'})
    const file = await pages.get('/app/download/results.csv?model=lab/a&status=completed')
    expect(file.headers.get('content-disposition')).to.equal('attachment; filename="bench-results.csv"')
    expect(parse(file.html, {columns: true})).to.have.length(1)
    const ratings = await pages.get('/app/download/ratings.csv?model=lab/a')
    const [line] = parse<Record<string, string>>(ratings.html, {columns: true})
    expect(line).to.deep.include({rating: '5', note: `'=HYPERLINK("http://x")`})
    expect(JSON.parse((await pages.get('/app/download/results.json')).html)).to.have.length(4)
    const board = await pages.get('/app/download/leaderboard.csv?group_by=model')
    expect(parse(board.html, {columns: true})).to.have.length(2)
    expect(
      (JSON.parse((await pages.get('/app/download/leaderboard.json')).html) as {rows: []}).rows,
    ).to.have.length(2)
    expect((await pages.get('/app/download/calls.jsonl')).status).to.equal(200)
    for (const path of ['results.xlsx', 'people.csv', 'results', 'constructor.csv', 'results.toString'])
      expect((await pages.get(`/app/download/${path}`)).status, path).to.equal(404)
    // A file of everything is nothing to get by a mistake in the address.
    for (const query of ['modle=lab/a', 'since=tomorrow', 'model=lab/nope', 'style=guided@'])
      expect((await pages.get(`/app/download/results.csv?${query}`)).status, query).to.equal(400)
  })
})
