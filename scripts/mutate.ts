/**
 * Mutation testing: changes the sources at single places, in a copy, and sees whether a test notices.
 * CONTRIBUTING.md tells how to use it.
 *
 * npm run mutate -- --folder run --count 40 --seed 7
 */
import {parseArgs} from 'node:util'
import {resolve} from 'node:path'
import {Compiler} from './mutation/compiler.js'
import {Copies} from './mutation/copies.js'
import {changedLines, mutantsIn, shuffled} from './mutation/draw.js'
import {EXPLAINED, explains, readExplanations} from './mutation/explained.js'
import {ImportGraph} from './mutation/graph.js'
import {Judge} from './mutation/judge.js'
import {endTests} from './mutation/mocha.js'
import {place, type Mutant, type Trial} from './mutation/mutant.js'
import {describeMutant, killRate, summary, tests} from './mutation/report.js'

const USAGE = `npm run mutate -- [options]

  --folder NAME    a folder of src, or schema.sql; repeat it for more (run, sync, store)
  --count N        mutants to draw (40)
  --seed N         what is drawn (1)
  --since COMMIT   only lines that differ from this commit
  --only PLACE     every mutant at FILE:LINE or FILE:LINE:COLUMN, in any folder; repeat it for more
  --all            every mutant, without a draw
  --list           print what would be tried, and stop
  --files N        test files for a mutant, nearest first (12)
  --skip REGEX     test files that never run (those of the full tier); nor do those that need dist/
  --limit SECONDS  for a test file (60)
  --jobs N         mutants at a time (2)
  --at-least N     exit code 1 when fewer percent are killed (0)
  --json           the trials as one JSON document on standard output
`

const {values} = parseArgs({
  options: {
    folder: {type: 'string', multiple: true, default: ['run', 'sync', 'store']},
    count: {type: 'string', default: '40'},
    seed: {type: 'string', default: '1'},
    since: {type: 'string'},
    only: {type: 'string', multiple: true, default: []},
    all: {type: 'boolean', default: false},
    list: {type: 'boolean', default: false},
    files: {type: 'string', default: '12'},
    skip: {type: 'string', default: String.raw`\.full\.test\.ts$`},
    limit: {type: 'string', default: '60'},
    jobs: {type: 'string', default: '2'},
    'at-least': {type: 'string', default: '0'},
    json: {type: 'boolean', default: false},
    help: {type: 'boolean', default: false},
  },
})

if (values.help) {
  console.log(USAGE)
  process.exit(0)
}

const root = resolve(import.meta.dirname, '..')
const copies = new Copies(root)
const judge = new Judge(copies, Number(values.limit))
const trials: Trial[] = []
for (const [signal, code] of [
  ['SIGINT', 130],
  ['SIGTERM', 143],
] as const)
  process.once(signal, () => {
    endTests()
    copies.remove()
    print()
    process.exit(code)
  })
try {
  const drawn = draw()
  if (values.list) for (const mutant of drawn.slice(0, wanted(drawn))) console.log(describeMutant(mutant))
  else await tryAll(drawn)
} finally {
  copies.remove()
}

/** What the options ask for, without the mutants that are explained. */
function draw(): Mutant[] {
  const files = values.only.map((asked) => asked.split(':')[0]!)
  const found = mutantsIn(root, copies.files, values.only.length > 0 ? files : values.folder)
  const explanations = readExplanations(root)
  for (const {file, context} of explanations.filter(
    (known) => !found.some((mutant) => explains(known, mutant)),
  ))
    if (found.some((mutant) => mutant.file === file))
      console.error(`${EXPLAINED}: no mutant of ${file} is at "${context}" any more; take it out`)
  if (values.only.length > 0)
    return found.filter((mutant) => values.only.some((asked) => `${place(mutant)}:`.startsWith(`${asked}:`)))
  const isChanged = values.since === undefined ? () => true : changedLines(root, values.since)
  const open = found.filter(
    (mutant) => isChanged(mutant) && !explanations.some((known) => explains(known, mutant)),
  )
  return values.all ? open : shuffled(open, Number(values.seed))
}

function wanted(drawn: readonly Mutant[]): number {
  return values.all || values.only.length > 0 ? drawn.length : Number(values.count)
}

/** Tries mutants until enough were seen by tests; those that the compiler refuses do not count. */
async function tryAll(drawn: readonly Mutant[]): Promise<void> {
  const skipped = new RegExp(values.skip)
  const graph = new ImportGraph(root)
  const testFiles = copies.files
    .filter((file) => file.endsWith('.test.ts') && !skipped.test(file))
    .filter((file) => !graph.needsBuild(file))
  const compiler = new Compiler(root, [...new Set(drawn.map(({file}) => file))])
  const queue = [...drawn]
  const most = wanted(drawn)
  let begun = 0
  const next = (): Mutant | undefined => {
    while (begun < most) {
      const mutant = queue.shift()
      if (mutant === undefined) return undefined
      const by = compiler.refusal(mutant)
      if (by === undefined) {
        begun++
        return mutant
      }
      trials.push({mutant, verdict: 'refused', by, ran: 0, left: 0, seconds: 0})
    }
    return undefined
  }
  const work = async () => {
    const copy = copies.add()
    for (let mutant = next(); mutant !== undefined; mutant = next()) {
      const reaching = graph.reaching(mutant.file, testFiles)
      const nearest = reaching.slice(0, Number(values.files))
      const trial = await judge.judge(mutant, nearest, reaching.length - nearest.length, copy)
      trials.push(trial)
      const {verdict, seconds, ran, left, by = tests(ran, left)} = trial
      console.error(
        `${verdict.padEnd(9)} ${seconds.toFixed(1).padStart(5)} s  ${describeMutant(mutant)}   # ${by}`,
      )
    }
  }
  await Promise.all(Array.from({length: Number(values.jobs)}, work))
  print()
  if (killRate(trials) < Number(values['at-least'])) process.exitCode = 1
}

/** The trials so far: an interruption loses none. */
function print(): void {
  console.log(
    values.json
      ? JSON.stringify(
          {seed: Number(values.seed), killRate: killRate(trials), trials, unsound: judge.unsound},
          null,
          2,
        )
      : summary(trials, judge.unsound),
  )
}
