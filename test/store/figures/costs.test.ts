import {createClient, type Client} from '@libsql/client'
import {expect} from 'chai'
import {define} from '../../../src/records/definitions.js'
import type {JudgementRecord} from '../../../src/records/judgement.js'
import type {CostGroup} from '../../../src/records/costs.js'
import {databaseLocation} from '../../../src/store/database/location.js'
import {openStore, type Store} from '../../../src/store/store.js'
import {sumOfCosts} from '../../../src/records/costs.js'
import {tempFolder} from '../../support/processes.js'
import {aCall, aResult, aRun} from '../../support/records.js'

const JUDGE = define('judge', 'lab/judge', {prompt: 1})

describe('what a database has cost', () => {
  let folder: Awaited<ReturnType<typeof tempFolder>>
  let store: Store
  let raw: Client
  beforeEach(async () => {
    folder = await tempFolder()
    const url = `file:${folder.file('bench.db')}`
    store = await openStore(databaseLocation(url, {}), {create: true})
    raw = createClient({url})
  })
  afterEach(async () => {
    raw.close()
    await store.close()
    await folder.remove()
  })

  /** A run with a result of two calls: one of the tested model, one of the selector. */
  async function aPaidRun(
    user: string | undefined,
    cost: number | null,
    created_at = '2026-11-02T10:00:00.000Z',
  ) {
    const run = aRun({config: {cases: 1, ...(user !== undefined && {user})}})
    await store.runs.create(run)
    const result = aResult(run.id, {cost_usd: cost, created_at})
    await store.results.save(result)
    await store.calls.save(aCall(run.id, result.id, {cost_usd: cost, charged_usd: 0.75, created_at}))
    const selection = {step: 'selection', model: 'lab/selector', cost_usd: 0.25, created_at} as const
    await store.calls.save(aCall(run.id, result.id, selection))
    return {run, result}
  }

  /** A judgement by a judge that has a name. */
  async function aJudgement(id: string, change: Partial<JudgementRecord>) {
    await store.judgements.save({
      ...{id, run_id: 'pass', judge_version: JUDGE.id, repeat: 1},
      ...{rubric_version: 'rubric', status: 'answered', score: 4, reasons: null, bad_chips: []},
      ...{request_hash: 'hash', attempts: 1, latency_ms: 1, input_tokens: 1, output_tokens: 1},
      ...{cost_usd: 0.5, charged_usd: 0.5, finish_reason: 'stop', error: null, answer: '4'},
      ...{created_at: '2026-11-03T10:00:00.000Z', ...change},
    } as JudgementRecord)
  }

  it('counts judges by their names, with what may have been paid where no score came', async () => {
    const {result} = await aPaidRun('ann', 0.25)
    await store.runs.create(aRun({id: 'pass'}), [JUDGE])
    const other = define('judge', 'lab/other', {prompt: 2})
    await store.runs.define([other])
    await aJudgement('scored', {result_id: result.id})
    const failed = {status: 'failed', score: null, answer: null, cost_usd: null} as const
    await aJudgement('nothing', {...failed, result_id: result.id, repeat: 2, charged_usd: 0})
    await aJudgement('perhaps', {...failed, result_id: result.id, repeat: 3, charged_usd: 0.125})
    await aJudgement('unnamed', {
      result_id: result.id,
      judge_version: 'gone',
      cost_usd: null,
      charged_usd: null,
    })
    const systems = new Map((await sums('system')).map(([group, ...rest]) => [group, rest]))
    expect(systems.get('lab/judge')).to.deep.equal([2, 0.5, 1, 0])
    expect(systems.get('gone')).to.deep.equal([1, null, 1, 0])
    expect(systems.has('lab/other')).to.equal(false)
    expect((await sums('day')).map(([group, calls]) => [group, calls])).to.deep.equal([
      ['2026-11-02', 2],
      ['2026-11-03', 3],
    ])
  })

  const sums = async (by: CostGroup, filter = {}) =>
    (await store.costs.by(by, filter)).map(({group, calls, cost_usd, unknown_costs, deleted_usd}) => [
      group,
      calls,
      cost_usd,
      unknown_costs,
      deleted_usd,
    ])
  const total = async () => sumOfCosts(await store.costs.by('system'))

  it('is summed up by system, person, day and run, every call once', async () => {
    const {run} = await aPaidRun('ann', 1)
    const {run: other} = await aPaidRun(undefined, 2, '2026-11-03T10:00:00.000Z')
    expect(await sums('system')).to.deep.equal([
      ['lab/one', 2, 3, 0, 0],
      ['lab/selector', 2, 0.5, 0, 0],
    ])
    expect(await sums('person')).to.deep.equal([
      [null, 2, 2.25, 0, 0],
      ['ann', 2, 1.25, 0, 0],
    ])
    expect(await sums('day')).to.deep.equal([
      ['2026-11-02', 2, 1.25, 0, 0],
      ['2026-11-03', 2, 2.25, 0, 0],
    ])
    expect(await sums('run')).to.deep.equal([
      [other.id, 2, 2.25, 0, 0],
      [run.id, 2, 1.25, 0, 0],
    ])
    expect(await sums('device')).to.deep.equal([['this database', 4, 3.5, 0, 0]])
    expect(await sums('system', {run_id: run.id})).to.have.deep.members([
      ['lab/one', 1, 1, 0, 0],
      ['lab/selector', 1, 0.25, 0, 0],
    ])
    expect(await sums('day', {since: '2026-11-03'})).to.deep.equal([['2026-11-03', 2, 2.25, 0, 0]])
    expect(await sums('day', {until: '2026-11-02'})).to.deep.equal([['2026-11-02', 2, 1.25, 0, 0]])
  })

  it('marks what nobody knows, with what it was at most', async () => {
    await aPaidRun('ann', null)
    expect(await total()).to.deep.equal({
      calls: 2,
      cost_usd: 0.25,
      unknown_costs: 1,
      unknown_at_most_usd: 0.75,
      deleted_calls: 0,
      deleted_usd: 0,
    })
  })

  it('leaves out calls that were surely not paid for', async () => {
    const {run, result} = await aPaidRun('ann', 1)
    await store.calls.save(aCall(run.id, result.id, {status: 'failed', cost_usd: null, charged_usd: 0}))
    expect(await total()).to.include({calls: 2, unknown_costs: 0})
  })

  it('counts a result of another device as unknown where an answer came, and not where none did', async () => {
    const run = aRun()
    await store.runs.create(run)
    await store.results.save(aResult(run.id, {cost_usd: null}))
    for (const trial of [2, 4])
      await store.results.save(aResult(run.id, {cost_usd: null, status: 'failed', trial}))
    await store.results.save(aResult(run.id, {cost_usd: 2, status: 'failed', trial: 3}))
    expect(await total()).to.include({calls: 2, cost_usd: 2, unknown_costs: 1})
  })

  it('is the same after runs, results or calls were deleted, in any order', async () => {
    const made = [await aPaidRun('ann', 1), await aPaidRun('bob', 2), await aPaidRun('eve', null)]
    const before = await total()
    await raw.execute({sql: 'DELETE FROM calls WHERE result_id = ?', args: [made[0]!.result.id]})
    const {calls, cost_usd, unknown_costs} = before
    expect(await total()).to.include({calls, cost_usd, unknown_costs, deleted_usd: 1.25})
    for (const {run} of made) await store.runs.delete(run.id)
    expect(await total()).to.include({
      calls,
      cost_usd,
      unknown_costs,
      deleted_calls: calls,
      deleted_usd: cost_usd!,
    })
    expect((await sums('person')).map(([who]) => who)).to.have.members(['ann', 'bob', 'eve'])
  })

  it('counts a deleted call no more when it is there again', async () => {
    const {run, result} = await aPaidRun('ann', 1)
    const [before, {rows}] = [await total(), await raw.execute('SELECT * FROM calls')]
    await raw.execute('DELETE FROM calls')
    for (const row of rows)
      await store.calls.save(aCall(run.id, result.id, {...(row as object), charged_usd: 0.75}))
    expect(await total()).to.deep.equal(before)
  })

  it('takes the cost of a result whose calls are on another device, also when it is deleted', async () => {
    const run = aRun()
    await store.runs.create(run)
    await store.results.save(aResult(run.id, {cost_usd: 3}))
    expect(await total()).to.include({calls: 1, cost_usd: 3, deleted_calls: 0})
    await store.runs.delete(run.id)
    expect(await total()).to.include({calls: 1, cost_usd: 3, deleted_calls: 1})
    // The deleted calls of the result arrive: they are what was paid.
    await raw.execute(
      `INSERT INTO deleted_costs SELECT 'a call', run_id, result_id, model, day, 3.5, 3.5 FROM deleted_costs`,
    )
    expect(await total()).to.include({calls: 1, cost_usd: 3.5, deleted_calls: 1})
  })

  it('counts what judges cost', async () => {
    const {run, result} = await aPaidRun('ann', 1)
    await raw.execute({
      sql: `INSERT INTO judgements (id, run_id, result_id, judge_version, rubric_version, status, request_hash, attempts, cost_usd, created_at)
        VALUES ('j', ?, ?, 'v', 'r', 'answered', 'h', 1, 0.5, '2026-11-02')`,
      args: [run.id, result.id],
    })
    expect(await total()).to.include({calls: 3, cost_usd: 1.75})
    await raw.execute('CREATE TABLE aside AS SELECT * FROM judgements')
    await raw.execute('DELETE FROM judgements')
    expect(await total()).to.include({calls: 3, cost_usd: 1.75, deleted_usd: 0.5})
    await raw.execute('INSERT INTO judgements SELECT * FROM aside')
    expect(await total()).to.include({calls: 3, cost_usd: 1.75, deleted_usd: 0})
  })

  it('counts archived runs', async () => {
    const {run} = await aPaidRun('ann', 1)
    const before = await total()
    await store.archive.set(run.id, 'now')
    expect(await total()).to.deep.equal(before)
  })
})
