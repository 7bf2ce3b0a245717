import {expect} from 'chai'
import {PersonaTexts} from '../../src/cli/persona-texts.js'
import {askedFor} from '../../src/rating/messages.js'
import {loadBuiltInSuite} from '../../src/suite/files/load.js'
import {aRun} from '../support/records.js'
import {tinyRun} from '../support/tiny-suite.js'
import {newStore} from '../support/stores.js'

describe('PersonaTexts', () => {
  it('tells each persona as its own run described it', async () => {
    const store = await newStore()
    const {config} = tinyRun()
    const other = {...config, personas: [{...config.personas[0]!, persona: 'somebody else who cooks'}]}
    for (const run of [
      aRun({id: 'a', config}),
      aRun({id: 'b', config: other}),
      aRun({id: 'old', config: {cases: 3}}),
    ])
      await store.runs.create(run)
    const texts = new PersonaTexts(store)
    for (const id of ['a', 'b', 'old', 'a', 'gone']) await texts.learn(id)
    expect(texts.of({run_id: 'a', persona_id: 'cook'})).to.equal('somebody who cooks')
    expect(texts.of({run_id: 'b', persona_id: 'cook'})).to.equal('somebody else who cooks')
    expect(texts.of({run_id: 'b', persona_id: 'pilot'})).to.equal(undefined)
    const {suite} = await loadBuiltInSuite()
    expect(texts.of({run_id: 'old', persona_id: 'tech_pm'})).to.equal(suite.personas[0]!.persona)
    const least = (run_id: string) => texts.leastPerType({run_id})
    expect([least('a'), least('old'), least('never-learnt')]).to.deep.equal([2, 2, undefined])
    expect(texts.of({run_id: 'never-learnt', persona_id: 'cook'})).to.equal(undefined)
    await store.close()
  })

  it('tells how many of each type the run’s own suite demands, and nothing where nobody knows', async () => {
    const store = await newStore()
    const {config} = tinyRun()
    const older = {...config}
    delete older.min_per_type
    await store.runs.create(aRun({id: 'five', config: {...config, min_per_type: 5}}))
    await store.runs.create(
      aRun({id: 'older', config: {...older, suite: {...config.suite, file: '/suites/strict.yaml'}}}),
    )
    await store.runs.create(aRun({id: 'first', config: {models: ['lab/good'], concurrency: 5}}))
    const texts = new PersonaTexts(store)
    for (const id of ['five', 'older', 'first']) await texts.learn(id)
    expect(texts.leastPerType({run_id: 'first'})).to.equal(undefined)
    expect(texts.of({run_id: 'first', persona_id: 'tech_pm'})).to.equal(undefined)
    expect(texts.leastPerType({run_id: 'five'})).to.equal(5)
    expect(texts.leastPerType({run_id: 'older'})).to.equal(undefined)
    const asked = {chip_count: 20, constraint_type: 'with_constraint' as const, final_chips: []}
    expect(askedFor(asked, 5)).to.equal('Asked for 20 chips, at least 5 of each type; 0 in all')
    expect(askedFor(asked, undefined)).to.equal('Asked for 20 chips, some of each type; 0 in all')
    expect(askedFor({...asked, constraint_type: 'no_constraint'}, 5)).to.equal('Asked for 20 chips; 0 in all')
    await store.close()
  })
})
