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

/**
 * The one line of YAML that would mend a system whose server refuses a field. A bound goes over to its other name,
 * so that a budget can still be kept; any other field is taken out.
 */
export function mendOf(system: PricedModel, run: SystemDefaults, parameter: string): string | null {
  const own = {...(system.parameters ?? {})}
  if (parameter === 'response_format' && system.response_format !== undefined) return null
  const bound = resolveSystem(system, run).max_output_tokens
  const isDefault = ['max_tokens', 'temperature', 'seed', 'usage'].includes(parameter)
  if (isDefault) own[parameter] = null
  else delete own[parameter]
  const isBound = (TOKEN_BOUNDS as readonly string[]).includes(parameter)
  const other = parameter === 'max_tokens' ? 'max_completion_tokens' : 'max_tokens'
  if (isBound && bound !== null && typeof own[other] !== 'number') {
    // Without an entry, max_tokens is sent as the suite has it.
    if (other === 'max_tokens') delete own[other]
    else own[other] = bound
  }

  return `parameters: ${flowYaml(own)}`
}
