import type {DefinitionRecord} from '../records/version.js'
import type {Rubric} from '../suite/model/rubric.js'

/** The rubric that a judge goes by: that of people, in one version. */
export interface JudgeRubric extends Rubric {
  /** The id of its definition. */
  version: string
}

/** The rubric as the database keeps it: a pass goes on by it whatever the suite says meanwhile. */
export function judgeRubric({id, definition}: Pick<DefinitionRecord, 'id' | 'definition'>): JudgeRubric {
  return {...(JSON.parse(definition) as Rubric), version: id}
}
