import {expect} from 'chai'
import {createServer, type Server} from 'node:http'
import type {AddressInfo} from 'node:net'
import {openAiCompatible} from '../../../src/providers/openai-compatible.js'

const json = JSON.stringify
const usage = {prompt_tokens: 200, completion_tokens: 300, total_tokens: 500}
const message = {role: 'assistant', content: 'hello'}
const completion = {choices: [{index: 0, finish_reason: 'stop', message}], usage}
const events = (chunks: readonly object[]) =>
  [': PROCESSING', '', ...chunks.flatMap((chunk) => [`data: ${json(chunk)}`, ''])].join('\n') +
  '\ndata: [DONE]\n\n'
const delta = (part: object, more: object = {}) => ({
  choices: [{index: 0, delta: part, finish_reason: null, ...more}],
})

/** Bodies under status 200 that hold the same completion. */
const BODIES: Record<string, string> = {
  'after blank lines': `\n\n  ${json(completion)}`,
  'a list of one completion': json([completion]),
  'below data': json({code: 0, data: completion}),
  'below result': json({success: true, errors: [], result: completion}),
  'a text, as of old': json({choices: [{text: 'hello', finish_reason: 'stop'}], usage}),
  'a delta': json({choices: [{delta: message, finish_reason: 'stop'}], usage}),
  'one event': events([completion]),
  'events of a stream': events([
    delta({role: 'assistant', content: ''}),
    delta({content: 'hel'}),
    delta({content: 'lo'}),
    delta({}, {finish_reason: 'stop'}),
    {choices: [], usage},
  ]),
  'events with the usage in a field of its own': events([
    delta({content: 'hello'}, {finish_reason: 'stop'}),
    {choices: [], x_groq: {usage}},
  ]),
  "Ollama's form": json({message, done: true, done_reason: 'stop', prompt_eval_count: 200, eval_count: 300}),
}

describe('a good completion in an unusual body, over a real socket', () => {
  let server: Server
  let body = ''
  let asked = 0
  before(async () => {
    server = createServer((_, response) => {
      asked++
      response.setHeader('content-type', 'text/event-stream')
      response.end(body)
    })
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  })
  after(() => server.close())

  const ask = () =>
    openAiCompatible({
      baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
      apiKey: undefined,
    }).complete(
      {
        model: 'lab/one',
        messages: [{role: 'user', content: 'Hi'}],
        temperature: 0.7,
        max_output_tokens: 100,
        seed: null,
      } as Parameters<ReturnType<typeof openAiCompatible>['complete']>[0],
      new AbortController().signal,
    )

  for (const [name, sent] of Object.entries(BODIES)) {
    it(`is read, and bought once: ${name}`, async () => {
      body = sent
      asked = 0
      const {text, finish_reason, input_tokens, output_tokens} = await ask()
      expect({text, finish_reason, input_tokens, output_tokens}).to.deep.equal({
        text: 'hello',
        finish_reason: 'stop',
        input_tokens: 200,
        output_tokens: 300,
      })
      expect(asked).to.equal(1)
    })
  }

  it('puts the pieces of a tool call together', async () => {
    const call = (part: object) => delta({tool_calls: [{index: 0, function: part}]})
    body = events([
      call({name: 'emit', arguments: '{"chips"'}),
      call({arguments: ':[]}'}),
      delta({}, {finish_reason: 'tool_calls'}),
    ])
    expect(JSON.parse((await ask()).text)).to.deep.equal([
      {index: 0, function: {name: 'emit', arguments: '{"chips":[]}'}},
    ])
  })

  it('is none where an event is an error, or where nothing is a completion', async () => {
    for (const [sent, reason] of [
      [events([delta({content: 'hel'}), {error: {code: 502, message: 'upstream'}}]), '502 upstream'],
      [events([{ping: true}]), 'the server answered without choices'],
      [
        `data: ${json(delta({content: 'hel'}))}\n\n`,
        'the server answered something that is no completion (HTML or plain text)',
      ],
      ['data: hello', 'the server answered something that is no completion (HTML or plain text)'],
      ['[]', 'the server answered something that is no completion (HTML or plain text)'],
    ] as const) {
      body = sent
      const error = await ask().catch((thrown: unknown) => thrown)
      expect((error as Error).message).to.equal(reason)
    }
  })
})
