import {isSettled, UNREADABLE, type JudgementState} from '../records/judgement.js'
import {shardOfKey, type Shard} from '../suite/model/shard.js'
import type {PassConfig} from './pass-config.js'
import {judgementId} from './subject.js'

/** One judgement that a pass asks for. */
export interface JudgeTask {
  /** The id of the judgement. */
  id: string
  resultId: string
  judge: string
  repeat: number
}

/** The judgements of a pass, or of a shard of it: the judges take turns at each result. */
export function tasksOf(
  {results, models, judge_versions, rubric_version, repeats}: PassConfig,
  {index, count}: Shard,
): JudgeTask[] {
  return results
    .filter((id) => count === 1 || shardOfKey(id, count) === index)
    .flatMap((resultId) =>
      models.flatMap(({id: judge}) =>
        Array.from({length: repeats}, (_, at) => ({
          id: judgementId(resultId, judge_versions[judge]!, rubric_version, at + 1),
          resultId,
          judge,
          repeat: at + 1,
        })),
      ),
    )
}

/** What is left of some tasks. */
export function openTasks(
  tasks: readonly JudgeTask[],
  states: ReadonlyMap<string, JudgementState>,
): JudgeTask[] {
  return tasks.filter(({id}) => {
    const state = states.get(id)
    return !state || !isSettled(state)
  })
}

/** Whether an earlier answer could not be read, so that the next question is the last. */
export function isAskedAgain(state: JudgementState | undefined): boolean {
  return state?.error?.startsWith(UNREADABLE) ?? false
}
