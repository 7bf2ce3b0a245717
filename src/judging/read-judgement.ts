import {findJson} from '../chips/find-json.js'
import {withoutThoughts} from '../chips/thoughts.js'

/** A judgement as the judge gave it. */
export interface Reading {
  score: number
  reasons: string
  /** Keys of chips. */
  bad_chips: string[]
}

/** Characters of reasons that are kept. */
const LONGEST_REASONS = 2000

/**
 * Reads a judgement. Only a whole number from 1 to 5 in an object of JSON is a score: nothing is guessed from
 * prose, and where an answer gives two scores it gives none.
 * @param keys of the chips, by the numbers that the judge saw.
 * @returns why there is no score, as a sentence without a full stop.
 */
export function readJudgement(answer: string, keys: readonly string[]): Reading | {problem: string} {
  if (answer.trim() === '') return {problem: 'the answer is empty'}
  const {answer: spoken} = withoutThoughts(answer)
  const found = findJson(spoken, (value) => (hasScore(value) ? [value] : [])).lists.flatMap(
    ({items}) => items,
  )
  if (found.length === 0) return {problem: 'there is no JSON object with a score'}
  const scores = new Set(found.map(({score}) => scoreOf(score)))
  if (scores.size > 1) return {problem: 'there are several scores'}
  const [score] = scores
  if (score === undefined) return {problem: `the score is no whole number from 1 to 5`}
  const {reasons, bad_chips} = found.at(-1)!
  return {score, reasons: textOf(reasons), bad_chips: keysOf(bad_chips, keys)}
}

interface Scored {
  score: unknown
  reasons?: unknown
  bad_chips?: unknown
}

function hasScore(value: unknown): value is Scored {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && Object.hasOwn(value, 'score')
}

/** Some models write numbers as texts. */
function scoreOf(value: unknown): number | undefined {
  const score = typeof value === 'string' && /^\s*[1-5]\s*$/.test(value) ? Number(value) : value
  return typeof score === 'number' && Number.isInteger(score) && score >= 1 && score <= 5 ? score : undefined
}

function textOf(value: unknown): string {
  const values: unknown[] = Array.isArray(value) ? value : [value]
  const text = values.filter((part) => typeof part === 'string').join(' ')
  return text.replaceAll(/\0|\p{Surrogate}/gu, '\uFFFD').slice(0, LONGEST_REASONS)
}

/** Numbers of chips, or their keys; whatever names no chip is left out. */
function keysOf(value: unknown, keys: readonly string[]): string[] {
  const named: unknown[] = Array.isArray(value) ? value : []
  const found = named.map((entry) => {
    if (typeof entry === 'string' && keys.includes(entry)) return entry
    const number = typeof entry === 'string' && /^\d+$/.test(entry) ? Number(entry) : entry
    return typeof number === 'number' ? keys[number - 1] : undefined
  })
  return [...new Set(found.filter((key) => key !== undefined))]
}
