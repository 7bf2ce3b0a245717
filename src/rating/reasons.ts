import {NO_ANNOTATION, type Annotation} from '../records/rating.js'

/** What a person says of a result besides score and note. */
export interface Reasons {
  tags?: readonly string[] | undefined
  bad_chips?: readonly string[] | undefined
}

/**
 * Why reasons cannot be taken, as the end of a sentence: a tag that nobody has, or the key of a chip that is
 * not in the answer; undefined where all of them are known.
 */
export function strangeReason(
  {tags = [], bad_chips = []}: Reasons,
  known: {tags: readonly string[]; chips: readonly string[]},
): string | undefined {
  const tag = tags.find((label) => !known.tags.includes(label))
  if (tag !== undefined) {
    const there = known.tags.length > 0 ? `; there are: ${[...new Set(known.tags)].join(', ')}` : ''
    return `the suite has no tag ${JSON.stringify(tag)}${there}`
  }

  const chip = bad_chips.find((key) => !known.chips.includes(key))
  return chip === undefined ? undefined : `the answer has no chip with the key ${JSON.stringify(chip)}`
}

/** A remark and reasons after a change: what is left out stays as it was, and no reason comes twice. */
export function changedAnnotation(
  {note, flagged, tags, bad_chips}: {[Name in keyof Annotation]?: Annotation[Name] | undefined},
  before: Annotation = NO_ANNOTATION,
) {
  return {
    note: note?.trim() ?? before.note,
    flagged: flagged ?? before.flagged,
    tags: tags && [...new Set(tags)],
    bad_chips: bad_chips && [...new Set(bad_chips)],
  }
}
