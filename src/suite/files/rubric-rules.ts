import type {Path, Problem} from '../../text/problem.js'
import {isFields, list, type Fields} from './merge.js'

/**
 * Problems of a rubric that a schema cannot see: a letter or label that stands twice, a set without chips.
 */
export function rubricProblems(suite: Fields): Problem[] {
  const rating = isFields(suite['rating']) ? suite['rating'] : {}
  return [
    ...twice(list(rating['tags']), 'letter', 'So the key would say two things.'),
    ...twice(list(rating['tags']), 'label', 'A tag is counted by its label.'),
    ...list(rating['examples']).flatMap((example, at) => {
      const path: Path = ['rating', 'examples', at, 'chips']
      const chips = isFields(example) ? example['chips'] : undefined
      const isEmpty = isFields(chips) && Object.keys(chips).length === 0
      return isEmpty
        ? [{path, message: 'The example has no chips.', hint: 'Name some under situation, jargon, …'}]
        : []
    }),
  ]
}

function twice(tags: readonly unknown[], field: 'letter' | 'label', reason: string): Problem[] {
  const first = new Map<string, number>()
  return tags.flatMap((tag, at) => {
    const value = isFields(tag) ? tag[field] : undefined
    if (typeof value !== 'string') return []
    const earlier = first.get(value.toLowerCase())
    if (earlier === undefined) {
      first.set(value.toLowerCase(), at)
      return []
    }

    return [
      {
        path: ['rating', 'tags', at, field],
        message: `The ${field} "${value}" stands twice in tags.`,
        hint: `The first is tags[${earlier}]. ${reason}`,
      },
    ]
  })
}
