import {expect} from 'chai'
import type {Completion, CompletionRequest} from '../../../src/providers/provider.js'
import {Transcript} from '../../../src/run/case/tries.js'

const request = (step: string, text: string) =>
  ({messages: [{role: 'user', content: text}], task: {case: 'first', step}}) as unknown as CompletionRequest

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
