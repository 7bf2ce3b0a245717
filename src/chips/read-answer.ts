import {CHIP_TYPES, type Chip, type ChipType} from './chip.js'
import {findJson} from './find-json.js'

/** What an answer held, and what was wrong with it: one sentence each, without the step's name. */
export interface ReadChips {
  chips: Chip[]
  problems: string[]
}

/** More problems than this are counted, not listed. */
const MOST_PROBLEMS = 20
const FIELDS = ['key', 'display', 'type'] as const

/**
 * Reads the chips of a model's answer: a JSON array, an object with `chips`, lists by type, objects one
 * after another; alone, in code fences or between prose; damaged or cut off. Never throws. Valid chips
 * are kept in their order, doubles included; every entry that is none is named.
 */
export function readChips(answer: string): ReadChips {
  if (answer.trim() === '') return {chips: [], problems: ['the answer is empty']}
  const found = findJson(
    answer,
    (value) =>
      entriesOf(value).filter((entry) => isObject(entry) && FIELDS.some((field) => field in entry)).length,
  )
  const entries = found.values.flatMap((value) => entriesOf(value))
  if (entries.length === 0) {
    const problem = found.values.length > 0 ? 'the answer holds no chips' : 'the answer holds no JSON'
    return {chips: [], problems: [problem]}
  }

  const chips: Chip[] = []
  const problems: string[] = []
  for (const [index, entry] of entries.entries()) {
    const read = readChip(entry)
    if (read.chip) chips.push(read.chip)
    if (read.problem !== undefined) problems.push(`chip ${index + 1}: ${read.problem}`)
  }

  return {chips, problems: [...found.repairs, ...shortened(problems)]}
}

/** The things of a JSON value that may be chips. */
function entriesOf(value: unknown): unknown[] {
  if (Array.isArray(value)) return value
  if (!isObject(value)) return []
  if (Array.isArray(value['chips'])) return value['chips']
  if (FIELDS.some((field) => field in value)) return [value]
  return Object.values(value)
    .filter((each) => Array.isArray(each))
    .flat()
}

function readChip(entry: unknown): {chip?: Chip; problem?: string} {
  if (!isObject(entry)) return {problem: `it is ${kindOf(entry)}, not an object`}
  const missing = FIELDS.filter((field) => typeof entry[field] !== 'string' || entry[field].trim() === '')
  if (missing.length > 0) return {problem: `${missing.join(' and ')} missing`}
  const [key, display, written] = FIELDS.map((field) => String(entry[field]).trim()) as [
    string,
    string,
    string,
  ]
  const type = typeOf(written)
  if (!type) return {problem: `unknown type ${JSON.stringify(shortText(written))}`}
  const chip: Chip = {key, display, type}
  return type === written
    ? {chip}
    : {chip, problem: `type ${JSON.stringify(shortText(written))} was read as ${type}`}
}

function typeOf(written: string): ChipType | undefined {
  const wanted = written.toLowerCase().replaceAll(/[\s-]+/g, '_')
  return CHIP_TYPES.find((type) => type === wanted)
}

function shortened(problems: string[]): string[] {
  if (problems.length <= MOST_PROBLEMS) return problems
  return [
    ...problems.slice(0, MOST_PROBLEMS),
    `and ${problems.length - MOST_PROBLEMS} more chips with problems`,
  ]
}

function shortText(text: string): string {
  return text.length > 40 ? `${text.slice(0, 39)}…` : text
}

function kindOf(value: unknown): string {
  if (value === null) return 'null'
  return Array.isArray(value) ? 'a list' : `a ${typeof value}`
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
