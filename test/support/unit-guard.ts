import childProcess from 'node:child_process'
import {syncBuiltinESMExports} from 'node:module'
import Connection from 'libsql'

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
const connections = Connection.prototype as unknown as Record<'exec' | 'prepare', (sql: string) => unknown>
const {exec, prepare} = connections
const originals = Object.fromEntries(STARTERS.map((name) => [name, starters[name]])) as typeof starters

/** No unit test takes the power away: a commit that waits for the disk takes seven times as long for nothing. */
function withoutWaiting(sql: string): string {
  return sql === 'PRAGMA synchronous = FULL' ? 'PRAGMA synchronous = OFF' : sql
}

/**
 * Where unit tests alone run, lets no process be started, so that a wrong name shows, and no commit wait. With
 * `--parallel` this is decided file by file; else once, and one file of another tier lets all others do both.
 */
export const mochaHooks = {
  beforeAll(this: Mocha.Context) {
    const {suites} = this.test!.parent!
    if (!suites.every(({file}) => file !== undefined && UNIT.test(file))) return
    for (const name of STARTERS) starters[name] = refusing(originals[name])
    syncBuiltinESMExports()
    connections.prepare = function (sql) {
      return prepare.call(this, withoutWaiting(sql))
    }
    connections.exec = function (sql) {
      return exec.call(this, withoutWaiting(sql))
    }
  },
  afterAll() {
    Object.assign(starters, originals)
    Object.assign(connections, {exec, prepare})
    syncBuiltinESMExports()
  },
}
