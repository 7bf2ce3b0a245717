import {expect} from 'chai'
import fc from 'fast-check'
import {openAiCompatible} from '../../../src/providers/openai-compatible.js'
import {readUsage} from '../../../src/providers/reading/read-usage.js'
import {costOf} from '../../../src/suite/prices/price.js'
import {startModelServer} from '../../support/model-server.js'

/** What a server sends, and what is right of it: input tokens, output tokens, US dollars as reported. */
type Example = [name: string, usage: unknown, input: number | null, output: number | null, usd: number | null]

const EXAMPLES: Example[] = [
  ['adds up', {prompt_tokens: 200, completion_tokens: 300, total_tokens: 500}, 200, 300, null],
  [
    'thoughts in the total alone',
    {prompt_tokens: 200, completion_tokens: 300, total_tokens: 3300},
    200,
    3100,
    null,
  ],
  ['total without completion', {prompt_tokens: 200, total_tokens: 500}, 200, 300, null],
  [
    'thoughts beside the completion, no total',
    {prompt_tokens: 200, completion_tokens: 300, completion_tokens_details: {reasoning_tokens: 2800}},
    200,
    3100,
    null,
  ],
  [
    'thoughts within the completion',
    {prompt_tokens: 200, completion_tokens: 300, completion_tokens_details: {reasoning_tokens: 250}},
    200,
    300,
    null,
  ],
  [
    'total less than the sum',
    {prompt_tokens: 200, completion_tokens: 300, total_tokens: 300},
    200,
    300,
    null,
  ],
  ['zeros', {prompt_tokens: 0, completion_tokens: 0, total_tokens: 0}, null, null, null],
  ['zeros and a cost of nothing', {prompt_tokens: 0, completion_tokens: 0, cost: 0}, null, null, null],
  ['zero output', {prompt_tokens: 200, completion_tokens: 0, total_tokens: 200}, 200, null, null],
  ['zero prompt', {prompt_tokens: 0, completion_tokens: 300, total_tokens: 300}, null, 300, null],
  ['free, with tokens', {prompt_tokens: 200, completion_tokens: 300, cost: 0}, 200, 300, 0],
  ['cost as text', {prompt_tokens: 200, completion_tokens: 300, cost: '0.0032'}, 200, 300, 0.0032],
  [
    'cost as text with an exponent',
    {prompt_tokens: 200, completion_tokens: 300, cost: '3.2e-3'},
    200,
    300,
    0.0032,
  ],
  ['tokens as text', {prompt_tokens: '200', completion_tokens: '300', total_tokens: '3300'}, 200, 3100, null],
  [
    'a key of the user at the provider',
    {
      prompt_tokens: 200,
      completion_tokens: 300,
      cost: 0,
      is_byok: true,
      cost_details: {upstream_inference_cost: 0.5},
    },
    200,
    300,
    0.5,
  ],
  [
    'a key of the user, with a fee',
    {
      prompt_tokens: 200,
      completion_tokens: 300,
      cost: '0.25',
      is_byok: true,
      cost_details: {upstream_inference_cost: 0.5},
    },
    200,
    300,
    0.75,
  ],
  [
    'a key of the user, bill unknown',
    {prompt_tokens: 200, completion_tokens: 300, cost: 0, is_byok: true},
    200,
    300,
    null,
  ],
  [
    'upstream cost without a key of the user',
    {
      prompt_tokens: 200,
      completion_tokens: 300,
      cost: 0.5,
      is_byok: false,
      cost_details: {upstream_inference_cost: 0.5},
    },
    200,
    300,
    0.5,
  ],
  [
    'a key of the user, as text, the bill in parts',
    {
      ...{prompt_tokens: 200, completion_tokens: 300, cost: 0, is_byok: 'true'},
      cost_details: {upstream_inference_prompt_cost: '0.25', upstream_inference_completions_cost: 0.5},
    },
    200,
    300,
    0.75,
  ],
  [
    'a cost in parts with their total',
    {
      prompt_tokens: 200,
      completion_tokens: 300,
      cost: {input_tokens_cost: 0.25, output_tokens_cost: 0.5, request_cost: 1, total_cost: 1.75},
    },
    200,
    300,
    1.75,
  ],
  [
    'thoughts beside the completion, without details',
    {prompt_tokens: 200, completion_tokens: 300, reasoning_tokens: 2800},
    200,
    3100,
    null,
  ],
  [
    'cached input beside the rest',
    {input_tokens: 200, cache_read_input_tokens: 1000, cache_creation_input_tokens: 50, output_tokens: 300},
    1250,
    300,
    null,
  ],
  [
    'a total below the prompt',
    {prompt_tokens: 200, completion_tokens: 300, total_tokens: 150},
    200,
    300,
    null,
  ],
  ['other names', {input_tokens: 200, output_tokens: 300}, 200, 300, null],
  [
    'nonsense',
    {prompt_tokens: 1.5, completion_tokens: -3, total_tokens: 1e20, cost: 'much'},
    null,
    null,
    null,
  ],
  ['a text', 'many', null, null, null],
  ['nothing', null, null, null, null],
]

describe('usage, believed only where it adds up', () => {
  for (const [name, usage, input_tokens, output_tokens, cost_usd] of EXAMPLES) {
    it(name, () => {
      expect(readUsage(usage, 'a text')).to.include({input_tokens, output_tokens, cost_usd})
    })
  }

  const DETAILS: [string, object, number | null, number | null][] = [
    [
      'of OpenAI and OpenRouter',
      {
        prompt_tokens: 200,
        completion_tokens: 300,
        prompt_tokens_details: {cached_tokens: 128},
        completion_tokens_details: {reasoning_tokens: 250},
      },
      250,
      128,
    ],
    [
      'of the other API of OpenAI',
      {
        input_tokens: 200,
        output_tokens: 300,
        input_tokens_details: {cached_tokens: 0},
        output_tokens_details: {reasoning_tokens: 0},
      },
      0,
      0,
    ],
    ['of DeepSeek', {prompt_tokens: 200, completion_tokens: 3, prompt_cache_hit_tokens: 64}, null, 64],
    [
      'that are more than the whole',
      {prompt_tokens: 200, completion_tokens: 300, prompt_tokens_details: {cached_tokens: 201}},
      null,
      null,
    ],
    [
      'that are none',
      {prompt_tokens: 2, completion_tokens: 3, prompt_tokens_details: {cached_tokens: -1}},
      null,
      null,
    ],
  ]
  for (const [name, usage, reasoning_tokens, cached_tokens] of DETAILS) {
    it(`reads thoughts and cached tokens ${name}`, () => {
      expect(readUsage(usage, 'a text')).to.include({reasoning_tokens, cached_tokens})
    })
  }

  it('cached tokens have a price of their own, where it is known', () => {
    const model = {id: 'lab/one', name: 'One', input_price: 10, output_price: 20}
    expect(costOf(model, 1000, 100, 400)).to.equal(0.012)
    expect(costOf({...model, cached_input_price: 1}, 1000, 100, 400)).to.be.closeTo(0.0084, 1e-12)
    expect(costOf({...model, cached_input_price: 1}, 1000, 100, null)).to.equal(0.012)
  })

  it('no output for no text is possible', () => {
    const usage = {prompt_tokens: 200, completion_tokens: 0, total_tokens: 200}
    expect(readUsage(usage, '  ')).to.include({input_tokens: 200, output_tokens: 0})
  })

  it('never less than any of the parts says, and never less than the total', () => {
    const tokens = fc.integer({min: 1, max: 100_000})
    fc.assert(
      fc.property(
        tokens,
        tokens,
        fc.nat({max: 300_000}),
        (prompt_tokens, completion_tokens, total_tokens) => {
          const read = readUsage({prompt_tokens, completion_tokens, total_tokens}, 'text')
          expect(read.input_tokens).to.equal(prompt_tokens)
          expect(read.output_tokens).to.equal(Math.max(completion_tokens, total_tokens - prompt_tokens))
        },
      ),
    )
  })

  it('over a real socket: $1 and $10 a million, thoughts in the total alone, are $0.0312', async () => {
    const server = await startModelServer({
      script: () => ({
        kind: 'answer',
        content: 'hello',
        usage: {prompt_tokens: 200, completion_tokens: 300, total_tokens: 3300},
      }),
    })
    const provider = openAiCompatible({baseUrl: server.url, apiKey: undefined})
    const completion = await provider.complete(
      {
        model: 'lab/one',
        messages: [{role: 'user', content: 'Make 15 chips'}],
        temperature: 0.7,
        max_output_tokens: 8000,
        seed: null,
        task: {
          step: 'step2',
          case: 'x',
          persona_id: 'cook',
          count: 15,
          chips: [],
          missing_types: [],
          min_per_type: 0,
        },
      },
      new AbortController().signal,
    )
    await server.close()
    const price = {id: 'lab/one', name: 'One', input_price: 1, output_price: 10}
    expect(costOf(price, completion.input_tokens, completion.output_tokens)).to.be.closeTo(0.0312, 1e-12)
  })
})
