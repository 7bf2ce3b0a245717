import type {z} from 'zod'
import {nearMatches} from '../errors/near-matches.js'
import {pathText, type Path, type Problem} from './problem.js'

/** The problems that a schema finds in a value, in sentences with hints. */
export function schemaProblems(schema: z.ZodType, value: unknown): Problem[] {
  const checked = schema.safeParse(value)
  return checked.success ? [] : checked.error.issues.flatMap((issue) => problemsOf(issue, schema, value))
}

function problemsOf(issue: z.core.$ZodIssue, schema: z.ZodType, value: unknown): Problem[] {
  const path = issue.path.map((part) => (typeof part === 'number' ? part : String(part)))
  const name = nameOf(path)
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map((key) => ({
        path: [...path, key],
        atKey: true,
        message: `Unknown key "${key}".`,
        hint: keyHint(key, knownKeys(schema, path)),
      }))
    case 'invalid_key':
      return [
        {
          path,
          atKey: true,
          message: `"${name}" cannot be a name here: ${issue.issues[0]?.message ?? 'it is invalid'}.`,
        },
      ]
    case 'invalid_type':
      if (valueAt(value, path) === undefined)
        return [{path, message: `"${name}" is missing.`, hint: `It must be ${article(issue.expected)}.`}]
      return [{path, message: `"${name}" must be ${article(issue.expected)}.`}]
    case 'invalid_value':
      return [invalidValue(path, valueAt(value, path), issue.values.map(String))]
    case 'too_small':
      return [{path, message: tooSmall(name, issue)}]
    case 'too_big':
      return [{path, message: tooBig(name, issue)}]
    case 'invalid_format':
      return [{path, message: `"${name}" ${formatText(issue)}.`}]
    default:
      return [{path, message: `${pathText(path) || 'the file'}: ${issue.message}.`}]
  }
}

/** The last part of a path as people call it; an entry of a list by its list: `chip_count[1]`. */
function nameOf(path: Path): string {
  const from = path.findLastIndex((part) => typeof part === 'string')
  return pathText(path.slice(Math.max(0, from))) || 'the file'
}

function invalidValue(path: Path, value: unknown, values: readonly string[]): Problem {
  if (value === undefined)
    return {path, message: `"${nameOf(path)}" is missing.`, hint: `It can be ${values.join(', ')}.`}
  const typed = typeof value === 'string' ? value : JSON.stringify(value)
  return {path, message: `"${typed}" is not possible here.`, hint: valueHint(typed, values)}
}

/** Our patterns have their own messages; other formats are described here. */
function formatText({format, message}: {format: string; message: string}): string {
  if (format === 'date') return 'must be a date such as 2026-11-24'
  return message.startsWith('must') ? message : 'is not well formed'
}

function tooSmall(name: string, issue: z.core.$ZodIssueTooSmall): string {
  if (issue.origin === 'string') return `"${name}" must not be empty.`
  if (issue.origin === 'array') return `"${name}" must not be an empty list.`
  if (issue.minimum === 0 && issue.inclusive !== true) return `"${name}" must be above 0.`
  return issue.minimum === 0
    ? `"${name}" must not be negative.`
    : `"${name}" must be at least ${issue.minimum}.`
}

function tooBig(name: string, {origin, maximum}: z.core.$ZodIssueTooBig): string {
  if (origin === 'string') return `"${name}" must have at most ${maximum} characters.`
  if (origin === 'array') return `"${name}" must have at most ${maximum} entries.`
  return `"${name}" must be at most ${maximum}.`
}

const ARTICLES: Record<string, string> = {
  array: 'a list',
  object: 'a map of keys',
  record: 'a map of keys',
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
}

function article(expected: string): string {
  return ARTICLES[expected] ?? expected
}

function keyHint(key: string, known: readonly string[]): string {
  const near = nearMatches(key, known)
  if (near.length > 0) return `Did you mean ${near.join(' or ')}?`
  return known.length > 0 ? `Known here: ${known.join(', ')}.` : ''
}

/** Near matches, else all known values. */
function valueHint(typed: string, known: readonly string[]): string {
  const near = nearMatches(typed, known)
  return near.length > 0 ? `Did you mean ${near.join(' or ')}?` : `Possible: ${known.join(', ')}.`
}

function valueAt(value: unknown, path: Path): unknown {
  return path.reduce<unknown>(
    (inner, part) =>
      typeof inner === 'object' && inner !== null
        ? (inner as Record<string | number, unknown>)[part]
        : undefined,
    value,
  )
}

/** The keys that a schema has at a path. */
function knownKeys(schema: z.ZodType, path: Path): string[] {
  let inner: unknown = schema
  for (const part of path) {
    const {shape, element, valueType} = unwrapped(inner)
    inner = shape ? shape[String(part)] : (element ?? valueType)
  }

  return Object.keys(unwrapped(inner).shape ?? {})
}

interface Inside {
  shape?: Record<string, unknown>
  element?: unknown
  valueType?: unknown
  unwrap?: () => unknown
}

function unwrapped(schema: unknown): Inside {
  const inside = (schema ?? {}) as Inside
  // A list has an `unwrap` too, for its elements.
  return inside.element === undefined && typeof inside.unwrap === 'function'
    ? unwrapped(inside.unwrap())
    : inside
}
