import type {Chip} from './chip.js'
import {findJson} from './find-json.js'
import type {ReadChips} from './read-answer.js'

/**
 * Reads which of the offered chips the simulated user picked, in the order of picking. Keys stand in a
 * JSON list (or chips with keys, or a list inside an object), else anywhere in the text. Case and the
 * separators of words are forgiven, display names count too; what was not on offer is ignored and named.
 */
export function readSelection(answer: string, offered: readonly Chip[]): ReadChips {
  if (answer.trim() === '') return {chips: [], problems: ['the answer is empty']}
  const byName = new Map<string, Chip>()
  for (const chip of offered) if (!byName.has(normal(chip.key))) byName.set(normal(chip.key), chip)
  for (const chip of offered) if (!byName.has(normal(chip.display))) byName.set(normal(chip.display), chip)

  const found = findJson(answer, (value) => picked(namesOf(value), byName).length)
  const names = found.values.flatMap((value) => namesOf(value))
  const unknown = names.filter((name) => !byName.has(normal(name)))
  const listed = picked(names, byName)
  const problems = [...found.repairs]
  if (unknown.length > 0)
    problems.push(
      `not on offer and ignored: ${unknown
        .slice(0, 10)
        .map((name) => shortText(name))
        .join(', ')}`,
    )
  if (listed.length > 0) return {chips: listed, problems}

  const named = namedInText(answer, offered)
  if (named.length > 0)
    return {chips: named, problems: ['there was no list of keys; they were read from the text']}
  return {chips: [], problems: [...problems, 'none of the offered chips was picked']}
}

function namesOf(value: unknown): string[] {
  if (typeof value === 'string') return [value]
  if (Array.isArray(value)) return value.flatMap((each: unknown) => namesOf(each))
  if (typeof value !== 'object' || value === null) return []
  if ('key' in value && typeof value.key === 'string') return [value.key]
  return Object.values(value)
    .filter((each) => Array.isArray(each))
    .flatMap((each) => namesOf(each))
}

function picked(names: readonly string[], byName: ReadonlyMap<string, Chip>): Chip[] {
  const chips = new Set<Chip>()
  for (const name of names) {
    const chip = byName.get(normal(name))
    if (chip) chips.add(chip)
  }

  return [...chips]
}

/** Keys that stand in the text as whole words, in the order they are named. */
function namedInText(answer: string, offered: readonly Chip[]): Chip[] {
  const sentence = ` ${answer.toLowerCase().replaceAll(/[^\p{L}\p{N}_]+/gu, ' ')} `
  return offered
    .map((chip) => ({chip, at: sentence.indexOf(` ${chip.key.toLowerCase()} `)}))
    .filter(({at}) => at !== -1)
    .sort((a, b) => a.at - b.at)
    .map(({chip}) => chip)
}

function normal(name: string): string {
  return name
    .normalize('NFKC')
    .trim()
    .toLowerCase()
    .replaceAll(/[\s_-]+/g, '_')
}

function shortText(text: string): string {
  return text.length > 40 ? `${text.slice(0, 39)}…` : text
}
