import type {JudgementRecord} from '../records/judgement.js'
import {digitsFor, versionLabel} from '../records/version.js'
import type {Store} from '../store/store.js'

/**
 * A judgement beside a result: what the judge said, and by what. Its answer and its money stay in exports.
 */
export interface ShownJudgement extends Pick<
  JudgementRecord,
  'id' | 'repeat' | 'status' | 'score' | 'reasons' | 'bad_chips' | 'error' | 'created_at'
> {
  /** `gpt-5-mini@3f2a`, and `chips@a1f0`. */
  judge: string
  rubric: string
}

const MOST = 100

/** All that judges said of a result, by judge, rubric and repeat. */
export async function judgementsOfResult(store: Store, resultId: string): Promise<ShownJudgement[]> {
  const {judgements} = await store.judgements.list({result_id: resultId}, {limit: MOST, offset: 0})
  if (judgements.length === 0) return []
  const ids = [...new Set(judgements.flatMap((of) => [of.judge_version, of.rubric_version]))]
  const definitions = await store.definitions.get(ids)
  const digits = digitsFor(new Set(ids))
  const named = (id: string, kind: string) => versionLabel(definitions.get(id)?.name ?? kind, id, digits)
  return judgements
    .map(({id, repeat, status, score, reasons, bad_chips, error, created_at, ...of}) => ({
      ...{id, judge: named(of.judge_version, 'judge'), rubric: named(of.rubric_version, 'rubric')},
      ...{repeat, status, score, reasons, bad_chips, error, created_at},
    }))
    .sort((a, b) => (order(a) < order(b) ? -1 : 1))
}

function order({judge, rubric, repeat}: ShownJudgement): string {
  return `${judge} ${rubric} ${String(repeat).padStart(6, '0')}`
}
