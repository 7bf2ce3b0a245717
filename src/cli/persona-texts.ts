import type {RunConfig} from '../records/run.js'
import type {Store} from '../store/store.js'

interface AskedOfRun {
  personas: ReadonlyMap<string, string>
  leastPerType: number | undefined
}

/** The persona texts that raters read: as the result's run had them, from any suite. */
export class PersonaTexts {
  readonly #byRun = new Map<string, AskedOfRun>()

  constructor(private readonly store: Store) {}

  /** Reads the config of a run, once. */
  async learn(runId: string): Promise<void> {
    if (this.#byRun.has(runId)) return
    const run = await this.store.runs.get(runId)
    const config = (run?.config ?? {}) as Partial<RunConfig>
    const {personas = []} = config
    // Configs of older runs lack the texts; these runs had the built-in suite, unless they name another
    // suite, or are of the design before bench, which had texts of its own.
    const {suite} = await (await import('../suite/files/load.js')).loadBuiltInSuite()
    const isOfBench = config.suite !== undefined || config.cases !== undefined
    const isBuiltIn = isOfBench && !config.suite?.file && !config.suite?.plugin
    const known = personas.length > 0 || !isBuiltIn ? personas : suite.personas
    this.#byRun.set(runId, {
      personas: new Map(known.map(({id, persona}) => [id, persona])),
      leastPerType: config.min_per_type ?? (isBuiltIn ? suite.thresholds.min_per_type : undefined),
    })
  }

  /** The paragraph about a persona, when it is known. */
  of({run_id, persona_id}: {run_id: string; persona_id: string}): string | undefined {
    return this.#byRun.get(run_id)?.personas.get(persona_id)
  }

  /** How many chips of each type the run's suite demanded, when that is known. */
  leastPerType({run_id}: {run_id: string}): number | undefined {
    return this.#byRun.get(run_id)?.leastPerType
  }
}
