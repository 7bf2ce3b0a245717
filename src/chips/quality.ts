import {distance} from 'fastest-levenshtein'
import {countByType} from './chip-set.js'
import {CHIP_TYPES, type Chip} from './chip.js'

/** The part of a result that the metrics need. */
export interface MeasuredResult {
  /** How many chips were asked for. */
  chip_count: number
  final_chips: readonly Chip[]
  /** The chips of a step, doubles included; null when the step was not taken or had no answer. */
  selected_chips: readonly Chip[] | null
  step2_chips: readonly Chip[] | null
  fill_chips: readonly Chip[] | null
  /** Remarks, each led by the name of its step. */
  errors: readonly string[]
}

/** Ids of the per-result metrics, in the order they are shown. */
export const QUALITY_METRICS = [
  'valid_unrepaired',
  'valid',
  'count_error',
  'count_met',
  'type_coverage',
  'type_balance',
  'duplicates',
  'near_duplicates',
  'key_validity',
  'leakage',
  'fill_needed',
  'fill_share',
] as const
export type QualityMetric = (typeof QUALITY_METRICS)[number]

/** Every metric; null where it is undefined, never 0 instead. Shares are 0..1, `count_error` is in chips. */
export type ChipQuality = Record<QualityMetric, number | null>

type AnswerQuality = Omit<ChipQuality, 'fill_needed' | 'fill_share'>

const UNDEFINED = Object.fromEntries(QUALITY_METRICS.map((metric) => [metric, null])) as AnswerQuality

/**
 * A remark on one chip (`chip 7: …`) means that an entry was dropped, unless the remark goes on with the type
 * that was read from another spelling; an answer that `is empty` or `holds no …` has nothing to read.
 */
const INVALID = /^Step 2: (?:chip \d+: (?!type ")|the answer (?:is empty|holds no ))/

const KEY_FORM = /^[a-z][a-z0-9]*(_[a-z0-9]+)*$/

/** Alphabetic rather than \p{L}: without their vowel signs words of many scripts would fall together. */
const WORD_PATTERN = /[\p{Alphabetic}\p{N}]+/gu

/** From these similarities on two names count as nearly the same: by characters, by words. */
const NEAR_TEXT = 0.85
const NEAR_WORDS = 0.8

/**
 * The metrics of one result. All metrics but the two about filling look at the step-2 answer S, doubles
 * included: the chips that the model gave, before the fill step hid missing chips. Without S they are null.
 *
 * - `valid_unrepaired`: 1 when S is not empty and nothing was remarked on step 2, else 0.
 * - `valid`: 1 when S is not empty and no remark on step 2 names a dropped entry or an unreadable answer;
 *   repairs, types read from another spelling and a reached token limit are allowed. Remarks are
 *   distinguished by their beginning. Where only the first are listed (`and 5 more chips with problems`),
 *   they stand for all others, as a type that is always misspelt would otherwise be invalid in long answers
 *   only.
 * - `count_error`: how many chips |S| is away from the number asked for; `count_met`: 1 when none, else 0.
 * - `type_coverage`: types present / 4; `type_balance`: Shannon entropy of the types' shares / ln 4.
 * - `duplicates`: 1 - distinct normalised keys / |S|.
 * - `near_duplicates`: share of S with a partner in S whose name is nearly the same.
 * - `key_validity`: share of S with a key in snake_case.
 * - `leakage`: share of S that gives selected chips back, by normalised key; null when none was selected.
 * - `fill_needed`: 1 when a fill was answered, else 0; `fill_share`: share of the final chips it gave.
 */
export function chipQuality(result: MeasuredResult): ChipQuality {
  const {step2_chips, fill_chips, final_chips} = result
  const filled = new Set(fill_chips?.map(({key}) => key))
  return {
    ...(step2_chips === null ? UNDEFINED : answerQuality(step2_chips, result)),
    fill_needed: fill_chips === null ? 0 : 1,
    // Counted in the final chips, where doubles of the fill are gone.
    fill_share: share(final_chips, ({key}) => filled.has(key)),
  }
}

function answerQuality(chips: readonly Chip[], result: MeasuredResult): AnswerQuality {
  const {chip_count, selected_chips, errors} = result
  const isFilled = chips.length > 0
  const keys = chips.map(({key}) => normalisedKey(key))
  const selected = new Set(selected_chips?.map(({key}) => normalisedKey(key)))
  return {
    valid_unrepaired: isFilled && !errors.some((message) => message.startsWith('Step 2: ')) ? 1 : 0,
    valid: isFilled && !errors.some((message) => INVALID.test(message)) ? 1 : 0,
    count_error: Math.abs(chips.length - chip_count),
    count_met: chips.length === chip_count ? 1 : 0,
    ...typeSpread(chips),
    duplicates: isFilled ? 1 - new Set(keys).size / keys.length : null,
    near_duplicates: share(nearDuplicates(chips), (hasPartner) => hasPartner),
    key_validity: share(chips, ({key}) => KEY_FORM.test(key)),
    leakage: selected.size === 0 ? null : share(keys, (key) => selected.has(key)),
  }
}

/** The share of the items that fit, 0..1; null without items. */
function share<T>(items: readonly T[], fits: (item: T) => boolean): number | null {
  return items.length === 0 ? null : items.filter((item) => fits(item)).length / items.length
}

function typeSpread(chips: readonly Chip[]): Pick<ChipQuality, 'type_coverage' | 'type_balance'> {
  if (chips.length === 0) return {type_coverage: null, type_balance: null}
  const shares = Object.values(countByType(chips))
    .filter((count) => count > 0)
    .map((count) => count / chips.length)
  const entropy = shares.reduce((sum, p) => sum + p * Math.log(1 / p), 0)
  return {
    type_coverage: shares.length / CHIP_TYPES.length,
    // Rounding may lift the sum of equal shares above ln 4.
    type_balance: Math.min(1, entropy / Math.log(CHIP_TYPES.length)),
  }
}

interface Name {
  text: string
  sentence: Uint32Array
}

/** For each chip whether another chip has nearly the same name. */
function nearDuplicates(chips: readonly Chip[]): boolean[] {
  const names = chips.map(({display}): Name => {
    const text = display.normalize('NFKC').toLowerCase()
    return {text, sentence: sortedHashes(text.match(WORD_PATTERN) ?? [])}
  })
  const near = names.map(() => false)
  for (let i = 0; i < names.length; i++) {
    for (let j = 0; j < i; j++) {
      if (near[i] && near[j]) continue
      if (isNear(names[i]!, names[j]!)) near[i] = near[j] = true
    }
  }

  return near
}

/**
 * Whether two names are as good as the same: the edits between them are few for the length of the longer
 * name (in UTF-16 units), or they share most of their words in any order. Names without words have no words
 * in common.
 */
function isNear(a: Name, b: Name): boolean {
  if (a.text === b.text) return true
  if ((jaccard(a.sentence, b.sentence) ?? 0) >= NEAR_WORDS) return true
  const longest = Math.max(a.text.length, b.text.length)
  // The lengths' difference is the least number of edits: mostly it spares the slow count.
  if (1 - Math.abs(a.text.length - b.text.length) / longest < NEAR_TEXT) return false
  return 1 - distance(a.text, b.text) / longest >= NEAR_TEXT
}

/**
 * A key by which spellings of the same thing are equal: compatibility forms and case are folded, each run
 * of anything but Unicode letters and digits is one `_`, none at the ends. Empty when no character is left.
 */
export function normalisedKey(key: string): string {
  // Most keys are as they were asked for, and there may be millions.
  if (KEY_FORM.test(key)) return key
  return (key.normalize('NFKC').toLowerCase().match(WORD_PATTERN) ?? []).join('_')
}

/**
 * Ids of the metrics that compare whole chip sets, each taken from `meanDistances` (0..1): diversity between
 * the models on one configuration, specificity between personas, stability between trials.
 */
export const SET_METRICS = ['diversity', 'specificity', 'stability'] as const

/** One chip set for the distance metrics. */
export interface ChipSetKeys {
  /** Whose figure it goes into, such as the model. */
  group: string
  /** Sets are compared within a block only: what they have in common, such as the configuration. */
  block: string
  /** As `keyHashes` gives them: ascending, distinct. */
  keys: Uint32Array
}

/**
 * Ascending, distinct 32-bit hashes of the normalised keys: 4 bytes a chip, so that many sets fit in memory.
 */
export function keyHashes(chips: readonly Chip[]): Uint32Array {
  return sortedHashes(chips.map(({key}) => normalisedKey(key)))
}

/**
 * For each group 1 - mean Jaccard (0: all alike, 1: nothing shared) over the pairs of sets within one block
 * in which a set of the group takes part; null without pairs. A pair weighs the same in whichever block it
 * is, and counts once for a group that both its sets belong to. Two empty sets have no similarity and are no
 * pair. The time grows with the square of a block's size.
 */
export function meanDistances(sets: Iterable<ChipSetKeys>): Map<string, number | null> {
  const totals = new Map<string, Member['total']>()
  const blocks = new Map<string, Member[]>()
  for (const {group, block, keys} of sets) {
    const total = totals.get(group) ?? {similarity: 0, pairs: 0}
    totals.set(group, total)
    const members = blocks.get(block)
    if (members) members.push({total, keys})
    else blocks.set(block, [{total, keys}])
  }

  for (const members of blocks.values()) addPairs(members)
  return new Map(
    [...totals].map(([group, {similarity, pairs}]) => [group, pairs === 0 ? null : 1 - similarity / pairs]),
  )
}

interface Member {
  /** Of all pairs of its group. */
  total: {similarity: number; pairs: number}
  keys: Uint32Array
}

function addPairs(members: readonly Member[]): void {
  for (const [i, a] of members.entries()) {
    for (let j = 0; j < i; j++) {
      const b = members[j]!
      const similarity = jaccard(a.keys, b.keys)
      if (similarity === null) continue
      a.total.similarity += similarity
      a.total.pairs++
      if (a.total === b.total) continue
      b.total.similarity += similarity
      b.total.pairs++
    }
  }
}

/** Shared / all of two ascending lists of distinct numbers; null when both are empty. */
function jaccard(a: Uint32Array, b: Uint32Array): number | null {
  let shared = 0
  let i = 0
  let j = 0
  while (i < a.length && j < b.length) {
    const order = a[i]! - b[j]!
    if (order === 0) shared++
    if (order <= 0) i++
    if (order >= 0) j++
  }

  const all = a.length + b.length - shared
  return all === 0 ? null : shared / all
}

function sortedHashes(texts: readonly string[]): Uint32Array {
  return Uint32Array.from(new Set(texts.map((text) => hash(text)))).sort()
}

/** FNV-1a of the UTF-8 bytes, 32 bits. */
function hash(text: string): number {
  let state = 0x811c9dc5
  for (const byte of Buffer.from(text)) state = Math.imul(state ^ byte, 0x01000193)
  return state >>> 0
}
