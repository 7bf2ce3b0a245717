import type {ProviderError} from '../providers/provider.js'
import {flowYaml} from '../text/flow-yaml.js'
import type {PricedModel} from '../suite/model/suite.js'
import {resolveSystem, TOKEN_BOUNDS, type SystemDefaults} from '../suite/model/system.js'

/** A system whose server does not take a field of its requests, and what would mend it. */
export interface RefusedSystem {
  model: string
  parameter: string
  /** The server's words. */
  message: string
  /** A line of YAML for the system in the suite; null where a field of it must go instead. */
  mend: string | null
  /** Calls that were refused; they cost nothing. */
  calls: number
  /** Cases that are left out. */
  cases: number
}

/** A system at its first refusal: no call and no case is counted yet but those that are `left`. */
export function refusedSystem(
  model: string,
  run: SystemDefaults & {models: readonly PricedModel[]},
  {error, message, left}: {error: Pick<ProviderError, 'parameter'>; message: string; left: number},
): RefusedSystem {
  const system = run.models.find(({id}) => id === model)
  const parameter = error.parameter ?? ''
  const mend = system ? mendOf(system, run, parameter) : null
  return {model, parameter, message, mend, calls: 0, cases: left}
}

/**
 * The one line of YAML that would mend a system whose server refuses a field. A bound goes over to its other
 * name, so that a budget can still be kept; any other field is taken out.
 */
export function mendOf(system: PricedModel, run: SystemDefaults, parameter: string): string | null {
  const parameters = new Map(Object.entries(system.parameters ?? {}))
  if (parameter === 'response_format' && system.response_format !== undefined) return null
  const bound = resolveSystem(system, run).max_output_tokens
  const isDefault = ['max_tokens', 'temperature', 'seed', 'usage'].includes(parameter)
  if (isDefault) parameters.set(parameter, null)
  else parameters.delete(parameter)
  const isBound = (TOKEN_BOUNDS as readonly string[]).includes(parameter)
  const other = parameter === 'max_tokens' ? 'max_completion_tokens' : 'max_tokens'
  if (isBound && bound !== null && typeof parameters.get(other) !== 'number') {
    // Without an entry, max_tokens is sent as the suite has it.
    if (other === 'max_tokens') parameters.delete(other)
    else parameters.set(other, bound)
  }

  return `parameters: ${flowYaml(Object.fromEntries(parameters))}`
}
