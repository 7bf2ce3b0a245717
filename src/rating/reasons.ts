import type {AnnotationChange} from '../records/rating.js'

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

/** What a script says besides a score, as it is kept: no reason comes twice. */
export function tidyAnnotation({note, flagged, tags, bad_chips}: AnnotationChange): AnnotationChange {
  return {
    note: note?.trim(),
    flagged,
    tags: tags && [...new Set(tags)],
    bad_chips: bad_chips && [...new Set(bad_chips)],
  }
}
