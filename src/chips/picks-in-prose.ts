import type {Chip} from './chip.js'
import {parsed, scan} from './json-text.js'

/**
 * Words that negate the words after them in their sentence, or the words before `is`, `do` and similar verbs.
 */
const NO =
  /^(?:not|no|never|neither|nor|without|except|excluding|exclude|skip|skipping|skipped|avoid|avoiding|reject|rejecting|rejected|drop|dropping|dropped|omit|omitting|ignore|ignoring|discard|discarded|leave|leaving|cannot|against|dislike|unpicked|unselected|❌|✗|✘|☐|.*n['’]t)$/
/** Words that end such a negation: the words after them are positive again. */
const TURN = /^(?:but|however|instead|though|yet|✅|✓|✔|☑)$/
/** Words of picking; after a negation they stay negated. */
const PICK =
  /^(?:pick|picking|choose|choosing|take|taking|select|selecting|selected|picked|chose|chosen|prefer|keep|want|include)$/
const VERB = /^(?:is|are|was|were|do|does|did|would|will|can|could|should|has|have)$/

const WORD = /[\p{L}\p{N}_]+(?:['’]t\b)?|[❌✗✘☐✅✓✔☑]|\[[ x✓]?\]|[.;!?\n]+|,/giu

/**
 * The offered chips that are picked in plain words, in the order they are named. A key counts that stands as
 * a whole word; "not b", "everything except b", "b is not for me" and an unticked box are no picks. Where a
 * key is named more than once, the last word on it counts. JSON in the text has been read already and is
 * passed over.
 */
export function pickedInProse(text: string, offered: readonly Chip[]): Chip[] {
  const byKey = new Map(offered.map((chip) => [chip.key.toLowerCase(), chip]))
  const verdicts = new Map<Chip, boolean>()
  const terms = (proseOf(text).match(WORD) ?? []).map((word) => word.toLowerCase())
  let isNo = false
  let sinceNo = 0
  for (const [at, word] of terms.entries()) {
    const chip = byKey.get(word)
    if (chip) {
      const isPicked = !isNo && !isDeniedAfter(terms, at)
      // A chip that was refused before is picked only now.
      if (verdicts.get(chip) !== true || !isPicked) verdicts.delete(chip)
      verdicts.set(chip, isPicked)
      continue
    }

    const says = bearing(terms, at)
    sinceNo = says === 'no' ? 0 : sinceNo + 1
    if (says === 'no') isNo = true
    else if (says === 'yes' || (says === 'pick' && sinceNo > 3)) isNo = false
  }

  return [...verdicts].filter(([, isPicked]) => isPicked).map(([chip]) => chip)
}

/** The meaning of a word for the keys that follow it. */
function bearing(terms: readonly string[], at: number): 'no' | 'yes' | 'pick' | undefined {
  const word = terms[at]!
  const next = terms[at + 1]
  if ((word === 'instead' && next === 'of') || (word === 'rather' && next === 'than')) return 'no'
  if (NO.test(word) || /^\[ ?\]$/.test(word)) return 'no'
  if (TURN.test(word) || /^(?:[.;!?\n]|\[[x✓])/.test(word)) return 'yes'
  return PICK.test(word) ? 'pick' : undefined
}

/** "b is not for me", "b doesn't fit". */
function isDeniedAfter(terms: readonly string[], at: number): boolean {
  const [first = '', second = ''] = terms.slice(at + 1, at + 3)
  return /n['’]t$/.test(first) || (VERB.test(first) && (second === 'not' || second === 'never'))
}

/** The text without its sound JSON. */
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

  return [...passages, text.slice(from)].join('\n')
}
