import {folderOf} from './draw.js'
import {place, type Mutant, type Trial} from './mutant.js'

/** `src/run/budget.ts:12:8 [operator] < → <=   | the line`. */
export function describeMutant(mutant: Mutant): string {
  const short = (text: string) => {
    const flat = text.replace(/\s+/g, ' ').trim()
    return flat.length > 70 ? `${flat.slice(0, 69)}…` : flat || '(nothing)'
  }
  const change = `${short(mutant.before)} → ${short(mutant.after)}`
  const context = mutant.before.startsWith(mutant.context) ? '' : `   | ${short(mutant.context)}`
  return `${place(mutant)} [${mutant.kind}] ${change}${context}`
}

/** Killed and late mutants among those that the tests saw, in percent; 100 when there are none. */
export function killRate(trials: readonly Trial[]): number {
  const counted = trials.filter(({verdict}) => verdict !== 'refused')
  const survived = counted.filter(({verdict}) => verdict === 'survived').length
  return counted.length === 0 ? 100 : (100 * (counted.length - survived)) / counted.length
}

/** A line for each folder, one for all, and the survivors. */
export function summary(trials: readonly Trial[], unsound: readonly string[]): string {
  const folders = [...new Set(trials.map(({mutant}) => folderOf(mutant.file)))].sort()
  const survivors = trials.filter(({verdict}) => verdict === 'survived')
  const lines = folders.map((folder) =>
    counts(
      folder,
      trials.filter(({mutant}) => folderOf(mutant.file) === folder),
    ),
  )
  return [
    '',
    ...lines,
    ...(folders.length > 1 ? [counts('all', trials)] : []),
    ...(survivors.length > 0 ? ['', 'Survivors:'] : []),
    ...survivors.map(({mutant, ran, left}) => `  ${describeMutant(mutant)}   (${tests(ran, left)})`),
    ...(unsound.length > 0 ? ['', 'Left out, as they fail or are too slow without a mutant:'] : []),
    ...unsound.map((file) => `  ${file}`),
  ].join('\n')
}

/** How many test files looked at a mutant. */
export function tests(ran: number, left: number): string {
  if (ran === 0) return 'no test file reaches it'
  return left > 0 ? `${ran} test files, ${left} farther ones not run` : `${ran} test files`
}

function counts(name: string, trials: readonly Trial[]): string {
  const count = (verdict: Trial['verdict']) => trials.filter((trial) => trial.verdict === verdict).length
  const numbers = `killed ${count('killed')}  timeout ${count('timeout')}  survived ${count('survived')}`
  return `${name.padEnd(14)} ${numbers}  (${killRate(trials).toFixed(0)} %)  refused by the compiler ${count('refused')}`
}
