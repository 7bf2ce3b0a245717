import {judgementId} from '../../src/judging/subject.js'
import {define} from '../../src/records/definitions.js'
import type {JudgementRecord} from '../../src/records/judgement.js'
import type {ResultSummary} from '../../src/records/result.js'
import type {Store} from '../../src/store/store.js'
import {passConfig, RUBRIC} from './judging.js'

const PASS = 'judge-20261124'
export const JUDGED_BY = define('judge', 'lab/judge', {prompt: 1})
const ASKED = define('rubric', 'tiny', RUBRIC)

/** A pass of a judge over all completed results. @param of what it says of one; undefined: nothing. */
export async function addJudgements(
  store: Store,
  of: (result: ResultSummary) => (Partial<JudgementRecord> & {score: number | null}) | undefined,
): Promise<void> {
  const {results} = await store.results.list({status: 'completed'}, {limit: 10_000, offset: 0})
  await store.runs.create(
    {
      id: PASS,
      started_at: '2026-11-24T10:00:00.000Z',
      completed_at: '2026-11-24T10:01:00.000Z',
      status: 'completed',
      config: passConfig(results.map(({id}) => id)),
    },
    [JUDGED_BY, ASKED],
  )
  for (const result of results) {
    const judged = of(result)
    if (!judged) continue
    await store.judgements.save({
      id: judgementId(result.id, JUDGED_BY.id, ASKED.id, judged.repeat ?? 1),
      run_id: PASS,
      result_id: result.id,
      judge_version: JUDGED_BY.id,
      rubric_version: ASKED.id,
      repeat: 1,
      status: judged.score === null ? 'failed' : 'answered',
      reasons: 'Fits the role.',
      bad_chips: [],
      request_hash: 'hash',
      attempts: 1,
      latency_ms: 10,
      input_tokens: 100,
      output_tokens: 50,
      cost_usd: 0.001,
      charged_usd: 0.001,
      finish_reason: 'stop',
      error: judged.score === null ? 'not readable, twice: no score' : null,
      answer: '{"score": 4}',
      created_at: '2026-11-24T10:00:01.000Z',
      ...judged,
    })
  }
}
