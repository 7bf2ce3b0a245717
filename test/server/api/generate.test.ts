import {expect} from 'chai'
import {startApi, type Row, type TestApi} from '../../support/api.js'
import {GENERATE} from '../../support/api-routes.js'
import {startModelServer, type ModelServerOptions} from '../../support/model-server.js'

const FIELDS = [
  'cached',
  'result_id',
  'final_chips',
  'run_id',
  'model',
  'persona_id',
  'sector',
  'desired_role',
  'style',
  'input_type',
  'constraint_type',
  'chip_count',
  'trial',
  'status',
]
const FIELDS_OF_STEPS = [
  'step1_chips',
  'selected_chips',
  'step2_chips',
  'fill_chips',
  'errors',
  'latency_ms',
  'input_tokens',
  'output_tokens',
  'cost_usd',
  'created_at',
  'style_version',
  'persona_version',
  'system_version',
  'reasoning_tokens',
  'cached_tokens',
]
const MODEL = 'openai/gpt-5-mini'

describe('POST /generate', () => {
  it('is off unless somebody allowed it, whatever is asked', async () => {
    const api = await startApi()
    for (const body of [GENERATE, {}, '{']) {
      const answer = await api.post('/generate', body)
      expect([answer.status, answer.body]).to.deep.equal([
        403,
        {detail: 'Generating is off: start the server with --enable-generate to allow it'},
      ])
    }

    expect(await api.rows('/runs')).to.deep.equal([])
    await api.close()
  })

  describe('with a baseline', () => {
    let api: TestApi
    before(async () => {
      api = await startApi({generate: {'generate-model': ['builtin/lexicon', 'builtin/random']}})
    })
    after(() => api.close())

    it('makes a case once and keeps it', async () => {
      const first = await api.post('/generate', GENERATE)
      expect(first.status).to.equal(200)
      expect(first.body).to.have.all.keys([...FIELDS, ...FIELDS_OF_STEPS])
      expect(first.body).to.deep.include({
        ...GENERATE,
        cached: false,
        status: 'completed',
        trial: 1,
        sector: 'Technology & Software',
        desired_role: 'Product Manager',
      })
      const {final_chips, result_id} = first.body as {final_chips: Row[]; result_id: string}
      expect(final_chips.length).to.be.at.least(15)
      const again = await api.post('/generate', GENERATE)
      expect(again.body).to.deep.equal({...(first.body as Row), cached: true})
      expect((await api.get(`/results/${result_id}`)).body).to.deep.include({id: result_id, final_chips})
      expect(await api.rows('/results')).to.have.length(1)
      await api.rate(result_id, 'ana', 5)
      expect((await api.post('/generate', GENERATE)).body).to.deep.equal({
        ...(first.body as Row),
        cached: true,
      })
    })

    it('makes a case for each combination', async () => {
      const made = new Set<unknown>()
      for (const model of ['builtin/lexicon', 'builtin/random'])
        for (const style of ['terse', 'guided'])
          for (const input_type of ['basic', 'enriched'])
            for (const chip_count of [15, 35]) {
              const {status, body} = await api.post('/generate', {
                ...GENERATE,
                model,
                style,
                input_type,
                chip_count,
              })
              expect(status).to.equal(200)
              expect(body).to.deep.include({model, style, input_type, chip_count})
              if (input_type === 'basic')
                expect(body).to.deep.include({step1_chips: null, selected_chips: null})
              made.add((body as Row)['result_id'])
            }

      expect(made.size).to.equal(16)
      expect((await api.rows('/runs')).map(({status, result_count}) => [status, result_count])).to.deep.equal(
        [['completed', 16]],
      )
    })

    const wrong: [string, object, string[]][] = [
      [
        'no factor at all',
        {},
        ['model', 'persona_id', 'style', 'input_type', 'constraint_type', 'chip_count'],
      ],
      ['a model that is no text', {...GENERATE, model: 7}, ['model']],
      ['a persona that is none', {...GENERATE, persona_id: null}, ['persona_id']],
      ['an unknown style', {...GENERATE, style: ''}, ['style']],
      ['an unknown input type', {...GENERATE, input_type: ['basic']}, ['input_type']],
      ['an unknown constraint', {...GENERATE, constraint_type: null}, ['constraint_type']],
      ['another number of chips', {...GENERATE, chip_count: 16}, ['chip_count']],
      ['a number of chips as a text', {...GENERATE, chip_count: '15'}, ['chip_count']],
    ]
    for (const [what, body, places] of wrong) {
      it(`refuses ${what}`, async () => {
        const answer = await api.post('/generate', body)
        expect(answer.status).to.equal(422)
        const {detail} = answer.body as {detail: {type: string; loc: string[]; msg: string}[]}
        expect(detail.map(({loc}) => loc)).to.deep.equal(places.map((place) => ['body', place]))
        for (const {type, msg} of detail)
          expect([type, msg].join(': ')).to.match(
            Object.keys(body).length === 0
              ? /^missing: Field required$/
              : /^(enum: Input should be |string_type: Input should be a valid string)/,
          )
      })
    }

    it('names an unknown model or persona in one sentence, and stores nothing', async () => {
      const before = await api.dump()
      for (const [change, detail] of [
        [{persona_id: 'constructor'}, 'Unknown persona_id: constructor'],
        [{persona_id: ''}, 'Unknown persona_id: '],
        [{model: MODEL}, `Unknown model: ${MODEL}`],
        [{model: 'x', persona_id: 'y'}, 'Unknown model: x'],
      ] as const) {
        const {status, body} = await api.post('/generate', {...GENERATE, ...change})
        expect([status, body]).to.deep.equal([400, {detail}])
      }

      expect(await api.dump()).to.deep.equal(before)
    })

    it('refuses what is no JSON object', async () => {
      for (const [body, problem] of [
        ['{', {type: 'json_invalid', loc: ['body'], msg: 'JSON decode error'}],
        ['[]', {type: 'object_type', loc: ['body'], msg: 'Input should be a valid object'}],
      ] as const) {
        const answer = await api.post('/generate', body)
        expect([answer.status, answer.body]).to.deep.equal([422, {detail: [problem]}])
      }
    })
  })

  describe('with a model', () => {
    let models: Awaited<ReturnType<typeof startModelServer>>
    let api: TestApi
    async function start(options: ModelServerOptions, budget = '5') {
      models = await startModelServer(options)
      api = await startApi({
        generate: {
          'generate-budget': budget,
          'generate-model': [MODEL, 'mistralai/mistral-nemo'],
          'base-url': models.url,
        },
      })
    }

    afterEach(async () => {
      await api.close()
      await models.close()
    })
    const ask = (change: object = {}) =>
      api.post('/generate', {...GENERATE, model: MODEL, input_type: 'basic', ...change})

    it('asks, counts and keeps what it cost', async () => {
      await start({})
      const {status, body} = await ask()
      expect(status).to.equal(200)
      expect(body).to.deep.include({
        cached: false,
        model: MODEL,
        input_tokens: 100,
        output_tokens: 200,
        errors: null,
      })
      expect((body as Row)['cost_usd']).to.be.closeTo((100 * 0.15 + 200 * 0.6) / 1e6, 1e-12)
      expect((await ask()).body).to.include({cached: true})
      expect(models.requests).to.have.length(1)
    })

    it('buys once what many ask for at the same time', async () => {
      await start({delayMs: 50})
      const answers = await Promise.all(Array.from({length: 20}, () => ask()))
      expect(answers.map(({status}) => status)).to.deep.equal(Array.from({length: 20}, () => 200))
      expect(new Set(answers.map(({body}) => (body as Row)['result_id'])).size).to.equal(1)
      expect(models.requests).to.have.length(1)
    })

    it('stops at the budget, and gives what is there all the same', async () => {
      await start(
        {script: () => ({kind: 'answer', usage: {prompt_tokens: 100, completion_tokens: 200, cost: 0.003}})},
        '0.007',
      )
      expect((await ask()).body).to.include({cached: false, cost_usd: 0.003})
      const late = await ask({style: 'guided'})
      expect([late.status, late.body]).to.deep.equal([402, {detail: 'The budget for generation is used up'}])
      expect(models.requests).to.have.length(1)
      expect((await ask()).body).to.include({cached: true})
      expect((await api.get('/health')).status).to.equal(200)
    })

    it('keeps a poor answer: it is an answer', async () => {
      await start({script: () => ({kind: 'answer', content: 'I would rather not.'})})
      const {status, body} = await ask()
      expect(status).to.equal(200)
      expect(body).to.deep.include({status: 'completed', final_chips: []})
      expect((body as {errors: string[]}).errors.join(' ')).to.match(/Step 2/)
    })

    it('says when the model gave no answer, keeps the failed case and tries again', async () => {
      let isUp = false
      await start({script: () => (isUp ? undefined : {kind: 'status', status: 400})})
      const {status, body} = await ask()
      expect(status).to.equal(502)
      expect((body as Row)['detail']).to.match(/^The model gave no answer: /)
      expect(await api.rows('/results')).to.deep.equal([])
      expect((await api.rows('/results?status=failed')).map(({model}) => model)).to.deep.equal([MODEL])
      isUp = true
      expect((await ask()).body).to.include({cached: false, status: 'completed'})
      expect(await api.rows('/results?status=failed')).to.deep.equal([])
      expect((await ask({model: 'mistralai/mistral-nemo'})).status).to.equal(200)
    })

    for (const kind of ['drop', 'html', 'no-choices'] as const) {
      it(`gets over one answer that is none (${kind})`, async () => {
        await start({script: (_, index) => (index === 0 ? {kind} : undefined)})
        expect((await ask()).status).to.equal(200)
        expect(models.requests).to.have.length(2)
      })
    }

    it('passes on that the model asks for a long wait', async () => {
      await start({script: () => ({kind: 'status', status: 429, headers: {'retry-after': '900'}})})
      const {status, body, headers} = await ask()
      expect([status, body]).to.deep.equal([503, {detail: 'The model asks for a long wait'}])
      expect(Number(headers['retry-after'])).to.be.within(600, 901)
    })

    it('tells nothing of the key', async () => {
      process.env['BENCH_API_KEY'] = 'sk-secret-0123456789'
      try {
        await start({
          script: ({headers}) => ({
            kind: 'status',
            status: 401,
            body: JSON.stringify({error: {message: `bad key ${String(headers.authorization)}`}}),
          }),
        })
        const {status, text} = await ask()
        expect(models.requests[0]!.headers.authorization).to.equal('Bearer sk-secret-0123456789')
        expect(status).to.equal(502)
        expect(text).not.to.contain('sk-secret')
        expect(JSON.stringify(await api.dump())).not.to.contain('sk-secret')
      } finally {
        delete process.env['BENCH_API_KEY']
      }
    })

    it('has raised no defect', async () => {
      await start({})
      await ask()
      expect(api.defects).to.deep.equal([])
    })
  })

  it('is done by one process at a time', async () => {
    const api = await startApi({generate: {'generate-model': ['builtin/lexicon']}})
    await api.post('/generate', GENERATE)
    const client = await import('@libsql/client/sqlite3').then(({createClient}) =>
      createClient({url: `file:${api.file}`}),
    )
    await client.execute("UPDATE run_leases SET worker_id = 'other', host = 'elsewhere'")
    client.close()
    const {createApi} = await import('../../../src/server/http/app.js')
    const {jobsOf} = await import('../../../src/server/jobs/jobs.js')
    const {onDemandCases} = await import('../../../src/cli/running/on-demand-setup.js')
    const {REGISTERED_BUILT_INS} = await import('../../../src/providers/built-in.js')
    const {loadBuiltInSuite} = await import('../../../src/suite/files/load.js')
    const flags = {
      'enable-generate': true,
      'generate-budget': undefined,
      'generate-model': ['builtin/lexicon'],
      'base-url': undefined,
    }
    const generate = await onDemandCases(api.store, await loadBuiltInSuite(), {
      flags,
      registered: REGISTERED_BUILT_INS,
      version: '0',
    })
    const twin = createApi(
      {
        store: api.store,
        jobs: jobsOf(api.store),
        cache: undefined,
        suite: api.suite,
        version: '0',
        generate,
        models: ['builtin/lexicon'],
      },
      {tokens: [], origins: [], hosts: undefined, log: () => {}, onDefect: () => {}},
    )
    const post = (body: object) =>
      twin.request('/generate', {
        method: 'POST',
        body: JSON.stringify(body),
        headers: {'Content-Type': 'application/json'},
      })
    expect((await post(GENERATE)).status).to.equal(200)
    const refused = await post({...GENERATE, style: 'guided'})
    expect([refused.status, await refused.json(), refused.headers.get('retry-after')]).to.deep.equal([
      503,
      {detail: 'Another process generates for this database'},
      '30',
    ])
    await generate?.close(0)
    await api.close()
  })
})
