import {typeOf, type Chip} from './chip.js'
import {chipEntries, FIELDS, keyOf, type Entry} from './chip-lists.js'
import {chooseLists} from './choose-lists.js'
import {findJson, type FoundJson} from './find-json.js'
import {parsed} from './json-text.js'
import {withoutThoughts, type SpokenAnswer} from './thoughts.js'

/** The chips in an answer, and its problems: one sentence each, without the step's name. */
export interface ReadChips {
  chips: Chip[]
  problems: string[]
}

/** Problems beyond this number are counted, not listed. */
const MOST_PROBLEMS = 20
/**
 * An entry with longer texts is no chip that a person could read, and its text would go into further prompts.
 */
const LONGEST_KEY = 200
const LONGEST_DISPLAY = 1000
/** No suite asks for as many chips. */
const MOST_CHIPS = 1000

/**
 * Reads the chips of a model's answer: a JSON array, an object with `chips`, lists by type, several objects
 * in sequence, below any wrapper; alone, in code fences or between prose; damaged or cut off; after thoughts.
 * Never throws. Valid chips are kept in their order, doubles included; every entry that is no chip is named.
 */
export function readChips(answer: string): ReadChips {
  if (answer.trim() === '') return {chips: [], problems: ['the answer is empty']}
  const {text, found, spoken} = findInAnswer(answer, chipEntries)
  const lists = chooseLists(found.lists, text, keyOf)
  const entries = lists.flatMap(({items}) => items)
  if (entries.length === 0) return {chips: [], problems: [whyNothing(spoken, found.hasJson)]}

  const chips: Chip[] = []
  const problems: string[] = []
  const taken = new Set<string>()
  for (const [index, entry] of entries.entries()) {
    const read = readChip(entry, taken)
    if (read.chip) chips.push(read.chip)
    if (read.problem !== undefined) problems.push(`chip ${index + 1}: ${read.problem}`)
  }

  const left = chips.length - MOST_CHIPS
  return {
    chips: chips.slice(0, MOST_CHIPS),
    problems: [
      ...found.repairs,
      ...(lists.length < found.lists.length ? [draftsLeftOut(found.lists.length - lists.length)] : []),
      ...taken,
      ...shortened(problems),
      ...(left > 0 ? [`the last ${left} of ${chips.length} chips were left out`] : []),
    ],
  }
}

/** JSON as it stands inside a text of JSON, without the quotes around it. */
const ESCAPED = /[[{](?:\s|\\[nrt])*(?:\{(?:\s|\\[nrt])*)?\\"/

/**
 * The useful JSON of an answer, without its thoughts unless the answer is JSON and nothing else. `text` is
 * the text that was searched; `spoken` is undefined where the answer was only JSON.
 */
export function findInAnswer<T>(answer: string, read: (value: unknown) => readonly T[]): InAnswer<T> {
  const alone = /^\s*[[{"]/.test(answer) ? parsed(answer) : undefined
  if (alone !== undefined) {
    const items = read(alone)
    const lists = items.length > 0 ? [{items, start: 0, end: answer.length}] : []
    return {text: answer, found: {lists, repairs: [], hasJson: true}, spoken: undefined}
  }

  const spoken = withoutThoughts(answer)
  const found = findJson(spoken.answer, read)
  if (found.lists.length > 0 || !ESCAPED.test(spoken.answer)) return {text: spoken.answer, found, spoken}
  const text = spoken.answer.replaceAll(/\\(["\\])/g, '$1').replaceAll(/\\[nrt]/g, ' ')
  const unescaped = findJson(text, read)
  const repairs = unescaped.lists.length > 0 ? ['the JSON was damaged and was repaired'] : []
  return {text, found: {...unescaped, repairs}, spoken}
}

export interface InAnswer<T> {
  text: string
  found: FoundJson<T>
  spoken: SpokenAnswer | undefined
}

/** Why an answer holds nothing to read. */
export function whyNothing(spoken: SpokenAnswer | undefined, hasJson: boolean): string {
  if (spoken?.hasThoughts && spoken.answer.trim() === '')
    return spoken.isUnended
      ? 'the answer holds nothing but thoughts, which do not end'
      : 'the answer holds nothing but thoughts'
  return hasJson ? 'the answer holds no chips' : 'the answer holds no JSON'
}

export function draftsLeftOut(count: number): string {
  return count === 1
    ? 'a list that was only a draft or an example was left out'
    : `${count} lists that were only drafts or examples were left out`
}

function readChip(entry: Entry, taken: Set<string>): {chip?: Chip; problem?: string} {
  const {value} = entry
  if (!isObject(value)) return {problem: `it is ${kindOf(value)}, not an object`}
  const fields = completed(value, entry, taken)
  const key = fields.key.trim()
  const display = fields.display.trim()
  const written = fields.type.trim()
  if (key === '' || display === '' || written === '') {
    const missing = FIELDS.filter((field) => fields[field].trim() === '')
    return {problem: `${missing.join(' and ')} missing`}
  }

  if (key.length > LONGEST_KEY) return {problem: `the key is longer than ${LONGEST_KEY} characters`}
  if (display.length > LONGEST_DISPLAY)
    return {problem: `the display is longer than ${LONGEST_DISPLAY} characters`}
  const type = typeOf(written)
  if (!type) return {problem: `unknown type ${JSON.stringify(shortText(written))}`}
  const chip: Chip = {key, display, type}
  return type === written
    ? {chip}
    : {chip, problem: `type ${JSON.stringify(shortText(written))} was read as ${type}`}
}

/** The fields of an entry; missing fields are taken from the names of the entry and of its list. */
function completed(
  value: Record<string, unknown>,
  entry: Entry,
  taken: Set<string>,
): Record<(typeof FIELDS)[number], string> {
  const {key, display, type} = value
  const fields = {
    key: typeof key === 'string' ? key : '',
    display: typeof display === 'string' ? display : '',
    type: typeof type === 'string' ? type : '',
  }
  if (!('type' in value) && entry.type && fields.display !== '') {
    fields.type = entry.type
    taken.add('types were taken from the names of the lists')
  }

  if (!('key' in value) && entry.key !== undefined && fields.display !== '' && isKey(entry.key)) {
    fields.key = entry.key
    taken.add('keys were taken from the names of the entries')
  }

  return fields
}

/** Whether a name is the key of a chip, not its number. */
function isKey(name: string): boolean {
  return /^[\p{L}][\p{L}\p{N}_ -]*$/u.test(name) && !/^(?:chips?|items?|entry|tags?)[_ -]?\d*$/i.test(name)
}

function shortened(problems: string[]): string[] {
  if (problems.length <= MOST_PROBLEMS) return problems
  return [
    ...problems.slice(0, MOST_PROBLEMS),
    `and ${problems.length - MOST_PROBLEMS} more chips with problems`,
  ]
}

export function shortText(text: string): string {
  return text.length > 40 ? `${text.slice(0, 39)}…` : text
}

function kindOf(value: unknown): string {
  if (value === null) return 'null'
  return Array.isArray(value) ? 'a list' : `a ${typeof value}`
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
