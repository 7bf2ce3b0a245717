import type {EndedCase} from '../../records/result.js'
import type {ShardProgress} from '../../records/run.js'
import {caseKey, type Case} from '../../suite/model/case.js'
import {shardNumber, shardOfKey, shardText, type Shard} from '../../suite/model/shard.js'

interface Worker {
  shard: Shard
  host: string
  pid: number
}

/**
 * How far each of `count` shards of a run is. Shards follow from the cases alone, so the progress holds for
 * any division, and for the work of any machine.
 * @param cases of the whole run; undefined when its suite is not here.
 */
export function shardProgressOf(
  cases: readonly Case[] | undefined,
  ended: readonly EndedCase[],
  workers: readonly Worker[],
  count: number,
): ShardProgress[] {
  const keyed = ended.map((endedCase) => ({
    status: endedCase.status,
    shard: shardOfKey(keyOf(endedCase), count),
  }))
  return Array.from({length: count}, (_, at) => {
    const shardCases = keyed.filter(({shard}) => shard === at + 1)
    const worker = workers.find(({shard}) => shard.count === count && shard.index === at + 1)
    return {
      shard: count === 1 ? null : shardText({index: at + 1, count}),
      cases: cases ? cases.filter((testCase) => shardNumber(testCase, count) === at + 1).length : null,
      completed: shardCases.filter(({status}) => status === 'completed').length,
      failed: shardCases.filter(({status}) => status === 'failed').length,
      worker: worker ? `process ${worker.pid} on ${worker.host}` : null,
    }
  })
}

function keyOf({persona_id, ...factors}: EndedCase): string {
  return caseKey({...factors, persona: {id: persona_id, sector: '', desired_role: '', persona: ''}})
}
