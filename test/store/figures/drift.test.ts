import {expect} from 'chai'
import type {Store} from '../../../src/store/store.js'
import {aResult, aRun} from '../../support/records.js'
import {newStore} from '../../support/stores.js'

const GONE = 'no such model'
const day = (of: number) => `2026-11-0${of}T10:00:00.000Z`

describe('models that a provider does not have any more', () => {
  let store: Store
  beforeEach(async () => {
    store = await newStore()
    await store.runs.create(aRun({id: 'run'}))
  })
  afterEach(() => store.close())

  const save = (model: string, of: number, error?: string) =>
    store.results.save(
      aResult('run', {
        ...{model, trial: of, created_at: day(of)},
        ...(error !== undefined && {status: 'failed' as const, errors: [`final: ${error}`]}),
      }),
    )

  it('are those whose latest result says so, since the last that does', async () => {
    await save('lab/gone', 1)
    await save('lab/gone', 2, GONE)
    await save('lab/gone', 3, GONE)
    await save('lab/gone', 4, 'a timeout')
    await save('lab/back', 2, GONE)
    await save('lab/back', 3)
    await save('lab/well', 4)
    await save('lab/slow', 3, 'a timeout')
    expect(await store.drift.retired(GONE)).to.deep.equal([{model: 'lab/gone', since: day(3)}])
  })
})
