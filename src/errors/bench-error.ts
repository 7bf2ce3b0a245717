import {EXIT, type ExitCode} from './exit-codes.js'

export interface BenchErrorOptions {
  /** Stable name for scripts, e.g. `UNKNOWN_MODEL`. */
  code: string
  exit?: ExitCode
  /** What the user can do next, one sentence each. */
  next?: string[]
  cause?: unknown
}

/**
 * An error a user can cause or must react to. The message says what happened and what was kept; `next` says
 * what to do. Any other error that is thrown is a defect of bench.
 */
export class BenchError extends Error {
  readonly code: string
  readonly exit: ExitCode
  readonly next: string[]

  constructor(message: string, options: BenchErrorOptions) {
    super(message, {cause: options.cause})
    this.name = 'BenchError'
    this.code = options.code
    this.exit = options.exit ?? EXIT.error
    this.next = options.next ?? []
  }
}

/** The log text of any thrown value: a sentence, or for a defect the place it comes from. */
export function reportOf(error: unknown): string {
  return error instanceof Error && !(error instanceof BenchError)
    ? (error.stack ?? error.message)
    : messageOf(error)
}

/** The message of any thrown value. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
