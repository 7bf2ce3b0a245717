import type {DefinitionKind, DefinitionRecord} from '../records/version.js'
import type {Rubric} from '../suite/model/rubric.js'

interface Definitions {
  heads: () => Promise<{id: string; kind: DefinitionKind}[]>
  get: (ids: readonly string[]) => Promise<Map<string, Pick<DefinitionRecord, 'definition'>>>
}

/** The tags of every rubric that raters of a database have gone by. */
export async function rubricTags({definitions}: {definitions: Definitions}): Promise<string[]> {
  const heads = (await definitions.heads()).filter(({kind}) => kind === 'rubric')
  const rubrics = await definitions.get(heads.map(({id}) => id))
  return [...rubrics.values()].flatMap(({definition}) =>
    (JSON.parse(definition) as Rubric).tags.map(({label}) => label),
  )
}
