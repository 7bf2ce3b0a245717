import {expect} from 'chai'
import {estimate} from '../../../src/run/setup/estimate.js'
import {tinyRun, tinySuite} from '../../support/tiny-suite.js'

describe('what a run is estimated to take', () => {
  const rowsOf = (request: Parameters<typeof tinyRun>[0]) => {
    const {config, suite, cases} = tinyRun(request)
    return estimate(config, suite, cases)
  }
  const oneCase = {
    personas: ['cook'],
    styles: ['terse'],
    constraint_types: ['no_constraint'],
    chip_counts: ['15'],
  }

  it('is one call for a basic case, and a possible fill; a chip takes 22 to 45 tokens', () => {
    const [row, ...others] = rowsOf({...oneCase, input_types: ['basic']})
    expect(others).to.deep.equal([])
    expect(row).to.deep.include({model: 'lab/one', cases: 1, calls: {low: 1, high: 2}})
    // "You make chips." and "Make 15 chips: Kitchen, Cook. ", four characters a token.
    expect(row!.input_tokens).to.equal(Math.round((15 + 29) / 4))
    expect(row!.output_tokens.low).to.equal(15 * 22)
    // The fill asks for two chips of each of two types, after a short prompt.
    expect(row!.output_tokens.high).to.be.within(19 * 45, 19 * 45 + 20)
    const {low, high} = row!.cost_usd!
    expect(low).to.be.closeTo((row!.input_tokens * 1 + 330 * 2) / 1e6, 1e-12)
    expect(high).to.be.closeTo((row!.input_tokens * 1 + row!.output_tokens.high * 2) / 1e6, 1e-12)
  })

  it('is two calls of the model for an enriched case, and one of the selector, who answers in few words', () => {
    const [model, selector] = rowsOf({...oneCase, input_types: ['enriched']})
    expect(model).to.deep.include({model: 'lab/one', cases: 1, calls: {low: 2, high: 3}})
    expect(model!.output_tokens.low).to.equal((15 + 10) * 22)
    expect(selector).to.deep.include({model: 'lab/selector', cases: 0, calls: {low: 1, high: 1}})
    // Of five chips the keys alone: a quarter of each.
    expect(selector!.output_tokens).to.deep.equal({low: Math.round(1.25 * 22), high: Math.round(1.25 * 45)})
  })

  it('is a row a model, of all its cases, without a cost where a price is unknown', () => {
    const {config, suite, cases} = tinyRun({models: ['lab/two', 'lab/one'], input_types: ['basic']})
    const unpriced = {
      ...config,
      models: config.models.map((model) => (model.id === 'lab/two' ? {...model, output_price: null} : model)),
    }
    const rows = estimate(unpriced, suite, cases)
    expect(rows.map(({model, cases: count}) => [model, count])).to.have.deep.members([
      ['lab/one', cases.length / 2],
      ['lab/two', cases.length / 2],
    ])
    expect(rows.find(({model}) => model === 'lab/two')!.cost_usd).to.equal(null)
    expect(rows.find(({model}) => model === 'lab/one')!.cost_usd!.low).to.be.greaterThan(0)
  })

  it('cannot be made of a style that the suite does not have', () => {
    const {config, cases} = tinyRun()
    expect(() => estimate(config, {...tinySuite, styles: {}}, cases)).to.throw('the suite has no style')
  })
})
