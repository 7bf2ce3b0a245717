import childProcess from 'node:child_process'
import {syncBuiltinESMExports} from 'node:module'

/** `x.test.ts`, but neither `x.process.test.ts` nor `x.full.test.ts`. */
const UNIT = /^(?!.*\.(?:process|full)\.test\.ts$).*\.test\.ts$/
const STARTERS = ['exec', 'execFile', 'execFileSync', 'execSync', 'fork', 'spawn', 'spawnSync'] as const

type Start = (command: string, ...more: unknown[]) => unknown

function refusing(start: Start): Start {
  return (command, ...more) => {
    // The loader of TypeScript translates modules that are imported late in a process of its own.
    if (/[/\\]esbuild(?:\.exe)?$/.test(command)) return start(command, ...more)
    throw new Error(`A unit test starts no process (${command}): name its file x.process.test.ts`)
  }
}

const starters = childProcess as unknown as Record<(typeof STARTERS)[number], Start>
const originals = Object.fromEntries(STARTERS.map((name) => [name, starters[name]])) as typeof starters

/**
 * Lets no process be started where unit tests alone run, so that a wrong name shows. With `--parallel` this is
 * decided file by file; else once, and one file of another tier lets all the others start processes as well.
 */
export const mochaHooks = {
  beforeAll(this: Mocha.Context) {
    const {suites} = this.test!.parent!
    if (!suites.every(({file}) => file !== undefined && UNIT.test(file))) return
    for (const name of STARTERS) starters[name] = refusing(originals[name])
    syncBuiltinESMExports()
  },
  afterAll() {
    Object.assign(starters, originals)
    syncBuiltinESMExports()
  },
}
