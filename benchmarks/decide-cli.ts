/**
 * The worlds of `decide.ts` through the real command line: `rate --decide --next`, `rate --import`,
 * `decide --json`, a process each, until the decision asks for nothing more. What was asked is held against the
 * rule in process, rating for rating.
 *
 *   npm run build && npx tsx benchmarks/decide-cli.ts [draws] [seed] [part of a world's name]
 *
 * Default: 3 draws, seed 11, all worlds; a world takes one to ten minutes.
 */
import {spawnSync} from 'node:child_process'
import {mkdtemp, rm, writeFile} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join, resolve} from 'node:path'
import type {Sheet} from '../src/decide/rule/blocks.js'
import {Replay} from '../src/decide/rule/rule.js'
import {Random} from '../src/statistics/random.js'
import {databaseLocation} from '../src/store/database/location.js'
import {openStore} from '../src/store/store.js'
import {addRatedRun} from '../test/support/decided.js'
import {drawWorld, MARGIN, WORLDS, type DrawnWorld, type World} from './decide-worlds.js'

const BENCH = resolve(import.meta.dirname, '../bin/run.js')
/** Configurations are told apart by their number of chips, which raters see. */
const FIRST_COUNT = 10

/** What one rater was asked of one configuration at a time. */
interface Step {
  at: number
  rater: number
  systems: number[]
}

const [draws = 3, seed = 11] = process.argv.slice(2, 4).map(Number)
const part = process.argv[4] ?? ''
console.log('world                             draw  ratings  decided   loss  as in process')
let differing = 0
for (const [at, world] of WORLDS.entries()) {
  if (!world.name.includes(part)) continue
  const random = new Random(seed, at + 1)
  for (let draw = 1; draw <= draws; draw++) {
    const drawn = scoredOnce(drawWorld(world, random))
    const {steps, leader} = await throughCommands(world, drawn)
    const problem = differenceFromRule(world, drawn, steps, leader)
    const ratings = steps.reduce((sum, {systems}) => sum + systems.length, 0)
    const loss = leader === null ? '–' : (Math.max(...drawn.truths) - drawn.truths[leader]!).toFixed(2)
    console.log(
      `${world.name.padEnd(32)}  ${String(draw).padStart(4)}  ${String(ratings).padStart(7)}  ${leader === null ? 'no ' : 'yes'}      ${loss.padStart(5)}  ${problem ?? 'yes'}`,
    )
    if (problem !== undefined) differing++
  }
}

process.exitCode = differing > 0 ? 1 : 0

/** A rating that is the same whenever it is asked for. */
function scoredOnce(drawn: DrawnWorld): DrawnWorld {
  const known = new Map<string, number>()
  return {
    ...drawn,
    rate: (...cell) => {
      const key = cell.join(' ')
      const score = known.get(key) ?? drawn.rate(...cell)
      known.set(key, score)
      return score
    },
  }
}

async function throughCommands(
  world: World,
  drawn: DrawnWorld,
): Promise<{steps: Step[]; leader: number | null}> {
  const folder = await mkdtemp(join(tmpdir(), 'bench-decide-'))
  try {
    const systems = await fill(join(folder, 'bench.db'), drawn)
    const question = world.isByPreference ? ['--prefer', 'cost'] : []
    const steps: Step[] = []
    for (let round = 0; ; round++) {
      const rater = round % drawn.raters
      const most = String(Math.min(1000, drawn.systems * 3))
      const args = ['rate', '--decide', ...question, '--user', `rater-${rater}`, '--next', most, '--json']
      const {code, stdout} = bench(folder, args)
      if (code === 2) break
      const {next} = JSON.parse(stdout) as {next: {result_id: string; chip_count: number}[]}
      const block = next.filter(({chip_count}) => chip_count === next[0]!.chip_count)
      const step: Step = {
        at: next[0]!.chip_count - FIRST_COUNT,
        rater,
        systems: block.map(({result_id}) => systems.get(result_id)!).sort((a, b) => a - b),
      }
      const lines = block.map(({result_id}) =>
        [result_id, `rater-${rater}`, drawn.rate(systems.get(result_id)!, step.at, rater)].join(','),
      )
      await writeFile(join(folder, 'ratings.csv'), ['result_id,user_id,rating', ...lines, ''].join('\n'))
      bench(folder, ['rate', '--import', 'ratings.csv'], 0)
      steps.push(step)
    }

    const {stdout} = bench(folder, ['decide', ...question, '--json'])
    const {decision} = JSON.parse(stdout) as {decision: {candidate: {model: string}} | null}
    return {steps, leader: decision === null ? null : Number(decision.candidate.model.slice(5))}
  } finally {
    await rm(folder, {recursive: true, force: true})
  }
}

/** An unrated result of each system on each configuration. @returns systems by result */
async function fill(file: string, {systems, configurations}: DrawnWorld): Promise<Map<string, number>> {
  const store = await openStore(databaseLocation(`file:${file}`, {}), {create: true})
  const models = Array.from({length: systems}, (_, at) => `lab/s${String(at).padStart(2, '0')}`)
  await addRatedRun(store, {
    rows: Object.fromEntries(models.map((model) => [model, '-'.repeat(configurations)])),
    // The first system is the cheapest, as in `decide.ts`.
    change: Object.fromEntries(models.map((model, at) => [model, {cost_usd: 0.001 * (at + 1)}])),
  })
  const places = new Map<string, number>()
  for await (const page of store.results.pages({}))
    for (const {id, model} of page) places.set(id, models.indexOf(model))
  await store.close()
  return places
}

function bench(cwd: string, args: string[], wanted?: number): {code: number; stdout: string} {
  const {status, stdout, stderr} = spawnSync(process.execPath, [BENCH, ...args, '--db', 'file:bench.db'], {
    cwd,
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
  })
  if (status === null || ![0, 2, 4].includes(status) || (wanted !== undefined && status !== wanted))
    throw new Error(`bench ${args.join(' ')}: ${status ?? 'killed'}\n${stderr}${stdout}`)
  return {code: status, stdout}
}

/** The first step that the rule in process would not have asked so; undefined where there is none. */
function differenceFromRule(
  world: World,
  {systems, configurations, rate, truths}: DrawnWorld,
  steps: readonly Step[],
  leader: number | null,
): string | undefined {
  const replay = new Replay({
    candidates: systems,
    scores: [],
    margin: MARGIN,
    ...(world.isByPreference && {preference: truths.map((_, system) => system)}),
  })
  const sheets = new Map<string, Sheet>()
  const begun = new Set<number>()
  for (const [index, {at, rater, systems: asked}] of steps.entries()) {
    const name = `step ${index + 1}`
    if (replay.verdict().isDecided) return `${name} after the decision`
    const key = `${at} ${rater}`
    const isNew = !sheets.has(key)
    if (begun.has(at) && begun.size < configurations) return `${name} fills before all is begun`
    begun.add(at)
    const sheet = sheets.get(key) ?? {
      block: String(at),
      rater: key,
      scores: Array.from({length: systems}),
      lastAt: '',
    }
    sheets.set(key, sheet)
    const wanted = replay.verdict().stillAsked.filter((system) => sheet.scores[system] === undefined)
    if (wanted.join() !== asked.join()) return `${name} asks ${asked.join()}, not ${wanted.join()}`
    for (const system of asked) sheet.scores[system] = rate(system, at, rater)
    if (isNew) replay.add(sheet)
    else replay.look()
  }

  const verdict = replay.verdict()
  const expected = verdict.isDecided ? verdict.leader : null
  return expected === leader ? undefined : `ends with ${String(leader)}, not ${String(expected)}`
}
