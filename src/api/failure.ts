import type {Context} from 'hono'
import {HTTPException} from 'hono/http-exception'
import {BenchError} from '../errors/bench-error.js'

/**
 * The answer to an error that no route handles. What it says about files and servers is for the log alone:
 * who asks is told only whether to come again.
 */
export function failure(error: Error, c: Context, onDefect: (error: unknown) => void): Response {
  if (error instanceof HTTPException) return c.json({detail: error.message || 'Not possible'}, error.status)
  onDefect(error)
  if (error instanceof BenchError)
    return c.json({detail: 'The database does not answer'}, 503, {'Retry-After': '5'})
  return c.json({detail: 'Internal Server Error'}, 500)
}
