import type {Chip} from '../chips/chip.js'
import {chipQuality, normalisedKey} from '../chips/quality.js'
import type {Provider, Task} from '../providers/provider.js'
import type {PricedModel, Suite} from '../suite/model/suite.js'

export const OFFLINE_JUDGE = 'builtin/judge'
/** Raised when the same chips get another score. */
export const OFFLINE_JUDGE_VERSION = 1

/** The judge that needs no network: for demos and tests, and as a floor that a language model has to beat. */
export const OFFLINE_JUDGE_MODEL: PricedModel = {
  id: OFFLINE_JUDGE,
  name: 'Automatic metrics (offline judge)',
  input_price: 0,
  output_price: 0,
}

/**
 * Scores by what can be counted: terms of the role's lexicon and of other roles' lexicons, doubles, the
 * balance of types, and how many chips there are. It reads nothing but the chips.
 */
export function offlineJudge({lexicon}: Pick<Suite, 'lexicon'>): Provider {
  return {
    id: 'builtin',
    complete: ({task}) =>
      Promise.resolve({
        text: JSON.stringify(judgementOf(task, lexicon)),
        finish_reason: 'stop',
        input_tokens: 0,
        output_tokens: 0,
        cost_usd: 0,
      }),
  }
}

function judgementOf({chips, count, persona_id}: Task, lexicon: Suite['lexicon']) {
  const known = termsOf(lexicon[persona_id])
  const foreign = new Set(
    Object.keys(lexicon)
      .filter((id) => id !== persona_id)
      .flatMap((id) => [...termsOf(lexicon[id])])
      .filter((term) => !known.has(term)),
  )
  const places = chips.map((chip, at) => ({at: at + 1, term: normalisedKey(chip.display)}))
  const wrong = places.filter(({term}) => foreign.has(term))
  const right = places.filter(({term}) => known.has(term))
  return {
    reasons: `${right.length} of ${chips.length} chips are terms of the role's lexicon, ${wrong.length} of other roles'; ${chips.length} of ${count} asked for.`,
    bad_chips: wrong.map(({at}) => at),
    score: scoreOf(chips, count, right.length - 1.5 * wrong.length),
  }
}

function scoreOf(chips: readonly Chip[], count: number, fit: number): number {
  if (chips.length === 0) return 1
  const quality = chipQuality({
    chip_count: count,
    final_chips: chips,
    selected_chips: null,
    step2_chips: chips,
    fill_chips: null,
    errors: [],
  })
  const missing = Math.max(0, count - chips.length) / Math.max(1, count)
  const points =
    3.4 +
    (1.6 * fit) / chips.length -
    2 * (quality.near_duplicates ?? 0) -
    1.5 * (1 - (quality.type_balance ?? 0)) -
    2 * missing
  return Math.min(5, Math.max(1, Math.round(points)))
}

function termsOf(entry: Suite['lexicon'][string] | undefined): Set<string> {
  return new Set(Object.values(entry ?? {}).flatMap((terms) => terms.map(normalisedKey)))
}
