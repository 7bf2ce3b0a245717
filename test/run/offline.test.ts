import {expect} from 'chai'
import {askedModels, offlineModels} from '../../src/run/offline.js'

const PLUGGED = {id: 'lab', plugin: {name: '@lab/models', version: '1.0.0'}}
const near = {...PLUGGED, models: ['lab/near'], offline: true}
const far = {...PLUGGED, models: ['lab/far'], offline: false}

describe('the models of a run that need no network', () => {
  it('are the baselines and those of plugins that say so, and no others of plugins', () => {
    expect([...offlineModels({providers: [near, far]})]).to.have.members([
      'builtin/lexicon',
      'builtin/random',
      'lab/near',
    ])
  })

  it('play the user themselves; for all others the selector is asked too, and once', () => {
    const system = (id: string) => ({id, name: id, input_price: 1, output_price: 1})
    const asked = (ids: string[], input_types = ['basic', 'enriched']) =>
      askedModels({
        models: ids.map(system),
        selector: system('lab/selector'),
        providers: [near, far],
        input_types,
      })
    expect(asked(['lab/near'])).to.deep.equal(['lab/near'])
    expect(asked(['lab/far'])).to.deep.equal(['lab/far', 'lab/selector'])
    expect(asked(['lab/far'], ['basic'])).to.deep.equal(['lab/far'])
    expect(asked(['lab/far', 'lab/selector'])).to.deep.equal(['lab/far', 'lab/selector'])
  })
})
