import {existsSync} from 'node:fs'
import {Command, Flags} from '@oclif/core'
import {BenchError, messageOf} from '../errors/bench-error.js'
import {EXIT} from '../errors/exit-codes.js'
import type {Store} from '../store/store.js'

/**
 * What every command of bench has: `--db`, `--json`, `--debug`, `.env`, one way to open the store and one
 * way to end with an error. Only light modules are imported here; everything else when it is needed.
 */
export abstract class BaseCommand extends Command {
  static override enableJsonFlag = true
  static override baseFlags = {
    db: Flags.string({
      description: 'database: a file (file:bench.db) or libsql://, https:// URL',
      helpGroup: 'GLOBAL',
      helpValue: 'URL',
    }),
    debug: Flags.boolean({description: 'say on stderr what is going on, and where errors come from', helpGroup: 'GLOBAL'}),
  }

  #store: Store | undefined

  override async init(): Promise<void> {
    await super.init()
    if (existsSync('.env')) (await import('dotenv')).config({quiet: true})
  }

  protected get isDebug(): boolean {
    return this.argv.includes('--debug')
  }

  /** Opens the database of `--db` or the environment; it is closed when the command ends. */
  protected async openStore(flag: string | undefined, {create = false} = {}): Promise<Store> {
    const [{openStore}, {databaseLocation}] = await Promise.all([
      import('../store/store.js'),
      import('../store/location.js'),
    ])
    this.#store = await openStore(databaseLocation(flag, process.env), {create})
    return this.#store
  }

  /** Errors of the user end with a sentence and their own exit code, everything else with 1. */
  protected override async catch(error: Error & {oclif?: {exit?: number}; skipOclifErrorHandling?: boolean}): Promise<void> {
    if (error.message.includes('EEXIT') || error.name === 'ExitError') throw error
    const isOurs = error instanceof BenchError
    const exit = isOurs ? error.exit : (error.oclif?.exit ?? EXIT.error)
    const next = isOurs ? error.next : []
    process.exitCode = exit
    if (this.jsonEnabled()) {
      const code = isOurs ? error.code : exit === EXIT.usage ? 'USAGE' : 'UNEXPECTED'
      this.logJson({error: {code, message: error.message, next, exit_code: exit}})
      return
    }

    const isExpected = isOurs || error.oclif?.exit !== undefined
    process.stderr.write(`Error: ${isExpected ? error.message : `unexpected: ${messageOf(error)}`}\n`)
    for (const line of next) process.stderr.write(`  ${line}\n`)
    if (this.isDebug && error.stack) process.stderr.write(`${error.stack}\n`)
    else if (!isExpected) process.stderr.write('  This is a defect of bench. --debug shows where it comes from.\n')
  }

  protected override async finally(error: Error | undefined): Promise<void> {
    await this.#store?.close()
    await super.finally(error)
  }
}
