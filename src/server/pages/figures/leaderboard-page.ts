import type {DecisionAnswer} from '../../../decide/answer.js'
import type {DecisionSettings} from '../../../decide/question.js'
import {leaderboardSection, type FigureOfGroup, type GroupLink} from '../../../report/leaderboard-section.js'
import {paretoSection} from '../../../report/pareto-section.js'
import {headline} from '../../../report/report.js'
import type {GroupColumn} from '../../../records/stats.js'
import {html, type Html} from '../../../text/html.js'
import type {BoardAnswer} from '../../jobs/jobs.js'
import {link, parametersOfGroup, type Parameters} from '../address.js'
import type {Choices} from '../choices.js'
import {filterForm, problemList} from '../filters.js'
import {decisionPart} from './decision-part.js'
import {belowPart, downloadLinks, figureNavigation} from './figure-parts.js'
import {questionFields} from './question.js'

export interface LeaderboardView {
  /** Undefined where the question could not be answered; `problems` says why. */
  answer: DecisionAnswer | undefined
  board: BoardAnswer | undefined
  settings: DecisionSettings
  factors: GroupColumn[]
  parameters: Parameters
  choices: Choices
  problems: readonly string[]
}

/** What to ship and why, then the figures of `bench stats` and the plots of `bench report`. */
export function leaderboardBody(view: LeaderboardView): Html {
  const {answer, board, settings, factors, parameters, choices, problems} = view
  return html`<h1>Which model and prompt to ship</h1>
${figureNavigation('/app/leaderboard', parameters)}
${problemList(problems)}
${answer === undefined ? null : decisionPart({answer, parameters})}
${filterForm({choices, parameters, groups: factors, first: questionFields(answer, settings)})}
${board === undefined ? null : boardPart(board, factors, parameters)}`
}

function boardPart({board, below}: BoardAnswer, factors: GroupColumn[], parameters: Parameters): Html {
  if (board.rows.length === 0) return html`<p>There are no results here.</p>${belowPart(below)}`
  const files = [
    ['/app/download/leaderboard.csv', 'leaderboard as CSV'],
    ['/app/download/leaderboard.json', 'as JSON'],
  ] as const
  const grouped: Parameters = [...parameters, ...factors.map((factor) => ['group_by', factor] as const)]
  return html`${leaderboardSection({board, factors, link: linkTo(parameters)})}<p>${headline({board, factors})}</p>
${belowPart(below)}${paretoSection({board, factors})}${downloadLinks(files, grouped)}`
}

const ORDERS: Record<FigureOfGroup, Parameters> = {
  all: [],
  rated: [
    ['status', 'completed'],
    ['sort', 'worst'],
  ],
  failed: [['status', 'failed']],
  dearest: [['sort', 'cost']],
  slowest: [['sort', 'latency']],
}

/** The results behind the figures of a group. */
function linkTo(parameters: Parameters): GroupLink {
  return ({group}, which) =>
    link('/app/results', [...parametersOfGroup(parameters, group), ['in', 'figures'], ...ORDERS[which]])
}
