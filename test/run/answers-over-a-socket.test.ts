import {expect} from 'chai'
import {openAiCompatible} from '../../src/providers/openai-compatible.js'
import type {Provider} from '../../src/providers/provider.js'
import {LONGEST_ANSWER} from '../../src/run/case/kept-answer.js'
import {CHIP_TYPES} from '../../src/chips/chip.js'
import {DRAFT, FINAL, markedAnswers, wrappedLists} from '../support/answers.js'
import {startModelServer} from '../support/model-server.js'
import {harness, MemoryStore} from '../support/run-harness.js'
import {tinyRun} from '../support/tiny-suite.js'

interface Choice {
  finish_reason?: string
  message?: object
}

const json = JSON.stringify
const BY_TYPE = CHIP_TYPES.flatMap((type) => FINAL.filter((chip) => chip.type === type))
const good: Choice = {finish_reason: 'stop', message: {role: 'assistant', content: json(FINAL)}}

describe('a case, over a real socket', () => {
  let server: Awaited<ReturnType<typeof startModelServer>>
  let provider: Provider
  /** What the server gives for its first request, its second, …; the last one for all further ones. */
  let choices: Choice[]
  before(async () => {
    server = await startModelServer({
      script: () => ({
        kind: 'status',
        status: 200,
        body: json({
          choices: [choices[Math.min(server.requests.length, choices.length) - 1]],
          usage: {prompt_tokens: 100, completion_tokens: 200, total_tokens: 300},
        }),
      }),
    })
    provider = openAiCompatible({baseUrl: server.url, apiKey: 'test'})
  })
  after(() => server.close())

  async function run(
    given: Choice[],
    input_types = ['basic'],
    store = new MemoryStore(),
    storedCompletions = new Map(),
  ) {
    choices = given
    server.requests.length = 0
    const plan = tinyRun({
      personas: ['cook'],
      styles: ['terse'],
      constraint_types: ['no_constraint'],
      input_types,
      chip_counts: ['15'],
    })
    const {engine} = harness(
      (request, _index, signal) => provider.complete(request, signal),
      plan,
      {storedCompletions},
      store,
    )
    const outcome = await engine.run()
    return {outcome, store, result: [...store.results.values()][0]!, asked: server.requests.length}
  }
  const text = (content: string, finish_reason = 'stop'): Choice => ({finish_reason, message: {content}})

  for (const [name, answer] of Object.entries(markedAnswers(json(DRAFT), json(FINAL)))) {
    it(`reads past thoughts: ${name}`, async () => {
      const {result} = await run([text(answer)])
      expect(result).to.deep.include({status: 'completed', final_chips: FINAL, errors: []})
    })
  }

  for (const [name, answer] of Object.entries(wrappedLists(BY_TYPE))) {
    it(`reads a wrapped list: ${name}`, async () => {
      const {result} = await run([text(answer)])
      expect(result).to.deep.include({status: 'completed', final_chips: BY_TYPE, errors: []})
    })
  }

  const call = {type: 'function', function: {name: 'emit_chips', arguments: json({chips: FINAL})}}
  const ends: Record<string, [choice: Choice, chips: number, asked: number, errors: string[]]> = {
    'a refusal': [
      {finish_reason: 'stop', message: {content: null, refusal: "I can't\nhelp with that."}},
      0,
      1,
      ["Step 2: the model refused: I can't help with that.", 'Fill: skipped, as the model refused step 2'],
    ],
    'a refusal among the parts': [
      {finish_reason: 'stop', message: {content: [{type: 'refusal', refusal: 'No.'}]}},
      0,
      1,
      ['Step 2: the model refused: No.', 'Fill: skipped, as the model refused step 2'],
    ],
    'a refusal in plain words': [
      text("I'm sorry, but I can't help with lists about nurses."),
      0,
      1,
      [
        "Step 2: the model refused: I'm sorry, but I can't help with lists about nurses.",
        'Fill: skipped, as the model refused step 2',
      ],
    ],
    'a policy': [
      {finish_reason: 'content_policy_violation', message: {content: ''}},
      0,
      1,
      [
        'Step 2: a content filter stopped the answer (content_policy_violation)',
        'Fill: skipped, as a content filter stopped step 2',
      ],
    ],
    'a reason that nobody knows': [
      {finish_reason: 'OTHER', message: {content: ''}},
      0,
      2,
      ['Step 2', 'Fill'].map((step) => `${step}: the model gave no answer (finish reason OTHER)`),
    ],
    'a window that is full': [
      text(json(FINAL).slice(0, -5), 'model_context_window_exceeded'),
      15,
      1,
      [
        'Step 2: the model was cut off at 1000 tokens',
        'Step 2: the answer was cut off; what was not whole was dropped',
      ],
    ],
    'a malformed tool call': [
      {finish_reason: 'MALFORMED_FUNCTION_CALL', message: {content: ''}},
      0,
      2,
      ['Step 2', 'Fill'].flatMap((step) => [
        `${step}: the model answered by calling a tool`,
        `${step}: the answer is empty`,
      ]),
    ],
    'reasoning in parts': [
      {
        finish_reason: 'stop',
        message: {content: null, reasoning_details: [{type: 'reasoning.text', text: 'Hm. Hm.'}]},
      },
      0,
      2,
      ['Step 2', 'Fill'].map((step) => `${step}: the model reasoned (7 characters) and gave no answer`),
    ],
    'a filter': [
      {finish_reason: 'content_filter', message: {content: ''}},
      0,
      1,
      [
        'Step 2: a content filter stopped the answer (content_filter)',
        'Fill: skipped, as a content filter stopped step 2',
      ],
    ],
    'a filter in the middle of an answer': [
      text(json(FINAL.slice(0, 3)).slice(0, -1), 'content_filter'),
      3,
      1,
      [
        'Step 2: a content filter stopped the answer (content_filter)',
        'Step 2: the JSON was not closed',
        'Fill: skipped, as a content filter stopped step 2',
      ],
    ],
    'a tool call with the chips': [
      {finish_reason: 'tool_calls', message: {content: null, tool_calls: [call]}},
      16,
      1,
      ['Step 2: the model answered by calling a tool (emit_chips)'],
    ],
    'a function call as of old': [
      {finish_reason: 'function_call', message: {content: '', function_call: call.function}},
      16,
      1,
      ['Step 2: the model answered by calling a tool (emit_chips)'],
    ],
    'reasoning alone': [
      {finish_reason: 'stop', message: {content: '', reasoning_content: 'Hm. '.repeat(10)}},
      0,
      2,
      [
        'Step 2: the model reasoned (39 characters) and gave no answer',
        'Fill: the model reasoned (39 characters) and gave no answer',
      ],
    ],
    'reasoning that was cut off': [
      {finish_reason: 'length', message: {content: [{type: 'thinking', thinking: json(DRAFT)}]}},
      0,
      2,
      ['Step 2', 'Fill'].flatMap((step) => [
        `${step}: the model was cut off at 1000 tokens`,
        `${step}: the model reasoned (${json(DRAFT).length} characters) and gave no answer`,
      ]),
    ],
    'an answer that was cut off': [
      text(json(FINAL).slice(0, -5), 'max_tokens'),
      15,
      1,
      [
        'Step 2: the model was cut off at 1000 tokens',
        'Step 2: the answer was cut off; what was not whole was dropped',
      ],
    ],
  }
  for (const [name, [choice, chips, asked, errors]] of Object.entries(ends)) {
    it(`names its end: ${name}; and so does a resume from the stored answer`, async () => {
      const first = await run([choice])
      expect(first.result).to.deep.include({status: 'completed', errors})
      expect([first.result.final_chips.length, first.asked]).to.deep.equal([chips, asked])
      const calls = first.store.answered()
      const again = await run([good], ['basic'], new MemoryStore(), new Map([[calls[0]!.result_id, calls]]))
      expect(again.asked).to.equal(0)
      expect(again.result.final_chips).to.deep.equal(first.result.final_chips)
      expect(again.result.errors).to.deep.equal(errors)
    })
  }

  for (const reason of [
    'error',
    'network_error',
    'insufficient_system_resource',
    'CANCELLED',
    'engine_overloaded_error',
    'timeout',
  ]) {
    it(`asks again where the model's server broke down: ${reason}`, async () => {
      const {result, asked} = await run([text(json(DRAFT.slice(0, 2)), reason), good])
      expect(asked).to.equal(2)
      expect(result).to.deep.include({status: 'completed', final_chips: FINAL, errors: []})
      const broken = await run([text('', reason)])
      expect([broken.result.status, broken.asked]).to.deep.equal(['failed', 3])
    })
  }

  it('goes on after a selection of 2,500 open brackets, and when it is replayed', async () => {
    const {outcome, result, store} = await run([good, text('['.repeat(2500)), good], ['enriched'])
    expect(outcome).to.deep.include({completed: 1, stop: null})
    expect(result.errors).to.deep.equal(['Selection: none of the offered chips was picked'])
    const calls = store.answered()
    const again = await run([good], ['enriched'], new MemoryStore(), new Map([[calls[0]!.result_id, calls]]))
    expect(again.asked).to.equal(0)
    expect(again.result.errors).to.deep.equal(result.errors)
  })

  it('keeps 512 kB of an answer of 12 MB, cut between characters, and says so; a resume reads the same', async () => {
    const filler = `[${json(FINAL[0])},{"key":"long","display":"${'€'.repeat(4_000_000)}","type":"jargon"}]`
    const {result, store, asked} = await run([text(filler), good])
    const [kept] = store.answered()
    expect(Buffer.byteLength(kept!.answer!)).to.be.within(LONGEST_ANSWER - 3, LONGEST_ANSWER)
    expect(filler.startsWith(kept!.answer!)).to.equal(true)
    expect(asked).to.equal(2)
    expect(result.errors).to.deep.equal([
      'Step 2: the answer of 12,001 kB was cut: its first 512 kB were kept and read, the last 11,489 kB were not',
      'Step 2: the answer was cut off; what was not whole was dropped',
    ])
    const calls = store.answered()
    const again = await run([good], ['basic'], new MemoryStore(), new Map([[calls[0]!.result_id, calls]]))
    expect([again.asked, again.result.errors]).to.deep.equal([0, result.errors])
    expect(again.result.final_chips).to.deep.equal(result.final_chips)
  })

  it('keeps words that look like a dummy key', async () => {
    const chips = [{...FINAL[0]!, key: 'unit_test_flakiness', display: 'A test of tests'}, ...FINAL.slice(1)]
    expect((await run([text(json(chips))])).result.final_chips).to.deep.equal(chips)
  })
})
