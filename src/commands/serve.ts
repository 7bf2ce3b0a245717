import {Flags} from '@oclif/core'
import type {LogLine} from '../server/http/access-log.js'
import {BaseCommand} from '../cli/base-command.js'
import {suiteFlag, yesFlag} from '../cli/flags.js'
import {reportOf} from '../errors/bench-error.js'
import {usage} from '../errors/catalogue.js'
import {safeJson} from '../text/json.js'

interface Served {
  event: 'stopped'
  requests: number
}

/** The origins that a flag names, else BENCH_CORS_ORIGINS, else the config file. */
function corsOrigins(flag: string[] | undefined, configured: string[] | undefined): string[] | undefined {
  return flag ?? originsOf(process.env['BENCH_CORS_ORIGINS']) ?? configured
}

/** The origins in a variable, separated by commas; undefined where it names none. */
function originsOf(variable: string | undefined): string[] | undefined {
  const origins = (variable ?? '').split(',').map((origin) => origin.trim())
  const named = origins.filter((origin) => origin !== '')
  return named.length > 0 ? named : undefined
}

export default class Serve extends BaseCommand {
  static override writes = true
  static override summary = 'Serve a page to rate and read on, and the same as an API, over HTTP.'
  static override description = [
    'The address itself is a page for people: rate blind with keys or a thumb, read the leaderboard, watch runs. `bench serve invite NAME` makes a link that signs somebody in.',
    'Answers on this machine alone unless --host says otherwise; any other address needs tokens. For programs, who rates is the header X-User-Id, or the user a token is bound to. /docs describes every route, /openapi.json is the same for programs.',
    'Requests are logged on stderr; with --json they are lines of JSON on stdout. Ctrl-C or SIGTERM lets requests under way finish.',
  ].join('\n\n')
  static override examples = [
    '<%= config.bin %> <%= command.id %>',
    {
      description: 'For a front end in development:',
      command: '<%= config.bin %> <%= command.id %> --cors-origin http://localhost:5173',
    },
    {
      description: 'For the team, each with a token of their own:',
      command: '<%= config.bin %> <%= command.id %> --host 0.0.0.0 --tokens tokens.yaml',
    },
    {
      description: 'With cases on demand, offline and free:',
      command: '<%= config.bin %> <%= command.id %> --enable-generate --generate-model builtin/lexicon',
    },
  ]
  static override flags = {
    suite: suiteFlag,
    port: Flags.integer({
      description: "port; 0 takes any free one [default: the config file's, else 8000]",
      min: 0,
      max: 65_535,
      env: 'BENCH_PORT',
    }),
    host: Flags.string({
      description: "address to listen on [default: the config file's, else 127.0.0.1]",
      env: 'BENCH_HOST',
    }),
    'cors-origin': Flags.string({
      multiple: true,
      multipleNonGreedy: true,
      description:
        "origin whose pages may read and write here [default: BENCH_CORS_ORIGINS, separated by commas, else the config file's]",
      helpValue: 'URL',
    }),
    token: Flags.string({
      description:
        'what requests must bring (Authorization: Bearer …); better: BENCH_API_TOKEN, which no process list shows',
      helpValue: 'SECRET',
    }),
    tokens: Flags.string({
      description:
        'file of tokens and the users they belong to, TOKEN: user a line; read again when it changes',
      helpValue: 'FILE',
      env: 'BENCH_TOKEN_FILE',
    }),
    insecure: Flags.boolean({description: 'allow any address without tokens', env: 'BENCH_API_INSECURE'}),
    quiet: Flags.boolean({char: 'q', description: 'log no requests', env: 'BENCH_QUIET'}),
    'enable-generate': Flags.boolean({description: 'allow POST /generate, which calls models'}),
    'generate-budget': Flags.string({
      description: 'never spend more than this on it',
      dependsOn: ['enable-generate'],
      helpValue: 'USD',
    }),
    'generate-model': Flags.string({
      multiple: true,
      multipleNonGreedy: true,
      description: 'model that may be asked [default: all of the suite, and the baselines]',
      dependsOn: ['enable-generate'],
      helpValue: 'ID',
    }),
    'base-url': Flags.string({
      description: 'an OpenAI-compatible server for --enable-generate',
      dependsOn: ['enable-generate'],
      helpValue: 'URL',
    }),
    yes: yesFlag,
  }

  async run(): Promise<Served> {
    const {flags} = await this.parse(Serve)
    const [
      {apiAccess},
      {generateModels, onDemandCases},
      {createApi},
      {ChangeCache},
      {threadedJobs},
      {serve},
      {stopOnSignals},
      {PersonaTexts},
      {pages},
    ] = await Promise.all([
      import('../cli/api-access.js'),
      import('../cli/running/on-demand-setup.js'),
      import('../server/http/app.js'),
      import('../server/http/change-cache.js'),
      import('../server/jobs/threaded-jobs.js'),
      import('../server/http/server.js'),
      import('../cli/running/run-watch.js'),
      import('../cli/persona-texts.js'),
      import('../server/pages/pages.js'),
    ])
    const project = await this.project()
    const host = flags.host ?? project.api?.host ?? '127.0.0.1'
    const {warnings, ...access} = await apiAccess(
      {
        ...flags,
        host,
        token: flags.token,
        tokens: flags.tokens,
        'cors-origin': corsOrigins(flags['cors-origin'], project.api?.cors),
      },
      process.env,
    )
    const loaded = await this.loadSuite(flags.suite)
    const store = await this.openStore(flags.db, {create: flags['enable-generate']})
    if (store.location.kind === 'memory')
      throw usage(
        'A database in memory is of one process alone, and empty: there is nothing to serve.',
        'Name a file or a server: --db file:bench.db',
      )
    const registered = flags['enable-generate'] ? await this.extensions('bench:providers') : []
    const generate = await onDemandCases(store, loaded, {
      flags,
      project,
      registered,
      version: this.config.version,
      isInteractive: process.stdin.isTTY && !this.jsonEnabled(),
    })
    const isSuiteNamed = (await this.suiteName(flags.suite)).name !== undefined
    const jobs = threadedJobs(store, isSuiteNamed ? loaded : undefined)
    const cache = new ChangeCache(store.changes)
    let requests = 0
    const app = createApi(
      {
        store: jobs.store,
        jobs,
        cache,
        suite: loaded.suite,
        version: this.config.version,
        generate,
        models: generateModels(flags, loaded),
      },
      {
        ...access,
        pages: pages({
          store: jobs.store,
          jobs,
          cache,
          tokens: access.tokens,
          needsToken: access.tokens.length > 0,
          personas: new PersonaTexts(store),
          suite: loaded,
          usualDecision: project.decision,
          judgeSettings: project.judge,
        }),
        log: (line) => {
          requests++
          if (!flags.quiet) this.#tell(line)
        },
        onDefect: (error) => process.stderr.write(`${reportOf(error)}\n`),
      },
    )
    const server = await serve(app, {host, port: flags.port ?? project.api?.port ?? 8000})
    // Whoever reads the address may send a signal at once.
    const stopped = new Promise<void>((resolve) => stopOnSignals(() => resolve()))
    for (const warning of warnings) process.stderr.write(`${warning}\n`)
    if (this.jsonEnabled())
      this.logJson({event: 'listening', url: server.url, database: store.location.display})
    else
      this.log(
        `Serving ${store.location.display} at ${server.url} · routes for programs: ${server.url}/docs · Ctrl-C stops`,
      )
    await stopped
    await server.stop()
    await Promise.all([generate?.close(), jobs.close()])
    this.log(`Stopped after ${requests} requests.`)
    return {event: 'stopped', requests}
  }

  /** Every document is a separate line. */
  override logJson(json: unknown): void {
    process.stdout.write(`${safeJson(json)}\n`)
  }

  #tell({time, ...line}: LogLine): void {
    if (this.jsonEnabled()) return this.logJson({event: 'request', time, ...line})
    process.stderr.write(
      `${time.slice(11, 19)} ${line.method} ${line.url} ${line.status} ${line.ms} ms${line.user === null ? '' : ` ${safeJson(line.user)}`}\n`,
    )
  }
}
