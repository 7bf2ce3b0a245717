import {expect} from 'chai'
import type {Store} from '../../src/store/store.js'
import {sameCase} from '../../src/versions/same-case.js'
import {aResult, aRun} from '../support/records.js'
import {newStore} from '../support/stores.js'

describe('the answers to one case', () => {
  let store: Store
  beforeEach(async () => {
    store = await newStore()
  })
  afterEach(() => store.close())

  const VERSIONS = {style_version: 'style-a', persona_version: 'persona-a', system_version: 'system-a'}

  it('are one of each system, of the same versions, nearest in run and trial', async () => {
    const runs = [aRun(), aRun()]
    for (const run of runs) await store.runs.create(run)
    const [here, there] = runs.map(({id}) => id) as [string, string]
    const result = (run: string, id: string, change: object = {}) =>
      store.results.save(aResult(run, {id, trial: 1, ...VERSIONS, ...change}))
    await result(here, 'asked', {model: 'lab/a', trial: 2})
    await result(here, 'a: another trial', {model: 'lab/a'})
    await result(here, 'b: first trial', {model: 'lab/b'})
    await result(here, 'b: same trial', {model: 'lab/b', trial: 2})
    await result(there, 'c: another run', {model: 'lab/c'})
    await result(there, 'c: failed', {model: 'lab/c', trial: 2, status: 'failed'})
    await result(here, 'd: another persona', {model: 'lab/d', persona_id: 'nurse'})
    await result(here, 'd: another count', {model: 'lab/d', chip_count: 35})
    await result(there, 'e: another prompt', {
      model: 'lab/e',
      style_version: 'style-b',
      created_at: '2026-11-30T10:00:00.000Z',
    })
    for (const [id, rating] of [
      ['b: same trial', 4],
      ['c: another run', 2],
    ] as const)
      await store.ratings.save({result_id: id, user_id: 'ann', rating, created_at: 'now', blind: true})
    const asked = (await store.results.get('asked'))!
    const ids = async (isWorstFirst: boolean) => {
      const {answers} = await sameCase(store, asked, {suites: () => Promise.resolve([]), isWorstFirst})
      return answers.map(({id}) => id)
    }
    expect(await ids(false)).to.deep.equal(['asked', 'b: same trial', 'c: another run'])
    expect(await ids(true)).to.deep.equal(['c: another run', 'b: same trial', 'asked'])
  })

  it('are those of the run alone where nobody knows the prompt', async () => {
    const runs = [aRun(), aRun()]
    for (const run of runs) {
      await store.runs.create(run)
      for (const model of ['lab/a', 'lab/b'])
        await store.results.save(aResult(run.id, {id: `${model} ${run.id}`, model, trial: 1}))
    }

    const asked = (await store.results.get(`lab/a ${runs[0]!.id}`))!
    const {answers} = await sameCase(store, asked, {suites: () => Promise.resolve([]), isWorstFirst: false})
    expect(answers.map(({run_id}) => run_id)).to.deep.equal([runs[0]!.id, runs[0]!.id])
  })
})
