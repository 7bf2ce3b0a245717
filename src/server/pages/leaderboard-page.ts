import type {Overview} from '../../figures/overview.js'
import {html, type Html} from '../../text/html.js'
import type {GroupColumn} from '../../records/stats.js'
import {effectsSection} from '../../report/effects-section.js'
import {leaderboardSection} from '../../report/leaderboard-section.js'
import {paretoSection} from '../../report/pareto-section.js'
import {headline} from '../../report/report.js'
import {panelSection} from '../../report/table-sections.js'
import type {ResultFilter} from '../../store/results.js'
import {filterForm, type Choices} from './filters.js'

export interface LeaderboardView {
  overview: Overview
  factors: GroupColumn[]
  filter: ResultFilter
  choices: Choices
}

/** The figures of `bench stats` and the plots of `bench report`. */
export function leaderboardBody({overview, factors, filter, choices}: LeaderboardView): Html {
  const {board, effects, panel, below} = overview
  const isEmpty = board.rows.length === 0
  return html`<h1>Which model and prompt to ship</h1>
${filterForm(choices, filter, factors)}
${
  isEmpty
    ? html`<p class="verdict">There are no results here.</p>`
    : html`<p class="verdict">${headline({board, factors})}</p>
${leaderboardSection({board, factors, below})}${paretoSection({board, factors})}${effectsSection({effects})}${panelSection({panel})}`
}`
}
