import {typeOf, type ChipType} from './chip.js'
import {withoutRepeated} from './choose-lists.js'
import {findJson} from './find-json.js'
import {parsed} from './json-text.js'
import {withoutThoughts} from './thoughts.js'

/** A value that may be a chip, with the names of the place where it stands. */
export interface Entry {
  value: unknown
  /** The type that the name of the value's list gives. */
  type?: ChipType | undefined
  /** The key that the value's own name gives. */
  key?: string | undefined
}

export const FIELDS = ['key', 'display', 'type'] as const

/** No model that answers nests deeper than this. */
const DEEPEST = 300
/** How often JSON may stand as a text inside JSON. */
const MOST_ENCODINGS = 4

/** A text that is JSON, or has a list or an object after some words. */
const ENCODED = /^\s*"[^]*[[{]|[[{]\s*\\?["'[{]/

/** Properties that hold no answer, whatever their value. */
const NO_ANSWER =
  /^(?:thoughts?|thinking|reasoning|scratch_?pad|analysis|rationale|reflection|rejected|discarded|excluded|examples?|default|\$defs)$/i
/** Properties that hold an answer only where no other property does. */
const DRAFT =
  /^(?:(?:first_?|initial_?|rough_?)?drafts?(?:_chips)?|brainstorm(?:ing)?|candidates?|initial(?:_chips)?)$/i
/** Properties that hold the answer, with any properties beside them. */
const FINAL = /^(?:chips|final(?:_?(?:chips|answer|list|output))?|answer|revised(?:_chips)?|corrected)$/i

/** Properties that name the type of the chips beside them. */
const TYPE_NAMES = ['type', 'category', 'chip_type', 'name'] as const

/**
 * The entries of the lists of chips in a JSON value, at any depth: below any property, in lists of lists, in
 * objects by type or by number, in texts that are JSON again. Everything in a list that has chips is an
 * entry, no chip or not. A JSON schema is none.
 */
export function chipEntries(root: unknown): Entry[] {
  return new Walk().collect({value: root}, 0)
}

/** The same for the name of a list: `situations`, `Role Tasks`. */
function typeOfList(name: string): ChipType | undefined {
  return (
    typeOf(name) ??
    typeOf(name.replace(/(?:[\s_-]+(?:chips|terms))?s?$/i, '')) ??
    typeOf(name.replace(/s$/i, ''))
  )
}

class Walk {
  #encodings = 0

  collect(entry: Entry, depth: number): Entry[] {
    const {value} = entry
    if (typeof value === 'string') return this.#decoded(value, entry, depth)
    if (typeof value !== 'object' || value === null || depth > DEEPEST) return []
    return Array.isArray(value) ? this.#ofList(value, entry, depth) : this.#ofObject(value, entry, depth)
  }

  #ofList(list: readonly unknown[], {type}: Entry, depth: number): Entry[] {
    const hasChips = list.some((item) => isWhole(item) || fieldsOf(item) >= 2)
    const entries: Entry[] = []
    for (const item of list) {
      // Most values are whole chips, and there is nothing to look for in them.
      const nested = isWhole(item) ? [] : this.collect({value: item, type}, depth + 1)
      if (nested.length > 0) entries.push(...nested)
      else if (hasChips) entries.push({value: item, type})
    }

    return entries
  }

  #ofObject(object: object, entry: Entry, depth: number): Entry[] {
    if (isWhole(object)) return [entry]
    const inside = this.#ofProperties(object as Record<string, unknown>, entry, depth)
    if (inside.length > 0) return inside
    if (fieldsOf(object) > 0) return [entry]
    return entry.type === undefined ? [] : namedDisplays(object, entry.type)
  }

  #ofProperties(object: Record<string, unknown>, {type}: Entry, depth: number): Entry[] {
    const named = TYPE_NAMES.map((name) => object[name]).find((value) => typeof value === 'string')
    const listType = (typeof named === 'string' ? typeOf(named) : undefined) ?? type
    const lists: Entry[][] = []
    const drafts: Entry[] = []
    let isFinal = false
    for (const [name, value] of Object.entries(object)) {
      if (!mayHold(value) || NO_ANSWER.test(name)) continue
      const found = this.collect({value, type: typeOfList(name) ?? listType, key: name}, depth + 1)
      if (found.length === 0) continue
      if (FINAL.test(name) && !isFinal) {
        isFinal = true
        lists.length = 0
      }

      if (DRAFT.test(name)) drafts.push(...found)
      else if (!isFinal || FINAL.test(name)) lists.push(found)
    }

    // Some servers give an answer as text and once more as an object.
    const entries = withoutRepeated(
      lists.map((items) => ({items})),
      keyOf,
    ).flatMap(({items}) => items)
    return entries.length > 0 ? entries : drafts
  }

  /** A text that holds JSON: the arguments of a tool call, an answer that was encoded twice. */
  #decoded(text: string, {type}: Entry, depth: number): Entry[] {
    if (this.#encodings >= MOST_ENCODINGS || !ENCODED.test(text)) return []
    this.#encodings++
    const value = parsed(text)
    const entries =
      value === undefined
        ? findJson(withoutThoughts(text).answer, (part) =>
            this.collect({value: part, type}, depth + 1),
          ).lists.flatMap(({items}) => [...items])
        : this.collect({value, type}, depth + 1)
    this.#encodings--
    return entries
  }
}

/** Whether a property can hold a list, or be a text that does. */
function mayHold(value: unknown): boolean {
  return typeof value === 'object' ? value !== null : typeof value === 'string' && value.length > 1
}

function isWhole(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false
  const {key, display, type} = value as Partial<Record<(typeof FIELDS)[number], unknown>>
  return typeof key === 'string' && typeof display === 'string' && typeof type === 'string'
}

/** How many fields of a chip a value has; 0 for a schema of chips, which has these fields too. */
function fieldsOf(value: unknown): number {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return 0
  const object = value as Record<string, unknown>
  if ('properties' in object || '$schema' in object || 'parameters' in object || 'function' in object)
    return 0
  const fields = FIELDS.filter(
    (field) => field in object && (typeof object[field] !== 'object' || object[field] === null),
  )
  // Most objects with a type alone are no chips: schemas, parts of a message.
  const isTypeAlone = fields.length === 1 && fields[0] === 'type'
  return isTypeAlone && typeOf(String(object['type'])) === undefined ? 0 : fields.length
}

export function keyOf({value, key}: Entry): string | undefined {
  const named = typeof value === 'object' && value !== null ? (value as {key?: unknown}).key : undefined
  return typeof named === 'string' ? named : key
}

/** Displays under their keys, below the name of their type. */
function namedDisplays(object: object, type: ChipType): Entry[] {
  const pairs = Object.entries(object)
  if (pairs.some(([, display]) => typeof display !== 'string' || /[[{]/.test(display))) return []
  return pairs.map(([key, display]) => ({value: {display: display as string}, type, key}))
}
