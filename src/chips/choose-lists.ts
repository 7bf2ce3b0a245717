import {typeOf} from './chip.js'
import type {FoundList} from './find-json.js'
import {labelsOf} from './thought-marks.js'

/** Tags in which models set their answer apart from all other text. */
const ANSWER_TAG = /<(\/?)(?:final[-_]?)?(?:answer|response|output|result|solution|final)\s*>/gi
/** Words that introduce a list that is not yet the answer, and words that introduce the answer. */
const DRAFT =
  /\b(?:drafts?|first (?:attempt|try|pass|version)|initial (?:list|attempt|version|draft|ideas)|brainstorm\w*|rough (?:list|version|draft)|(?:json |output )?schema|format|template|for example|e\.g\.)/i
const FINAL = /\b(?:final|revised|refined|corrected|improved|updated|polished|cleaned[- ]up)\b/i
interface Span {
  start: number
  end: number
}

/** A tag; the beginning of a comment; lines that are quoted. */
const ASIDE = /<(\/?)([\p{L}][\w:.-]{0,40})(\s[^<>]{0,200})?>|<!--|(?:^[ \t]*>.*(?:\n|$))+/gmu
const COMMENT = {begin: '<!--', end: '-->'}
const OPEN_NAME =
  /chip|answer|response|output|result|solution|final|list|item|json|data|part|batch|group|block|code|tool|function|call|arguments|content|text|message|body|html|^(?:p|pre|div|span|section|article|ol|ul|li|b|i|em|strong|br|hr|h\d)$/i
/** Attributes that say of a tag that it stands aside. */
const TELLING = /think|thought|reason|draft|hidden|scratch/i

/** How many characters before a list may introduce it. */
const LEAD = 160

/**
 * Which of several lists are the answer. In this order:
 * 1. Lists in `<answer>` and similar tags go before lists outside.
 * 2. A list that stands aside goes before none that stands open below it: in a comment, in a quotation, in
 *    tags of any other name (`<plan>`, `<details>`).
 * 3. A list introduced as final, revised or corrected goes before the lists above it; a list introduced as a
 *    draft, an example, a format or thinking is left out where another list stays.
 * 4. A list that gives at least half of the keys of a list above it replaces that list.
 * 5. The lists that are left are read together: a list for each type, chips line by line.
 */
export function chooseLists<T>(
  lists: readonly FoundList<T>[],
  text: string,
  keyOf: (item: T) => string | undefined,
): FoundList<T>[] {
  if (lists.length < 2) return [...lists]
  const answers = withoutAside(withinAnswer(lists, text), lists, text)
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

function withoutAside<T>(
  lists: readonly FoundList<T>[],
  all: readonly FoundList<T>[],
  text: string,
): FoundList<T>[] {
  const spans = asideSpans(text, all)
  const isAside = ({start, end}: FoundList<T>) => spans.some((span) => span.start < start && end <= span.end)
  const lastOpen = lists.findLastIndex((list) => !isAside(list))
  return lists.filter((list, at) => at > lastOpen || !isAside(list))
}

/**
 * A text without what stands aside in it, and without what stands below a label of thinking where a label of
 * the answer comes later.
 */
export function withoutAsides(text: string): string {
  const labels = labelsOf(text)
  const last = labels.findLast(({isThought}) => !isThought)
  const begins = labels.find(({isThought}) => isThought)
  const from = last && begins && begins.at < last.at ? last.at : 0
  const passages: string[] = []
  let at = from
  for (const {start, end} of asideSpans(text, []).toSorted((a, b) => a.start - b.start)) {
    if (end < at) continue
    passages.push(text.slice(at, Math.max(at, start)))
    at = end
  }

  return [...passages, text.slice(at)].join('\n')
}

/**
 * The passages of a text that stand aside: tags that were closed, comments, lines of quotations. Work grows
 * with the length of the text alone, whatever is never closed.
 */
function asideSpans(text: string, lists: readonly FoundList<unknown>[]): Span[] {
  const spans: Span[] = []
  const open = new OpenTags()
  const lastComment = text.lastIndexOf(COMMENT.end)
  const pattern = new RegExp(ASIDE)
  let at = 0
  for (let match = pattern.exec(text); match; match = pattern.exec(text)) {
    const [token, slash, tag, attributes = ''] = match
    const start = match.index
    if (token === COMMENT.begin) {
      if (lastComment < pattern.lastIndex) continue
      pattern.lastIndex = text.indexOf(COMMENT.end, pattern.lastIndex) + COMMENT.end.length
    }

    while (at < lists.length && lists[at]!.end <= start) at++
    // What looks like a tag in the text of a chip is none.
    if (at < lists.length && lists[at]!.start < start) continue
    if (tag === undefined) spans.push({start: start - 1, end: pattern.lastIndex})
    else if (slash === '/') {
      const begin = open.close(tag.toLowerCase())
      if (begin !== undefined) spans.push({start: begin, end: start})
    } else if (!isOpenName(tag) || TELLING.test(attributes)) open.begin(tag.toLowerCase(), start)
  }

  return spans
}

/** Tags that are not closed yet. */
class OpenTags {
  readonly #tags: {name: string; start: number}[] = []
  readonly #counts = new Map<string, number>()

  begin(name: string, start: number): void {
    this.#tags.push({name, start})
    this.#count(name, 1)
  }

  /** Ends the innermost tag of a name, with all that was opened inside it. @returns where the tag began. */
  close(name: string): number | undefined {
    if (!this.#counts.get(name)) return undefined
    for (let tag = this.#tags.pop(); tag; tag = this.#tags.pop()) {
      this.#count(tag.name, -1)
      if (tag.name === name) return tag.start
    }

    return undefined
  }

  #count(name: string, by: number): void {
    this.#counts.set(name, (this.#counts.get(name) ?? 0) + by)
  }
}

/** Names of tags that hold an answer or a part of an answer as well as anything else. */
function isOpenName(name: string): boolean {
  return OPEN_NAME.test(name) || typeOf(name.replace(/s$/i, '')) !== undefined
}

function byIntroduction<T>(
  lists: readonly FoundList<T>[],
  all: readonly FoundList<T>[],
  text: string,
): FoundList<T>[] {
  const labels = labelsOf(text)
  const isThinking = ({start}: FoundList<T>) => labels.findLast(({at}) => at < start)?.isThought === true
  const leadOf = (list: FoundList<T>) => {
    const before = all[all.indexOf(list) - 1]?.end ?? 0
    return text.slice(Math.max(before, list.start - LEAD), list.start)
  }
  const firstFinal = lists.findIndex((list) => FINAL.test(leadOf(list)))
  const latest = firstFinal > 0 ? lists.slice(firstFinal) : [...lists]
  const kept = latest.filter(
    (list) => !(DRAFT.test(leadOf(list)) || isThinking(list)) || FINAL.test(leadOf(list)),
  )
  return kept.length > 0 ? kept : latest
}

/** A list of which another list below has half of the keys is left out. */
export function withoutRepeated<T, List extends {items: readonly T[]}>(
  lists: readonly List[],
  keyOf: (item: T) => string | undefined,
): List[] {
  const kept: List[] = []
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
