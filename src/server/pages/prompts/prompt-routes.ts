import {Hono} from 'hono'
import {definitionDiff, definitionTexts} from '../../../versions/definition-texts.js'
import {lostText, promptVersions, type PromptVersion, type PromptVersions} from '../../../versions/prompts.js'
import type {RequestFacts} from '../../http/context.js'
import {valueOf} from '../address.js'
import type {RouteContext} from '../context.js'
import {notFoundBody} from '../layout.js'
import type {PageData} from '../page-data.js'
import {diffBody, promptsBody, versionBody} from './prompt-pages.js'

/** The versions of prompts, personas, systems and rubrics: all, one with its texts, and what differs. */
export function promptRoutes({store, suite, show}: RouteContext, data: PageData): Hono<RequestFacts> {
  const known = () =>
    data.kept(['prompts'], () => promptVersions(store, {suites: data.suites, suite: suite.suite}))

  const app = new Hono<RequestFacts>()
  app.get('/app/prompts', async (c) =>
    show(c, {title: 'Prompts', here: '/app/prompts', body: promptsBody((await known()).versions)}),
  )
  app.get('/app/prompts/diff', async (c) => {
    const prompts = await known()
    const [a, b] = [named(prompts, valueOf(c, 'a')), named(prompts, valueOf(c, 'b'))]
    if (!a || !b) return show(c, {title: 'Not found', body: notFoundBody()}, 404)
    const sides = [a, b].map((version) => ({version, definition: prompts.definition(version.version)}))
    const problems = sides.filter(({definition}) => !definition).map(({version}) => lostText(version))
    if (a.kind !== b.kind) problems.push(`A ${a.kind} and a ${b.kind} have nothing in common to compare.`)
    const [left, right] = sides.map(({version, definition}) => ({
      label: version.label,
      texts: definition ? definitionTexts(definition) : [],
    }))
    const differences = problems.length > 0 ? [] : definitionDiff(left!, right!)
    const body = diffBody({a: a.label, b: b.label, differences, problems})
    return show(c, {title: 'What differs', here: '/app/prompts', body})
  })
  app.get('/app/prompts/:version', async (c) => {
    const prompts = await known()
    const version = named(prompts, c.req.param('version'), valueOf(c, 'name'))
    if (!version) return show(c, {title: 'Not found', body: notFoundBody()}, 404)
    const definition = prompts.definition(version.version)
    const others = prompts.versions.filter(
      (entry) => entry.kind === version.kind && entry.name === version.name && entry !== version,
    )
    const body = versionBody({
      version,
      texts: definition ? definitionTexts(definition) : [],
      lost: definition ? undefined : lostText(version),
      others: definition ? others.filter(({has_text}) => has_text) : [],
    })
    return show(c, {title: version.label, here: '/app/prompts', body})
  })
  return app
}

/** Only ids of definitions are of one name; what stands for a lost text may be that of several names. */
function named(
  {versions}: PromptVersions,
  version: string | undefined,
  name?: string,
): PromptVersion | undefined {
  const fitting = versions.filter((entry) => entry.version === version)
  return fitting.find((entry) => entry.name === name) ?? fitting[0]
}
