import {expect} from 'chai'
import {PersonaTexts} from '../../src/cli/persona-texts.js'
import {databaseLocation} from '../../src/store/database/location.js'
import {openStore} from '../../src/store/store.js'
import {loadBuiltInSuite} from '../../src/suite/files/load.js'
import {aRun} from '../support/records.js'
import {tinyRun} from '../support/tiny-suite.js'

describe('PersonaTexts', () => {
  it('tells each persona as its own run described it', async () => {
    const store = await openStore(databaseLocation(':memory:', {}), {create: true})
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
    expect(texts.of({run_id: 'never-learnt', persona_id: 'cook'})).to.equal(undefined)
    await store.close()
  })
})
