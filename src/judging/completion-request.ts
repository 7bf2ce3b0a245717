import type {CompletionRequest} from '../providers/provider.js'
import {resolveSystem} from '../suite/model/system.js'
import {OFFLINE_JUDGE} from './offline-judge.js'
import type {PassConfig} from './pass-config.js'
import {orderedChips, type Subject} from './subject.js'
import type {JudgeTask} from './tasks.js'

/** What a judge is asked, with the settings of the pass. Nothing in it names the system that is judged. */
export function completionRequest(
  config: PassConfig,
  {judge, repeat}: JudgeTask,
  subject: Subject,
  messages: CompletionRequest['messages'],
): CompletionRequest<'judge'> {
  const system = resolveSystem(
    config.models.find(({id}) => id === judge)!,
    config,
  )
  return {
    model: system.model,
    ...(system.model !== judge && {system: judge}),
    ...(Object.keys(system.parameters).length > 0 && {parameters: system.parameters}),
    ...(judge !== OFFLINE_JUDGE && {response_format: 'judgement'}),
    messages,
    temperature: system.temperature ?? config.temperature,
    max_output_tokens: system.max_output_tokens ?? config.max_output_tokens,
    seed: config.seed,
    task: {
      step: 'judge',
      case: `judge|${subject.persona_id}|${subject.chip_count}|${repeat}`,
      persona_id: subject.persona_id,
      count: subject.chip_count,
      chips: orderedChips(subject, repeat),
      missing_types: [],
      min_per_type: 0,
    },
  }
}
