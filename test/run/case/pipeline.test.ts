import {expect} from 'chai'
import {createHash} from 'node:crypto'
import type {CompletionRequest} from '../../../src/providers/provider.js'
import {readSafely} from '../../../src/run/case/pipeline.js'
import {caseKey} from '../../../src/suite/model/case.js'
import {CHIPS, completion, goodAnswer, harness} from '../../support/run-harness.js'
import {tinyRun} from '../../support/tiny-suite.js'

const caseOf = (inputType: string, constraint = 'no_constraint') =>
  tinyRun({
    personas: ['cook'],
    styles: ['terse'],
    constraint_types: [constraint],
    input_types: [inputType],
    chip_counts: ['15'],
  })

async function resultOf(
  answer: (request: CompletionRequest) => string,
  inputType = 'enriched',
  constraint?: string,
) {
  const {engine, store, requests} = harness(
    (request) => completion(answer(request)),
    caseOf(inputType, constraint),
  )
  await engine.run()
  return {result: [...store.results.values()][0]!, requests}
}

const good = (request: CompletionRequest) => goodAnswer(request).text

describe('CasePipeline', () => {
  it('ends no case by an exception of the reader', () => {
    const overflow = (answer: string): never => {
      throw new RangeError(`Maximum call stack size exceeded at ${answer.length}`)
    }
    expect(readSafely('[[[', overflow)).to.deep.equal({
      chips: [],
      problems: [
        'the answer could not be read (Maximum call stack size exceeded at 3); it is kept with the call',
      ],
    })
  })

  it('takes a basic case in one call when every type is covered', async () => {
    const {result, requests} = await resultOf(good, 'basic')
    expect(requests.map(({task}) => task.step)).to.deep.equal(['step2'])
    expect(result).to.deep.include({
      final_chips: CHIPS,
      step1_chips: null,
      selected_chips: null,
      step2_chips: CHIPS,
      fill_chips: null,
      errors: [],
    })
  })

  it('offers, lets the selector pick, and asks with the selections', async () => {
    const own = {key: 'own', display: 'Own', type: 'jargon'}
    const {result, requests} = await resultOf((request) =>
      request.task.step === 'step1' ? JSON.stringify([own, ...CHIPS.slice(0, 4)]) : good(request),
    )
    expect(requests.map(({model, task}) => [task.step, model])).to.deep.equal([
      ['step1', 'lab/one'],
      ['selection', 'lab/selector'],
      ['step2', 'lab/one'],
    ])
    expect(requests[1]!.messages[1]!.content).to.contain('somebody who cooks')
    expect(requests[2]!.messages[1]!.content).to.contain('"own"')
    expect(result.selected_chips!.map(({key}) => key)).to.deep.equal(['own', 'situation_1', 'situation_2'])
    expect(result.final_chips.map(({key}) => key).slice(0, 4)).to.deep.equal([
      'own',
      'situation_1',
      'situation_2',
      'situation_3',
    ])
    expect(result.final_chips).to.have.length(13)
  })

  it('skips the selection when step 1 gave nothing, and goes on without', async () => {
    const {result, requests} = await resultOf((request) =>
      request.task.step === 'step1' ? 'I am sorry.' : good(request),
    )
    expect(requests.map(({task}) => task.step)).to.deep.equal(['step1', 'step2'])
    expect(result).to.deep.include({status: 'completed', step1_chips: [], selected_chips: []})
    expect(result.errors).to.deep.equal([
      'Step 1: the answer holds no JSON',
      'Selection: skipped, as step 1 gave no usable chip',
    ])
    expect(requests[1]!.messages[1]!.content).to.match(/^Make 15 chips/)
  })

  it('fills missing types in one call and appends only new keys', async () => {
    const few = CHIPS.filter(({type}) => type === 'situation' || type === 'jargon')
    const fill = [CHIPS[0], {key: 'new', display: 'New', type: 'environment'}]
    const {result, requests} = await resultOf(
      (request) => JSON.stringify(request.task.step === 'fill' ? fill : few),
      'basic',
    )
    expect(requests).to.have.length(2)
    expect(requests[1]!.task).to.deep.include({missing_types: ['role_task', 'environment'], count: 2})
    expect(result.fill_chips).to.deep.equal([fill[1]])
    expect(result.final_chips.at(-1)).to.deep.equal(fill[1])
  })

  it('demands chips of each type in step 1 and in step 2 under the constraint only', async () => {
    const constrained = await resultOf(good, 'enriched', 'with_constraint')
    const free = await resultOf(good, 'enriched')
    const demands = (requests: CompletionRequest[]) =>
      requests
        .filter(({messages}) => messages[1]!.content.includes('At least 2 of each type'))
        .map(({task}) => task.step)
    expect(demands(constrained.requests)).to.deep.equal(['step1', 'step2'])
    expect(demands(free.requests)).to.deep.equal([])
  })

  it('completes a case whose answers are poor, with every fault named', async () => {
    const {result} = await resultOf(() => '')
    expect(result.status).to.equal('completed')
    expect(result.final_chips).to.deep.equal([])
    expect(result.errors).to.deep.equal([
      'Step 1: the answer is empty',
      'Selection: skipped, as step 1 gave no usable chip',
      'Step 2: the answer is empty',
      'Fill: the answer is empty',
    ])
  })

  it('says when an answer was cut off by the token limit', async () => {
    const {engine, store} = harness(
      (request) => ({...goodAnswer(request), finish_reason: 'length'}),
      caseOf('basic'),
    )
    await engine.run()
    expect([...store.results.values()][0]!.errors).to.deep.equal([
      'Step 2: the model was cut off at 1000 tokens',
    ])
  })

  it('sums the tested model alone, and knows no sum where a part is unknown', async () => {
    const {engine, store} = harness(
      (request) => ({...goodAnswer(request), output_tokens: request.task.step === 'step1' ? null : 7}),
      caseOf('enriched'),
    )
    await engine.run()
    expect([...store.results.values()][0]).to.include({
      input_tokens: 200,
      output_tokens: null,
      cost_usd: null,
    })
  })

  it('sends a seed of its own with each call, the same every time; none without a base', async () => {
    const seeds = async () => (await resultOf(good)).requests.map(({seed}) => seed)
    const first = await seeds()
    expect(new Set(first).size).to.equal(3)
    // Other seeds would make runs of two versions of bench differ.
    const digest = createHash('sha256')
      .update('1|' + caseKey(caseOf('enriched').cases[0]!) + '|step1')
      .digest()
    expect(first[0]).to.equal(digest.readUInt32BE(0) >>> 1)
    expect(await seeds()).to.deep.equal(first)
    const without = harness(goodAnswer, tinyRun({seed: null, personas: ['cook']}))
    await without.engine.run()
    expect(without.requests.every(({seed}) => seed === null)).to.equal(true)
  })
})
