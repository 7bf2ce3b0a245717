import {Hono} from 'hono'
import {runConfigSchema} from '../../../records/run-config.js'
import {html, type Html} from '../../../text/html.js'
import {versionsOfRun} from '../../../versions/of-run.js'
import type {RequestFacts} from '../../http/context.js'
import {offsetOf} from '../address.js'
import type {RouteContext} from '../context.js'
import {notFoundBody} from '../layout.js'
import type {PageData} from '../page-data.js'
import {pager} from '../pager.js'
import {isUnderWay, runLinks, runPart, runsPart, versionsPart, type RunView} from './run-pages.js'

const RUNS_A_PAGE = 25
const MOST_FAILURES = 10
const LIVE = ['live.js']

/** The list of runs, and a run as it is now. */
export function runRoutes({store, show}: RouteContext, data: PageData): Hono<RequestFacts> {
  const app = new Hono<RequestFacts>()
  app.get('/app/runs', async (c) => {
    const offset = offsetOf(c)
    const [runs, total] = await Promise.all([
      data.kept(['runs', offset], () => store.runs.list({limit: RUNS_A_PAGE, offset})),
      store.runs.total(),
    ])
    if (offset > 0 && runs.length === 0) return c.redirect('/app/runs', 303)
    const part = live(runs.some(isUnderWay), runsPart(runs))
    if (c.req.query('part') !== undefined) return c.html(part.text)
    const pages = pager({path: '/app/runs', parameters: [], offset, limit: RUNS_A_PAGE, total})
    const body = html`<h1>Runs</h1>${part}${total > runs.length ? pages : null}`
    return show(c, {title: 'Runs', here: '/app/runs', scripts: LIVE, body})
  })
  app.get('/app/runs/:id', async (c) => {
    const view = await runView(c.req.param('id'))
    if (!view) return show(c, {title: 'Not found', body: notFoundBody()}, 404)
    const part = live(isUnderWay(view.run), runPart(view))
    if (c.req.query('part') !== undefined) return c.html(part.text)
    const {id} = view.run
    // A config of an older program, or one that was damaged, says less than the results do.
    const config = runConfigSchema.safeParse((await store.runs.get(id))?.config).data
    const versions = await data.kept(['run-versions', id], () =>
      versionsOfRun(store, {id, config}, data.suites),
    )
    const body = html`<h1>Run ${id}</h1>${part}${runLinks(id)}${versionsPart(versions)}`
    return show(c, {title: `Run ${id}`, here: '/app/runs', scripts: LIVE, body})
  })
  return app

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
