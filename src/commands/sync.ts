import {Flags} from '@oclif/core'
import {BaseCommand} from '../cli/base-command.js'
import {usage} from '../errors/catalogue.js'
import type {SyncAnswer} from '../records/sync.js'

export default class Sync extends BaseCommand {
  static override summary = "Bring the local database and the team's in step, both ways."
  static override description = [
    'Runs, results, ratings, notes and calls that are missing on one side are copied there; of what was changed on both, the later change stays; what was deleted is deleted everywhere, though more than 20 rows and a tenth of a table only with --accept-deletions. A row that one side cannot take is named and passed over. It may be interrupted and repeated at any time: nothing is lost or doubled.',
    'The local file is that of --db or BENCH_DATABASE_URL, else bench.db. The team database is that of --remote, else TURSO_DATABASE_URL with TURSO_AUTH_TOKEN; an empty one gets its tables at the first sync.',
  ].join('\n\n')
  static override examples = [
    {
      description: 'With TURSO_DATABASE_URL and TURSO_AUTH_TOKEN in the environment or in .env:',
      command: '<%= config.bin %> <%= command.id %>',
    },
    {description: 'What would move?', command: '<%= config.bin %> <%= command.id %> --dry-run'},
    {
      description: 'A server of your own:',
      command: '<%= config.bin %> <%= command.id %> --remote http://bench.example.com:8080',
    },
  ]
  static override flags = {
    remote: Flags.string({description: 'the team database [default: TURSO_DATABASE_URL]', helpValue: 'URL'}),
    'dry-run': Flags.boolean({description: 'change nothing; say what would move', default: false}),
    'push-only': Flags.boolean({
      description: 'only send what is new here',
      default: false,
      exclusive: ['pull-only'],
    }),
    'pull-only': Flags.boolean({description: 'only fetch what is new there', default: false}),
    calls: Flags.boolean({
      description: 'raw answers of models move too; they are most of the bytes',
      default: true,
      allowNo: true,
    }),
    'accept-remote': Flags.boolean({
      description: 'the team database was replaced or set back: bring both together all the same',
      exclusive: ['dry-run'],
    }),
    'accept-deletions': Flags.boolean({
      description: 'delete even a large part of what is here, or in the team database',
      exclusive: ['dry-run'],
    }),
    'upgrade-team': Flags.boolean({
      description: 'bring a team database of an older bench to this one; everybody has to upgrade then',
      exclusive: ['dry-run'],
    }),
  }

  async run(): Promise<SyncAnswer> {
    const {flags} = await this.parse(Sync)
    const [{databaseLocation}, {longRetryPolicy}, {syncFile}, {syncProgress, syncView}, {sanitizeLine}] =
      await Promise.all([
        import('../store/database/location.js'),
        import('../store/database/remote-fetch.js'),
        import('../sync/sync-file.js'),
        import('../terminal/views/sync-view.js'),
        import('../terminal/lines.js'),
      ])
    const {BENCH_DATABASE_URL, BENCH_REMOTE_PATIENCE, TURSO_DATABASE_URL, TURSO_AUTH_TOKEN} = process.env
    const local = databaseLocation(
      flags.db ?? (BENCH_DATABASE_URL ? undefined : (await this.project()).database),
      {BENCH_DATABASE_URL},
    )
    if (local.kind !== 'local')
      throw usage(
        '`bench sync` needs a local file to sync. Nothing was changed.',
        'Name one: --db file:bench.db',
      )
    const url = flags.remote ?? TURSO_DATABASE_URL
    if (!url)
      throw usage(
        'There is no team database to sync with. Nothing was changed.',
        'Name one with --remote, or TURSO_DATABASE_URL in the environment or in .env; docs/team.md shows how to make one.',
      )
    const remote = databaseLocation(url, {TURSO_AUTH_TOKEN})
    if (remote.kind !== 'remote')
      throw usage(
        `${remote.display} is a local file: a team database is a server. Nothing was changed.`,
        'libsql://NAME.turso.io, https:// or http://',
      )

    process.stderr.write(`Database: ${local.display}; team database: ${remote.display}\n`)
    const progress = syncProgress(process.stderr)
    const answer = await syncFile(local, remote, {
      dataDir: this.config.dataDir,
      dryRun: flags['dry-run'],
      pull: !flags['push-only'],
      push: !flags['pull-only'],
      calls: flags.calls,
      acceptRemote: flags['accept-remote'],
      acceptDeletions: flags['accept-deletions'],
      upgradeTeam: flags['upgrade-team'],
      retryPolicy: longRetryPolicy(BENCH_REMOTE_PATIENCE),
      progress: progress.show,
    }).finally(() => progress.end())
    for (const warning of answer.warnings) process.stderr.write(`Warning: ${sanitizeLine(warning)}\n`)
    this.log(`${local.display} and ${remote.display}:\n${syncView(answer)}`)
    return answer
  }
}
