import {Hono} from 'hono'
import {COST_GROUPS} from '../../../records/costs.js'
import {GROUP_COLUMNS, type GroupColumn} from '../../../records/stats.js'
import {effectsSection, type LevelLink} from '../../../report/effects-section.js'
import {panelSection} from '../../../report/table-sections.js'
import {askableLevels} from '../../../decide/more.js'
import {html, type Html} from '../../../text/html.js'
import type {PageRequest} from '../../auth/sign-in.js'
import type {RequestFacts} from '../../http/context.js'
import {groupsOf, link, parametersOfGroup, valueOf, type Parameters} from '../address.js'
import type {RouteContext} from '../context.js'
import {filterForm, problemList} from '../filters.js'
import type {PageData, Reading} from '../page-data.js'
import {comparableLevels, compareBody} from './compare-page.js'
import {costBody} from './cost-page.js'
import {belowPart, figureNavigation, orderOf} from './figure-parts.js'
import {judgeBody} from './judge-page.js'
import {leaderboardBody} from './leaderboard-page.js'
import {QUESTION_NAMES, questionOf} from './question.js'
import {tagBody} from './tag-page.js'

const HERE = '/app/leaderboard'

/** The pages of figures: the same use cases as the commands, in threads, kept until the data change. */
export function figureRoutes(
  {jobs, suite, usualDecision, judgeSettings, sightings, show, userOf, store}: RouteContext,
  data: PageData,
): Hono<RequestFacts> {
  const app = new Hono<RequestFacts>()

  /** A page of figures: whoever opens it has seen figures. */
  const figures = (
    path: string,
    title: string,
    {known = []}: {known?: readonly string[]},
    make: (c: PageRequest, reading: Reading) => Promise<Html>,
  ) =>
    app.get(path, async (c) => {
      await sightings.figures(userOf(c))
      const {pathname, search} = new URL(c.req.url)
      // The body depends on the address and the data alone, and on no visitor.
      const body = await data.kept(['body', pathname, search], async () => make(c, await data.read(c, known)))
      return show(c, {title, here: HERE, body})
    })

  figures(HERE, 'Leaderboard', {known: ['group_by', ...QUESTION_NAMES]}, async (c, reading) => {
    const {address, choices, problems} = reading
    const scope = {filter: address.filter, allVersions: address.isAllVersions}
    const factors = groupsOf(c)
    const question = questionOf(c)
    problems.push(...question.problems)
    const {settings} = question
    const asked = {settings, usual: usualDecision, ...scope, suite: askableLevels(suite.suite)}
    const [answer, board] = await Promise.all([
      data.attempt(problems, () => data.kept(['decision', settings, scope], () => jobs.decision(asked))),
      data.attempt(problems, () =>
        data.kept(['board', factors, scope], () => jobs.board({factors, ...scope})),
      ),
    ])
    const {parameters} = address
    return leaderboardBody({
      ...{answer, board, settings, factors, parameters, choices},
      problems: [...new Set(problems)],
    })
  })

  figures('/app/compare', 'Compare', {known: ['by', 'a', 'b']}, async (c, reading) => {
    const {address, choices, problems} = reading
    const by = columnOf(valueOf(c, 'by'))
    const days = by === 'day' ? await store.results.days() : []
    const levels = comparableLevels(by, choices, days)
    const [a, b] = [valueOf(c, 'a'), valueOf(c, 'b')].map((level) =>
      level !== undefined && levels.includes(level) ? level : undefined,
    )
    if (a !== undefined && a === b) problems.push('A and B are the same: there is nothing to compare.')
    const pair = a !== undefined && b !== undefined && a !== b ? {a, b} : undefined
    const question = {by, pair, filter: address.filter, allVersions: address.isAllVersions}
    const comparison = await data.attempt(problems, () =>
      data.kept(['comparison', question], () => jobs.comparison(question)),
    )
    const {parameters} = address
    return compareBody({by, a: pair?.a, b: pair?.b, comparison, levels, parameters, choices, problems})
  })

  figures('/app/effects', 'Effects', {}, async (_c, {address, choices, problems}) => {
    const scope = {filter: address.filter, allVersions: address.isAllVersions}
    const effects = await data.attempt(problems, () =>
      data.kept(['effects', scope], () => jobs.effects(scope)),
    )
    return html`<h1>Effects</h1>
${figureNavigation('/app/effects', address.parameters)}
${problemList(problems)}${filterForm({choices, parameters: address.parameters})}
${effects === undefined ? null : html`${effectsSection({...effects, link: levelLink(address.parameters)})}${belowPart(effects)}`}`
  })

  figures('/app/agreement', 'Agreement', {}, async (_c, {address, choices, problems}) => {
    const scope = {filter: address.filter, allVersions: address.isAllVersions}
    const agreement = await data.attempt(problems, () =>
      data.kept(['agreement', scope], () => jobs.agreement(scope)),
    )
    return html`<h1>Agreement</h1>
${figureNavigation('/app/agreement', address.parameters)}
${problemList(problems)}${filterForm({choices, parameters: address.parameters})}
${agreement === undefined ? null : html`${panelSection({...agreement, link: raterLink(address.parameters)})}${belowPart(agreement)}`}`
  })

  figures('/app/judge', 'Judge', {known: ['judge']}, async (c, {address, choices, problems}) => {
    const {parameters, filter, isAllVersions} = address
    const uses = await data.kept(['judges'], () => store.judgements.judges())
    const judges = [...new Set(uses.filter(({judged}) => judged > 0).map(({judge}) => judge))]
    const request = {
      judge: valueOf(c, 'judge'),
      minAlpha: judgeSettings?.min_alpha,
      filter,
      allVersions: isAllVersions,
    }
    const report =
      judges.length === 0
        ? undefined
        : await data.attempt(problems, () => data.kept(['judge', request], () => jobs.judge(request)))
    return judgeBody({report, judges, parameters, choices, problems})
  })

  figures('/app/tags', 'Tags', {}, async (_c, {address, choices, problems}) => {
    const tags = await data.attempt(problems, async () => {
      const {filter} = await data.chosen(address.filter, address.isAllVersions)
      return data.kept(['tags', filter], () => store.reasons.tags(filter))
    })
    return tagBody({tags: tags ?? [], parameters: address.parameters, choices, problems})
  })

  figures('/app/costs', 'Costs', {known: ['by']}, async (c, {address, problems}) => {
    const by = COST_GROUPS.find((group) => group === valueOf(c, 'by')) ?? 'system'
    const [run, since, until] = ['run_id', 'since', 'until'].map((name) => valueOf(c, name))
    const days = {since: address.filter.since?.slice(0, 10), until: dayOf(until, address.filter.until)}
    const request = {by, run_id: run, ...days}
    const costs = await data.kept(['costs', request], () => jobs.costs(request))
    return costBody({by, costs, run, since, until, parameters: address.parameters, problems})
  })
  return app
}

function columnOf(text: string | undefined): GroupColumn {
  return GROUP_COLUMNS.find((column) => column === text) ?? 'model'
}

/** The last day of costs; a text that is no moment is none. */
function dayOf(text: string | undefined, moment: string | undefined): string | undefined {
  return moment === undefined ? undefined : text?.slice(0, 10)
}

/** The results of a level, the worst, dearest or slowest first. */
function levelLink(parameters: Parameters): LevelLink {
  return (factor, level, metric) =>
    link('/app/results', [
      ...parametersOfGroup(parameters, {[factor]: level}),
      ['in', 'figures'],
      ...orderOf(metric),
    ])
}

/** What a person has rated of the results that the page speaks of. */
function raterLink(parameters: Parameters): (rater: string) => string {
  return (rater) => link('/app/results', [...parameters, ['rated_by', rater], ['in', 'figures']])
}
