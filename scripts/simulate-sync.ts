/**
 * Four devices and a team database over a bad network, seed after seed: see test/support/simulation.ts.
 *
 * node --import tsx scripts/simulate-sync.ts [seeds] [first seed]
 */
import {simulate} from '../test/support/simulation.js'

const seeds = Number(process.argv[2] ?? 50)
const first = Number(process.argv[3] ?? 1)
const sums = {syncs: 0, failedSyncs: 0, crashes: 0, faults: 0, rows: 0}
for (let seed = first; seed < first + seeds; seed++) {
  const started = performance.now()
  try {
    const found = await simulate(seed)
    for (const key of Object.keys(sums) as (keyof typeof sums)[]) sums[key] += found[key]
    console.log(
      `seed ${seed}: ${JSON.stringify(found)} ${((performance.now() - started) / 1000).toFixed(1)} s`,
    )
  } catch (error) {
    console.error(`seed ${seed} FAILED`, error)
    process.exitCode = 1
  }
}

console.log(`${seeds} seeds: ${JSON.stringify(sums)}`)
