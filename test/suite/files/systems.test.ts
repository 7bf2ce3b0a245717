import {expect} from 'chai'
import {mkdir, symlink, writeFile} from 'node:fs/promises'
import {examineSuite, findSuite} from '../../../src/suite/files/find.js'
import {loadBuiltInSuite} from '../../../src/suite/files/load.js'
import {tempFolder} from '../../support/processes.js'

const SECRET = 'sk-proj-0123456789abcdefghij'
const HASH_OF_CHIPS = 'sha256:abc9045a8bbcf14703cd29a3de1beb5f575a6594e23e0c3c11ef40aede049dd1'

/** A field of a system in a suite, and what is said of it. */
const REFUSED: [string, string, RegExp][] = [
  ['another model', 'parameters: {model: openai/o9}', /"model" is no parameter to set.*field "model"/],
  ['models to fall back to', 'parameters: {models: [a, b]}', /"models" is no parameter to set/],
  ['other messages', 'parameters: {messages: []}', /"messages" is no parameter to set/],
  ['a stream', 'parameters: {stream: true}', /"stream" is no parameter to set/],
  ['several answers', 'parameters: {n: 4}', /"n" is no parameter.*--trials/],
  ['a seed', 'parameters: {seed: 7}', /The seed is no parameter to set.*--seed/],
  ['half a token', 'parameters: {max_tokens: 0.5}', /"max_tokens" must be a whole number/],
  ['a bound as text', 'parameters: {max_completion_tokens: "4000"}', /must be a whole number/],
  ['a high temperature', 'parameters: {temperature: 3}', /"temperature" must be a number from 0 to 2/],
  ['what JSON cannot say', 'parameters: {top_p: .inf}', /what JSON can say/],
  ['a prototype', 'parameters: {a: {__proto__: {b: 1}}}', /no name of a parameter/],
  [
    'a key as a parameter',
    `parameters: {api_key: ${SECRET}}`,
    /looks like a secret.*stays in the environment/,
  ],
  ['a key at any depth', `parameters: {a: [{b: "Bearer ${SECRET}"}]}`, /looks like a secret/],
  ['a key as a variable', `api_key_env: ${SECRET}`, /looks like a secret; here stands the name/],
  ['a field for the key', `api_key: ${SECRET}`, /Unknown key "api_key".*api_key_env/],
  ['a key in the URL', 'base_url: "https://me:hunter2@lab.example/v1"', /user name or password/],
  ['a query in the URL', 'base_url: "https://lab.example/v1?key=hunter2"', /query or a fragment/],
  ['no URL', 'base_url: lab.example', /no http or https URL/],
  ['the token of the database', 'api_key_env: TURSO_AUTH_TOKEN', /TURSO_ and BENCH_ are not for suites/],
  ['the same in small letters', 'api_key_env: turso_auth_token', /TURSO_ and BENCH_ are not for suites/],
  ['the key of the user’s server', 'api_key_env: BENCH_API_KEY', /not for suites.*--base-url alone/],
  ['any variable', 'api_key_env: AWS_SECRET_ACCESS_KEY', /ends in _API_KEY or _TOKEN/],
  ['a variable as a header', 'headers: {X-Home: HOME}', /ends in _API_KEY or _TOKEN/],
  ['a value as a header', 'headers: {X-Team: blue}', /ends in _API_KEY or _TOKEN/],
  ['the token of the database as a header', 'headers: {X-A: TURSO_AUTH_TOKEN}', /not for suites/],
  ['a header of the connection', 'headers: {Host: LAB_TOKEN}', /belongs to the connection/],
  ['a header that is none', 'headers: {"X A": LAB_TOKEN}', /no name of a header/],
  [
    'a key over http',
    'base_url: "http://lab.example/v1"\n    api_key_env: LAB_API_KEY',
    /over http, where others can read it/,
  ],
  [
    'two keys',
    'api_key_env: LAB_API_KEY\n    headers: {Authorization: LAB_TOKEN}',
    /The key of api_key_env is sent in this header/,
  ],
  ['another format', 'response_format: json', /"json" is not possible here/],
  [
    'a format twice',
    'response_format: chips\n    parameters: {response_format: {type: json_object}}',
    /"response_format" stands twice/,
  ],
  ['a baseline under another name', 'model: builtin/lexicon', /The baselines take no parameters/],
]

describe('systems of a suite', () => {
  let folder: Awaited<ReturnType<typeof tempFolder>>
  beforeEach(async () => {
    folder = await tempFolder()
  })
  afterEach(() => folder.remove())

  const write = (text: string, name = 'suite.yaml') => writeFile(folder.file(name), text)
  const check = async (text: string) => {
    await write(text)
    return examineSuite('suite.yaml', {folder: folder.path})
  }
  const head = 'extends: chips\nid: own\n'
  const system = (fields: string) =>
    `${head}models:\n  - id: lab/one\n    name: One\n    input_price: 1\n    output_price: 2\n    ${fields}\n`

  for (const [what, fields, sentence] of REFUSED) {
    it(`may not have ${what}`, async () => {
      const {problems, loaded} = await check(system(fields))
      const told = problems.map(({message, hint}) => `${message} ${hint ?? ''}`).join('\n')
      expect(told).to.match(sentence)
      expect(problems.every(({line}) => line !== null && line > 3)).to.equal(true)
      expect(loaded).to.equal(null)
      // What may be a secret is not printed.
      expect(told).not.to.match(/sk-proj|hunter2/)
    })
  }

  it('are told apart by their ids', async () => {
    const low = '  - {id: mini, name: M, model: openai/gpt-5-mini, parameters: {reasoning_effort: low}}\n'
    const {problems} = await check(`${head}models:\n${low}${low.replace('low', 'high')}`)
    expect(problems.map(({line, message}) => ({line, message}))).to.deep.equal([
      {line: 5, message: 'The id "mini" stands twice in models.'},
    ])
  })

  it('play the user too: one of the models is the same there, or has another id', async () => {
    const models =
      'models:\n  - {id: mini, name: M, model: openai/gpt-5-mini, parameters: {reasoning_effort: low}}\n'
    expect((await check(`${head}${models}selector: mini\n`)).problems).to.deep.equal([])
    const {problems} = await check(
      `${head}${models}selector: {id: mini, parameters: {reasoning_effort: high}}\n`,
    )
    expect(problems.map(({message}) => message).join()).to.match(/The selector is one of the models too/)
    const told = await check(
      `${head}selector: {id: s, name: S, input_price: 0, output_price: 0, api_key_env: HOME}\n`,
    )
    expect(told.problems[0]).to.include({line: 3})
  })

  it('take prices by the model they send, and may say everything', async () => {
    const {loaded, problems} = await check(
      `${head}models:
  - id: gpt-5-mini-low
    name: GPT-5 Mini, low
    model: openai/gpt-5-mini
    parameters: {reasoning: {effort: low}, max_tokens: null, max_completion_tokens: 4000, temperature: null, seed: null}
    response_format: chips
    base_url: https://lab.example/v1
    api_key_env: LAB_API_KEY
    headers: {X-Lab: LAB_TEAM_TOKEN}
    cached_input_price: 0.01
`,
    )
    expect(problems).to.deep.equal([])
    const chips = await loadBuiltInSuite()
    const {input_price, output_price} = chips.suite.models.find(({id}) => id === 'openai/gpt-5-mini')!
    expect(loaded!.suite.models[0]).to.include({input_price, output_price, cached_input_price: 0.01})
  })

  it('leave the hash of a suite without them as it was', async () => {
    // As releases before systems computed it.
    expect((await loadBuiltInSuite()).hash).to.equal(HASH_OF_CHIPS)
  })

  it('are known to be of others: plugins, and files outside of the project, also through links', async () => {
    await mkdir(folder.file('project/suites'), {recursive: true})
    await mkdir(folder.file('elsewhere'))
    await write(`${head}title: Theirs\n`, 'elsewhere/theirs.yaml')
    await write('extends: ../../elsewhere/theirs.yaml\nid: mine\n', 'project/suites/mine.yaml')
    await write(head, 'project/suites/alone.yaml')
    await symlink(folder.file('elsewhere/theirs.yaml'), folder.file('project/linked.yaml'))
    const foreign = async (name: string, home = folder.file('project')) =>
      (await findSuite(name, {folder: home, home})).foreign
    expect(await foreign('suites/alone.yaml')).to.deep.equal([])
    expect(await foreign('suites/mine.yaml')).to.deep.equal(['../../elsewhere/theirs.yaml'])
    expect(await foreign('linked.yaml')).to.deep.equal(['linked.yaml'])
    const ofPlugin = await findSuite('acme', {
      folder: folder.path,
      registry: () =>
        Promise.resolve([
          {
            id: 'acme',
            summary: 's',
            load: () => Promise.resolve({extends: 'chips', id: 'acme'}),
            plugin: {name: 'bench-plugin-acme', version: '1.0.0'},
          },
        ]),
    })
    expect(ofPlugin.foreign).to.deep.equal(['the plugin bench-plugin-acme'])
  })
})
