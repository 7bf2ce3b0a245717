import {VERSIONED, VERSIONED_FACTORS, type DefinitionKind, type DefinitionRecord} from '../records/version.js'
import type {Store} from '../store/store.js'
import type {PromptVersion} from '../versions/prompts.js'
import {BaseCommand} from './base-command.js'

const KINDS: readonly DefinitionKind[] = ['style', 'persona', 'system', 'rubric']

/** The common part of the commands about versions. */
export abstract class PromptsCommand extends BaseCommand {
  /** The versions of one kind, and what of them is needed to show them. */
  protected async versions(store: Store, kind: DefinitionKind) {
    const {versionsOfKind} = await import('../versions/prompts.js')
    // Without a suite at hand nothing is marked as current.
    const loaded = await this.loadSuite(undefined).catch(() => undefined)
    const {versions, definition} = await versionsOfKind(store, kind, {
      suites: () => this.suitesAtHand(),
      suite: loaded?.suite,
    })
    return {
      versions,
      definition,
      suiteId: loaded?.suite.id,
      ofRun: (runId: string) => versionsOfRun(store, runId, kind, versions),
    }
  }

  /**
   * The version that a user names, of whatever kind, and its definition.
   * @throws BenchError (exit 2) when there is none, or several.
   */
  protected async find(
    store: Store,
    wanted: string,
  ): Promise<{version: PromptVersion; definition: DefinitionRecord | undefined}> {
    const {findVersion} = await import('../versions/prompts.js')
    const all: PromptVersion[] = []
    const definitions = new Map<string, DefinitionRecord | undefined>()
    for (const kind of KINDS) {
      const {versions, definition} = await this.versions(store, kind)
      for (const version of versions)
        definitions.set(`${kind} ${version.version}`, definition(version.version))
      all.push(...versions)
    }

    const version = findVersion(all, wanted)
    return {version, definition: definitions.get(`${version.kind} ${version.version}`)}
  }
}

/** The newest version of each name within a run. */
async function versionsOfRun(
  store: Store,
  runId: string,
  kind: DefinitionKind,
  versions: readonly PromptVersion[],
): Promise<Map<string, PromptVersion>> {
  const factor = VERSIONED_FACTORS.find((candidate) => VERSIONED[candidate].kind === kind)
  const found = new Map<string, PromptVersion>()
  for (const use of await store.versions.uses({run_id: runId}, [])) {
    const known = versions.find(({name, version}) => name === use.name && version === use.version)
    if (use.factor === factor && known) found.set(use.name, known)
  }

  return found
}
