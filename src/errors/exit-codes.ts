/** What the exit status of `bench` tells a script. Documented in docs/reference/exit-codes.md. */
export const EXIT = {
  ok: 0,
  error: 1,
  usage: 2,
  failedCases: 3,
  threshold: 4,
  budget: 5,
  sigint: 130,
  sigterm: 143,
} as const
export type ExitCode = (typeof EXIT)[keyof typeof EXIT]
