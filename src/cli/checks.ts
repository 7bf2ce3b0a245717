import {existsSync, readdirSync} from 'node:fs'
import {join} from 'node:path'
import {BenchError, messageOf} from '../errors/bench-error.js'
import {usage} from '../errors/catalogue.js'
import type {Check} from '../records/doctor.js'
import {inspectDatabase, type Inspection} from '../store/database/inspection.js'
import {databaseExists, databaseLocation, type DatabaseLocation} from '../store/database/location.js'
import {SCHEMA_VERSION} from '../store/database/migrations.js'
import {skewWarnings} from '../sync/sync-file.js'
import {systemChecks} from './running/system-checks.js'

const LEAST_NODE = [20, 19] as const

type Environment = Readonly<Record<string, string | undefined>>

/** Everything that `bench doctor` looks at. Nothing is changed, and the checks name no secret. */
export async function allChecks(
  dbFlag: string | undefined,
  env: Environment,
  {dataDir, output}: {dataDir: string; output: NodeJS.WriteStream},
): Promise<Check[]> {
  const checks = [nodeCheck(process.versions.node)]
  try {
    const [first, ...others] = locations(dbFlag, env)
    checks.push(...(await databaseChecks(first)))
    for (const location of others) checks.push(...(await databaseChecks(location)))
    checks.push(...(await systemChecks(first)))
  } catch (error) {
    checks.push(brokenBy('database', error))
  }

  return [...checks, ...outboxChecks(dataDir), ...keyChecks(env), terminalCheck(env, output)]
}

/** The file that is synced, and the team's database; one of the two where the other is missing. */
function locations(dbFlag: string | undefined, env: Environment): [DatabaseLocation, ...DatabaseLocation[]] {
  const {BENCH_DATABASE_URL, TURSO_DATABASE_URL, TURSO_AUTH_TOKEN} = env
  const first = databaseLocation(dbFlag, {BENCH_DATABASE_URL, TURSO_AUTH_TOKEN})
  if (first.kind === 'remote' || !TURSO_DATABASE_URL) return [first]
  const team = databaseLocation(TURSO_DATABASE_URL, {TURSO_AUTH_TOKEN})
  const isFileMeant = dbFlag !== undefined || BENCH_DATABASE_URL !== undefined || databaseExists(first)
  return isFileMeant ? [first, team] : [team]
}

/** Runs whose outbox still holds rows. */
function outboxChecks(dataDir: string): Check[] {
  const folder = join(dataDir, 'spool')
  const files = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.db')) : []
  if (files.length === 0) return []
  const next = files.map((name) => `bench sync --push-only --db '${join(folder, name)}' --remote URL`)
  return [
    {
      name: 'outbox',
      status: 'warning',
      found: `${files.length} files of runs that are at work, or could not send everything`,
      next,
    },
  ]
}

export function nodeCheck(version: string): Check {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  const isOld = major < LEAST_NODE[0] || (major === LEAST_NODE[0] && minor < LEAST_NODE[1])
  return {
    name: 'Node.js',
    status: isOld ? 'broken' : 'ok',
    found: `version ${version}`,
    next: isOld ? [`bench needs ${LEAST_NODE.join('.')} or newer: https://nodejs.org`] : [],
  }
}

async function databaseChecks(location: DatabaseLocation): Promise<Check[]> {
  const name = location.kind === 'remote' ? 'team database' : 'database'
  if (!databaseExists(location)) {
    return [
      {
        name,
        status: 'warning',
        found: `there is none at ${location.display} yet`,
        next: ['A first run makes one: bench run -m builtin/lexicon', "To fetch the team's: bench sync"],
      },
    ]
  }

  let inspection: Inspection
  try {
    inspection = await inspectDatabase(location)
  } catch (error) {
    return [brokenBy(name, error)]
  }

  const checks: Check[] = [schemaCheck(name, location, inspection)]
  if (inspection.wrong_totals !== null) checks.push(totalsCheck(inspection.wrong_totals, location))
  if (location.kind === 'remote') checks.push(clockCheck(inspection.clock_ahead_ms))
  else checks.push(integrityCheck(inspection), walCheck(inspection), pendingCheck(inspection))
  return checks
}

function schemaCheck(
  name: string,
  location: DatabaseLocation,
  {schema, size_bytes, is_read_only}: Inspection,
): Check {
  const size = size_bytes === null ? '' : `, ${(size_bytes / 1e6).toFixed(1)} MB`
  const where = `${location.display}${size}`
  if (schema === SCHEMA_VERSION)
    return {
      name,
      status: 'ok',
      found: `${where}, schema ${schema}${is_read_only ? ', in a read-only place: it is only read' : ''}`,
      next: [],
    }
  if (schema === null)
    return {
      name,
      status: 'warning',
      found: `${where} is empty`,
      next: ['The first run or sync makes its tables.'],
    }
  const found =
    schema === 0 ? 'is of the design before bench' : `has schema ${schema}, this bench ${SCHEMA_VERSION}`
  return {
    name,
    status: 'warning',
    found: `${where} ${found}`,
    next: [broughtForwardBy(location, is_read_only)],
  }
}

function broughtForwardBy({kind}: DatabaseLocation, isReadOnly: boolean): string {
  if (kind === 'remote') return 'When everybody can upgrade bench, one of you does: bench sync --upgrade-team'
  return isReadOnly
    ? 'It cannot be written where it is: copy it to a folder where you may write.'
    : 'The next command that opens it brings it forward, and keeps a copy beside it.'
}

/**
 * Triggers keep totals of ratings beside each result; a program that dropped or avoided them leaves wrong
 * totals.
 */
function totalsCheck(wrong: number, {kind, display}: DatabaseLocation): Check {
  if (wrong === 0) return {name: 'totals', status: 'ok', found: 'as the ratings add up', next: []}
  return {
    name: 'totals',
    status: 'broken',
    found: `${wrong} ${wrong === 1 ? 'result carries' : 'results carry'} other totals of ratings than the ratings add up to`,
    next: [`Count them anew: bench doctor --repair${kind === 'local' ? ` --db '${display}'` : ''}`],
  }
}

function integrityCheck({damage}: Inspection): Check {
  if (damage.length === 0) return {name: 'integrity', status: 'ok', found: 'no damage', next: []}
  const next = [
    'Keep a copy of the file. What the team has: bench sync --db file:NEW.db; or restore a backup (docs/team.md).',
  ]
  return {name: 'integrity', status: 'broken', found: damage.join('; '), next}
}

function walCheck({journal_mode, schema, is_read_only}: Inspection): Check {
  const isWal = journal_mode === 'wal' || schema === null || schema === 0 || is_read_only
  const next = isWal
    ? []
    : [
        'The next command that opens it sets it; should it stay so, the file is on a disk that cannot share memory: move it to a local one.',
      ]
  return {name: 'journal', status: isWal ? 'ok' : 'warning', found: journal_mode ?? 'unknown', next}
}

function pendingCheck({pending}: Inspection): Check {
  if (pending === null)
    return {name: 'sync', status: 'ok', found: 'never synced with a team database', next: []}
  if (pending === 0)
    return {name: 'sync', status: 'ok', found: 'everything is in the team database', next: []}
  return {
    name: 'sync',
    status: 'warning',
    found: `${pending} changes are only here`,
    next: ['Bring them to the team: bench sync'],
  }
}

function clockCheck(aheadMs: number): Check {
  const [warning] = skewWarnings(aheadMs)
  return warning === undefined
    ? {
        name: 'clock',
        status: 'ok',
        found: `${Math.abs(aheadMs / 1000).toFixed(1)} s from the team database's`,
        next: [],
      }
    : {
        name: 'clock',
        status: 'warning',
        found: warning,
        next: ['Let the system set the time by itself (NTP).'],
      }
}

/** Whether keys are set; their values are never looked at. */
function keyChecks(env: Environment): Check[] {
  const has = (name: string) => (env[name] ?? '') !== ''
  const key: Check = has('OPENROUTER_API_KEY')
    ? {name: 'API key', status: 'ok', found: 'OPENROUTER_API_KEY is set', next: []}
    : {
        name: 'API key',
        status: 'warning',
        found: `OPENROUTER_API_KEY is not set${has('BENCH_API_KEY') ? '; BENCH_API_KEY is' : ''}`,
        next: ['Models of the suite need it; baselines and servers of your own (--base-url) do not.'],
      }
  if (!has('TURSO_DATABASE_URL') || has('TURSO_AUTH_TOKEN')) return [key]
  return [
    key,
    {
      name: 'team token',
      status: 'warning',
      found: 'TURSO_DATABASE_URL is set, TURSO_AUTH_TOKEN is not',
      next: ['Turso needs one; a server of your own may not.'],
    },
  ]
}

function terminalCheck(env: Environment, output: NodeJS.WriteStream): Check {
  const colours = env['NO_COLOR'] ? ', no colours (NO_COLOR)' : ''
  if (!output.isTTY)
    return {
      name: 'terminal',
      status: 'ok',
      found: 'none: output goes to a file or a program',
      next: ['bench rate needs one, or --score and --import.'],
    }
  const isSmall = output.columns < 80 || output.rows < 24
  const found = `${output.columns} × ${output.rows}${colours}`
  return {
    name: 'terminal',
    status: isSmall ? 'warning' : 'ok',
    found,
    next: isSmall ? ['Rating is easier from 80 × 24 on: widen the window.'] : [],
  }
}

function brokenBy(name: string, error: unknown): Check {
  const failure = error instanceof BenchError ? error : usage(messageOf(error))
  return {name, status: 'broken', found: failure.message, next: failure.next}
}
