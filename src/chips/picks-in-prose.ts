import type {Chip} from './chip.js'
import {parsed, scan} from './json-text.js'

/** Words that negate the keys after them in their sentence. */
const NO =
  /^(?:not|no|never|neither|nor|without|except|exclud\w*|skip\w*|avoid\w*|reject\w*|drop|dropp\w*|omit\w*|ignor\w*|discard\w*|leav\w*|cannot|against|dislike\w*|unpicked|unselected|unlike|over|versus|❌|✗|✘|☐|👎|.*n['’]t)$/
/** The same for two words. */
const TWO_NO =
  /^(?:instead of|rather than|other than|apart from|aside from|left out|ruled out|rule out|pass on|less (?:relevant|useful|important|suitable|fitting))$/
/** Words that end such a negation: the words after them are positive again. */
const TURN = /^(?:but|however|instead|though|yet|only|just|✅|✓|✔|☑|👍)$/
/** Words of picking; after a negation they stay negated until a key was named. */
const PICK =
  /^(?:pick|picking|choose|choosing|take|taking|select|selecting|selected|picked|chose|chosen|prefer|keep|keeping|want|include|including)$/
/** Words that deny the key before them: "b is irrelevant", "b: no", "b (too general)". */
const DENIED =
  /^(?:not|no|never|less|too|irrelevant|unrelated|unnecessary|tempting|skip|skipped|reject|rejected|drop|dropped|exclude|excluded|omit|omitted|discard|discarded|ignore|ignored|❌|✗|✘|☐|👎|.*n['’]t)$/
/** How many words after a key may deny it. */
const REACH = 3
const SIGN = /^[❌✗✘☐👎✅✓✔☑👍]$/u

const WORD = /[\p{L}\p{N}_]+(?:['’]t\b)?|[❌✗✘☐✅✓✔☑👎👍]|\[[ x✓]?\]|[.;!?\n]+|,/giu

/**
 * The offered chips that are picked in plain words, in the order they are named. A key counts that stands as
 * a whole word; "not b", "everything except b", "b is not for me", "b: no", an unticked box and a key that is
 * struck out are no picks. Where a key is named more than once, the last word on it counts. JSON in the text
 * has been read already and is passed over.
 */
export function pickedInProse(text: string, offered: readonly Chip[]): Chip[] {
  const byKey = new Map(offered.map((chip) => [chip.key.toLowerCase(), chip]))
  const verdicts = new Map<Chip, boolean>()
  const terms = (proseOf(text).match(WORD) ?? []).map((word) => word.toLowerCase())
  const isKey = (word: string | undefined) => word !== undefined && byKey.has(word)
  const signsFollow = doSignsFollow(terms, isKey)
  let isNo = false
  /** Whether a key was named since the negation. */
  let isUsed = false
  for (const [at, word] of terms.entries()) {
    const chip = byKey.get(word)
    if (chip) {
      const isPicked = !isNo && !isDeniedAfter(terms, {at, isKey, signsFollow})
      // A chip that was refused before is picked only now.
      if (verdicts.get(chip) !== true || !isPicked) verdicts.delete(chip)
      verdicts.set(chip, isPicked)
      isUsed = true
      continue
    }

    if (signsFollow && SIGN.test(word)) continue
    const meaning = meaningOf(terms, at)
    if (meaning === 'no') {
      isNo = true
      isUsed = false
    } else if (meaning === 'yes' || (meaning === 'pick' && isUsed)) isNo = false
  }

  return [...verdicts].filter(([, isPicked]) => isPicked).map(([chip]) => chip)
}

/** Whether signs stand behind their keys: the first key comes before the first sign. */
function doSignsFollow(terms: readonly string[], isKey: (word: string) => boolean): boolean {
  const sign = terms.findIndex((word) => SIGN.test(word))
  return sign !== -1 && terms.findIndex(isKey) < sign
}

/** The meaning of a word for the keys that follow it. */
function meaningOf(terms: readonly string[], at: number): 'no' | 'yes' | 'pick' | undefined {
  const word = terms[at]!
  if (TWO_NO.test(`${word} ${terms[at + 1] ?? ''}`)) return 'no'
  if (NO.test(word) || /^\[ ?\]$/.test(word)) return 'no'
  if (TURN.test(word) || /^(?:[.;!?\n]|\[[x✓])/.test(word)) return 'yes'
  return PICK.test(word) ? 'pick' : undefined
}

interface Named {
  at: number
  isKey: (word: string | undefined) => boolean
  signsFollow: boolean
}

/** "b is not for me", "b doesn't fit", "b: no"; a denial right before another key is said of that key. */
function isDeniedAfter(terms: readonly string[], {at, isKey, signsFollow}: Named): boolean {
  for (const [i, word] of terms.slice(at + 1, at + 1 + REACH).entries()) {
    if (isKey(word) || /^[.,;!?\n]/.test(word)) return false
    if (DENIED.test(word) && ((signsFollow && SIGN.test(word)) || !isKey(terms[at + 2 + i]))) return true
  }

  return false
}

/** The text without its sound JSON, and without what is struck out. */
function proseOf(text: string): string {
  const passages: string[] = []
  let from = 0
  let worked = 0
  for (const {index} of text.matchAll(/[[{](?=\s*["[{])/g)) {
    if (index < from || worked > 1_000_000) continue
    const {end, scannedTo} = scan(text, index)
    worked += scannedTo - index
    if (end === undefined || parsed(text.slice(index, end)) === undefined) continue
    passages.push(text.slice(from, index))
    from = end
  }

  return [...passages, text.slice(from)].join('\n').replaceAll(/~~[^~\n]{1,300}~~/g, ' ')
}
