import type {DecisionAnswer} from '../../decide/answer.js'
import {shellWord} from '../../text/shell.js'
import {decisionFlags} from './decision-flags.js'

/** Flags that say where an answer is read from, or where and how it is shown. */
const ELSEWHERE = {db: true, record: true, force: false, json: false, all: false, debug: false}

/**
 * The command that asks a decision's question again, wherever its data are: the choice of results as it was
 * typed, and all terms in full, so that no config file and no default of another version has a say.
 */
export function decisionCommand(argv: readonly string[], answer: DecisionAnswer): string {
  const {by, margin, prefer, limits, excluded, judge} = answer
  const terms = [
    ['by', by.join(',')],
    ['margin', margin],
    ['max-cost', limits.max_cost_usd],
    ['max-p95', limits.max_p95_s],
    ['min-rating', limits.min_rating],
    ['prefer', prefer],
    ['judge', judge && `${judge.judge}@${judge.judge_version}`],
    ...excluded.map((name) => ['leave-out', name]),
  ].flatMap(([name, value]) => (value === null ? [] : [`--${name}`, String(value)]))
  return ['bench', 'decide', ...choiceOf(argv), ...terms].map(shellWord).join(' ')
}

/** The words of a command line that choose results. */
function choiceOf(argv: readonly string[]): string[] {
  const withValue = new Map<string, boolean>([
    ...Object.entries(ELSEWHERE),
    ...Object.keys(decisionFlags).map((name) => [name, true] as const),
  ])
  const kept: string[] = []
  for (let at = 0; at < argv.length; at++) {
    const word = argv[at]!
    const [, name = '', value] = /^--([^=]+)(=.*)?$/s.exec(word) ?? []
    const hasValue = withValue.get(name)
    if (hasValue === undefined) kept.push(word)
    else if (hasValue && value === undefined) at++
  }

  return kept
}
