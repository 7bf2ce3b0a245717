import {Hono} from 'hono'
import {runConfigSchema} from '../../../records/run-config.js'
import type {RatedResult} from '../../../records/result.js'
import {VERSIONED, VERSIONED_FACTORS, versionLabel} from '../../../records/version.js'
import {rebuiltMessages, type RebuiltMessages} from '../../../run/case/rebuilt-requests.js'
import {judgementsOfResult} from '../../../judging/shown-judgement.js'
import {html} from '../../../text/html.js'
import {digitsOf, knownVersions} from '../../../versions/known-versions.js'
import {versionResolver} from '../../../versions/resolver.js'
import {sameCase} from '../../../versions/same-case.js'
import {storedSuiteOf} from '../../../versions/suite-of-run.js'
import type {RequestFacts} from '../../http/context.js'
import {offsetOf, valueOf} from '../address.js'
import type {RouteContext} from '../context.js'
import {belowPart} from '../figures/figure-parts.js'
import {notFoundBody} from '../layout.js'
import type {PageData} from '../page-data.js'
import {caseBody} from './case-page.js'
import type {ShownCall} from './calls-part.js'
import {chosenOf, listOf} from './list.js'
import {mineBody} from './mine-page.js'
import {resultBody, type ResultView} from './result-page.js'
import {LIST_NAMES, resultsBody} from './results-page.js'

const RESULTS_A_PAGE = 50

/** Lists of results, a result, and all systems on its case. */
export function resultRoutes(
  {store, sightings, show, userOf}: RouteContext,
  data: PageData,
): Hono<RequestFacts> {
  const app = new Hono<RequestFacts>()
  app.get('/app/results', async (c) => {
    const {address, choices, problems} = await data.read(c, LIST_NAMES)
    const chosen = chosenOf(c)
    const offset = offsetOf(c)
    const list = await data.attempt(problems, () => listOf(data, {address, chosen, offset}))
    const [tags, marks] = await Promise.all([
      data.kept(['tag-names'], () => store.marks.tags()),
      store.marks.ofResults((list?.results ?? []).map(({id}) => id)),
    ])
    const body = resultsBody({
      ...{results: [], total: 0, limit: RESULTS_A_PAGE},
      ...list,
      leftOut: list === undefined ? html`` : belowPart(list.below),
      ...{marks, tags, offset, chosen, choices, problems, parameters: address.parameters},
    })
    return show(c, {title: 'Results', here: '/app/results', body})
  })
  app.get('/app/mine', async (c) => {
    const user = userOf(c)
    const offset = offsetOf(c)
    const [results, total] = await Promise.all([
      store.lists.page({rated_by: user}, {limit: RESULTS_A_PAGE, offset, rater: user}),
      store.lists.total({rated_by: user}),
    ])
    if (offset > 0 && results.length === 0) return c.redirect('/app/mine', 303)
    await sightings.figures(user)
    const body = mineBody({results, total, offset, limit: RESULTS_A_PAGE})
    return show(c, {title: 'My ratings', here: '/app/mine', body})
  })
  app.get('/app/results/:id', async (c) => {
    const stored = await store.results.get(c.req.param('id'))
    if (!stored) return show(c, {title: 'Not found', body: notFoundBody()}, 404)
    await sightings.saw(userOf(c), [stored.id])
    return show(c, {title: 'Result', here: '/app/results', body: resultBody(await viewOf(stored))})
  })
  app.get('/app/results/:id/case', async (c) => {
    const stored = await store.results.get(c.req.param('id'))
    if (!stored) return show(c, {title: 'Not found', body: notFoundBody()}, 404)
    const isWorstFirst = valueOf(c, 'sort') === 'worst'
    const same = await sameCase(store, stored, {suites: data.suites, isWorstFirst})
    await sightings.saw(
      userOf(c),
      same.answers.map(({id}) => id),
    )
    const body = caseBody({same, id: stored.id, isWorstFirst})
    return show(c, {title: 'Case', here: '/app/results', body})
  })
  return app

  async function viewOf(stored: RatedResult): Promise<ResultView> {
    const [result, {versions}, calls, annotations, marks, judgements] = await Promise.all([
      versionResolver(store, data.suites)(stored),
      knownVersions(store, data.suites),
      callsOf(stored),
      store.ratings.ofResult(stored.id),
      store.marks.ofResult(stored.id),
      judgementsOfResult(store, stored.id),
    ])
    const digits = digitsOf(versions)
    const labels = VERSIONED_FACTORS.flatMap((factor) => {
      const version = result[VERSIONED[factor].column]
      return version === null ? [] : [[factor, versionLabel(result[factor], version, digits)] as const]
    })
    return {result, labels: Object.fromEntries(labels), calls, ...annotations, marks, judgements}
  }

  async function callsOf(result: RatedResult): Promise<ShownCall[]> {
    const calls = await store.calls.ofResult(result.id)
    const rebuilt = calls.length === 0 ? new Map<string, RebuiltMessages>() : await messagesOf(result, calls)
    return calls.map((call) => ({call, rebuilt: rebuilt.get(call.id)}))
  }

  /** None where the prompts of the run are not known any more. */
  async function messagesOf(
    result: RatedResult,
    calls: ShownCall['call'][],
  ): Promise<Map<string, RebuiltMessages>> {
    const config = runConfigSchema.safeParse((await store.runs.get(result.run_id))?.config)
    if (!config.success) return new Map()
    const stored = await storedSuiteOf(store, config.data)
    const atHand = (await data.suites()).find(
      ({prompt_hash}) => prompt_hash === config.data.suite.prompt_hash,
    )
    const suite = (stored ?? atHand)?.suite
    if (!suite) return new Map()
    // Configurations and definitions of other programs may lack what a case needs.
    return rebuiltMessages(result, {config: config.data, suite, calls}).catch(() => new Map())
  }
}
