import type {Chip} from './chip.js'
import {chooseLists, withoutAsides} from './choose-lists.js'
import {parsed} from './json-text.js'
import {pickedInProse} from './picks-in-prose.js'
import {draftsLeftOut, findInAnswer, shortText, whyNothing, type ReadChips} from './read-answer.js'

/** Deeper values are no picks. */
const DEEPEST = 300
/** Properties with the chips that were not picked, or with the reasons for picks. */
const NOT_PICKED =
  /^(?:not[_ -]?\w*|un\w+|reject\w*|discard\w*|exclud\w*|skip\w*|ignor\w*|omit\w*|avoid\w*|dislik\w*|drop\w*|no|out|false|left(?:[_ -]?out|overs?)?|rest|remaining|irrelevant|less\w*|runners?[_ -]?up|considered|alternatives?|others?|all(?:[_ -]?\w+)?|pool|offered|options|available|candidates|drafts?|thoughts?|thinking|reason\w*|rationale|explanation|why|analysis|notes?|comments?)$/i
/** Properties of an offered chip that show whether the chip was picked. */
const MARKS =
  /^(?:is[_ -]?)?(?:pick(?:ed)?|select(?:ed)?|chosen|choice|choose|included?|keep|kept|relevant|decision|verdict|status|action)$/i
/** Properties that name the chip which an object is about. */
const NAMES = ['key', 'display', 'chip', 'name', 'id'] as const
const YES =
  /^(?:yes|y|true|1|x|in|pick(?:ed)?|select(?:ed)?|chosen|choose|keep|kept|included?|take|taken|relevant|[✓✔✅☑👍])(?![\p{L}\p{N}])/iu
const REFUSAL =
  /^(?:no|n|false|0|out|not|none|skip\w*|reject\w*|drop\w*|exclud\w*|discard\w*|omit\w*|ignor\w*|leave|left|irrelevant|un\w+|[✗✘❌☐👎])(?![\p{L}\p{N}])/iu

/**
 * Reads which of the offered chips the simulated user picked, in the order of picking. Keys stand in a JSON
 * list (or chips with keys, or a list inside an object, or as names with `true`), else in the prose.
 * Differences in case and in the separators of words are allowed, display names count too; chips that were
 * not on offer are ignored and named. A thought, `{"b": false}` and "but not b" pick no chip.
 */
export function readSelection(answer: string, offered: readonly Chip[]): ReadChips {
  if (answer.trim() === '') return {chips: [], problems: ['the answer is empty']}
  const byName = new Map<string, Chip>()
  for (const chip of offered) if (!byName.has(normal(chip.key))) byName.set(normal(chip.key), chip)
  for (const chip of offered) if (!byName.has(normal(chip.display))) byName.set(normal(chip.display), chip)

  const unknown = new Set<string>()
  const read = (value: unknown): Chip[] => {
    const names = new Names(byName)
    names.collect(value, 0)
    for (const name of names.unknown) unknown.add(name)
    return names.picked
  }
  const {text, found, spoken} = findInAnswer(answer, read)
  const lists = chooseLists(found.lists, text, ({key}) => key)
  const listed = [...new Set(lists.flatMap(({items}) => items))]
  const problems = [...found.repairs]
  if (lists.length < found.lists.length) problems.push(draftsLeftOut(found.lists.length - lists.length))
  if (unknown.size > 0) problems.push(`not on offer and ignored: ${someOf(unknown)}`)
  if (listed.length > 0) return {chips: listed, problems}

  const named = spoken ? pickedAloud(text, offered) : []
  if (named.length > 0)
    return {chips: named, problems: ['there was no list of keys; they were read from the text']}
  const isOnlyThought = spoken?.hasThoughts === true && spoken.answer.trim() === ''
  return {
    chips: [],
    problems: [
      ...problems,
      isOnlyThought ? whyNothing(spoken, false) : 'none of the offered chips was picked',
    ],
  }
}

/** What stands aside picks nothing where something else does. */
function pickedAloud(text: string, offered: readonly Chip[]): Chip[] {
  const picked = pickedInProse(withoutAsides(text), offered)
  return picked.length > 0 ? picked : pickedInProse(text, offered)
}

/** Gathers the picks of a JSON value. */
class Names {
  readonly picked: Chip[] = []
  readonly unknown: string[] = []

  constructor(private readonly byName: ReadonlyMap<string, Chip>) {}

  collect(value: unknown, depth: number): void {
    if (depth > DEEPEST) return
    if (typeof value === 'string') this.#name(value, depth)
    else if (Array.isArray(value)) for (const item of value) this.collect(item, depth + 1)
    else if (typeof value === 'object' && value !== null)
      this.#object(value as Record<string, unknown>, depth)
  }

  #object(object: Record<string, unknown>, depth: number): void {
    const name = this.#nameIn(object)
    if (name !== undefined) {
      const marks = Object.entries(object).filter(([property]) => MARKS.test(property))
      if (!marks.some(([, value]) => isNo(value))) this.#name(name, depth)
      return
    }

    const entries = Object.entries(object)
    const chips = entries.map(([property]) => this.byName.get(normal(property)))
    // Every chip with a text beside it is a verdict on all; a few with their reasons are picks.
    const areReasons = new Set(this.byName.values()).size > new Set(chips.filter(Boolean)).size
    for (const [at, [property, value]] of entries.entries()) {
      const chip = chips[at]
      if (chip && (isYes(value) || (areReasons && isReason(value)))) this.picked.push(chip)
      // A text under the name of a chip does not pick other chips.
      if (chip || NOT_PICKED.test(property)) continue
      if (typeof value === 'object' || typeof value === 'string') this.collect(value, depth + 1)
    }
  }

  /** The chip that an object is about: by its key or display, whether it was on offer or not. */
  #nameIn(object: Record<string, unknown>): string | undefined {
    const names = NAMES.map((property) => object[property])
    const ofChip = names.find((name) => typeof name === 'string' && this.byName.has(normal(name)))
    const name = ofChip ?? object['key'] ?? object['display']
    return typeof name === 'string' ? name : undefined
  }

  #name(name: string, depth: number): void {
    const chip = this.byName.get(normal(name))
    const inside = chip || !/^\s*[[{]/.test(name) ? undefined : parsed(name)
    if (chip) this.picked.push(chip)
    else if (inside !== undefined) this.collect(inside, depth + 1)
    else if (name.length <= 80) this.unknown.push(name)
  }
}

function isNo(value: unknown): boolean {
  return value === false || value === 0 || (typeof value === 'string' && REFUSAL.test(value.trim()))
}

function isYes(value: unknown): boolean {
  if (typeof value === 'object' && value !== null)
    return Object.entries(value).some(([property, mark]) => MARKS.test(property) && isYes(mark))
  return value === true || value === 1 || (typeof value === 'string' && YES.test(value.trim()))
}

/** Words that are no verdict. */
function isReason(value: unknown): boolean {
  return typeof value === 'string' && value.trim() !== '' && !isNo(value)
}

function someOf(names: ReadonlySet<string>): string {
  return [...names]
    .slice(0, 10)
    .map((name) => shortText(name))
    .join(', ')
}

function normal(name: string): string {
  return name
    .normalize('NFKC')
    .trim()
    .toLowerCase()
    .replaceAll(/[\s_-]+/g, '_')
}
