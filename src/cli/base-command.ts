import {existsSync} from 'node:fs'
import {Command, Flags} from '@oclif/core'
import type {Input, ParserOutput} from '@oclif/core/interfaces'
import {BenchError} from '../errors/bench-error.js'
import {safeJson} from '../text/json.js'
import {unquoted} from '../text/typography.js'
import {versionFlag} from './version-flag.js'
import type {OclifError} from './print-error.js'
import type {ProjectConfig} from './config/project-config.js'
import type {Descriptors, HookName, Registered} from '../plugins/hooks.js'
import {sanitizeLine} from '../terminal/lines.js'
import type {DatabaseLocation} from '../store/database/location.js'
import type {Store} from '../store/store.js'
import type {LoadedSuite} from '../suite/files/load.js'
import type {ChosenResults, PreferredVersions} from '../versions/choice.js'
import type {Below} from '../figures/below.js'
import type {FilterFlags} from './result-filter.js'

const HUNG_GRACE_MS = 500

/**
 * What all commands of bench share: `--db`, `--json`, `--debug`, `.env`, one way to open the store and one
 * way to end with an error. Only light modules are imported here; all other modules when they are needed.
 */
export abstract class BaseCommand extends Command {
  static override enableJsonFlag = true
  /** Whether the command writes into the database: then its first line on stderr names the database. */
  static writes = false
  static override baseFlags = {
    db: Flags.string({
      description: 'database: a file (file:bench.db) or libsql://, https:// URL',
      helpGroup: 'GLOBAL',
      helpValue: 'URL',
    }),
    debug: Flags.boolean({
      description: 'say on stderr what is going on, and where errors come from',
      helpGroup: 'GLOBAL',
    }),
    version: versionFlag,
  }

  #store: Store | undefined
  #project: Promise<ProjectConfig> | undefined
  #isPluginHung = false

  override async init(): Promise<void> {
    await super.init()
    if (existsSync('.env')) (await import('dotenv')).config({quiet: true})
    if (this.isDebug) process.stderr.write(`Config file: ${(await this.project()).file ?? 'none'}\n`)
  }

  /**
   * As in oclif, but an empty value is refused: most likely a variable was not set. So is one in quotation
   * marks that the shell left there.
   * @throws BenchError
   */
  protected override async parse<F extends Values, B extends Values, A extends Values>(
    options?: Input<F, B, A>,
    argv?: string[],
  ): Promise<ParserOutput<F, B, A>> {
    const parsed = await super.parse(options, argv)
    const empty = parsed.raw.find((token) => token.type === 'flag' && token.input.trim() === '')
    if (empty?.type === 'flag' && {...options?.baseFlags, ...options?.flags}[empty.flag]?.type === 'option')
      throw await emptyFlag(empty.flag)
    const quoted = parsed.raw.find((token) => isQuoted(token))
    if (quoted) throw await quotedValue(quoted)
    if ((this.ctor as typeof BaseCommand).writes)
      process.stderr.write(`Database: ${(await this.location((parsed.flags as {db?: string}).db)).display}\n`)
    return parsed
  }

  /** The database that `--db`, the environment or the config file names. @throws BenchError */
  protected async location(flag: string | undefined): Promise<DatabaseLocation> {
    const {databaseLocation} = await import('../store/database/location.js')
    const isNamed =
      flag !== undefined ||
      [process.env['BENCH_DATABASE_URL'], process.env['TURSO_DATABASE_URL']].some(Boolean)
    return databaseLocation(isNamed ? flag : (await this.project()).database, process.env)
  }

  /**
   * The settings of the project's config file; flags and the environment go before them.
   * @throws BenchError
   */
  protected project(): Promise<ProjectConfig> {
    return (this.#project ??= import('./config/project-config.js').then(({readProjectConfig}) =>
      readProjectConfig(process.cwd()),
    ))
  }

  /**
   * The extensions that bench and its plugins register under a hook. A plugin that fails is named on stderr
   * and left out.
   */
  protected async extensions<Name extends HookName>(hook: Name): Promise<Registered<Descriptors[Name]>[]> {
    const {collect} = await import('../plugins/collect.js')
    const {registered, isHung} = await collect(hook, this.config, (message) =>
      process.stderr.write(`Warning: ${sanitizeLine(message)}\n`),
    )
    this.#isPluginHung ||= isHung
    return registered
  }

  /** The name of the suite, and the folder its path begins at: `--suite`, BENCH_SUITE, the config file. */
  protected async suiteName(flag: string | undefined): Promise<{name: string | undefined; folder: string}> {
    const named = [flag, process.env['BENCH_SUITE']].find((name) => name !== undefined && name !== '')
    if (named !== undefined) return {name: named, folder: process.cwd()}
    const {suite, folder} = await this.project()
    return {name: suite, folder}
  }

  /**
   * The suite of the flag, environment or config file.
   * @throws BenchError that names every problem of the suite.
   */
  protected async loadSuite(flag: string | undefined): Promise<LoadedSuite> {
    const [{findSuite}, {name, folder}, project] = await Promise.all([
      import('../suite/files/find.js'),
      this.suiteName(flag),
      this.project(),
    ])
    return findSuite(name, {folder, home: project.folder, registry: () => this.extensions('bench:suites')})
  }

  /**
   * The results that flags ask for, without a mixture of versions: of each name the newest, unless older ones
   * are asked for.
   */
  protected async chosenResults(
    store: Store,
    flags: FilterFlags & {'all-versions'?: boolean},
    {isRetiredLeftOut = false, preferred}: {isRetiredLeftOut?: boolean; preferred?: PreferredVersions} = {},
  ): Promise<ChosenResults> {
    const [{resultFilter}, {chooseVersions}] = await Promise.all([
      import('./result-filter.js'),
      import('../versions/choice.js'),
    ])
    return chooseVersions(store, await resultFilter(store, flags), {
      all: flags['all-versions'] ?? false,
      suites: () => this.suitesAtHand(),
      suite: () => this.#namedSuite(),
      isRetiredLeftOut,
      preferred,
    })
  }

  /**
   * The versions that the suite at hand asks: that of the flag, the environment or the config file. Undefined
   * where none is named.
   * @throws BenchError for a suite with problems: nobody knows what it asks.
   */
  protected async suiteVersions(
    store: Store,
    flag: string | undefined,
  ): Promise<PreferredVersions | undefined> {
    if ((await this.suiteName(flag)).name === undefined) return undefined
    const {suite} = await this.loadSuite(flag)
    const {versionsOfSuite} = await import('../versions/in-question.js')
    return versionsOfSuite(store, {suite, suites: () => this.suitesAtHand()})
  }

  /**
   * The suite that the environment or the config file names; undefined where it has problems now: that is no
   * reason to refuse figures of older runs.
   */
  async #namedSuite(): Promise<LoadedSuite | undefined> {
    const {name} = await this.suiteName(undefined)
    return name === undefined ? undefined : this.loadSuite(undefined).catch(() => undefined)
  }

  /** Says below a table what it leaves out, and what changed under its names. */
  protected async logBelow(below: Below): Promise<void> {
    const [{belowSentences}, {wrapText}, {screenWidth, textWidth}] = await Promise.all([
      import('../figures/below.js'),
      import('../terminal/lines.js'),
      import('../terminal/width.js'),
    ])
    for (const sentence of belowSentences(below))
      this.log(wrapText(sanitizeLine(sentence), textWidth(screenWidth())).join('\n'))
  }

  /**
   * Notes for the person at this terminal, silently, what makes a later score of theirs not blind: results
   * that were shown with their systems, or figures. Where it cannot be noted, it is not.
   */
  protected async noteSeen(store: Store, seen: 'figures' | readonly string[]): Promise<void> {
    if (store.isReadOnly) return
    const {noteSeen} = await import('./rating/note-seen.js')
    await noteSeen(store, seen, async () => (await this.project()).user)
  }

  /** The suites by which older runs are understood: the built-in suite, and that of the config file. */
  protected async suitesAtHand(): Promise<LoadedSuite[]> {
    const {builtInSuites} = await import('../suite/files/load.js')
    const named = await this.#namedSuite()
    return [...(await builtInSuites()), ...(named ? [named] : [])]
  }

  protected get isDebug(): boolean {
    return this.argv.includes('--debug')
  }

  /**
   * Opens the database of `--db`, the environment or the config file; it is closed when the command ends.
   * `isRetrying`: no user sits at the terminal and waits.
   */
  protected async openStore(
    flag: string | undefined,
    {create = false, isRetrying = false} = {},
  ): Promise<Store> {
    const [{openStore}, {longRetryPolicy}] = await Promise.all([
      import('../store/store.js'),
      import('../store/database/remote-fetch.js'),
    ])
    this.#store = await openStore(await this.location(flag), {
      create,
      ...(isRetrying && {retryPolicy: longRetryPolicy(process.env['BENCH_REMOTE_PATIENCE'])}),
    })
    return this.#store
  }

  /** Model output must not steer the terminal it is printed in, not even as JSON. */
  override logJson(json: unknown): void {
    process.stdout.write(`${safeJson(json, 2)}\n`)
  }

  /** Errors of the user end with a sentence and a documented exit code, all other errors with 1. */
  protected override async catch(error: OclifError): Promise<void> {
    if (error.name === 'ExitError' || error.code === 'EEXIT') throw error
    const {printError} = await import('./print-error.js')
    process.exitCode = printError(await this.#meant(error), this.jsonEnabled(), this.id).exit_code
    if (this.isDebug && error.stack !== undefined) process.stderr.write(`${error.stack}\n`)
  }

  async #meant(error: OclifError): Promise<OclifError> {
    const {meantError} = await import('./meant.js')
    return meantError(error, {
      id: this.id,
      argv: this.argv,
      flags: {...this.ctor.baseFlags, ...this.ctor.flags, json: {}},
      isCommand: (id) => this.config.findCommand(id) !== undefined,
    })
  }

  protected override async finally(error: Error | undefined): Promise<void> {
    await this.#store?.close()
    await super.finally(error)
    // A plugin that hangs would keep the process alive; all output of bench is written by then.
    const isFailed = error instanceof BenchError && error.code === 'PLUGIN_FAILED'
    if (this.#isPluginHung || isFailed) setTimeout(() => process.exit(), HUNG_GRACE_MS).unref()
  }
}

/** Words of a person, in whatever marks, and what is looked at with more care elsewhere. */
const NOT_LOOKED_AT = new Set(['note', 'title', 'db', 'set'])

type Token = ParserOutput['raw'][number]

function isQuoted(token: Token): boolean {
  return !(token.type === 'flag' && NOT_LOOKED_AT.has(token.flag)) && unquoted(token.input) !== undefined
}

async function quotedValue(token: Token): Promise<BenchError> {
  const {quotationMarks} = await import('../errors/command-line.js')
  const where = token.type === 'flag' ? `The value of --${token.flag}` : token.arg.toUpperCase()
  return quotationMarks(where, token.input, unquoted(token.input)!)
}

async function emptyFlag(name: string): Promise<BenchError> {
  const {usage} = await import('../errors/catalogue.js')
  return usage(
    `--${name} was given an empty value. Nothing was started or written.`,
    'Leave the flag out, or give it a value. A variable that is set in .env alone is empty on the command line; bench reads .env itself.',
  )
}

type Values = Record<string, unknown>
