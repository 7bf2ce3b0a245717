import {canonicalJson} from '../suite/model/hash.js'
import type {Suite} from '../suite/model/suite.js'
import {definitionsOf, rubricDefinition} from '../records/definitions.js'
import type {DefinitionRecord} from '../records/version.js'

/**
 * Whether a suite would ask a version as it stands. The selector of a style and the server of a system are no
 * part of the comparison: a run's flags decide them.
 */
export function isAsIn({id, kind, name, definition}: DefinitionRecord, suite: Suite): boolean {
  if (kind === 'rubric') return rubricDefinition(suite)?.id === id
  const now = definitionsOf(
    {
      // Baselines need not stand in a suite.
      models: [...suite.models, {id: name, name, input_price: 0, output_price: 0}],
      selector: suite.selector,
      persona_ids: suite.personas.map(({id}) => id),
      styles: suite.factors.style,
      temperature: suite.generation.temperature,
      max_output_tokens: suite.generation.max_output_tokens,
      base_url: null,
      providers: [],
    },
    suite,
  ).find((candidate) => candidate.kind === kind && candidate.name === name)
  return now !== undefined && compared(now.definition) === compared(definition)
}

function compared(definition: string): string {
  return canonicalJson({...(JSON.parse(definition) as object), selector: undefined, host: undefined})
}
