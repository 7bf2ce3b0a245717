import type {DecisionAnswer} from '../../../decide/answer.js'
import {PREFERENCES, type DecisionSettings, type Preference} from '../../../decide/question.js'
import {FACTOR_COLUMNS} from '../../../records/result.js'
import {html, type Html} from '../../../text/html.js'
import type {PageRequest} from '../../auth/sign-in.js'
import {valueOf, valuesOf} from '../address.js'
import {nameOf, select} from '../filters.js'

/** The parameters of a decision. */
export const QUESTION_NAMES = [
  'by',
  'margin',
  'max_cost',
  'max_p95',
  'min_rating',
  'prefer',
  'leave_out',
  'judge',
] as const

/** What the address asks of a decision; what it leaves open is as usual. */
export function questionOf(c: PageRequest): {settings: DecisionSettings; problems: string[]} {
  const problems: string[] = []
  const number = (name: string, isFit: (value: number) => boolean, rule: string) => {
    const text = valueOf(c, name)
    if (text === undefined) return undefined
    const value = /^\d*\.?\d+$/.test(text) ? Number(text) : NaN
    if (isFit(value)) return value
    problems.push(`${name.replace('_', ' ')} must be ${rule}, not "${text}".`)
    return undefined
  }
  const isAbove0 = (value: number) => value > 0
  const by = valuesOf(c, 'by').filter((name) => (FACTOR_COLUMNS as readonly string[]).includes(name))
  const leaveOut = valuesOf(c, 'leave_out').flatMap((text) => text.split(',').map((name) => name.trim()))
  const prefer = PREFERENCES.find((preference) => preference === valueOf(c, 'prefer'))
  return {
    settings: {
      by: by.length > 0 ? by : undefined,
      margin: number('margin', isAbove0, 'above 0'),
      max_cost: number('max_cost', isAbove0, 'above 0'),
      max_p95: number('max_p95', isAbove0, 'above 0'),
      min_rating: number('min_rating', (value) => value >= 1 && value <= 5, 'from 1 to 5'),
      prefer,
      leave_out: leaveOut.some((name) => name !== '') ? leaveOut.filter((name) => name !== '') : undefined,
      judge: valueOf(c, 'judge'),
    },
    problems,
  }
}

const PREFERRED: Record<Preference, string> = {
  rating: 'the best rated',
  cost: 'the cheapest that is good enough',
  latency: 'the fastest that is good enough',
}

/** The fields of the question, filled in with what was asked. */
export function questionFields(answer: DecisionAnswer | undefined, settings: DecisionSettings): Html {
  const {margin, limits, prefer, by} = answer ?? {
    margin: settings.margin,
    limits: undefined,
    prefer: settings.prefer,
    by: (settings.by ?? []) as readonly string[],
  }
  const field = (name: string, label: string, value: number | null | undefined) =>
    html`<label for="f-${name}">${label}</label><input id="f-${name}" name="${name}" inputmode="decimal" value="${value ?? ''}" autocomplete="off">`
  return html`<fieldset><legend>decision</legend>
${field('margin', 'margin, in rating points', margin)}${field('max_cost', 'at most $ per usable answer', limits?.max_cost_usd)}${field(
    'max_p95',
    'p95 at most, in seconds',
    limits?.max_p95_s,
  )}${field('min_rating', 'rated at least', limits?.min_rating)}${select(
    'prefer',
    'prefer',
    PREFERENCES.map((preference) => [preference, PREFERRED[preference]]),
    prefer,
  )}<label for="f-leave_out">leave out (with commas)</label><input id="f-leave_out" name="leave_out" value="${(settings.leave_out ?? []).join(', ')}" autocomplete="off"><label for="f-judge">sharpened by the judge</label><input id="f-judge" name="judge" value="${answer?.judge?.judge ?? settings.judge ?? ''}" autocomplete="off"></fieldset>
<fieldset><legend>what is shipped</legend><div class="choices">${FACTOR_COLUMNS.map(
    (column) =>
      html`<label><input type="checkbox" name="by" value="${column}"${by.includes(column) ? html` checked` : null}> ${nameOf(column)}</label>`,
  )}</div></fieldset>`
}
