import type {Annotation} from '../records/rating.js'
import {chipLabels} from './chip-labels.js'
import type {RubricTexts} from './rubric-texts.js'

/**
 * A list with an entry more, or without it; the order is that of `all`, what is not in `all` stays at the
 * end.
 */
function toggled(list: readonly string[], entry: string, all: readonly string[]): string[] {
  const chosen = list.includes(entry) ? list.filter((other) => other !== entry) : [...list, entry]
  const place = (of: string) => (all.includes(of) ? all.indexOf(of) : all.length)
  return [...chosen].sort((a, b) => place(a) - place(b))
}

/** What a letter changes among the tags; undefined where no tag has the letter. */
export function toggledTag(
  annotation: Annotation,
  letter: string,
  tags: RubricTexts['tags'],
): Pick<Annotation, 'tags'> | undefined {
  const tag = tags.find((known) => known.letter === letter.toLowerCase())
  if (!tag) return undefined
  const labels = tags.map(({label}) => label)
  return {tags: toggled(annotation.tags, tag.label, labels)}
}

/**
 * What a letter changes among the marked chips, after the letters that were typed before it.
 * @returns what is typed so far where a label has two letters, and the change once a label is whole.
 */
export function toggledChip(
  annotation: Annotation,
  typed: string,
  chips: readonly string[],
): {typed: string; change?: Pick<Annotation, 'bad_chips'>} {
  const labels = chipLabels(chips.length)
  const text = typed.toLowerCase()
  const at = labels.indexOf(text)
  if (at !== -1) return {typed: '', change: {bad_chips: toggled(annotation.bad_chips, chips[at]!, chips)}}
  return {typed: labels.some((label) => label.startsWith(text)) ? text : ''}
}
