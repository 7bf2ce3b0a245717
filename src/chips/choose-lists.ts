import type {FoundList} from './find-json.js'

/** Tags in which models set their answer apart from all other text. */
const ANSWER_TAG = /<(\/?)(?:final[-_]?)?(?:answer|response|output|result|solution|final)\s*>/gi
/** Words that introduce a list that is not yet the answer, and words that introduce the answer. */
const DRAFT =
  /\b(?:drafts?|first (?:attempt|try|pass|version)|initial (?:list|attempt|version|draft|ideas)|brainstorm\w*|rough (?:list|version|draft)|(?:json |output )?schema|format|template|for example|e\.g\.)/i
const FINAL = /\b(?:final|revised|refined|corrected|improved|updated|polished|cleaned[- ]up)\b/i
/** How many characters before a list may introduce it. */
const LEAD = 160

/**
 * Which of several lists are the answer. In this order:
 * 1. Lists in `<answer>` and similar tags go before lists outside.
 * 2. A list introduced as final, revised or corrected goes before the lists above it; a list introduced as a
 *    draft, an example or a format is left out where another list stays.
 * 3. A list that gives at least half of the keys of a list above it replaces that list.
 * 4. The lists that are left are read together: a list for each type, chips line by line.
 */
export function chooseLists<T>(
  lists: readonly FoundList<T>[],
  text: string,
  keyOf: (item: T) => string | undefined,
): FoundList<T>[] {
  if (lists.length < 2) return [...lists]
  const answers = withinAnswer(lists, text)
  return withoutRepeated(byIntroduction(answers, lists, text), keyOf)
}

function withinAnswer<T>(lists: readonly FoundList<T>[], text: string): FoundList<T>[] {
  const spans: {start: number; end: number}[] = []
  for (const {index, 1: slash} of text.matchAll(ANSWER_TAG)) {
    const last = spans.at(-1)
    if (slash === '/') {
      if (last?.end === text.length) last.end = index
    } else if (last?.end !== text.length) {
      spans.push({start: index, end: text.length})
    }
  }

  const inside = lists.filter((list) => spans.some(({start, end}) => list.start > start && list.end <= end))
  return inside.length > 0 ? inside : [...lists]
}

function byIntroduction<T>(
  lists: readonly FoundList<T>[],
  all: readonly FoundList<T>[],
  text: string,
): FoundList<T>[] {
  const leadOf = (list: FoundList<T>) => {
    const before = all[all.indexOf(list) - 1]?.end ?? 0
    return text.slice(Math.max(before, list.start - LEAD), list.start)
  }
  const firstFinal = lists.findIndex((list) => FINAL.test(leadOf(list)))
  const latest = firstFinal > 0 ? lists.slice(firstFinal) : [...lists]
  const kept = latest.filter((list) => !DRAFT.test(leadOf(list)) || FINAL.test(leadOf(list)))
  return kept.length > 0 ? kept : latest
}

function withoutRepeated<T>(
  lists: readonly FoundList<T>[],
  keyOf: (item: T) => string | undefined,
): FoundList<T>[] {
  const kept: FoundList<T>[] = []
  const seen = new Set<string>()
  for (const list of lists.toReversed()) {
    const keys = list.items.map(keyOf)
    const repeated = keys.filter((key) => key !== undefined && seen.has(key)).length
    // A single chip that stands twice is a double, not a draft.
    if (list.items.length > 1 && repeated * 2 >= list.items.length) continue
    kept.unshift(list)
    for (const key of keys) if (key !== undefined) seen.add(key)
  }

  return kept
}
