import {expect} from 'chai'
import createClient, {type Client} from 'openapi-fetch'
import {startApi, type TestApi} from '../../support/api.js'
import type {components, paths} from '../../support/api-types.js'
import {GENERATE} from '../../support/api-routes.js'

/** A client as a front end has it: its types come from the OpenAPI document alone. */
describe('a typed client', () => {
  let api: TestApi
  let client: Client<paths>
  before(async () => {
    api = await startApi({generate: {'generate-model': ['builtin/lexicon']}})
    client = createClient<paths>({baseUrl: api.url})
    await api.seed({id: 'run-a'}, [{model: 'lab/one'}, {model: 'lab/two'}])
  })
  after(() => api.close())

  it('goes from runs over results and ratings to the leaderboard', async () => {
    const runs = await client.GET('/runs', {params: {query: {limit: 10}}})
    const run = runs.data!.runs[0]!
    expect(run).to.include({id: 'run-a', result_count: 2})
    expect((await client.GET('/runs/{id}', {params: {path: {id: run.id}}})).data).to.include({id: 'run-a'})

    const header = {'x-user-id': 'ana'}
    const page = await client.GET('/results', {
      params: {query: {run_id: run.id, unrated_by: 'ana', limit: 1}, header},
    })
    expect(page.data!.total).to.equal(2)
    const listed: components['schemas']['ResultListItem'] = page.data!.results[0]!
    expect(listed.my_rating).to.equal(null)
    const result = await client.GET('/results/{id}', {params: {path: {id: listed.id}, header}})
    const chips: components['schemas']['Chip'][] = result.data!.final_chips
    expect(chips.map(({type}) => type)).to.deep.equal(['jargon'])

    const rated = await client.POST('/results/{id}/ratings', {
      params: {path: {id: listed.id}, header},
      body: {rating: 4},
    })
    expect(rated.data).to.include({result_id: listed.id, user_id: 'ana', rating: 4})
    expect((await client.GET('/ratings', {params: {query: {user_id: 'ana'}}})).data!.ratings).to.deep.equal([
      rated.data,
    ])

    const {data} = await client.GET('/stats', {params: {query: {group_by: 'model'}}})
    const [best, other] = data!.stats
    expect([best!.model, best!.avg_rating, best!.rated_count, best!.histogram]).to.deep.equal([
      listed.model,
      4,
      1,
      [0, 0, 0, 1, 0],
    ])
    expect(other!.avg_rating).to.equal(null)
  })

  it('knows the levels, and makes a case of them', async () => {
    const options = (await client.GET('/options')).data!
    const [style] = options.styles
    const made = await client.POST('/generate', {
      body: {
        ...GENERATE,
        style: style as 'terse',
        model: 'builtin/lexicon' as never,
        persona_id: 'tech_pm',
        input_type: 'basic',
        constraint_type: 'no_constraint',
        chip_count: 15,
      },
    })
    expect(made.data!.cached).to.equal(false)
    expect(made.data!.final_chips.length).to.be.at.least(15)
  })

  it('is told what is wrong, in types', async () => {
    const {error, response} = await client.GET('/results', {params: {query: {limit: 0}}})
    const {detail} = error as components['schemas']['ValidationError']
    expect([response.status, detail[0]!.loc]).to.deep.equal([422, ['query', 'limit']])
    const missing = await client.GET('/results/{id}', {params: {path: {id: 'none'}}})
    expect(missing.error).to.deep.equal({detail: 'Result not found'})
  })
})
