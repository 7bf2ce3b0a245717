import {mended, parsed, scan, type Scan} from './json-text.js'

/** The useful values in one JSON value of a text, and the place of the JSON value. */
export interface FoundList<T> {
  items: readonly T[]
  start: number
  end: number
}

/** The useful JSON values of a text, in order, and the repairs that were needed to read them. */
export interface FoundJson<T> {
  lists: FoundList<T>[]
  repairs: string[]
  /** Whether there was any sound JSON, useful or not. */
  hasJson: boolean
}

/** How many characters may be scanned in all: an answer of nothing but brackets must not take minutes. */
const SCAN_LIMIT = 2_000_000
/** The same for repairs, whose time grows with the square of the length; and how many repairs are tried. */
const REPAIR_LIMIT = 60_000
const LONGEST_REPAIR = 20_000
const MOST_REPAIRS = 12
const PIECES = 'the JSON was damaged; its readable pieces were kept'

/** A bracket that can begin JSON of interest, damage allowed: single quotes, bare names, comments. */
const OPENING = /\[(?=\s*(?:[[{"'\]]|\/[/*]))|\{(?=\s*(?:["'}\w]|\/[/*]))/g
/** The beginnings of JSON that prose does not have. */
const SURE_OPENING = /^(?:\[\s*(?:[[{"']|\/[/*])|\{\s*(?:["']|\w+\s*:|\/[/*]))/

/**
 * Finds JSON arrays and objects wherever they stand in a text: alone, in code fences, between prose.
 * Only what is not whole is repaired: what was cut off ends after its last whole element, small damage is
 * mended, and at worst the pieces that can be read are kept. Sound JSON is never called damaged.
 * @param read the things of use in a value; values without any are passed over.
 */
export function findJson<T>(text: string, read: (value: unknown) => readonly T[]): FoundJson<T> {
  const alone = parsed(text)
  if (alone !== undefined) {
    const items = read(alone)
    return {lists: items.length > 0 ? [{items, start: 0, end: text.length}] : [], repairs: [], hasJson: true}
  }

  const {lists, damaged, hasJson} = wholeValues(text, read)
  const repairs = repairAll(text, damaged, lists, read)
  if (lists.length > 0) return {lists, repairs, hasJson}
  const pieces = readablePieces(text, read)
  return {
    lists: pieces,
    repairs: pieces.length > 0 ? [PIECES] : [],
    hasJson,
  }
}

interface Damaged {
  start: number
  scan: Scan
}

function wholeValues<T>(text: string, read: (value: unknown) => readonly T[]) {
  const lists: FoundList<T>[] = []
  const damaged: Damaged[] = []
  let hasJson = false
  let scanned = 0
  let readUpTo = 0
  for (const {index} of text.matchAll(OPENING)) {
    if (index < readUpTo) continue
    if (scanned > SCAN_LIMIT) break
    const found = scan(text, index)
    scanned += found.scannedTo - index
    const value = found.end === undefined ? undefined : parsed(text.slice(index, found.end))
    if (value === undefined) {
      damaged.push({start: index, scan: found})
      continue
    }

    hasJson = true
    readUpTo = found.end!
    const items = read(value)
    if (items.length > 0) lists.push({items, start: index, end: readUpTo})
  }

  return {lists, damaged, hasJson}
}

/**
 * Mends what is damaged, the outermost first, and puts it in the place of the whole values inside it, unless
 * it holds less than they do. Returns what had to be done.
 */
function repairAll<T>(
  text: string,
  damaged: readonly Damaged[],
  lists: FoundList<T>[],
  read: (value: unknown) => readonly T[],
): string[] {
  const repairs = new Set<string>()
  let repairedUpTo = 0
  let worked = 0
  for (const [tried, {start, scan: found}] of damaged.entries()) {
    if (tried >= MOST_REPAIRS || worked > REPAIR_LIMIT) break
    if (start < repairedUpTo) continue
    const end = found.end ?? found.scannedTo
    // A stray bracket before a sound value seems to end within the value.
    if (lists.some((list) => crosses(list, start, end))) continue
    worked += Math.min(end - start, LONGEST_REPAIR)
    const repaired = repair(text, start, found)
    const items = repaired === undefined ? piecesOf(text.slice(start, end), read) : read(repaired.value)
    const inside = lists.filter((list) => list.start >= start && list.end <= end)
    if (!isBetter(items, inside, SURE_OPENING.test(text.slice(start, start + 40)))) continue
    repairs.add(repaired?.what ?? PIECES)
    const first = inside[0] ? lists.indexOf(inside[0]) : lists.findIndex((list) => list.start > start)
    lists.splice(first === -1 ? lists.length : first, inside.length, {items, start, end})
    repairedUpTo = end
  }

  return [...repairs]
}

function crosses(list: FoundList<unknown>, start: number, end: number): boolean {
  return list.start >= start && list.start < end && list.end > end
}

/**
 * Whether a mended value holds more than the sound values inside it. Of as many things it is preferred only
 * where it surely is JSON and says the same as they do.
 */
function isBetter<T>(items: readonly T[], inside: readonly FoundList<T>[], isSure: boolean): boolean {
  const sound = inside.flatMap((list) => list.items)
  if (items.length !== sound.length) return items.length > sound.length
  return items.length > 0 && isSure && JSON.stringify(items) === JSON.stringify(sound)
}

/** The value that begins at `start`, mended: cut after its last whole element if it never closes. */
function repair(text: string, start: number, found: Scan): {value: unknown; what: string} | undefined {
  const {end, lastElementEnd, open, depth} = found
  if (end === undefined && lastElementEnd !== undefined) {
    const cut = text.slice(start, lastElementEnd) + open
    const value = parsed(cut) ?? mendedIfShort(cut, depth)
    if (value !== undefined) {
      const isLost = /[^\s,\]}`]/.test(text.slice(lastElementEnd))
      const what = isLost
        ? 'the answer was cut off; what was not whole was dropped'
        : 'the JSON was not closed'
      return {value, what}
    }
  }

  // A text that was cut off before its first whole element is a beginning alone, which must not pass for a
  // chip.
  if (end === undefined && lastElementEnd === undefined) return undefined
  const value = mendedIfShort(text.slice(start, end), depth)
  return value === undefined ? undefined : {value, what: 'the JSON was damaged and was repaired'}
}

function mendedIfShort(text: string, depth: number): unknown {
  return text.length > LONGEST_REPAIR ? undefined : mended(text, depth)
}

/** A text that is too long to be mended as a whole is read piece by piece. */
function piecesOf<T>(text: string, read: (value: unknown) => readonly T[]): readonly T[] {
  return text.length > LONGEST_REPAIR ? readablePieces(text, read).flatMap(({items}) => [...items]) : []
}

/** A longer piece is no single chip. */
const LONGEST_PIECE = 10_000

/** Objects that can be read separately, braces inside their texts included. */
function readablePieces<T>(text: string, read: (value: unknown) => readonly T[]): FoundList<T>[] {
  const pieces: FoundList<T>[] = []
  let worked = 0
  for (let start = text.indexOf('{'); start !== -1 && worked < SCAN_LIMIT;) {
    const near = text.slice(start, start + LONGEST_PIECE)
    const {end, depth, scannedTo} = scan(near, 0)
    worked += scannedTo
    const whole = near.slice(0, end)
    const value = end === undefined ? undefined : (parsed(whole) ?? mended(whole, depth))
    const items = value === undefined ? [] : read(value)
    if (items.length > 0) pieces.push({items, start, end: start + end!})
    start = text.indexOf('{', items.length > 0 ? start + end! : start + 1)
  }

  return pieces
}
