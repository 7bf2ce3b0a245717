import {expect} from 'chai'
import {writeFile} from 'node:fs/promises'
import {databaseLocation} from '../../src/store/database/location.js'
import {openStore} from '../../src/store/store.js'
import {addRatedRun} from '../support/decided.js'
import {addJudgements} from '../support/judged.js'
import {startModelServer} from '../support/model-server.js'
import {bench, startSqld, tempFolder} from '../support/processes.js'

const SUITE = `extends: chips
id: judged
title: Judged
models:
  - {id: lab/priced, name: Priced, input_price: 1, output_price: 10}
`
const SCORE = {
  kind: 'answer',
  content: '{"reasons": "So so.", "bad_chips": [], "score": 3}',
  usage: {prompt_tokens: 1000, completion_tokens: 100, total_tokens: 1100},
} as const

describe('bench judge', function () {
  this.timeout(120_000)
  let folder: Awaited<ReturnType<typeof tempFolder>>
  before(async () => {
    folder = await tempFolder()
  })
  after(() => folder.remove())

  const run = async (db: string, args: readonly string[], exit = 0) => {
    const done = await bench([...args, '--db', db], {cwd: folder.path, env: {BENCH_API_KEY: 'k'}})
    expect(done.code, `${args.join(' ')}\n${done.stdout}${done.stderr}`).to.equal(exit)
    return {...done, said: done.stdout + done.stderr}
  }
  const baselines = (db: string) =>
    run(db, [...'run --persona tech_pm -m builtin/lexicon -m builtin/random'.split(' ')])
  const judgementsIn = async (url: string) => {
    const store = await openStore(databaseLocation(url, {}), {create: false})
    const {judgements} = await store.judgements.list({}, {limit: 1000, offset: 0})
    const passes = new Set(judgements.map(({run_id}) => run_id))
    await store.close()
    return {judgements, passes}
  }

  it('shares a pass among machines by shards, in a team database over the network', async () => {
    const sqld = await startSqld(folder.file('sqld'))
    try {
      await baselines(sqld.url)
      const {said} = await run(sqld.url, [...'judge -m builtin/judge --shard 1/2'.split(' ')])
      const [, pass] = /bench resume (judge-\S+) --shard I\/2, not 1\/2/.exec(said) ?? []
      const half = await judgementsIn(sqld.url)
      expect(half.judgements.length).to.be.within(1, 31)
      await run(sqld.url, ['resume', pass!, '--shard', '2/2'])
      const {judgements, passes} = await judgementsIn(sqld.url)
      expect(judgements).to.have.lengthOf(32)
      expect(judgements.every(({score}) => score !== null)).to.equal(true)
      expect([...passes]).to.deep.equal([pass])
      // What the first shard had judged is as it was.
      expect(judgements).to.deep.include.members(half.judgements)
    } finally {
      await sqld.close()
    }
  })

  it('that a budget stopped goes on with bench resume, and buys nothing again', async () => {
    const db = `file:${folder.file('budget.db')}`
    await writeFile(folder.file('suite.yaml'), SUITE)
    await baselines(db)
    const server = await startModelServer({script: () => SCORE})
    try {
      const suite = ['--suite', folder.file('suite.yaml')]
      const judge = ['judge', '-m', 'lab/priced', '--base-url', server.url, ...suite]
      const stopped = await run(db, [...judge, '--budget', '0.1'], 5)
      const [, pass] = /bench resume (judge-\S+) --budget USD/.exec(stopped.said) ?? []
      const bought = server.requests.length
      expect(bought).to.be.within(1, 31)
      // A resumed pass is named: a plain `bench resume` is about runs.
      await run(db, ['resume', pass!, '--budget', '1', ...suite])
      expect(server.requests.length).to.equal(32)
      const {judgements, passes} = await judgementsIn(db)
      expect([judgements.length, passes.size]).to.deep.equal([32, 1])
      expect(judgements.reduce((sum, {cost_usd}) => sum + cost_usd!, 0)).to.be.closeTo(32 * 0.002, 1e-9)
    } finally {
      await server.close()
    }
  })

  it('judges what the decision has open, sharpens it, and stands beside a result', async () => {
    const db = `file:${folder.file('decided.db')}`
    const store = await openStore(databaseLocation(db, {}), {create: true})
    await addRatedRun(store, {
      rows: {'lab/a': '5342534253425342--', 'lab/b': '3534253425342534--', 'lab/poor': '1'.repeat(18)},
    })
    const models = async (ids: readonly string[]) =>
      new Set((await Promise.all(ids.map((id) => store.results.get(id)))).map((result) => result!.model))
    await run(db, ['judge', '-m', 'builtin/judge', '--decide'])
    const {judgements} = await judgementsIn(db)
    expect([...(await models(judgements.map(({result_id}) => result_id)))].sort()).to.deep.equal([
      'lab/a',
      'lab/b',
    ])
    await store.close()
    const decided = await run(db, ['decide', '--judge', 'builtin/judge'], 4)
    expect(decided.stdout).to.contain('builtin/judge (rubric chips@')
    expect((await run(db, ['decide', '--judge', 'builtin/judg'], 2)).stderr).to.contain('builtin/judge')
    const {stdout} = await run(db, ['results', judgements[0]!.result_id])
    expect(stdout).to.match(/Judges \(in no mean of people\)\n {2}\d · builtin\/judge@\w+, rubric chips@\w+/)
  })

  it('that gives one score to all is said to tell nothing apart, by decide and compare', async () => {
    const db = `file:${folder.file('mute.db')}`
    const store = await openStore(databaseLocation(db, {}), {create: true})
    await addRatedRun(store, {rows: {'lab/a': '53'.repeat(12), 'lab/b': '35'.repeat(12)}})
    await addJudgements(store, () => ({score: 4}))
    await store.close()
    const reason = 'it tells the two apart in the same way on every configuration that is rated.'
    const judge = ['--judge', 'lab/judge']
    const flat = (text: string) => text.replaceAll(/\s+/g, ' ')
    const decided = await run(db, ['decide', ...judge], 4)
    expect(flat(decided.said)).to.contain(`sharpens nothing here: ${reason}`)
    const compared = await run(db, ['compare', 'lab/a', 'lab/b', ...judge])
    expect(flat(compared.said))
      .to.contain(`The judge adds nothing here: ${reason}`)
      .and.not.contain('too few')
    const json = async (args: readonly string[], exit: number) =>
      JSON.parse((await run(db, [...args, ...judge, '--json'], exit)).stdout) as {
        judge: {unsharpened: unknown; pairs: unknown[]}
      }
    const answer = await json(['decide'], 4)
    expect(answer.judge.unsharpened).to.deep.equal([{reason: 'same_everywhere', pairs: 1}])
    const comparison = await json(['compare', 'lab/a', 'lab/b'], 0)
    expect(comparison.judge.pairs[0]).to.include({is_sharpened: false, unsharpened: 'same_everywhere'})
  })
})
