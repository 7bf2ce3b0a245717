import {expect} from 'chai'
import type {Completion, CompletionRequest} from '../../../src/providers/provider.js'
import {PriceBounds} from '../../../src/run/executor/price-bounds.js'
import {costOf, mostInputTokens} from '../../../src/suite/prices/price.js'

const MODEL = {id: 'lab/one', name: 'One', input_price: 2, output_price: 4}
const FREE = {id: 'lab/free', name: 'Free', input_price: 0, output_price: 0}
const UNKNOWN = {id: 'lab/unknown', name: 'Unknown', input_price: null, output_price: null}
const ask = (model: string, max_output_tokens: number | null = 1000) =>
  ({
    ...{model, max_output_tokens, messages: [{role: 'user', content: 'Make chips.'}]},
  }) as unknown as CompletionRequest

describe('what a call may cost at most', () => {
  const request = ask('lab/one')
  const bound = costOf(MODEL, mostInputTokens(request.messages), 1000)!
  const bounds = (highest?: ReadonlyMap<string, number>) => new PriceBounds([MODEL, FREE, UNKNOWN], highest)

  it('is by the prices and the token limit; a dearer cached input counts as all of the input', () => {
    expect(bounds().highest(request)).to.equal(bound)
    const cached = new PriceBounds([{...MODEL, cached_input_price: 9}])
    expect(cached.highest(request)).to.equal(
      costOf({...MODEL, input_price: 9}, mostInputTokens(request.messages), 1000),
    )
    expect(new PriceBounds([{...MODEL, cached_input_price: 1}]).highest(request)).to.equal(bound)
    expect(bounds().highest(ask('lab/unknown'))).to.equal(0)
    expect(() => bounds().highest(ask('lab/other'))).to.throw('no price entry for lab/other')
  })

  it('is more once more was billed, in this session or before', () => {
    expect(bounds(new Map([['lab/one', bound * 3]])).highest(request)).to.equal(bound * 3)
    expect(bounds(new Map([['lab/one', bound / 2]])).highest(request)).to.equal(bound)
    const learning = bounds()
    learning.billed(request, bound / 2, bound)
    expect(learning.highest(request)).to.equal(bound)
    learning.billed(request, bound * 2, bound)
    learning.billed(request, bound * 1.5, bound * 2)
    expect(learning.highest(request)).to.equal(bound * 2)
    expect(learning.overruns).to.deep.equal([{model: 'lab/one', ratio: 2, over_usd: bound}])
    learning.billed(request, bound * 3, bound * 2)
    const [overrun] = learning.overruns
    expect(overrun).to.include({ratio: 3})
    expect(overrun!.over_usd).to.be.closeTo(bound * 2, 1e-12)
  })

  it('is the highest bill of a model that should be free; what has no price was not expected to cost', () => {
    const learning = bounds()
    for (const cost of [0.25, 0.5, 0.125]) learning.billed(ask('lab/free'), cost, 0)
    learning.billed(ask('lab/unknown'), 0.5, 0)
    expect(learning.highest(ask('lab/free'))).to.equal(0.5)
    expect(learning.highest(ask('lab/unknown'))).to.equal(0.5)
    expect(learning.overruns).to.deep.equal([{model: 'lab/free', ratio: null, over_usd: 0.875}])
    const level = bounds()
    level.billed(request, bound, bound)
    expect(level.overruns).to.deep.equal([])
  })

  it('was what the provider says, else what the tokens cost', () => {
    const cost = (change: object) =>
      bounds().cost('lab/one', {
        ...{text: '', input_tokens: 1000, output_tokens: 500, ...change},
      } as Completion)
    expect(cost({cost_usd: 0})).to.equal(0)
    expect(cost({cost_usd: 0.5})).to.equal(0.5)
    expect(cost({cost_usd: null})).to.equal(costOf(MODEL, 1000, 500))
    const cached = new PriceBounds([{...MODEL, cached_input_price: 1}])
    const completion = {text: '', input_tokens: 1000, output_tokens: 500, cached_tokens: 400} as Completion
    expect(cached.cost('lab/one', completion)).to.equal(
      costOf({...MODEL, cached_input_price: 1}, 1000, 500, 400),
    )
  })
})
