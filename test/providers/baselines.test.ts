import {expect} from 'chai'
import {countByType} from '../../src/chips/chip-set.js'
import type {Chip} from '../../src/chips/chip.js'
import {baselines} from '../../src/providers/baselines.js'
import type {CompletionRequest, Task} from '../../src/providers/provider.js'
import {tinySuite} from '../support/tiny-suite.js'

const provider = baselines(tinySuite)

async function answer(model: string, task: Partial<Task>, seed = 1): Promise<unknown> {
  const request: CompletionRequest = {
    model,
    messages: [],
    temperature: 0,
    max_output_tokens: 1,
    seed,
    task: {
      step: 'step2',
      case: 'lab/one|cook',
      persona_id: 'cook',
      count: 15,
      chips: [],
      missing_types: [],
      min_per_type: 0,
      ...task,
    },
  }
  return JSON.parse((await provider.complete(request, new AbortController().signal)).text)
}

const chips = async (...args: Parameters<typeof answer>) => (await answer(...args)) as Chip[]

describe('baselines', () => {
  it('give equal answers to equal requests, others to other seeds', async () => {
    expect(await answer('builtin/lexicon', {})).to.deep.equal(await answer('builtin/lexicon', {}))
    expect(await answer('builtin/lexicon', {}, 2)).not.to.deep.equal(await answer('builtin/lexicon', {}))
  })

  it('lexicon draws from the own sector, random from another', async () => {
    for (let seed = 1; seed <= 20; seed++) {
      for (const {display} of await chips('builtin/lexicon', {}, seed)) expect(display).to.match(/^Kitchen/)
      for (const {display} of await chips('builtin/random', {}, seed)) expect(display).to.match(/^Flight/)
    }
  })

  it('give as many chips as asked, with keys of their own, and each type under the constraint', async () => {
    for (let seed = 1; seed <= 20; seed++) {
      const given = await chips('builtin/lexicon', {count: 15, min_per_type: 2}, seed)
      expect(new Set(given.map(({key}) => key)).size).to.equal(15)
      expect(Math.min(...Object.values(countByType(given)))).to.be.at.least(2)
      for (const {key} of given) expect(key).to.match(/^[a-z][a-z0-9]*(_[a-z0-9]+)*$/)
    }
  })

  it('select among what is offered, and fill only what is missing with something new', async () => {
    const offered = await chips('builtin/lexicon', {step: 'step1', count: 10})
    const picked = (await answer('builtin/lexicon', {
      step: 'selection',
      count: 5,
      chips: offered,
    })) as string[]
    expect(picked).to.have.length(5)
    for (const key of picked) expect(offered.map((chip) => chip.key)).to.include(key)
    const filled = await chips('builtin/lexicon', {
      step: 'fill',
      count: 2,
      chips: offered,
      missing_types: ['jargon'],
    })
    expect(filled.map(({type}) => type)).to.deep.equal(['jargon', 'jargon'])
    for (const {key} of filled) expect(offered.map((chip) => chip.key)).not.to.include(key)
  })

  it('refuse a persona without a lexicon', async () => {
    let message = ''
    await answer('builtin/lexicon', {persona_id: 'nobody'}).catch(
      (error: unknown) => (message = String(error)),
    )
    expect(message).to.contain('no lexicon')
  })
})
