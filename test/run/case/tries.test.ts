import {expect} from 'chai'
import type {Completion, CompletionRequest} from '../../../src/providers/provider.js'
import {narrowedToTry, Transcript} from '../../../src/run/case/tries.js'
import {REQUEST, tinySuite} from '../../support/tiny-suite.js'

const request = (step: string, text: string) =>
  ({messages: [{role: 'user', content: text}], task: {case: 'first', step}}) as unknown as CompletionRequest

describe('what a try asks', () => {
  const narrowed = (change: Partial<typeof REQUEST>) => narrowedToTry({...REQUEST, ...change}, tinySuite)

  it('is the first model and persona, the first level of each other factor, and every style', () => {
    expect(narrowed({models: [], all: true, trials: 4})).to.deep.include({
      ...{all: false, models: ['lab/one'], customModels: [], personas: ['cook'], trials: 1},
      ...{input_types: ['basic'], constraint_types: ['with_constraint'], chip_counts: ['15']},
    })
    expect(narrowed({})).to.not.have.property('styles')
    expect(narrowed({models: ['lab/two', 'lab/one'], customModels: ['own/model']})).to.deep.include({
      ...{models: ['lab/two'], customModels: []},
    })
  })

  it('has of each factor the first that is named', () => {
    const named = {personas: ['pilot', 'cook'], chip_counts: ['35', '15'], input_types: ['enriched', 'basic']}
    expect(narrowed({...named, styles: ['guided', 'terse'], models: ['lab/two']})).to.deep.include({
      ...{models: ['lab/two'], customModels: [], personas: ['pilot'], chip_counts: ['35']},
      ...{input_types: ['enriched'], constraint_types: ['with_constraint'], styles: ['guided', 'terse']},
    })
  })

  it('is the first of the user’s own models where no other is named', () => {
    expect(narrowed({models: [], customModels: ['own/first', 'own/second']})).to.deep.include({
      ...{models: [], customModels: ['own/first']},
    })
  })
})

describe('the transcript of a try', () => {
  it('keeps each step of a case, in order, with what was asked of whom and what came', async () => {
    const transcript = new Transcript()
    let failing = false
    const provider = transcript.listening(() => ({
      id: 'lab',
      complete: () =>
        failing ? Promise.reject(new Error('It is away.')) : Promise.resolve({text: 'Yes.'} as Completion),
    }))('lab/one')
    const {signal} = new AbortController()

    failing = true
    const error = await provider
      .complete(request('step1', 'Which?'), signal)
      .catch((thrown: unknown) => thrown)
    expect(error).to.be.an('error').with.property('message', 'It is away.')
    expect(transcript.of('first')).to.deep.equal([
      {
        step: 'step1',
        model: 'lab/one',
        messages: [{role: 'user', content: 'Which?'}],
        answer: null,
        error: 'It is away.',
      },
    ])

    // A repeated attempt takes the place of the one before.
    failing = false
    expect(await provider.complete(request('step1', 'Which?'), signal)).to.deep.equal({text: 'Yes.'})
    await provider.complete(request('final', 'All?'), signal)
    expect(transcript.of('first').map(({step, answer, error}) => [step, answer, error])).to.deep.equal([
      ['step1', 'Yes.', null],
      ['final', 'Yes.', null],
    ])
    expect(transcript.of('other')).to.deep.equal([])
  })
})
