import {expect} from 'chai'
import {define} from '../../src/records/definitions.js'
import type {JudgementRecord} from '../../src/records/judgement.js'
import {judgementId} from '../../src/judging/subject.js'
import {passConfig, TINY_RUBRIC} from '../support/judging.js'
import {aRunOf, Team, type Device} from '../support/sync-devices.js'

describe('judgements in a team', () => {
  let team: Team
  beforeEach(async () => (team = await Team.make('file')))
  afterEach(() => team.remove())

  const JUDGE = define('judge', 'lab/judge', {prompt: 1})

  async function judged(
    {store}: Device,
    pass: string,
    result_id: string,
    change: Partial<JudgementRecord> = {},
  ): Promise<JudgementRecord> {
    await store.runs.create(
      {
        id: pass,
        started_at: '2026-11-24T10:00:00.000Z',
        completed_at: null,
        status: 'completed',
        config: passConfig([result_id]),
      },
      [JUDGE],
    )
    const judgement: JudgementRecord = {
      id: judgementId(result_id, JUDGE.id, TINY_RUBRIC.version, 1),
      run_id: pass,
      result_id,
      judge_version: JUDGE.id,
      rubric_version: TINY_RUBRIC.version,
      repeat: 1,
      status: 'answered',
      score: 4,
      reasons: 'Fits.',
      bad_chips: ['roux'],
      request_hash: 'hash',
      attempts: 1,
      latency_ms: 10,
      input_tokens: 100,
      output_tokens: 50,
      cost_usd: 0.5,
      charged_usd: 0.5,
      finish_reason: 'stop',
      error: null,
      answer: '{"score": 4}',
      created_at: '2026-11-24T10:00:01.000Z',
      ...change,
    }
    await store.judgements.save(judgement)
    return judgement
  }

  const all = async ({store}: Device) => (await store.judgements.list({}, {limit: 100, offset: 0})).judgements

  it('reach everybody with every column, and go with their pass', async () => {
    const [ann, ben] = [await team.device('ann'), await team.device('ben')]
    const {results} = await aRunOf(ann, 2)
    const judgement = await judged(ann, 'judge-1', results[0]!.id)
    await team.syncAll([ann, ben])
    expect(await all(ben)).to.deep.equal([judgement])
    expect((await ben.store.judgements.judges())[0]).to.include({judge: 'lab/judge', judged: 1})
    await ben.store.runs.delete('judge-1')
    expect(await all(ben)).to.deep.equal([])
    await team.syncAll([ben, ann])
    expect(await all(ann)).to.deep.equal([])
    // What it cost stays in the books.
    const [cost] = await ann.store.costs.by('run', {run_id: 'judge-1'})
    expect(cost).to.include({cost_usd: 0.5, deleted_usd: 0.5})
  })

  it('of one result by two devices are one, and a score beats a failure', async () => {
    const [ann, ben] = [await team.device('ann'), await team.device('ben')]
    const {results} = await aRunOf(ann, 1)
    await team.syncAll([ann, ben])
    const failed = {status: 'failed', score: null, error: 'no answer', answer: null} as const
    await judged(ann, 'judge-a', results[0]!.id, failed)
    const score = await judged(ben, 'judge-b', results[0]!.id, {score: 2})
    await team.syncAll([ann, ben])
    for (const device of [ann, ben]) expect(await all(device)).to.deep.equal([score])
  })
})
