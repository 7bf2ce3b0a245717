/**
 * How often fast-check draws: all that is said where `TEST_DRAWS=all`, as in the gate; else a quarter of it, so that
 * the unit tier stays quick. What is drawn differs each time in both.
 */
export function draws(all: number): {numRuns: number} {
  return {numRuns: process.env['TEST_DRAWS'] === 'all' ? all : Math.ceil(all / 4)}
}
