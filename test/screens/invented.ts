/** What scripts/screens-data.ts makes up: models, raters, chips, and the draws behind them. Nothing was measured. */
import type {Case} from '../../src/suite/model/case.js'
import type {Suite} from '../../src/suite/model/suite.js'

/** What the invented models are like: rating points of 5, US dollars and milliseconds a case, share of failures. */
export const MODELS = {
  'lab/aspen': {quality: 4.1, cost: 0.0042, latency: 4200, failing: 0.03},
  'lab/birch': {quality: 3.6, cost: 0.0011, latency: 2100, failing: 0.03},
  'lab/cedar': {quality: 3.4, cost: 0.0004, latency: 900, failing: 0.1},
  'builtin/lexicon': {quality: 3, cost: 0, latency: 2, failing: 0},
  'builtin/random': {quality: 1.7, cost: 0, latency: 1, failing: 0},
}
export type Model = keyof typeof MODELS
export const RATERS = [
  {user: 'ann@example.com', severity: 0.3, share: 0.6, blind: 1},
  {user: 'bob', severity: -0.5, share: 0.45, blind: 1},
  {user: 'cem', severity: 0.1, share: 0.3, blind: null},
  {user: 'dee', severity: 0, share: 0.04, blind: 0},
]
const TYPES = ['situation', 'jargon', 'role_task', 'environment'] as const

interface Chip {
  key: string
  display: string
  type: (typeof TYPES)[number]
}

/** Draws of its own (Park and Miller's generator): the file must not change with the tool's seeded draws. */
let state = 20_261_120
export function draw(): number {
  state = (state * 48_271) % 2_147_483_647
  return state / 2_147_483_647
}
export const below = (limit: number) => Math.floor(draw() * limit)
export const noise = (size: number) => (draw() + draw() + draw() - 1.5) * size

/** A few chips of a persona's lexicon; a poor model draws from the wrong one, and repeats itself. */
function chipsOf(suite: Suite, persona: string, count: number, quality: number): Chip[] {
  const words = suite.lexicon[draw() * 4 > quality ? (persona === 'cook' ? 'pilot' : 'cook') : persona]
  return Array.from({length: count}, () => {
    const type = TYPES[below(4)]!
    const display = words![type][below(12)]!
    return {key: display.toLowerCase().replaceAll(/[^a-z]+/g, '_'), display, type}
  }).filter(({key}, at, all) => draw() > quality / 5 || all.findIndex((chip) => chip.key === key) === at)
}

/** Chips that try to be more than text. */
const HOSTILE: Chip[] = [
  {key: 'esc', display: '\u001B[2Jred \u001B[31m', type: 'situation'},
  {key: 'rtl', display: 'abc \u202Egnp.exe', type: 'role_task'},
  {key: 'html', display: '<img src=x onerror=alert(1)>', type: 'jargon'},
  {key: 'formula', display: '=1+1', type: 'jargon'},
  {key: 'wide', display: '株式会社 🍟', type: 'environment'},
]

/** The chips of a result, step by step; the sixth of a run holds hostile ones. */
export function answerOf(suite: Suite, asked: Case, at: number) {
  const {quality} = MODELS[asked.model as Model]
  const some = (count: number, likeness = quality) => chipsOf(suite, asked.persona.id, count, likeness)
  const step1_chips = asked.input_type === 'enriched' ? some(5) : null
  const selected_chips = step1_chips?.slice(0, 2) ?? null
  const step2_chips = some(asked.chip_count === 15 ? 6 : 9)
  if (at === 5) step2_chips.push(...HOSTILE)
  const fill_chips = asked.constraint_type === 'with_constraint' && below(3) === 0 ? some(2, 5) : null
  const final_chips = [...(selected_chips ?? []), ...step2_chips, ...(fill_chips ?? [])].filter(
    ({key}, place, all) => all.findIndex((chip) => chip.key === key) === place,
  )
  const errors = below(8) === 0 ? ['Step 2: chip 3 has no type', 'Step 2: the JSON was repaired'] : []
  return {final_chips, step1_chips, selected_chips, step2_chips, fill_chips, errors}
}

export const FAILED_ANSWER = {
  final_chips: [],
  step1_chips: null,
  selected_chips: null,
  step2_chips: null,
  fill_chips: null,
  errors: ['Step 2: no answer after 6 attempts: 503 Service Unavailable'],
}

/** Tokens, US dollars and milliseconds of a result; the tenth of a run does not know what it cost. */
export function usageOf({model, chip_count, input_type}: Case, at: number) {
  const {cost, latency} = MODELS[model as Model]
  const isEnriched = input_type === 'enriched'
  const input_tokens = (isEnriched ? 640 : 300) + below(120)
  const output_tokens = 18 * chip_count + below(90)
  const cost_usd = Number((cost * (chip_count / 15) * (1 + noise(0.1))).toFixed(7))
  const latency_ms = Math.max(1, Math.round(latency * (isEnriched ? 1.8 : 1) * (1 + noise(0.4))))
  return at === 9
    ? {latency_ms, input_tokens: null, output_tokens: null, cost_usd: null}
    : {latency_ms, input_tokens, output_tokens, cost_usd}
}

export const FAILED_USAGE = {latency_ms: null, input_tokens: null, output_tokens: null, cost_usd: 0}
