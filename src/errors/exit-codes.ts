/** The exit codes of `bench` for scripts. Documented in docs/reference/exit-codes.md. */
export const EXIT = {
  ok: 0,
  error: 1,
  usage: 2,
  failedCases: 3,
  threshold: 4,
  budget: 5,
  sighup: 129,
  sigint: 130,
  sigterm: 143,
} as const
export type ExitCode = (typeof EXIT)[keyof typeof EXIT]

/** The exit code of a process that a signal ended: 128 and the signal's number, as shells report it. */
export function exitCodeOfSignal(signal: 'SIGHUP' | 'SIGINT' | 'SIGTERM'): ExitCode {
  return {SIGHUP: EXIT.sighup, SIGINT: EXIT.sigint, SIGTERM: EXIT.sigterm}[signal]
}
