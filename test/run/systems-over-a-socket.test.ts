import {expect} from 'chai'
import {writeFile} from 'node:fs/promises'
import {parse, stringify} from 'yaml'
import {credentialsOf, endpointOf} from '../../src/providers/endpoint.js'
import {openAiCompatible} from '../../src/providers/openai-compatible.js'
import {RunEngine} from '../../src/run/engine.js'
import type {RunOutcome} from '../../src/run/case/outcome.js'
import {NOTHING_SPENT} from '../../src/run/executor/spending.js'
import {askedSystems} from '../../src/run/offline.js'
import {casesOf, configure} from '../../src/run/setup/setup.js'
import {findSuite} from '../../src/suite/files/find.js'
import {startModelServer, type Behaviour, type SeenRequest} from '../support/model-server.js'
import {tempFolder} from '../support/processes.js'
import {MemoryStore} from '../support/run-harness.js'
import {REQUEST} from '../support/tiny-suite.js'

type Body = SeenRequest['body'] & Record<string, unknown>
type System = Record<string, unknown>

/** The prices of the suite, US dollars per million tokens. */
const MINI = {input_price: 0.25, output_price: 2, cached_input_price: 0.025}
const USAGE = {
  low: {
    prompt_tokens: 1000,
    completion_tokens: 500,
    total_tokens: 1500,
    prompt_tokens_details: {cached_tokens: 400},
    completion_tokens_details: {reasoning_tokens: 64},
  },
  high: {
    prompt_tokens: 1000,
    completion_tokens: 3500,
    total_tokens: 4500,
    prompt_tokens_details: {cached_tokens: 0},
    completion_tokens_details: {reasoning_tokens: 3000},
  },
  local: {prompt_tokens: 900, completion_tokens: 300, total_tokens: 1200},
}

function refusal(param: string, message: string, code: string): Behaviour {
  const error = {message, type: 'invalid_request_error', param, code}
  return {kind: 'status', status: 400, body: JSON.stringify({error})}
}

/** Refuses what the newer models of OpenAI refuse, in their words. */
function likeOpenAi({body}: SeenRequest): Behaviour {
  const asked = body as Body
  if (asked.max_tokens !== undefined)
    return refusal(
      'max_tokens',
      "Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead.",
      'unsupported_parameter',
    )
  if (asked['temperature'] !== undefined && asked['temperature'] !== 1)
    return refusal(
      'temperature',
      "Unsupported value: 'temperature' does not support 0.7 with this model. Only the default (1) value is supported.",
      'unsupported_value',
    )
  return {kind: 'answer', usage: USAGE[asked['reasoning_effort'] as 'low' | 'high']}
}

describe('systems, over real sockets', () => {
  let folder: Awaited<ReturnType<typeof tempFolder>>
  let openAi: Awaited<ReturnType<typeof startModelServer>>
  let gateway: Awaited<ReturnType<typeof startModelServer>>
  let local: Awaited<ReturnType<typeof startModelServer>>
  beforeEach(async () => {
    folder = await tempFolder()
    openAi = await startModelServer({script: likeOpenAi})
    gateway = await startModelServer({
      script: ({headers}) =>
        headers['x-lab-token'] === 'a-token-of-the-lab'
          ? {kind: 'answer', usage: USAGE.local}
          : {kind: 'status', status: 403},
    })
    local = await startModelServer({script: () => ({kind: 'answer', usage: USAGE.local})})
  })
  afterEach(async () => {
    await Promise.all([openAi.close(), gateway.close(), local.close()])
    await folder.remove()
  })

  const mini = (effort: string, parameters: object): System => ({
    id: `gpt-5-mini-${effort}`,
    name: `GPT-5 Mini ${effort}`,
    model: 'openai/gpt-5-mini',
    parameters: {reasoning_effort: effort, ...parameters},
    base_url: openAi.url,
    api_key_env: 'MINI_API_KEY',
    ...MINI,
  })
  const others = (): System[] => [
    {
      id: 'behind-a-gateway',
      name: 'Gateway',
      model: 'lab/one',
      base_url: gateway.url,
      headers: {'X-Lab-Token': 'LAB_TOKEN'},
      input_price: 1,
      output_price: 2,
    },
    {
      id: 'local',
      name: 'Local',
      model: 'llama3.2',
      response_format: 'chips',
      base_url: local.url,
      input_price: 0,
      output_price: 0,
    },
  ]

  async function run(systems: System[], budgetUsd: number | null = null) {
    const suite = {
      extends: 'chips',
      id: 'own',
      models: systems,
      factors: {input_type: ['basic'], chip_count: [15]},
    }
    await writeFile(folder.file('suite.yaml'), stringify(suite))
    const loaded = await findSuite('suite.yaml', {folder: folder.path})
    const config = configure(
      {...REQUEST, models: [], all: true, baseUrl: null, personas: ['tech_pm'], budgetUsd},
      loaded,
      '0.0.0',
    )
    const env = {MINI_API_KEY: 'sk-of-mini', LAB_TOKEN: 'a-token-of-the-lab', BENCH_API_KEY: 'sk-of-the-user'}
    const store = new MemoryStore()
    const cases = casesOf(config, loaded.suite)
    // As the registry makes them.
    const made = new Map(
      askedSystems(config).map((system) => {
        const endpoint = endpointOf(system, config)
        return [system.id, openAiCompatible({baseUrl: endpoint.url, ...credentialsOf(endpoint, env)})]
      }),
    )
    const engine = new RunEngine(
      {
        runId: 'run',
        config,
        suite: loaded.suite,
        cases,
        completed: new Set(),
        storedCompletions: new Map(),
        earlier: NOTHING_SPENT,
      },
      {
        store,
        provider: (id) => made.get(id)!,
        emit: () => {},
        backoffBaseMs: 1,
      },
    )
    return {outcome: await engine.run(), store, cases}
  }

  it('asks low, high and others in one run, at the costs of the servers’ ledgers', async () => {
    const taken = {max_tokens: null, max_completion_tokens: 4000, temperature: null}
    const {outcome, store} = await run([mini('low', taken), mini('high', taken), ...others()], 1)
    expect(outcome).to.include({completed: 16, failed: 0, left: 0, stop: null})
    expect(outcome.refused).to.deep.equal([])

    const body = openAi.requests[0]!.body as Body
    expect(body).to.include({model: 'openai/gpt-5-mini', max_completion_tokens: 4000})
    expect(body).to.have.all.keys('model', 'messages', 'seed', 'max_completion_tokens', 'reasoning_effort')
    expect(openAi.requests.every(({headers}) => headers.authorization === 'Bearer sk-of-mini')).to.equal(true)
    expect(gateway.requests.every(({headers}) => headers.authorization === undefined)).to.equal(true)
    expect((local.requests[0]!.body as Body)['response_format']).to.have.nested.property(
      'json_schema.strict',
      true,
    )
    // No key goes where the suite names none.
    expect(JSON.stringify(local.requests.map(({headers}) => headers))).not.to.match(/sk-|token-of/)

    // By hand: 600 × 0.25 + 400 × 0.025 + 500 × 2 = 1,160 for low, 1000 × 0.25 + 3500 × 2 = 7,250 for high,
    // 900 × 1 + 300 × 2 = 1,500 for the gateway; millionths of a dollar.
    const costs = {
      'gpt-5-mini-low': 0.00116,
      'gpt-5-mini-high': 0.00725,
      'behind-a-gateway': 0.0015,
      local: 0,
    }
    let ledger = 0
    for (const [id, cost] of Object.entries(costs)) {
      const calls = store.answered().filter(({model}) => model === id)
      expect(calls.length, id).to.be.at.least(4)
      for (const call of calls) expect(call.cost_usd, id).to.be.closeTo(cost, 1e-12)
      ledger += cost * calls.length
    }

    expect(outcome.spent_usd).to.be.closeTo(ledger, 1e-9)
    const requests = openAi.requests.length + gateway.requests.length + local.requests.length
    expect(outcome.answered_calls).to.equal(requests)
    const high = store.answered().find(({model}) => model === 'gpt-5-mini-high')
    expect(high).to.include({reasoning_tokens: 3000, cached_tokens: 0, answered_by: 'openai/gpt-5-mini'})
    const result = [...store.results.values()].find(({model}) => model === 'gpt-5-mini-low')
    expect(result).to.include({reasoning_tokens: 64, cached_tokens: 400})
  })

  it('ends a system whose server refuses a field, with the line that mends it, and goes on with others', async () => {
    let system = mini('low', {})
    const ended: RunOutcome['refused'] = []
    for (let attempt = 0; attempt < 2; attempt++) {
      const {outcome, store, cases} = await run([system, ...others()])
      expect(outcome).to.include({completed: 8, failed: 0, left: 0, stop: null})
      const [refused] = outcome.refused
      expect(refused).to.include({model: 'gpt-5-mini-low', cases: 4})
      expect(cases).to.have.length(12)
      expect([...store.results.values()].map(({model}) => model)).not.to.include('gpt-5-mini-low')
      const calls = [...store.calls.values()].filter(({model}) => model === 'gpt-5-mini-low')
      expect(calls.map(({charged_usd}) => charged_usd)).to.satisfy((sums: number[]) =>
        sums.every((sum) => sum === 0),
      )
      expect(calls).to.have.length(refused!.calls)
      ended.push(refused!)
      // The line, put into the suite.
      system = {...system, ...(parse(refused!.mend!) as object)}
    }

    expect(ended.map(({parameter, mend}) => ({parameter, mend}))).to.deep.equal([
      {
        parameter: 'max_tokens',
        mend: 'parameters: {reasoning_effort: low, max_tokens: null, max_completion_tokens: 8000}',
      },
      {
        parameter: 'temperature',
        mend: 'parameters: {reasoning_effort: low, max_tokens: null, max_completion_tokens: 8000, temperature: null}',
      },
    ])
    const {outcome} = await run([system, ...others()])
    expect(outcome).to.include({completed: 12, failed: 0, left: 0})
  })

  it('fails the case alone where the server took the field before', async () => {
    await openAi.close()
    openAi = await startModelServer({
      script: (_request, index) =>
        index === 3
          ? refusal('max_tokens', 'max_tokens is too large for this prompt: unsupported', 'invalid_value')
          : {kind: 'answer', usage: USAGE.low},
    })
    const {outcome} = await run([{...mini('low', {}), id: 'taken'}])
    expect(outcome.failed).to.equal(1)
    expect(outcome.refused).to.deep.equal([])
  })
})
