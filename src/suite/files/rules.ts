import {nearMatches} from '../../errors/near-matches.js'
import type {Path, Problem} from '../../text/problem.js'
import {CHIP_TYPES} from '../../chips/chip.js'
import {inheritable, isFields, list, type Fields} from './merge.js'
import {promptProblems} from './prompt-rules.js'
import {rubricProblems} from './rubric-rules.js'
import {selectorProblems, systemProblems} from './system-rules.js'

/** The largest number of chips that a person can rate. */
const MOST_CHIPS = 200

/**
 * Problems that a schema cannot see: ids that stand twice, names that lead nowhere, ranges that contradict
 * each other, placeholders. The rules work on any content, so that one mistake does not hide another.
 */
export function ruleProblems(suite: Fields, source: Fields): Problem[] {
  return [
    ...duplicateIds(suite, 'models'),
    ...duplicateIds(suite, 'personas'),
    ...systemProblems(suite),
    ...selectorProblems(suite),
    ...factorProblems(suite),
    ...thresholdProblems(suite),
    ...lexiconProblems(suite, source),
    ...promptProblems(suite, source),
    ...rubricProblems(suite),
  ]
}

/** Entries that work, but perhaps not as meant. */
export function notes(suite: Fields, source: Fields): Problem[] {
  return [...unusedStyles(suite, source), ...personasWithoutTerms(suite)]
}

/** Entries of an id alone that stand for an entry of the extended suite, where that suite has no such id. */
export function unknownEntries(source: Fields, base: Fields): Problem[] {
  if (Object.keys(base).length === 0) return []
  const named = [
    {name: 'models', what: 'model', needed: 'name, input_price and output_price'},
    {name: 'personas', what: 'persona', needed: 'sector, desired_role and persona'},
  ] as const
  return named.flatMap(({name, what, needed}) => {
    const known = inheritable(base, name).map(({id}) => String(id))
    return list(source[name]).flatMap((entry, at) => {
      const id = isFields(entry) && Object.keys(entry).length === 1 ? entry['id'] : entry
      if (typeof id !== 'string' || known.includes(id)) return []
      const near = nearMatches(id, known)
      const hint =
        near.length > 0 ? `Did you mean ${near.join(' or ')}?` : `If it is a new one, give it ${needed}.`
      return [{path: [name, at], message: `The extended suite has no ${what} "${id}".`, hint}]
    })
  })
}

function personasWithoutTerms(suite: Fields): Problem[] {
  const lexicon = isFields(suite['lexicon']) ? suite['lexicon'] : {}
  return list(suite['personas']).flatMap((persona, at) => {
    const id = isFields(persona) ? persona['id'] : undefined
    if (typeof id !== 'string' || id in lexicon) return []
    return [
      {
        path: ['personas', at, 'id'],
        message: `"${id}" has no lexicon, so the baseline builtin/lexicon cannot be run for it.`,
        hint: `Add lexicon.${id} if you want that floor.`,
      },
    ]
  })
}

function duplicateIds(suite: Fields, name: 'models' | 'personas'): Problem[] {
  const first = new Map<unknown, number>()
  return list(suite[name]).flatMap((entry, at) => {
    const id = isFields(entry) ? entry['id'] : undefined
    if (typeof id !== 'string') return []
    const earlier = first.get(id)
    if (earlier === undefined) first.set(id, at)
    return earlier === undefined
      ? []
      : [
          {
            path: [name, at, 'id'],
            message: `The id "${id}" stands twice in ${name}.`,
            hint: `The first is ${name}[${earlier}].`,
          },
        ]
  })
}

function factorProblems(suite: Fields): Problem[] {
  const factors = isFields(suite['factors']) ? suite['factors'] : {}
  const styles = Object.keys(isFields(suite['styles']) ? suite['styles'] : {})
  const twice = Object.entries(factors).flatMap(([factor, levels]) =>
    list(levels).flatMap((level, at, all) =>
      all.indexOf(level) < at
        ? [{path: ['factors', factor, at], message: `"${String(level)}" stands twice in ${factor}.`}]
        : [],
    ),
  )
  const unknown = list(factors['style']).flatMap((style, at) =>
    styles.includes(String(style))
      ? []
      : [
          {
            path: ['factors', 'style', at],
            message: `There is no style "${String(style)}".`,
            hint: near(String(style), styles),
          },
        ],
  )
  const many = list(factors['chip_count']).flatMap((count, at) =>
    typeof count === 'number' && count > MOST_CHIPS
      ? [
          {
            path: ['factors', 'chip_count', at],
            message: `${count} chips are more than anybody can rate.`,
            hint: `At most ${MOST_CHIPS}.`,
          },
        ]
      : [],
  )
  return [...twice, ...unknown, ...many]
}

/** A style that the file defines and no case would use. */
function unusedStyles(suite: Fields, source: Fields): Problem[] {
  const levels = isFields(suite['factors']) ? list(suite['factors']['style']) : []
  return Object.keys(isFields(source['styles']) ? source['styles'] : {})
    .filter((style) => !levels.includes(style))
    .map((style) => ({
      path: ['styles', style],
      atKey: true,
      message: `No case uses the style "${style}".`,
      hint: 'Name it in factors.style, or leave it out.',
    }))
}

function thresholdProblems(suite: Fields): Problem[] {
  const thresholds = isFields(suite['thresholds']) ? suite['thresholds'] : {}
  const highest = (range: string) => {
    const value = isFields(thresholds[range]) ? thresholds[range]['max'] : undefined
    return typeof value === 'number' ? value : undefined
  }
  const problems: Problem[] = []
  const [picked, offered] = [highest('selected'), highest('selectable')]
  if (picked !== undefined && offered !== undefined && picked > offered) {
    problems.push({
      path: ['thresholds', 'selected', 'max'],
      message: `The user cannot pick ${picked} of at most ${offered} chips on offer.`,
    })
  }

  const perType = thresholds['min_per_type']
  const counts = isFields(suite['factors'])
    ? list(suite['factors']['chip_count']).filter((count) => typeof count === 'number')
    : []
  const fewest = Math.min(...counts)
  if (typeof perType === 'number' && perType * CHIP_TYPES.length > fewest) {
    const path: Path = ['thresholds', 'min_per_type']
    problems.push({
      path,
      message: `${perType} chips of each of ${CHIP_TYPES.length} types cannot be had from ${fewest} chips.`,
      hint: 'Ask for more chips, or for fewer of each type.',
    })
  }

  return problems
}

/** A mistyped persona; terms of other personas may stay, as builtin/random draws from them. */
function lexiconProblems(suite: Fields, source: Fields): Problem[] {
  const personas = list(suite['personas']).flatMap((persona) =>
    isFields(persona) ? [String(persona['id'])] : [],
  )
  return Object.keys(isFields(source['lexicon']) ? source['lexicon'] : {}).flatMap((id) => {
    const meant = personas.includes(id)
      ? []
      : nearMatches(id, personas).filter(
          (personaId) => !Object.hasOwn(source['lexicon'] as Fields, personaId),
        )
    return meant.length > 0
      ? [
          {
            path: ['lexicon', id],
            atKey: true,
            message: `There is no persona "${id}".`,
            hint: `Did you mean ${meant.join(' or ')}?`,
          },
        ]
      : []
  })
}

function near(typed: string, known: readonly string[]): string {
  const matches = nearMatches(typed, known)
  return matches.length > 0
    ? `Did you mean ${matches.join(' or ')}?`
    : `There are: ${known.join(', ') || 'none'}.`
}
