import {expect} from 'chai'
import {runConfigSchema} from '../../src/records/run-config.js'
import type {Store} from '../../src/store/store.js'
import {versionsOfRun} from '../../src/versions/of-run.js'
import {contentHash} from '../../src/suite/model/hash.js'
import {aResult, aRun} from '../support/records.js'
import {tinyRun, tinySuite} from '../support/tiny-suite.js'
import {addRun, aStyle, aSystem, PERSONA} from '../support/versioned.js'
import {newStore} from '../support/stores.js'

const none = () => Promise.resolve([])

describe('the versions of a run', () => {
  let store: Store
  beforeEach(async () => {
    store = await newStore()
  })
  afterEach(() => store.close())

  it('are those of its own results, not of later runs of the same names', async () => {
    const style = aStyle('terse', 'A')
    const id = await addRun(store, {style, scores: {'lab/one': [3]}, day: '2026-11-20'})
    await addRun(store, {style: aStyle('terse', 'B'), scores: {'lab/one': [3]}, day: '2026-11-22'})
    const versions = await versionsOfRun(store, {id, config: undefined}, none)
    expect(versions.map(({kind, name, version}) => [kind, name, version])).to.deep.equal([
      ['style', 'terse', style.id],
      ['persona', 'cook', PERSONA.id],
      ['system', 'lab/one', aSystem('lab/one').id],
    ])
    expect(versions[0]!.label).to.equal(`terse@${style.id.slice(0, 4)}`)
  })

  it('are those of its configuration before there is any result, without the selector', async () => {
    const {config} = tinyRun()
    const versions = {
      style: {terse: 'a'.repeat(16)},
      persona: {},
      system: {[config.models[0]!.id]: 'b'.repeat(16), [config.selector.id]: 'c'.repeat(16)},
    }
    const run = aRun({id: 'begun', config: {...config, versions}})
    await store.runs.create(run)
    const parsed = runConfigSchema.parse({...config, versions})
    const asked = await versionsOfRun(store, {id: 'begun', config: parsed}, none)
    expect(asked.map(({kind, name}) => [kind, name])).to.deep.equal([
      ['style', 'terse'],
      ['system', config.models[0]!.id],
    ])
  })

  it('of an older run follow from its configuration', async () => {
    const {config} = tinyRun()
    const [hash, prompt_hash] = [contentHash(tinySuite), contentHash(tinySuite.styles)]
    const older = {...config, versions: undefined, suite: {...config.suite, hash, prompt_hash}}
    await store.runs.create(aRun({id: 'old', config: older}))
    await store.results.save(aResult('old'))
    const versions = await versionsOfRun(store, {id: 'old', config: undefined}, () =>
      Promise.resolve([{suite: tinySuite, hash, prompt_hash}]),
    )
    expect(versions.find(({kind}) => kind === 'style')!.label).to.match(/^terse@[0-9a-f]{4}$/)
  })
})
