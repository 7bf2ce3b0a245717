import {Flags} from '@oclif/core'
import {PREFERENCES, type DecisionSettings} from '../../decide/question.js'
import {decimalFlag} from '../numbers.js'

/** What `decide` asks; each goes before the same setting of `decision:` in the config file. */
export const decisionFlags = {
  by: Flags.string({
    description:
      'factors whose levels are compared [default: model,style, or model where one style is in scope]',
    helpValue: 'FACTORS',
  }),
  margin: Flags.string({
    description: 'rating points that do not matter [default: 0.25]',
    helpValue: 'POINTS',
  }),
  'max-cost': Flags.string({description: 'US dollars per usable answer', helpValue: 'USD'}),
  'max-p95': Flags.string({description: 'seconds of a whole case, 95th percentile', helpValue: 'SECONDS'}),
  'min-rating': Flags.string({description: 'out is what is surely rated lower', helpValue: 'X'}),
  prefer: Flags.option({
    options: PREFERENCES,
    description: 'cost, latency: the cheapest or fastest that is at most the margin below every other',
  })(),
  'leave-out': Flags.string({
    multiple: true,
    multipleNonGreedy: true,
    description: 'a system or style that is no candidate',
    helpValue: 'NAME',
  }),
  judge: Flags.string({
    description: "sharpen people's differences by this judge",
    helpValue: 'ID',
  }),
}

/** What is open is asked of people's ratings alone. */
export const openQuestionFlags = Object.fromEntries(
  Object.entries(decisionFlags).filter(([name]) => name !== 'judge'),
) as Omit<typeof decisionFlags, 'judge'>

/** The same flags for a command that decides only when it is told to. */
export function onlyWithDecide<Given extends Partial<typeof decisionFlags>>(flags: Given): Given {
  return Object.fromEntries(
    Object.entries(flags).map(([name, flag]) => [name, {...flag, dependsOn: ['decide']}]),
  ) as Given
}

export interface DecisionFlags {
  by?: string | undefined
  margin?: string | undefined
  'max-cost'?: string | undefined
  'max-p95'?: string | undefined
  'min-rating'?: string | undefined
  prefer?: DecisionSettings['prefer']
  'leave-out'?: string[] | undefined
  judge?: string | undefined
}

/** @throws BenchError (exit 2) for what is no number, or out of its range. */
export function decisionSettings(flags: DecisionFlags): DecisionSettings {
  return {
    by: flags.by,
    margin: decimalFlag('--margin', flags.margin, {above: 0}),
    max_cost: decimalFlag('--max-cost', flags['max-cost'], {above: 0}),
    max_p95: decimalFlag('--max-p95', flags['max-p95'], {above: 0}),
    min_rating: decimalFlag('--min-rating', flags['min-rating'], {min: 1, max: 5}),
    prefer: flags.prefer,
    leave_out: flags['leave-out'],
    judge: flags.judge,
  }
}
