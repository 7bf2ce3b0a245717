import type {DefinitionRecord} from '../records/version.js'
import type {Store} from '../store/store.js'
import type {PromptVersion, PromptVersions} from '../versions/prompts.js'
import {BaseCommand} from './base-command.js'

/** The common part of the commands about versions. */
export abstract class PromptsCommand extends BaseCommand {
  /** All versions of a database, and the suite at hand. */
  protected async versions(store: Store): Promise<PromptVersions & {suiteId: string | undefined}> {
    const {promptVersions} = await import('../versions/prompts.js')
    // Without a suite at hand nothing is marked as current.
    const loaded = await this.loadSuite(undefined).catch(() => undefined)
    const known = await promptVersions(store, {suites: () => this.suitesAtHand(), suite: loaded?.suite})
    return {...known, suiteId: loaded?.suite.id}
  }

  /**
   * The version that a user names, of whatever kind, and its definition.
   * @throws BenchError (exit 2) when there is none, or several, or its text was not kept.
   */
  protected async find(
    {versions, definition}: PromptVersions,
    wanted: string,
  ): Promise<{version: PromptVersion; definition: DefinitionRecord}> {
    const {findVersion} = await import('../versions/prompts.js')
    const version = findVersion(versions, wanted)
    return {version, definition: definition(version.version) ?? (await this.noText(version))}
  }

  protected async noText(version: PromptVersion): Promise<never> {
    const [{usage}, {lostText}] = await Promise.all([
      import('../errors/catalogue.js'),
      import('../versions/prompts.js'),
    ])
    throw usage(lostText(version))
  }
}
