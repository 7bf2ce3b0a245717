import {Args} from '@oclif/core'
import {PromptsCommand} from '../../cli/prompts-command.js'
import {usage} from '../../errors/catalogue.js'
import type {DefinitionRecord} from '../../records/version.js'
import type {Store} from '../../store/store.js'
import type {PromptVersion, PromptVersions} from '../../versions/prompts.js'

interface Difference {
  title: string
  diff: string
}

interface Side {
  version: PromptVersion
  definition: DefinitionRecord
}

export default class PromptsDiff extends PromptsCommand {
  static override summary = 'Show what differs between two versions, or between what two runs asked.'
  static override examples = [
    '<%= config.bin %> <%= command.id %> guided@3f2a guided@9c01',
    {description: 'Two runs:', command: '<%= config.bin %> <%= command.id %> 20261123-20 20261124-09'},
  ]
  static override args = {
    a: Args.string({ignoreStdin: true, required: true, description: 'a version, or a run'}),
    b: Args.string({ignoreStdin: true, required: true, description: 'another one'}),
  }

  async run(): Promise<{a: string; b: string; differences: Difference[]}> {
    const {args, flags} = await this.parse(PromptsDiff)
    const store = await this.openStore(flags.db)
    const known = await this.versions(store)
    const [runA, runB] = [await runOf(store, args.a), await runOf(store, args.b)]
    const differences =
      runA !== undefined && runB !== undefined
        ? await this.#betweenRuns(known, runA, runB)
        : await this.#betweenVersions(known, args.a, args.b)
    if (!this.jsonEnabled()) {
      const {diffView} = await import('../../terminal/views/prompts-view.js')
      this.log(diffView(differences, args.a, args.b))
    }

    return {a: runA ?? args.a, b: runB ?? args.b, differences}
  }

  async #betweenVersions(known: PromptVersions, a: string, b: string): Promise<Difference[]> {
    const [left, right] = [await this.find(known, a), await this.find(known, b)]
    if (left.definition.kind !== right.definition.kind)
      throw usage(
        `"${a}" is a ${left.definition.kind} and "${b}" a ${right.definition.kind}: there is nothing to compare.`,
      )
    return differencesOf(left, right)
  }

  /** What differs in the styles, personas and systems of two runs that have the same name. */
  async #betweenRuns(known: PromptVersions, a: string, b: string): Promise<Difference[]> {
    const side = async (version: PromptVersion): Promise<Side> => ({
      version,
      definition: known.definition(version.version) ?? (await this.noText(version)),
    })
    const differences: Difference[] = []
    for (const kind of ['style', 'persona', 'system'] as const) {
      const [left, right] = [await known.ofRun(a, kind), await known.ofRun(b, kind)]
      for (const [name, version] of left) {
        const other = right.get(name)
        if (!other || other.version === version.version) continue
        differences.push(...(await differencesOf(await side(version), await side(other))))
      }
    }

    return differences
  }
}

async function differencesOf(a: Side, b: Side): Promise<Difference[]> {
  const {definitionDiff, definitionTexts} = await import('../../versions/definition-texts.js')
  const name = a.definition.name === b.definition.name ? `${a.definition.name} · ` : ''
  return definitionDiff(
    {label: a.version.label, texts: definitionTexts(a.definition)},
    {label: b.version.label, texts: definitionTexts(b.definition)},
  ).map(({title, diff}) => ({title: `${name}${title}`, diff}))
}

/** The run that a text names; undefined when it names none, or several. */
async function runOf(store: Store, wanted: string): Promise<string | undefined> {
  const ids = await store.runs.idsLike(wanted)
  return ids.includes(wanted) ? wanted : ids.length === 1 ? ids[0] : undefined
}
