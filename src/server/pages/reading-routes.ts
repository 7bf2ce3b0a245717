import {Hono} from 'hono'
import type {Overview} from '../../figures/overview.js'
import type {FactorColumn} from '../../records/result.js'
import type {ResultFilter} from '../../store/results.js'
import type {RequestFacts} from '../http/context.js'
import {html, type Html} from '../../text/html.js'
import {choicesOf, filterOf, groupsOf} from './filters.js'
import {leaderboardBody} from './leaderboard-page.js'
import type {RouteContext} from './context.js'
import {notFoundBody} from './layout.js'
import {blindBody, mineBody, resultBody} from './result-pages.js'
import {isUnderWay, runPart, runsPart, type RunView} from './run-pages.js'

const RESULTS_A_PAGE = 50
const MOST_RUNS = 50
const MOST_FAILURES = 10
const LIVE = ['server/browser/live.js']

/** The pages to read: leaderboard, runs, and the user's rated results. */
export function readingRoutes({
  store,
  jobs,
  cache,
  sightings,
  show,
  userOf,
}: RouteContext): Hono<RequestFacts> {
  const app = new Hono<RequestFacts>()
  app.get('/app/leaderboard', async (c) => {
    const [filter, factors] = [filterOf(c), groupsOf(c)]
    await sightings.figures(userOf(c))
    const [overview, choices] = await Promise.all([overviewOf(factors, filter), choicesOf(store)])
    return show(c, {
      title: 'Leaderboard',
      here: '/app/leaderboard',
      body: leaderboardBody({overview, factors, filter, choices}),
    })
  })
  app.get('/app/mine', async (c) => {
    const user = userOf(c)
    const offset = Number(/^\d{1,9}$/.exec(c.req.query('offset') ?? '')?.[0] ?? 0)
    const [results, total] = await Promise.all([
      store.lists.page({rated_by: user}, {limit: RESULTS_A_PAGE, offset, rater: user}),
      store.lists.total({rated_by: user}),
    ])
    if (offset > 0 && results.length === 0) return c.redirect('/app/mine', 303)
    await sightings.figures(user)
    return show(c, {
      title: 'My ratings',
      here: '/app/mine',
      body: mineBody({results, total, offset, limit: RESULTS_A_PAGE}),
    })
  })
  app.get('/app/results/:id', async (c) => {
    const [user, id] = [userOf(c), c.req.param('id')]
    const [result, {rating}] = await Promise.all([store.results.get(id), store.ratings.ofRater(id, user)])
    if (!result) return show(c, {title: 'Not found', body: notFoundBody()}, 404)
    if (rating === null) return show(c, {title: 'Not rated yet', body: blindBody()}, 403)
    await sightings.saw(user, [id])
    return show(c, {title: 'Result', body: resultBody({result, ...(await store.ratings.ofResult(id))})})
  })
  app.get('/app/runs', async (c) => {
    const runs = await store.runs.list({limit: MOST_RUNS})
    const part = live(runs.some(isUnderWay), runsPart(runs))
    if (c.req.query('part') !== undefined) return c.html(part.text)
    return show(c, {title: 'Runs', here: '/app/runs', scripts: LIVE, body: html`<h1>Runs</h1>${part}`})
  })
  app.get('/app/runs/:id', async (c) => {
    const view = await runView(c.req.param('id'))
    if (!view) return show(c, {title: 'Not found', body: notFoundBody()}, 404)
    const part = live(isUnderWay(view.run), runPart(view))
    if (c.req.query('part') !== undefined) return c.html(part.text)
    return show(c, {
      title: `Run ${view.run.id}`,
      scripts: LIVE,
      body: html`<h1>Run ${view.run.id}</h1>${part}
<p><a href="/app/leaderboard?run_id=${encodeURIComponent(view.run.id)}">Leaderboard of this run</a> · <a href="/?run_id=${encodeURIComponent(view.run.id)}">Rate this run</a></p>`,
    })
  })
  return app

  function overviewOf(factors: readonly FactorColumn[], filter: ResultFilter): Promise<Overview> {
    return cache.now(
      `overview\n${JSON.stringify([factors, filter])}`,
      () => jobs.overview({factors, filter}),
      (made) => JSON.stringify(made).length,
    )
  }

  async function runView(id: string): Promise<RunView | undefined> {
    const run = await store.runs.summary(id)
    if (!run) return undefined
    const [models, {results}] = await Promise.all([
      store.stats.groups(['model'], {run_id: id}),
      store.results.list({run_id: id, status: 'failed'}, {limit: MOST_FAILURES, offset: 0}),
    ])
    const failures = await Promise.all(results.map((result) => store.results.get(result.id)))
    return {run, models, failures: failures.filter((result) => result !== undefined)}
  }
}

/** The part of a page that is asked for again while work is under way. */
function live(isMoving: boolean, content: Html): Html {
  return html`<div id="live" data-moving="${isMoving ? '1' : '0'}">${content}</div>`
}
