import {expect} from 'chai'
import {refuseUnpricedBudget} from '../../src/run/setup.js'
import {tinyRun} from '../support/tiny-suite.js'

describe('a budget', () => {
  const refusal = (change: object) => () => refuseUnpricedBudget({...tinyRun({budgetUsd: 1}).config, ...change})
  const {models, selector} = tinyRun().config

  it('is refused when one price of a model that is asked is unknown', () => {
    expect(refusal({})).not.to.throw()
    expect(refusal({models: [{...models[0], input_price: null}]})).to.throw('the price of lab/one')
    expect(refusal({models: [{...models[0], output_price: null}]})).to.throw('the price of lab/one')
    const unknown = {selector: {...selector, output_price: null}}
    expect(refusal(unknown)).to.throw('the price of lab/selector')
    expect(refusal({...unknown, input_types: ['basic']})).not.to.throw()
  })

  it('is no matter where there is none, or where a recording answers', () => {
    const unpriced = {models: [{...models[0], output_price: null}]}
    expect(refusal({...unpriced, budget_usd: null})).not.to.throw()
    expect(refusal({...unpriced, replay: '/recording'})).not.to.throw()
  })
})
