import {expect} from 'chai'
import {mkdir, writeFile} from 'node:fs/promises'
import {bench, startSqld, tempFolder} from '../support/processes.js'
import {FEW_CASES, suiteAsking} from '../support/versioned.js'

const RUN = [...FEW_CASES, '--constraint', 'no_constraint']

describe("a colleague's database", () => {
  let folder: Awaited<ReturnType<typeof tempFolder>>
  let sqld: Awaited<ReturnType<typeof startSqld>>
  beforeEach(async () => {
    folder = await tempFolder()
    for (const name of ['mine', 'theirs']) await mkdir(folder.file(name))
    sqld = await startSqld(folder.file('sqld'))
  })
  afterEach(async () => {
    await sqld.close()
    await folder.remove()
  })

  it('has the prompts of every run, tells them apart, and compares them, without the file', async () => {
    const mine = (...args: string[]) => bench(args, {cwd: folder.file('mine'), env: {BENCH_USER: 'ann'}})
    const theirs = (...args: string[]) => bench(args, {cwd: folder.file('theirs')})
    const labels: string[] = []
    for (const [text, score] of [
      ['Prompt A', 5],
      [undefined, 3],
      ['Prompt B', 1],
    ] as const) {
      if (text !== undefined) await writeFile(folder.file('mine/own.yaml'), suiteAsking(text))
      const {run_id} = JSON.parse(
        (await mine('run', ...RUN, '--json', ...(text === undefined ? [] : ['--suite', 'own.yaml']))).stdout,
      ) as {run_id: string}
      const {results} = JSON.parse((await mine('results', '--run', run_id, '--json')).stdout) as {
        results: {id: string}[]
      }
      const {id} = results[0]!
      expect((await mine('rate', id, '--score', String(score))).code).to.equal(0)
      const {style_version} = JSON.parse((await mine('results', id, '--json')).stdout) as {
        style_version: string
      }
      labels.push(`terse@${style_version.slice(0, 4)}`)
    }

    for (const sync of [mine, theirs]) expect((await sync('sync', '--remote', sqld.url)).code).to.equal(0)
    const board = JSON.parse(
      (await theirs('stats', '--group-by', 'style', '--all-versions', '--json')).stdout,
    ) as {stats: {style: string; avg_rating: number}[]}
    expect(Object.fromEntries(board.stats.map(({style, avg_rating}) => [style, avg_rating]))).to.deep.equal({
      [labels[0]!]: 5,
      [labels[1]!]: 3,
      [labels[2]!]: 1,
    })
    expect((await theirs('prompts', 'show', labels[0]!)).stdout).to.contain('Prompt A {{sector}}')
    expect((await theirs('prompts', 'diff', labels[0]!, labels[2]!)).stdout).to.match(
      /\n-Prompt A.*\n\+Prompt B/,
    )
    const paired = JSON.parse((await theirs('compare', labels[0]!, labels[2]!, '--json')).stdout) as {
      pairs: {rating: {difference: number; configurations: number}}[]
    }
    expect(paired.pairs[0]!.rating.difference).to.be.closeTo(4, 1e-9)
    expect(paired.pairs[0]!.rating.configurations).to.equal(1)
  }).timeout(240_000)
})
