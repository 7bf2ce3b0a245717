import type {RunConfig} from '../records/run.js'
import type {DefinitionRecord} from '../records/version.js'
import {SETTING_COLUMNS, SETTINGS} from '../suite/model/factors.js'
import type {Persona, Suite} from '../suite/model/suite.js'

interface StyleContent {
  constraint: string
  prompts: Omit<Suite['styles'][string], 'constraint'>
  thresholds: Suite['thresholds']
}

/** The ids of all definitions that a run's configuration names. */
export function definitionIds({versions}: Pick<RunConfig, 'versions'>): string[] {
  return versions ? Object.values(versions).flatMap((ofKind) => Object.values(ofKind)) : []
}

/**
 * The suite of a run as far as the run asks it, from the run's configuration and the definitions in the
 * database: no file is needed. Its hash is not that of the whole suite.
 * @returns undefined when a definition is missing.
 */
export function suiteOfDefinitions(
  config: RunConfig,
  definitions: ReadonlyMap<string, DefinitionRecord>,
): Suite | undefined {
  const {versions} = config
  if (!versions) return undefined
  const contentOf = (id: string | undefined): unknown => {
    const found = id === undefined ? undefined : definitions.get(id)
    return found && (JSON.parse(found.definition) as unknown)
  }

  const styles = config.styles.map((name) => [name, contentOf(versions.style[name])] as const)
  const personas = config.persona_ids.map((id) => [id, contentOf(versions.persona[id])] as const)
  const [first] = styles
  const baseline = baselineOf(config, contentOf)
  if (!first || [...styles, ...personas].some(([, content]) => content === undefined)) return undefined
  return {
    id: config.suite.id,
    title: config.suite.id,
    prices_as_of: config.suite.prices_as_of,
    models: config.models.map((model) => ({
      ...model,
      input_price: model.input_price ?? 0,
      output_price: model.output_price ?? 0,
    })),
    selector: {
      ...config.selector,
      input_price: config.selector.input_price ?? 0,
      output_price: config.selector.output_price ?? 0,
    },
    personas: [
      ...personas.map(([id, content]) => ({id, ...(content as Omit<Persona, 'id'>)})),
      // Baselines know the sectors of the personas that the run does not ask.
      ...Object.entries(baseline.sectors)
        .filter(([id]) => !config.persona_ids.includes(id))
        .map(([id, sector]) => ({id, sector, desired_role: '', persona: ''})),
    ],
    factors: Object.fromEntries(
      SETTING_COLUMNS.map((column) => [column, config[SETTINGS[column].plural]]),
    ) as unknown as Suite['factors'],
    generation: {temperature: config.temperature, max_output_tokens: config.max_output_tokens},
    thresholds: (first[1] as StyleContent).thresholds,
    styles: Object.fromEntries(
      styles.map(([name, content]) => {
        const {constraint, prompts} = content as StyleContent
        return [name, {constraint, ...prompts}]
      }),
    ),
    lexicon: baseline.lexicon,
  }
}

interface BaselineContent {
  lexicon: Suite['lexicon']
  sectors: Record<string, string>
}

function baselineOf({versions}: RunConfig, contentOf: (id: string | undefined) => unknown): BaselineContent {
  const baseline = Object.entries(versions?.system ?? {}).find(([name]) => name.startsWith('builtin/'))
  return (contentOf(baseline?.[1]) as BaselineContent | undefined) ?? {lexicon: {}, sectors: {}}
}
