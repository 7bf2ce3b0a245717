import {expect} from 'chai'
import type {DecisionAnswer} from '../../src/decide/answer.js'
import {evaluateDecision} from '../../src/decide/evaluate-decision.js'
import {decisionText} from '../../src/decide/messages.js'
import {decisionTerms} from '../../src/decide/question.js'
import {BenchError} from '../../src/errors/bench-error.js'
import type {Store} from '../../src/store/store.js'
import {chooseVersions} from '../../src/versions/choice.js'
import {addRatedRun, decisionOf, GUIDED, rate, ratedAt, type Question} from '../support/decided.js'
import {aStyle} from '../support/versioned.js'
import {newStore} from '../support/stores.js'

const BEST = '5454545454545454'
const POOR = '2121212121212121'
const NEAR = '5454545454545444'
const STYLE = `guided@${GUIDED.id.slice(0, 4)}`

describe('in the scope of a decision', () => {
  let store: Store
  beforeEach(async () => {
    store = await newStore()
  })
  afterEach(() => store.close())

  const answerTo = async (...question: Question) => (await decisionOf(store, ...question)).answer
  const sentence = (answer: DecisionAnswer) => decisionText(answer).sentence

  it('are system and style where more than one style is, and the newest versions', async () => {
    const older = aStyle('guided', 'An older text.')
    const terse = aStyle('terse', 'Chips.')
    await addRatedRun(store, {rows: {'lab/best': POOR}, style: older, day: '2026-11-20'})
    await addRatedRun(store, {rows: {'lab/best': BEST}})
    await addRatedRun(store, {rows: {'lab/best': POOR}, style: terse})
    const answer = await answerTo()
    expect(answer.by).to.deep.equal(['model', 'style'])
    expect(answer.decision).to.deep.include({
      candidate: {model: 'lab/best', style: 'guided'},
      name: `lab/best with ${STYLE}`,
      style_version: GUIDED.id,
    })
    expect(answer.candidates).to.have.lengthOf(2)
    for (const left of ['guided', STYLE])
      expect((await answerTo({leave_out: [left]})).decision!.candidate).to.deep.equal({
        model: 'lab/best',
        style: 'terse',
      })
    const label = `guided@${older.id.slice(0, 4)}`
    expect((await answerTo({leave_out: [label]}, {all: true})).candidates).to.have.lengthOf(2)
    expect((await answerTo({}, {all: true})).candidates).to.have.lengthOf(3)
  })

  it('by the system alone, the sentence names all styles', async () => {
    const terse = aStyle('terse', 'Chips.')
    await addRatedRun(store, {rows: {'lab/best': BEST, 'lab/poor': POOR}})
    await addRatedRun(store, {rows: {'lab/best': BEST, 'lab/poor': POOR}, style: terse})
    const answer = await answerTo({by: 'model'})
    expect(sentence(answer)).to.match(/^Ship best \(asked by guided and terse together\): /)
    expect(answer.configurations.all).to.equal(32)
  })

  it('is not what is left out; a name that nobody knows is refused, in a config file it is not there', async () => {
    await addRatedRun(store, {rows: {'lab/best': BEST, 'lab/near': NEAR, 'lab/poor': POOR}})
    const answer = await answerTo({leave_out: ['lab/best']})
    expect(answer.decision!.candidate).to.deep.equal({model: 'lab/near'})
    const error: unknown = await answerTo({leave_out: ['lab/bets']}).catch((thrown: unknown) => thrown)
    expect(error).to.be.instanceOf(BenchError).and.to.include({exit: 2})
    const chosen = await chooseVersions(store, {}, {suites: () => Promise.resolve([])})
    const {answer: fromConfig} = await evaluateDecision(store, {
      ...decisionTerms({}, {leave_out: ['lab/bets', 'lab/best'], margin: 0.3}),
      chosen,
    })
    // What is not there is not named as left out.
    expect(fromConfig).to.deep.include({margin: 0.3, in_question: 2, excluded: ['lab/best']})
  })

  it('are all, whatever is preferred: the cheapest and the fastest, wherever they stand by name', async () => {
    await addRatedRun(store, {
      rows: {'lab/a': BEST, 'lab/b': BEST, 'lab/c': BEST, 'lab/d': BEST},
      change: {
        'lab/a': {cost_usd: 0.003, latency_ms: 200},
        'lab/b': {cost_usd: 0.001, latency_ms: 400},
        'lab/c': {cost_usd: 0.004, latency_ms: 100},
        'lab/d': {cost_usd: 0.002, latency_ms: 300},
      },
    })
    const preferred = async (prefer: 'cost' | 'latency') =>
      (await answerTo({prefer, margin: 1})).decision!.candidate['model']
    expect(await preferred('cost')).to.equal('lab/b')
    expect(await preferred('latency')).to.equal('lab/c')
  })

  it('has a mean rating from the first configuration on, and none before', async () => {
    await addRatedRun(store, {rows: {'lab/one': '4---', 'lab/two': '25--', 'lab/none': '----'}})
    const means = (await answerTo()).candidates.map(({candidate, mean_rating}) => [
      candidate['model'],
      mean_rating,
    ])
    expect(means).to.have.deep.members([
      ['lab/one', 4],
      ['lab/two', 3.5],
      ['lab/none', null],
    ])
  })

  it('is no archived run', async () => {
    await addRatedRun(store, {rows: {'lab/best': BEST, 'lab/near': NEAR}})
    const archived = await addRatedRun(store, {rows: {'lab/gone': BEST}})
    await store.archive.set(archived, '2026-11-24T00:00:00.000Z')
    expect((await answerTo()).in_question).to.equal(2)
  })

  it('has a digest that changes with a rating and with the question, and with nothing else', async () => {
    const run = await addRatedRun(store, {rows: {'lab/best': BEST, 'lab/near': NEAR}})
    const {digest} = await answerTo()
    expect((await answerTo()).digest).to.equal(digest)
    expect((await answerTo({margin: 0.3})).digest).to.not.equal(digest)
    const {results} = await store.results.list({run_id: run}, {limit: 1, offset: 0})
    await rate(store, results[0]!.id, 'ann', 1, ratedAt('2026-11-24', 0))
    expect((await answerTo()).digest).to.not.equal(digest)
  })
})
