import {z} from 'zod'
import {personaDefinition, styleDefinition, systemDefinition} from '../records/definitions.js'
import {runConfigSchema} from '../records/run-config.js'
import {
  LOST_TEXT_PREFIX,
  UNKNOWN_VERSION,
  type DefinitionRecord,
  type OlderVersion,
  type VersionedFactor,
} from '../records/version.js'
import type {Suite} from '../suite/model/suite.js'

/** A suite that is here, with the digests by which older runs name it. */
export interface SuiteAtHand {
  suite: Suite
  hash: string
  prompt_hash: string
}

/** What older configurations tell of their versions; each part may be missing. */
const olderConfigSchema = z.object({
  suite: runConfigSchema.shape.suite,
  models: runConfigSchema.shape.models,
  selector: runConfigSchema.shape.selector,
  persona_ids: runConfigSchema.shape.persona_ids,
  personas: runConfigSchema.shape.personas,
  styles: z.array(z.string()),
  temperature: runConfigSchema.shape.temperature,
  max_output_tokens: runConfigSchema.shape.max_output_tokens,
  base_url: runConfigSchema.shape.base_url,
  providers: runConfigSchema.shape.providers,
})
type OlderConfig = z.infer<typeof olderConfigSchema>

/**
 * The versions of runs that are older than versions: a style by the digest of its run's prompts, a persona by
 * its paragraph, a system by model, temperature, token bound and server. With a suite at hand that has the
 * same prompts, the style is that suite's.
 */
export function olderVersions(
  runs: readonly {id: string; config: unknown}[],
  suites: readonly SuiteAtHand[],
): {older: OlderVersion[]; definitions: Map<string, DefinitionRecord>} {
  const definitions = new Map<string, DefinitionRecord>()
  const defined = (definition: DefinitionRecord) => {
    definitions.set(definition.id, definition)
    return definition.id
  }

  const found = new Map<string, OlderVersion>()
  const add = (runId: string, factor: VersionedFactor, name: string, version: string) => {
    const key = JSON.stringify([factor, name, version])
    const entry = found.get(key) ?? {factor, name, version, run_ids: []}
    found.set(key, entry)
    entry.run_ids.push(runId)
  }

  for (const {id, config} of runs) {
    const parsed = olderConfigSchema.safeParse(config).data
    if (!parsed) continue
    const same = suites.find(({hash}) => hash === parsed.suite.hash)
    for (const style of parsed.styles) add(id, 'style', style, styleVersion(style, parsed, suites, defined))
    for (const persona of parsed.persona_ids) {
      const known = [...parsed.personas, ...(same?.suite.personas ?? [])].find(
        (known) => known.id === persona,
      )
      add(id, 'persona_id', persona, known ? defined(personaDefinition(known)) : UNKNOWN_VERSION)
    }

    for (const model of parsed.models)
      add(id, 'model', model.id, systemVersion(model, parsed, same?.suite, defined))
  }

  return {older: [...found.values()], definitions}
}

/** Keeps a definition that an older run implies. @returns the id */
type Defined = (definition: DefinitionRecord) => string

/** For systems that are no baseline, whose definition holds nothing of the suite. */
const NO_SUITE = {lexicon: {}, personas: []}

function styleVersion(
  name: string,
  config: OlderConfig,
  suites: readonly SuiteAtHand[],
  defined: Defined,
): string {
  const suite = suites.find(({prompt_hash}) => prompt_hash === config.suite.prompt_hash)?.suite
  const selector = systemDefinition(config.selector, config, suite ?? NO_SUITE).id
  const known = suite && styleDefinition(name, suite, selector)
  if (known) return defined(known)
  const digest = config.suite.prompt_hash.replace(/^sha256:/, '')
  return `${LOST_TEXT_PREFIX}${digest.slice(0, 16)}`
}

function systemVersion(
  model: OlderConfig['models'][number],
  config: OlderConfig,
  suite: Suite | undefined,
  defined: Defined,
): string {
  // A baseline is its lexicon, which the configuration does not hold.
  if (model.id.startsWith('builtin/') && !suite) return UNKNOWN_VERSION
  return defined(systemDefinition(model, config, suite ?? NO_SUITE))
}
