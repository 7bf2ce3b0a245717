import type {Context} from 'hono'
import {HTTPException} from 'hono/http-exception'
import type {z} from 'zod'
import {BenchError} from '../../errors/bench-error.js'
import {RATER_REMOVED} from '../../errors/people.js'

/** Where a request is wrong: the part of the request, then the path to the value. */
export type Location = (string | number)[]

/** One problem of a request, in the shape that front ends of FastAPI services know. */
export interface Problem {
  /** Stable name for programs: missing, int_parsing, greater_than_equal, enum … */
  type: string
  loc: Location
  msg: string
}

type Issue = z.core.$ZodIssue

/** The 422 answer. */
export function unprocessable(c: Context, problems: Problem[]) {
  return c.json({detail: problems}, 422)
}

/**
 * The problems that a schema found; `place` is query, path, header or body. `checked` is what the schema saw.
 */
export function problemsOf(error: z.core.$ZodError, place: string, checked: unknown): Problem[] {
  return error.issues.map((issue) => {
    const value = valueAt(checked, issue.path)
    const problem =
      place === 'query' && Array.isArray(value)
        ? {type: 'single', msg: 'Should be given once'}
        : explain(issue, value)
    return {
      loc: [place, ...issue.path.map((part) => (typeof part === 'symbol' ? String(part) : part))],
      ...problem,
    }
  })
}

function explain(issue: Issue, value: unknown): Pick<Problem, 'type' | 'msg'> {
  switch (issue.code) {
    case 'invalid_type':
      if (value === undefined) return {type: 'missing', msg: 'Field required'}
      return {
        type: `${issue.expected}_type`,
        msg: `Input should be a valid ${issue.expected === 'int' ? 'integer' : issue.expected}`,
      }
    case 'too_small':
      if (issue.origin === 'string')
        return {
          type: 'string_too_short',
          msg: `String should have at least ${issue.minimum} character${issue.minimum === 1 ? '' : 's'}`,
        }
      return {type: 'greater_than_equal', msg: `Input should be greater than or equal to ${issue.minimum}`}
    case 'too_big':
      if (issue.origin === 'string')
        return {type: 'string_too_long', msg: `String should have at most ${issue.maximum} characters`}
      return {type: 'less_than_equal', msg: `Input should be less than or equal to ${issue.maximum}`}
    case 'invalid_value':
      if (value === undefined) return {type: 'missing', msg: 'Field required'}
      return {
        type: 'enum',
        msg: `Input should be ${issue.values.map((value) => JSON.stringify(value)).join(', ')}`,
      }
    case 'unrecognized_keys':
      return {type: 'extra_forbidden', msg: `Unknown: ${issue.keys.join(', ')}`}
    case 'custom':
      return {
        type: typeof issue.params?.['type'] === 'string' ? issue.params['type'] : 'value_error',
        msg: issue.message,
      }
    default:
      return {type: 'value_error', msg: issue.message}
  }
}

function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (value, part) =>
      typeof value === 'object' && value !== null ? (value as Record<PropertyKey, unknown>)[part] : undefined,
    value,
  )
}

/**
 * The answer to an error that no route handles. Details about files and servers are for the log alone: the
 * client learns only whether to come again.
 */
export function failure(error: Error, c: Context, onDefect: (error: unknown) => void): Response {
  if (error instanceof HTTPException) return c.json({detail: error.message || 'Not possible'}, error.status)
  if (error instanceof BenchError && error.code === RATER_REMOVED)
    return c.json({detail: 'This user was removed, and cannot rate'}, 403)
  onDefect(error)
  if (error instanceof BenchError)
    return c.json({detail: 'The database does not answer'}, 503, {'Retry-After': '5'})
  return c.json({detail: 'Internal Server Error'}, 500)
}
