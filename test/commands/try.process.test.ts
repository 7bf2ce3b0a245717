import {expect} from 'chai'
import {startModelServer} from '../support/model-server.js'
import {bench as run, tempFolder} from '../support/processes.js'

interface Tried {
  run_id: string
  tries: {
    style: string
    result: {cost_usd: number; final_chips: object[]} | null
    steps: {messages: object[]}[]
  }[]
}

describe('bench run --try', () => {
  let folder: Awaited<ReturnType<typeof tempFolder>>
  let server: Awaited<ReturnType<typeof startModelServer>>
  beforeEach(async () => {
    folder = await tempFolder()
    server = await startModelServer()
  })
  afterEach(async () => {
    await server.close()
    await folder.remove()
  })

  const bench = (...args: string[]) => run(args, {cwd: folder.path})
  const json = async <Answer>(...args: string[]) =>
    JSON.parse((await bench(...args, '--json')).stdout) as Answer
  const tried = (...args: string[]) => ['run', '--try', '--base-url', server.url, ...args]

  it('prints for each style what is sent, the chips and what they cost', async () => {
    const {code, stdout} = await bench(...tried('--input-type', 'enriched'))
    expect(code).to.equal(0)
    for (const style of ['terse', 'guided']) expect(stdout).to.contain(`── ${style} ──`)
    // Step 1, selection and step 2 of two styles: every message is printed, to its last line.
    expect(server.requests).to.have.length(6)
    // Long words are broken to fit the terminal.
    const compact = (lines: string) => lines.replaceAll(/\s+/g, '')
    const text = compact(stdout)
    for (const {body} of server.requests)
      for (const {role, content} of body.messages) {
        expect(text).to.contain(`${role}:`)
        expect(text).to.contain(compact(content))
      }

    expect(stdout).to.match(/\n\d+ chips · \$0\.\d+ · .* tokens in, 400 out\n/)
    expect(stdout).to.match(/Tried as try-\S+ for \$0\.\d+; in no figure and no queue\./)
    for (const line of stdout.split('\n')) expect(line.length, line).to.be.at.most(80)
  })

  it('is in no figure, no queue and no resume, and stays readable', async () => {
    const {run_id, tries} = await json<Tried>(...tried())
    expect(run_id).to.match(/^try-/)
    expect(tries.map(({style, steps}) => [style, steps.length])).to.deep.equal([
      ['terse', 1],
      ['guided', 1],
    ])
    expect(tries[0]!.result!.cost_usd).to.be.above(0)
    expect((await bench('stats')).stdout).not.to.contain('GPT')
    expect((await json<{stats: object[]}>('stats')).stats).to.deep.equal([])
    const [{id}] = (await json<{results: [{id: string}]}>('results', '--run', run_id)).results
    expect(id).to.be.a('string')

    // Beside a run that counts, the tried answers still count nowhere.
    await bench('run', '-m', 'builtin/lexicon', '-p', 'tech_pm')
    const {stats} = await json<{stats: {model: string; result_count: number}[]}>('stats')
    expect(stats.map(({model, result_count}) => [model, result_count])).to.deep.equal([
      ['builtin/lexicon', 16],
    ])
    const resumed = await bench('resume', '--json')
    expect([resumed.code, resumed.stdout]).to.satisfy(
      ([code, stdout]: [number, string]) => code === 2 && stdout.includes('NOTHING_TO_RESUME'),
    )
    const before = server.requests.length
    const named = await bench('resume', run_id)
    expect([named.code, server.requests.length]).to.deep.equal([2, before])
  })
})
