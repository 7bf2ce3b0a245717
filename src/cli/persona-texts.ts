import type {RunConfig} from '../records/run.js'
import type {Store} from '../store/store.js'

/** Who is meant in a result: the persona as its own run described it, whichever suite that was. */
export class PersonaTexts {
  readonly #byRun = new Map<string, ReadonlyMap<string, string>>()

  constructor(private readonly store: Store) {}

  /** Reads the personas of a run, once. */
  async learn(runId: string): Promise<void> {
    if (this.#byRun.has(runId)) return
    const run = await this.store.runs.get(runId)
    const {personas = []} = (run?.config ?? {}) as Partial<RunConfig>
    // Older runs do not say; they had the built-in suite.
    const known =
      personas.length > 0
        ? personas
        : (await (await import('../suite/files/load.js')).loadBuiltInSuite()).suite.personas
    this.#byRun.set(runId, new Map(known.map(({id, persona}) => [id, persona])))
  }

  /** The paragraph, when it is known. */
  of({run_id, persona_id}: {run_id: string; persona_id: string}): string | undefined {
    return this.#byRun.get(run_id)?.get(persona_id)
  }
}
