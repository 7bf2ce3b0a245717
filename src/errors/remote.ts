import {BenchError, messageOf} from './bench-error.js'
import {EXIT} from './exit-codes.js'

/** Errors around the team's database: their sentences, their exit codes and what to do next. */

/** A server that does not answer, even after a wait. */
export function databaseAway(display: string, reason: string): BenchError {
  return new BenchError(
    `The database ${display} does not answer: ${reason}. Everything saved before is kept.`,
    {
      code: 'DATABASE_UNREACHABLE',
      exit: EXIT.error,
      next: [
        'Check the URL and the network, then try again: nothing is done twice.',
        'Without a network: --db file:bench.db, and `bench sync` later.',
      ],
    },
  )
}

export function databaseRefused(display: string, status: number, isExpired: boolean): BenchError {
  const token =
    status === 403
      ? 'the token may read, but not write'
      : isExpired
        ? 'the token has expired'
        : 'there is no token, or it is not valid for this database'
  return new BenchError(`The database ${display} refused: ${token}. Nothing was changed.`, {
    code: status === 403 ? 'DATABASE_READ_ONLY' : isExpired ? 'TOKEN_EXPIRED' : 'TOKEN_REFUSED',
    exit: EXIT.error,
    next: [
      'Put a valid one into TURSO_AUTH_TOKEN (environment or .env). Turso makes them with: turso db tokens create NAME',
    ],
  })
}

/** A local file of an older schema where it may not be migrated. */
export function olderFile(display: string, why: 'only looked at' | 'read-only'): BenchError {
  return new BenchError(`${display} was made by an older bench. It was not changed.`, {
    code: 'OLDER_SCHEMA',
    exit: EXIT.error,
    next:
      why === 'read-only'
        ? [
            'It cannot be written where it is. Copy it (with its -wal, where there is one) to a folder where you may write, and name the copy with --db file:PATH.',
          ]
        : [
            'Any command that is not a --dry-run brings it forward, and keeps a copy beside it; nothing in it is lost.',
          ],
  })
}

/** Rows of one table that a sync would delete on one of the two sides. */
export interface DeletionCount {
  table: string
  deleted: number
  /** How many there are. */
  of: number
  place: 'here' | 'there'
}

/** A sync that would delete a large part of the rows. */
export function manyDeletions(display: string, counts: readonly DeletionCount[]): BenchError {
  const sentence = (place: DeletionCount['place']) => {
    const ofPlace = counts.filter((count) => count.place === place)
    if (ofPlace.length === 0) return []
    const list = ofPlace.map(({table, deleted, of}) => `${deleted} of ${of} ${table}`).join(', ')
    return place === 'here'
      ? [`would delete ${list} here, as they were deleted in ${display}`]
      : [`would delete ${list} in ${display}, for everybody, as they were deleted here`]
  }

  return new BenchError(
    `This sync ${[...sentence('here'), ...sentence('there')].join('; and ')}. Nothing was changed, here or there.`,
    {
      code: 'MANY_DELETIONS',
      exit: EXIT.error,
      next: [
        'Find out who deleted them, and whether that was meant. If it was: bench sync --accept-deletions',
        'If it was not: what is not deleted yet is the only copy. Set the other side back from a backup (docs/team.md).',
      ],
    },
  )
}

/** A team's database is upgraded only on request: all other devices have to upgrade bench then. */
export function olderTeam(display: string, found: string): BenchError {
  return new BenchError(
    `${display} was made for an older bench (${found}; this one needs a newer schema). It was not changed.`,
    {
      code: 'OLDER_SCHEMA',
      exit: EXIT.error,
      next: [
        'When everybody can upgrade bench, one of you does: bench sync --upgrade-team',
        'Until then this bench works on a local file: --db file:bench.db',
      ],
    },
  )
}

export function teamInUse(display: string, run: string, worker: string): BenchError {
  return new BenchError(
    `Run ${run} is being worked on in ${display} (by ${worker}). The database was not upgraded.`,
    {
      code: 'TEAM_IN_USE',
      exit: EXIT.error,
      next: ['Wait for it, or stop it; a dead claim ends by itself after 30 seconds. Then try again.'],
    },
  )
}

export function copyFailed(display: string, copy: string, cause: unknown): BenchError {
  return new BenchError(
    `Before ${display} is brought to a newer schema it is copied, and the copy ${copy} could not be written: ${messageOf(cause)} The database was not changed.`,
    {
      code: 'COPY_FAILED',
      exit: EXIT.error,
      next: ['Free as much space as the database takes, or copy it to a disk that has it; then try again.'],
      cause,
    },
  )
}

export function syncIsRunning(path: string): BenchError {
  return new BenchError(`Another sync of ${path} is running. Nothing was changed.`, {
    code: 'SYNC_RUNNING',
    exit: EXIT.error,
    next: ['Wait for it, or end it: what it has moved stays moved, and the next sync goes on from there.'],
  })
}

/** The URL leads to another database than at the last sync. */
export function remoteReplaced(display: string): BenchError {
  return new BenchError(
    `${display} is not the database this file was synced with before. Nothing was changed, here or there.`,
    {
      code: 'REMOTE_REPLACED',
      exit: EXIT.error,
      next: [
        'Check the URL. This file can belong to one team only.',
        'If the team has moved to this database, or somebody set it back: bench sync --accept-remote brings both together, the later change of each row counting.',
      ],
    },
  )
}

export function remoteSetBack(display: string): BenchError {
  return new BenchError(
    `${display} is older than at the last sync: it was set back, from a backup perhaps. Nothing was changed, here or there.`,
    {
      code: 'REMOTE_SET_BACK',
      exit: EXIT.error,
      next: ['Ask who set it back. To bring what is here into it again: bench sync --accept-remote'],
    },
  )
}

export function remoteChanged(display: string): BenchError {
  return new BenchError(
    `${display} was replaced or upgraded in the middle of the sync. What was moved before is kept on both sides.`,
    {
      code: 'REMOTE_REPLACED',
      exit: EXIT.error,
      next: ['Sync again: it says what has changed.'],
    },
  )
}

interface OutboxContents {
  runId: string
  /** The command that resumes the run, or its shard. */
  resume: string
  /** How many results are left in the outbox. */
  results: number
  file: string
  /** The team's database. */
  display: string
}

/** The rows that a run could not send. `cause`: why not. */
export function outboxLeft(
  {runId, resume, results, file, display}: OutboxContents,
  cause: unknown,
): BenchError {
  return new BenchError(
    `${results} results of run ${runId}, with their calls, could not be brought to ${display}. They are kept in ${file}. ${messageOf(cause)}`,
    {
      code: 'UNDELIVERED',
      exit: EXIT.error,
      next: [
        `Bring them home: bench sync --push-only --db '${file}' --remote ${display}`,
        `Or go on with the run on this machine, which does so first: ${resume}`,
      ],
      cause,
    },
  )
}

/** Results of a run that is deleted. */
export function outboxOrphaned({runId, results, file, display}: OutboxContents): BenchError {
  return new BenchError(
    `Run ${runId} was deleted in ${display}, and what is deleted stays so. ${results} results, with their calls, could not be brought there; they are kept in ${file}.`,
    {code: 'UNDELIVERED', exit: EXIT.error, next: [`Removing ${file} lets them go.`]},
  )
}

export function runExists(id: string, detail: string): BenchError {
  return new BenchError(`There is a run ${id} already${detail}. Nothing was started.`, {
    code: 'RUN_EXISTS',
    exit: EXIT.usage,
    next: [`Go on with it: bench resume ${id}`, 'A new run: choose another --run-id, or none.'],
  })
}

/** A run that was begun in parts: the other parts may be at work in files that are not here. */
export function shardWanted(id: string, shards: number): BenchError {
  return new BenchError(
    `Run ${id} was begun in ${shards} shards, and others may be at work elsewhere. Nothing was started.`,
    {
      code: 'USAGE',
      exit: EXIT.usage,
      next: [
        `One of them: bench resume ${id} --shard I/${shards}`,
        `All that is left of the run, here: bench resume ${id} --shard 1/1`,
      ],
    },
  )
}

export function runWasDeleted(id: string): BenchError {
  return new BenchError(`Run ${id} was deleted, and what is deleted stays so. Nothing was started.`, {
    code: 'RUN_DELETED',
    exit: EXIT.usage,
    next: ['Choose another --run-id, or none.'],
  })
}

/** The id of a run on demand follows from the suite: once deleted, the id could never be used again. */
export function onDemandStays(id: string): BenchError {
  return new BenchError(
    `Run ${id} holds what was made on demand: deleted, nothing could be made on demand from this suite any more. Nothing was deleted.`,
    {
      code: 'ON_DEMAND_STAYS',
      exit: EXIT.usage,
      next: ['To keep it out of figures, name the runs that count: bench stats --run RUN'],
    },
  )
}

/** `command`: as scripts write it. */
export function needsConfirmation(command: string): BenchError {
  return new BenchError(
    'This asks first, and there is no terminal to ask in (or --json was given). Nothing was changed.',
    {
      code: 'NO_TERMINAL',
      exit: EXIT.usage,
      next: [`For scripts: ${command}`],
    },
  )
}
