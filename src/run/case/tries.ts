import type {Completion, CompletionRequest, Provider} from '../../providers/provider.js'
import type {Message} from '../../suite/model/prompt.js'
import {SETTING_COLUMNS, SETTINGS} from '../../suite/model/factors.js'
import type {Suite} from '../../suite/model/suite.js'
import type {RunRequest} from '../setup/setup.js'

/** One question of a case that is tried, and what came of it. */
export interface TriedStep {
  step: string
  /** The system that was asked. */
  model: string
  messages: Message[]
  /** Null where no answer came. */
  answer: string | null
  error: string | null
}

/**
 * The smallest request that shows every style: the first model and persona, and of every other factor the
 * first level, as far as the user names none.
 */
export function narrowedToTry(request: RunRequest, suite: Suite): RunRequest {
  const [model] = request.models.length > 0 ? request.models : request.customModels
  const isCustom = request.models.length === 0 && request.customModels.length > 0
  const first = (named: readonly string[] | undefined, known: readonly unknown[]) => [
    named?.[0] ?? String(known[0]),
  ]
  const narrowed: RunRequest = {
    ...request,
    all: false,
    models: isCustom
      ? []
      : first(
          model === undefined ? undefined : [model],
          suite.models.map(({id}) => id),
        ),
    customModels: isCustom ? request.customModels.slice(0, 1) : [],
    personas: first(
      request.personas,
      suite.personas.map(({id}) => id),
    ),
    trials: 1,
  }
  for (const column of SETTING_COLUMNS) {
    const {plural} = SETTINGS[column]
    if (column !== 'style') narrowed[plural] = first(request[plural], suite.factors[column])
  }

  return narrowed
}

/** Keeps what is asked and answered, by case; a repeated attempt takes the place of the one before. */
export class Transcript {
  readonly #steps = new Map<string, Map<string, TriedStep>>()

  /** The same providers, listened to. */
  listening(find: (systemId: string) => Provider): (systemId: string) => Provider {
    return (systemId) => {
      const provider = find(systemId)
      return {
        id: provider.id,
        complete: async (request, signal) => {
          try {
            const completion = await provider.complete(request, signal)
            this.#keep(systemId, request, completion)
            return completion
          } catch (error) {
            this.#keep(systemId, request, undefined, error instanceof Error ? error.message : String(error))
            throw error
          }
        },
      }
    }
  }

  /** The steps of a case in the order they were asked. */
  of(caseKey: string): TriedStep[] {
    return [...(this.#steps.get(caseKey)?.values() ?? [])]
  }

  #keep(
    model: string,
    {messages, task}: CompletionRequest,
    completion: Completion | undefined,
    error: string | null = null,
  ): void {
    const steps = this.#steps.get(task.case) ?? new Map<string, TriedStep>()
    this.#steps.set(task.case, steps)
    steps.set(task.step, {step: task.step, model, messages, answer: completion?.text ?? null, error})
  }
}
