import {expect} from 'chai'
import {define} from '../../../src/records/definitions.js'
import {UNREADABLE_TWICE, type JudgementRecord} from '../../../src/records/judgement.js'
import {UNKNOWN_VERSION, type OlderVersion} from '../../../src/records/version.js'
import {databaseLocation} from '../../../src/store/database/location.js'
import {openStore, type Store} from '../../../src/store/store.js'
import {aResult, aRun} from '../../support/records.js'

const JUDGE = define('judge', 'lab/judge', {prompt: 1})
const CHOICE = {judge_version: JUDGE.id, rubric_version: 'rubric'}
const at = (second: number) => `2026-11-24T10:00:${String(second).padStart(2, '0')}.000Z`

describe('judgements that are stored', () => {
  let store: Store
  beforeEach(async () => {
    store = await openStore(databaseLocation(':memory:', {}), {create: true})
    await store.runs.create(aRun({id: 'run'}))
    await store.runs.create(aRun({id: 'pass'}), [JUDGE])
  })
  afterEach(() => store.close())

  const judged = (id: string, result_id: string, change: Partial<JudgementRecord> = {}) =>
    store.judgements.save({
      ...{id, result_id, run_id: 'pass', ...CHOICE, repeat: 1, status: 'answered', score: 4},
      ...{reasons: 'Fits.', bad_chips: [], request_hash: 'hash', attempts: 1, latency_ms: 10},
      ...{input_tokens: 100, output_tokens: 50, cost_usd: 0.5, charged_usd: 0.5, finish_reason: 'stop'},
      ...{error: null, answer: '{"score": 4}', created_at: at(1), ...change},
    })
  const result = (id: string, change: object = {}) =>
    store.results.save(aResult('run', {id, trial: 1, ...change}))
  const rate = (result_id: string, user_id: string, rating: number) =>
    store.ratings.save({result_id, user_id, rating, blind: true, created_at: at(2)})
  const NO_SCORE = {status: 'failed', score: null, answer: null} as const

  /** Two systems, with judgements by others, of repeats and without a score beside those that count. */
  async function several(): Promise<void> {
    await result('a1')
    await result('a2', {trial: 2})
    await result('b1', {model: 'lab/two', final_chips: []})
    await result('lost', {model: 'lab/two', persona_id: 'pilot', status: 'failed', final_chips: []})
    await judged('1', 'a1', {score: 5})
    await judged('2', 'a1', {score: 1, repeat: 2, reasons: null})
    await judged('3', 'a2', {score: 2})
    await judged('4', 'b1', {score: 3})
    await judged('5', 'b1', {score: 1, judge_version: 'other'})
    await judged('6', 'b1', {score: 1, rubric_version: 'other'})
    await judged('7', 'a2', {...NO_SCORE, repeat: 2, error: 'no answer'})
    await judged('8', 'lost', {score: 1})
    for (const [id, user, rating] of [
      ['a1', 'bob', 4],
      ['a1', 'ann', 3],
      ['b1', 'ann', 5],
      ['lost', 'ann', 1],
    ] as const)
      await rate(id, user, rating).catch(() => {})
  }

  it('have a mean in each cell, of the first repeat by that judge and that rubric', async () => {
    await several()
    const cells = await store.judgements.cells(CHOICE, {})
    expect(
      cells.map(({factors: {model, persona_id}, ...rest}) => ({model, persona_id, ...rest})),
    ).to.deep.equal([
      {model: 'lab/one', persona_id: 'cook', score: 3.5, results: 2},
      {model: 'lab/two', persona_id: 'cook', score: 3, results: 1},
    ])
    expect(await store.judgements.cells(CHOICE, {model: ['lab/two']})).to.have.length(1)
    expect(await store.judgements.cells({...CHOICE, judge_version: 'nobody'}, {})).to.deep.equal([])
  })

  it('stand beside each rating of a person, in the order of results and people', async () => {
    await several()
    expect(await store.judgements.pairs(CHOICE, {})).to.deep.equal([
      {result_id: 'a1', model: 'lab/one', rater: 'ann', person: 3, judge: 5},
      {result_id: 'a1', model: 'lab/one', rater: 'bob', person: 4, judge: 5},
      {result_id: 'b1', model: 'lab/two', rater: 'ann', person: 5, judge: 3},
    ])
  })

  it('are listed with repeats, how many chips there were, and the reasons', async () => {
    await several()
    expect(await store.judgements.scores(CHOICE, {})).to.deep.equal([
      {result_id: 'a1', model: 'lab/one', repeat: 1, score: 5, chips: 1, reasons: 'Fits.'},
      {result_id: 'a1', model: 'lab/one', repeat: 2, score: 1, chips: 1, reasons: null},
      {result_id: 'a2', model: 'lab/one', repeat: 1, score: 2, chips: 1, reasons: 'Fits.'},
      {result_id: 'b1', model: 'lab/two', repeat: 1, score: 3, chips: 0, reasons: 'Fits.'},
    ])
  })

  it('keep a score for good, and a failure until there is a score', async () => {
    await result('a1')
    await judged('1', 'a1', {...NO_SCORE, error: 'no answer', created_at: at(1)})
    await judged('1', 'a1', {
      score: 2,
      attempts: 3,
      cost_usd: 0.25,
      created_at: at(2),
      judge_version: 'other',
    })
    await judged('1', 'a1', {score: 5, created_at: at(3)})
    await judged('1', 'a1', {...NO_SCORE, error: 'late', created_at: at(4)})
    const {judgements, total} = await store.judgements.list({}, {limit: 10, offset: 0})
    expect(total).to.equal(1)
    expect(judgements[0]).to.include({
      ...{score: 2, status: 'answered', error: null, attempts: 3, created_at: at(2), judge_version: JUDGE.id},
    })
    expect([...(await store.judgements.states(['none', '1']))]).to.deep.equal([
      [
        '1',
        {
          ...{id: '1', status: 'answered', error: null, attempts: 3, input_tokens: 100, output_tokens: 50},
          ...{cost_usd: 0.25, charged_usd: 0.5},
        },
      ],
    ])
    const many = [...Array.from({length: 5000}, (_, at) => `none-${at}`), '1']
    expect([...(await store.judgements.states(many)).keys()]).to.deep.equal(['1'])
    expect([...(await store.judgements.states(many.slice(1))).keys()]).to.deep.equal(['1'])
  })

  it('may be made of completed results of runs that are not archived', async () => {
    await several()
    expect(await store.judgements.judgeable({})).to.deep.equal(['a1', 'a2', 'b1'])
    expect(await store.judgements.judgeable({model: ['lab/two']})).to.deep.equal(['b1'])
    await store.archive.set('run', at(5))
    expect(await store.judgements.judgeable({})).to.deep.equal([])
  })

  it('are counted by judge and rubric, the latest first', async () => {
    await several()
    await judged('9', 'b1', {
      ...NO_SCORE,
      repeat: 2,
      error: `${UNREADABLE_TWICE}: no score`,
      created_at: at(9),
    })
    await judged('10', 'b1', {repeat: 3, cost_usd: null, created_at: at(8)})
    const judges = await store.judgements.judges()
    const named = judges.map(({judge, rubric_version}) => `${judge} by ${rubric_version}`)
    expect(named[0]).to.equal('lab/judge by rubric')
    expect(named.slice(1)).to.have.members(['lab/judge by other', 'other by rubric'])
    expect(judges[0]).to.deep.include({
      ...{judge_version: JUDGE.id, judged: 4, cost_usd: 0.5 * 7, unknown_costs: 1, last_at: at(9)},
    })
    expect(judges[0]).to.include({unreadable: 1, unanswered: 1})
  })

  it('are uses of a rubric, beside the ratings by it', async () => {
    await result('a1')
    await result('a2', {trial: 2})
    await judged('1', 'a1', {rubric_version: 'first', created_at: at(3)})
    await judged('2', 'a1', {rubric_version: 'first', created_at: at(5), repeat: 2})
    await judged('3', 'a1', {...NO_SCORE, rubric_version: 'first', created_at: at(9), repeat: 3})
    for (const [id, second] of [
      ['a1', 1],
      ['a2', 4],
    ] as const)
      await store.ratings.save({
        ...{result_id: id, user_id: 'ann', rating: 3, blind: true, created_at: at(second)},
        rubric_version: second === 1 ? 'second' : 'first',
      })
    await rate('a2', 'bob', 3)
    expect(await store.versions.rubricUses()).to.deep.equal([
      {version: 'first', first_used: at(3), last_used: at(5), runs: 1, results: 2, ratings: 1},
      {version: 'second', first_used: at(1), last_used: at(1), runs: 1, results: 1, ratings: 1},
    ])
  })

  it('are of runs whose configuration names versions, or does not', async () => {
    const versions = {style: {}, persona: {}, system: {}}
    await store.runs.create(aRun({id: 'versioned', config: {versions}}))
    for (const run_id of ['run', 'versioned']) await store.results.save(aResult(run_id))
    expect((await store.versions.olderRuns()).map(({id}) => id)).to.deep.equal(['run'])
    expect(await store.versions.definingConfigs()).to.deep.equal([{versions}])
  })

  it('are of results whose version their run tells where they do not', async () => {
    await result('a1', {style: 'terse'})
    await result('a2', {style: 'guided'})
    await result('a3', {style: 'terse', trial: 2, style_version: 'own'})
    await store.results.save(aResult('pass', {style: 'terse'}))
    const older: OlderVersion[] = [{factor: 'style', name: 'terse', version: 'told', run_ids: ['run']}]
    const uses = (await store.versions.uses({}, older)).filter(({factor}) => factor === 'style')
    expect(uses.map(({name, version, results}) => [name, version, results])).to.have.deep.members([
      ['terse', 'told', 1],
      ['terse', 'own', 1],
      ['terse', UNKNOWN_VERSION, 1],
      ['guided', UNKNOWN_VERSION, 1],
    ])
  })

  it('are listed newest first, ties by id, in pages and of what is asked for', async () => {
    await several()
    await judged('9', 'b1', {repeat: 2, created_at: at(9)})
    const list = async (filter: object, page = {limit: 10, offset: 0}) => {
      const {judgements, total} = await store.judgements.list(filter, page)
      return [judgements.map(({id}) => id).join(''), total]
    }
    expect(await list({})).to.deep.equal(['912345678', 9])
    expect(await list({}, {limit: 2, offset: 1})).to.deep.equal(['12', 9])
    expect(await list({result_id: 'a1'})).to.deep.equal(['12', 2])
    expect(await list({judge_version: 'other'})).to.deep.equal(['5', 1])
    expect(await list({result_id: 'b1', judge_version: JUDGE.id})).to.deep.equal(['946', 3])
    expect(await list({results: {model: ['lab/two']}})).to.deep.equal(['94568', 5])
  })

  it('are read through in pages, by id', async () => {
    const read = async (filter = {}) => {
      const sizes: number[] = []
      const ids: string[] = []
      for await (const page of store.judgements.pages(filter)) {
        sizes.push(page.length)
        ids.push(...page.map(({id}) => id))
      }
      return {sizes, ids}
    }
    expect(await read()).to.deep.equal({sizes: [], ids: []})
    await several()
    expect(await read({model: ['lab/two']})).to.deep.equal({sizes: [4], ids: ['4', '5', '6', '8']})
    await result('many', {model: 'lab/many'})
    for (let repeat = 1; repeat <= 201; repeat++) await judged(`many-${repeat}`, 'many', {repeat})
    const {sizes, ids} = await read({model: ['lab/many']})
    expect(sizes).to.deep.equal([200, 1])
    expect(new Set(ids).size).to.equal(201)
  })
})
