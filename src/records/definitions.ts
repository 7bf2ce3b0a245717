import {canonicalJson, digest} from '../suite/model/hash.js'
import {rubricOf} from '../suite/model/rubric.js'
import type {Persona, PricedModel, Suite} from '../suite/model/suite.js'
import {resolveSystem} from '../suite/model/system.js'
import type {RunConfig} from './run.js'
import type {DefinitionKind, DefinitionRecord, RunVersions} from './version.js'

/** How `builtin/*` draws chips from the lexicon; raised when the same lexicon gives other chips. */
export const GENERATOR_VERSION = 1

/** A definition with its id: equal content, equal id, on every machine. */
export function define(kind: DefinitionKind, name: string, content: object): DefinitionRecord {
  return {
    id: digest({kind, name, definition: content}).slice(0, 16),
    kind,
    name,
    definition: canonicalJson(content),
  }
}

/** What of a run's configuration makes its versions. */
export type DefiningConfig = Pick<
  RunConfig,
  | 'models'
  | 'selector'
  | 'persona_ids'
  | 'styles'
  | 'temperature'
  | 'max_output_tokens'
  | 'base_url'
  | 'providers'
>

/** The definitions of everything that a run asks, the selector's system included. */
export function definitionsOf(config: DefiningConfig, suite: Suite): DefinitionRecord[] {
  const selector = systemDefinition(config.selector, config, suite)
  return [
    ...config.styles.flatMap((name) => styleDefinition(name, suite, selector.id) ?? []),
    ...suite.personas.filter(({id}) => config.persona_ids.includes(id)).map(personaDefinition),
    ...config.models.map((model) => systemDefinition(model, config, suite)),
    selector,
  ]
}

/** The versions by kind and name. */
export function versionsOf(definitions: readonly DefinitionRecord[]): RunVersions {
  const of = (wanted: DefinitionKind) =>
    Object.fromEntries(definitions.filter(({kind}) => kind === wanted).map(({name, id}) => [name, id]))
  return {style: of('style'), persona: of('persona'), system: of('system')}
}

/** Five prompts, the demand of each type, the thresholds, and who plays the user. */
export function styleDefinition(
  name: string,
  {styles, thresholds}: Pick<Suite, 'styles' | 'thresholds'>,
  selector: string,
): DefinitionRecord | undefined {
  const style = styles[name]
  if (!style) return undefined
  const {constraint, ...prompts} = style
  return define('style', name, {constraint, prompts, selector, thresholds})
}

export function personaDefinition({id, sector, desired_role, persona}: Persona): DefinitionRecord {
  return define('persona', id, {sector, desired_role, persona})
}

/** What raters and judges of a suite go by; undefined where the suite says nothing. */
export function rubricDefinition(suite: Pick<Suite, 'id' | 'rating'>): DefinitionRecord | undefined {
  const rubric = rubricOf(suite)
  return rubric && define('rubric', suite.id, rubric)
}

/** The version of a suite's rubric: the id of its definition. */
export function rubricVersion(suite: Pick<Suite, 'id' | 'rating'>): string | undefined {
  return rubricDefinition(suite)?.id
}

/**
 * What answers: for a server the sent model with its parameters and the host, for a plugin its name and
 * version, for a baseline its lexicon. Prices, labels, keys, time limits and seeds are no part of it.
 */
export function systemDefinition(
  model: PricedModel,
  config: Pick<DefiningConfig, 'temperature' | 'max_output_tokens' | 'base_url' | 'providers'>,
  {lexicon, personas}: Pick<Suite, 'lexicon' | 'personas'>,
): DefinitionRecord {
  const {id} = model
  if (id.startsWith('builtin/')) {
    // `builtin/random` draws from other sectors than the persona's.
    const sectors = Object.fromEntries(
      personas
        .filter((persona) => Object.hasOwn(lexicon, persona.id))
        .map((persona) => [persona.id, persona.sector]),
    )
    return define('system', id, {generator: GENERATOR_VERSION, lexicon, sectors})
  }

  const plugged = config.providers.find(({models}) => models.includes(id))
  const {host, parameters, response_format, temperature, max_output_tokens, ...system} = resolveSystem(
    model,
    config,
  )
  return define('system', id, {
    model: system.model,
    parameters,
    response_format,
    temperature,
    max_output_tokens,
    ...(plugged ? {plugin: {name: plugged.plugin.name, version: plugged.plugin.version}} : {host}),
  })
}
