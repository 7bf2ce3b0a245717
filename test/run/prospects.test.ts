import {expect} from 'chai'
import {NOTHING_SPENT} from '../../src/run/executor/spending.js'
import {exitCodeOf, statusOf} from '../../src/run/case/outcome.js'
import {Prospects} from '../../src/run/prospects.js'
import {goodAnswer, harness, refusal} from '../support/run-harness.js'
import {tinyRun} from '../support/tiny-suite.js'

describe('Prospects', () => {
  it('give no model up that was not tried, and count the commonest reason', () => {
    const prospects = new Prospects(false, new Set(['lab/one', 'lab/two']))
    for (let i = 0; i < 9; i++) expect(prospects.failed('lab/one', 'silence')).to.equal(undefined)
    expect(prospects.failed('lab/three', 'not of this run')).to.equal(undefined)
    expect(prospects.failed('lab/two', '503')).to.equal(
      'no call of this run ever got an answer; 9 of 10 failed with “silence”',
    )
  })
})

describe('a run without hope', () => {
  const all = (request: Parameters<typeof tinyRun>[0] = {}) => tinyRun({input_types: ['basic'], ...request})
  const dead = () => refusal('network')

  it('stops when no call of the run ever got through, with the commonest reason and its count', async () => {
    const {engine, requests} = harness(
      (_request, index) => (index === 4 ? refusal('server', 503) : refusal('network')),
      all({concurrency: 1, maxRetries: 0}),
    )
    const outcome = await engine.run()
    expect(outcome.stop).to.deep.equal({
      kind: 'hopeless',
      message: 'no call of this run ever got an answer; 7 of 8 failed with “network refused”',
    })
    expect([statusOf(outcome), exitCodeOf(outcome)]).to.deep.equal(['failed', 3])
    expect(outcome).to.include({completed: 0, failed: 8, left: 8, spent_usd: 0})
    expect(requests).to.have.length(8)
  })

  it('stops only when every model was tried', async () => {
    const {engine} = harness(
      (request, index) => (index < 10 && request.model === 'lab/one' ? dead() : goodAnswer(request)),
      tinyRun({models: ['lab/one', 'lab/two'], input_types: ['basic'], concurrency: 2, maxRetries: 0}),
    )
    expect((await engine.run()).stop).to.equal(null)
    const both = harness(dead, all({models: ['lab/one', 'lab/two'], concurrency: 1, maxRetries: 0}))
    expect(await both.engine.run()).to.include({failed: 8, left: 24})
  })

  it('goes on once a call got through, in this session or before', async () => {
    const {engine} = harness(
      (request, index) => (index === 2 ? goodAnswer(request) : dead()),
      all({concurrency: 1, maxRetries: 0}),
    )
    expect(await engine.run()).to.include({completed: 1, failed: 15, stop: null})
    const highest = new Map([['lab/one', 0.001]])
    const later = harness(dead, all({concurrency: 1, maxRetries: 0}), {
      earlier: {...NOTHING_SPENT, answered: 1, highest},
    })
    expect(await later.engine.run()).to.include({failed: 16, stop: null})
  })

  it('is not given by models that need no network', async () => {
    const models = ['lab/one', 'builtin/random']
    const {engine, requests} = harness(
      (request) => (request.model === 'lab/one' ? dead() : goodAnswer(request)),
      all({models, concurrency: 1, maxRetries: 0}),
    )
    expect((await engine.run()).stop).to.include({kind: 'hopeless'})
    expect(requests.filter(({model}) => model === 'lab/one')).to.have.length(8)
  })
})
