import {groupName} from '../figures/leaderboard.js'
import {decimal, time} from '../text/numbers.js'
import type {ReportData} from './data.js'
import {effectsSection} from './effects-section.js'
import {Html, html} from '../text/html.js'
import {leaderboardSection} from './leaderboard-section.js'
import {nameOf, topSentenceOf} from './names.js'
import {paretoSection} from './pareto-section.js'
import {STYLE} from './style.js'
import {askedSection, metricsSection, pairsSection, panelSection, runsSection} from './table-sections.js'

export type {ReportData} from './data.js'

/** Longest heading, in places. */
const LONGEST_TITLE = 160

/** One HTML page that needs nothing else: no scripts, no fonts, no pictures from elsewhere. */
export function renderReport(data: ReportData): string {
  const {title, created_at, tool_version, filters, seed} = data
  const named = filters.map((filter, at) => html`${at > 0 ? ' · ' : ''}${nameOf(filter)}`)
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${title}</title>
<style>${new Html(STYLE)}</style>
</head>
<body><main>
<h1>${nameOf(title, {longest: LONGEST_TITLE})}</h1>
<p class="dim">${time(created_at)} UTC · ${named.length > 0 ? named : 'all results'} · bench ${tool_version} · seed ${seed}</p>
<p class="verdict">${headline(data)}</p>
${leaderboardSection(data)}${paretoSection(data)}${effectsSection(data)}${pairsSection(data)}${metricsSection(data)}${panelSection(
    data,
  )}${askedSection(data)}${runsSection(data)}${methodSection()}
</main></body>
</html>
`.text
}

/** The sentence that sums the report up. */
export function headline({board, factors}: Pick<ReportData, 'board' | 'factors'>): Html {
  const best = board.rows.find(({adjusted_rating}) => adjusted_rating !== null)
  if (!best)
    return html`Nothing is rated yet: what follows is cost, speed and what can be measured without people.`
  if (board.top) return topSentenceOf(board.top, factors)
  return html`${nameOf(groupName(best.group, factors))} is the only one that is rated: ${decimal(best.adjusted_rating, 2)}.`
}

function methodSection(): Html {
  return html`<h2>How to read this</h2>
<p>Ratings, ranks, pairs and effects come from one least-squares model of group, configuration and rater. A group's rating
is its least-squares mean over all configurations with equal weight, and over the raters in the shares in which they
rated: no group gains by easier questions or kinder raters. Errors are those of the configurations (CR2, Satterthwaite's
degrees of freedom), an interval of a mean is computed with one configuration more that is rated 3. Ranks in brackets are
those that all pairs together leave open (Holm at 5 %).</p>
<p>Failed cases are counted and never averaged. Raters did not see whose a result was, unless it says so above. The figures speak for these
raters, not for people at large, unless it says so.</p>
`
}
