import {expect} from 'chai'
import fc from 'fast-check'
import {judgementId} from '../../src/judging/subject.js'
import {ProviderError} from '../../src/providers/provider.js'
import type {Store} from '../../src/store/store.js'
import {
  JUDGE,
  judgeableRun,
  judgedAs,
  passConfig,
  passSession,
  SCORE_4,
  type JudgeAnswer,
} from '../support/judging.js'
import {draws} from '../support/draws.js'
import {tempFolder} from '../support/processes.js'
import {newStore} from '../support/stores.js'

describe("a judge's pass", () => {
  let folder: Awaited<ReturnType<typeof tempFolder>>
  let store: Store
  beforeEach(async () => {
    folder = await tempFolder()
    store = await newStore(folder.file('bench.db'))
  })
  afterEach(async () => {
    await store.close()
    await folder.remove()
  })

  const rows = async () => (await store.judgements.list({}, {limit: 1000, offset: 0})).judgements

  it('keeps a judgement for each result, judge and repeat, with its score, reasons and bad chips', async () => {
    const results = await judgeableRun(store, 2)
    const config = passConfig(results, {repeats: 2})
    const {session, requests} = await passSession(store, 'judge-1', config, () => judgedAs(SCORE_4))
    const report = await session.work()
    expect(report).to.include({status: 'completed', completed: 4, failed: 0, left: 0, spent_usd: 2})
    const judgements = await rows()
    expect(judgements).to.have.length(4)
    const version = config.judge_versions[JUDGE.id]!
    expect(new Set(judgements.map(({id}) => id))).to.deep.equal(
      new Set(results.flatMap((id) => [1, 2].map((n) => judgementId(id, version, config.rubric_version, n)))),
    )
    for (const {score, reasons, bad_chips, run_id, cost_usd} of judgements) {
      expect({score, reasons, run_id, cost_usd}).to.deep.equal({
        score: 4,
        reasons: 'Fits.',
        run_id: 'judge-1',
        cost_usd: 0.5,
      })
      expect(bad_chips).to.have.length(1)
    }

    expect(requests.every(({response_format}) => response_format === 'judgement')).to.equal(true)
    expect((await store.runs.list({limit: 10})).map(({id}) => id)).to.not.include('judge-1')
    expect(await store.runs.total()).to.equal(1)
    expect((await store.runs.page({limit: 10, offset: 0})).map(({id}) => id)).to.not.include('judge-1')
  })

  it('asks once more for what cannot be read, then keeps it as failed, and never guesses', async () => {
    const results = await judgeableRun(store, 2)
    const answers = ['I would say four.', '{"score": 4.5}', 'Four!', SCORE_4]
    const script: JudgeAnswer = (_, index) => judgedAs(answers[index]!)
    const config = passConfig(results, {concurrency: 1})
    const {session, requests} = await passSession(store, 'judge-1', config, script)
    const report = await session.work()
    expect(report).to.include({completed: 1, failed: 1, spent_usd: 2, status: 'completed'})
    const [again, first] = [requests[1]!, requests[0]!].map(({messages}) => messages.at(-1)!.content)
    expect(again).to.include(first!).and.include('could not be read')
    const judgements = await rows()
    expect(judgements.map(({status, score, cost_usd}) => ({status, score, cost_usd}))).to.have.deep.members([
      {status: 'failed', score: null, cost_usd: 1},
      {status: 'answered', score: 4, cost_usd: 1},
    ])
    expect(judgements.find(({score}) => score === null)).to.include({
      error: 'not readable, twice: the score is no whole number from 1 to 5',
      answer: '{"score": 4.5}',
    })
    // Settled: the same pass again asks nothing.
    const later = await passSession(store, 'judge-1', config, () => judgedAs(SCORE_4))
    await later.session.work()
    expect(later.requests).to.have.length(0)
  })

  it('goes on after an unreadable answer with the second question, and counts what both cost', async () => {
    const results = await judgeableRun(store, 1)
    const config = passConfig(results, {concurrency: 1})
    const first = await passSession(store, 'judge-1', config, (_, index) =>
      index === 0 ? judgedAs('four') : new ProviderError('gone', {kind: 'rejected', status: 400}),
    )
    expect(await first.session.work()).to.include({failed: 1, left: 0})
    const second = await passSession(store, 'judge-1', config, () => judgedAs(SCORE_4, 0.25))
    expect(await second.session.work()).to.include({completed: 1, failed: 0, spent_usd: 0.75})
    expect(second.requests[0]!.messages.at(-1)!.content).to.include('could not be read')
    expect((await rows())[0]).to.include({score: 4, cost_usd: 0.75, charged_usd: 0.75, attempts: 3})
  })

  it('never overwrites a score', async () => {
    const results = await judgeableRun(store, 1)
    const config = passConfig(results)
    await (await passSession(store, 'judge-1', config, () => judgedAs(SCORE_4))).session.work()
    const [row] = await rows()
    await store.judgements.save({...row!, status: 'failed', score: null, cost_usd: 9})
    expect(await rows()).to.deep.equal([row])
  })

  it('leaves a judge out whose server does not take the format, and says so', async () => {
    const results = await judgeableRun(store, 3)
    const refusal = new ProviderError('400 response_format', {
      kind: 'rejected',
      status: 400,
      parameter: 'response_format',
    })
    const config = passConfig(results, {concurrency: 1})
    const {session, requests} = await passSession(store, 'judge-1', config, () => refusal)
    const report = await session.work()
    expect(requests).to.have.length(1)
    expect(report.refused).to.have.length(1)
    expect(report.refused[0]).to.include({model: JUDGE.id, parameter: 'response_format', cases: 3})
  })

  it('keeps the budget, whatever the judge answers and wherever a session ends', async () => {
    type Fate = 'score' | 'prose' | 'broken' | 'lost' | 'stop' | 'crash'
    const fate = fc.constantFrom<Fate>('score', 'score', 'prose', 'broken', 'lost', 'stop', 'crash')
    let pass = 0
    await fc.assert(
      fc.asyncProperty(
        fc.array(fate, {minLength: 4, maxLength: 30}),
        fc.integer({min: 1, max: 8}),
        async (fates, budget) => {
          const results = await judgeableRun(store, 4)
          const config = passConfig(results, {budget_usd: budget, concurrency: 2, max_retries: 1})
          const runId = `judge-p${++pass}`
          // The judge's own books: what was really billed.
          let billed = 0
          let next = 0
          let crashes = 0
          for (let sessions = 0; sessions < 4 && next < fates.length; sessions++) {
            const life: {isOver: boolean} = {isOver: false}
            let crash: () => void = () => {}
            const crashed = new Promise<void>((resolve) => (crash = resolve))
            const mortal = withJudgements(store, (judgement) =>
              life.isOver ? new Promise<void>(() => {}) : store.judgements.save(judgement),
            )
            const {session, stop} = await passSession(mortal, runId, config, async () => {
              // A process that died makes no further call.
              if (life.isOver) await new Promise(() => {})
              const what = fates[next++] ?? 'score'
              const cost = 0.1 * (1 + (next % 10))
              if (what === 'broken') return new ProviderError('500', {kind: 'server', status: 500})
              billed += cost
              if (what === 'lost') return new ProviderError('the answer broke off', {kind: 'network'})
              if (what === 'stop') stop({kind: 'signal', signal: 'SIGINT'})
              if (what === 'crash') {
                life.isOver = true
                crashes++
                crash()
                await new Promise(() => {})
              }

              return judgedAs(what === 'prose' ? 'four' : SCORE_4, cost)
            })
            await Promise.race([session.work(), crashed])
            // What a dead process had begun to write is written or lost before another reads it.
            if (life.isOver) await new Promise((resolve) => setTimeout(resolve, 40))
            // A process that died gives no sign of life any more.
            for (const {worker_id} of await store.leases.ofRun(runId))
              await store.leases.release(runId, worker_id)
            expect(billed).to.be.at.most(budget + 1e-9)
          }

          const judgements = (await rows()).filter(({run_id}) => run_id === runId)
          expect(new Set(judgements.map(({result_id}) => result_id)).size).to.equal(judgements.length)
          const charged = judgements.reduce((sum, {charged_usd}) => sum + (charged_usd ?? 0), 0)
          expect(billed).to.be.at.most(charged + 1e-9)
          // A row stands for the highest cost, here a dollar, until what its call cost is written. A process that
          // dies between leaves the higher charge: never less than was billed, at most once a judgement.
          expect(charged).to.be.at.most(budget + results.length * crashes + 1e-9)
        },
      ),
      draws(40),
    )
  }).timeout(60_000)
})

/** The same store with another way to keep judgements. */
function withJudgements(store: Store, save: Store['judgements']['save']): Store {
  const judgements = Object.create(store.judgements, {save: {value: save}}) as Store['judgements']
  return Object.create(store, {judgements: {value: judgements}}) as Store
}
