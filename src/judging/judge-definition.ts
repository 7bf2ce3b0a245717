import {define, systemDefinition, type DefiningConfig} from '../records/definitions.js'
import type {DefinitionRecord} from '../records/version.js'
import {digest} from '../suite/model/hash.js'
import type {PricedModel, Suite} from '../suite/model/suite.js'
import {OFFLINE_JUDGE, OFFLINE_JUDGE_VERSION} from './offline-judge.js'
import {PROMPT_VERSION} from './prompt.js'

type JudgeSettings = Pick<DefiningConfig, 'temperature' | 'max_output_tokens' | 'base_url' | 'providers'>

/**
 * What makes a judge: the system that is asked, and how it is asked. Whatever of it changes is another judge.
 */
export function judgeDefinition(
  judge: PricedModel,
  settings: JudgeSettings,
  {lexicon}: Pick<Suite, 'lexicon'>,
): DefinitionRecord {
  if (judge.id === OFFLINE_JUDGE)
    return define('judge', judge.id, {offline: OFFLINE_JUDGE_VERSION, lexicon: digest(lexicon)})
  const {definition} = systemDefinition(judge, settings, {lexicon: {}, personas: []})
  return define('judge', judge.id, {prompt: PROMPT_VERSION, system: JSON.parse(definition) as object})
}
