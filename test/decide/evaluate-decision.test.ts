import {createClient} from '@libsql/client/sqlite3'
import {expect} from 'chai'
import {pathToFileURL} from 'node:url'
import type {DecisionAnswer} from '../../src/decide/answer.js'
import {evaluateDecision} from '../../src/decide/evaluate-decision.js'
import {decisionText} from '../../src/decide/messages.js'
import {decisionTerms, type DecisionSettings} from '../../src/decide/question.js'
import {BenchError} from '../../src/errors/bench-error.js'
import {databaseLocation} from '../../src/store/database/location.js'
import {openStore, type Store} from '../../src/store/store.js'
import {chooseVersions} from '../../src/versions/choice.js'
import {addRatedRun, decisionOf, GUIDED, rate, ratedAt, type Question} from '../support/decided.js'
import {tempFolder} from '../support/processes.js'
import {aResult, aRun} from '../support/records.js'
import {newStore} from '../support/stores.js'

const BEST = '5454545454545454'
const POOR = '2121212121212121'
/** Equal to BEST in all but one configuration, where it is a point lower. */
const NEAR = '5454545454545444'
/** As good on average as BEST, and never equal to it. */
const OTHER = '4545454545454545'
const STYLE = `guided@${GUIDED.id.slice(0, 4)}`

describe('a decision from a database', () => {
  let store: Store
  beforeEach(async () => {
    store = await newStore()
  })
  afterEach(() => store.close())

  const decide = (...question: Question) => decisionOf(store, ...question)
  const answerTo = async (...question: Question) => (await decide(...question)).answer
  const sentence = (answer: DecisionAnswer) => decisionText(answer).sentence
  const rowOf = ({candidates}: DecisionAnswer, model: string) =>
    candidates.find(({candidate}) => candidate['model'] === model)!

  describe('says of its states', () => {
    it('decided: what to ship, what comes nearest, and what is out', async () => {
      await addRatedRun(store, {
        rows: {'lab/best': BEST, 'lab/near': NEAR, 'lab/poor': POOR},
        change: {'lab/near': {cost_usd: 0.0005}},
      })
      const {answer, stillAsked} = await decide()
      expect(answer).to.deep.include({state: 'decided', raters: 1, ratings: 48, missing: null})
      expect(answer.configurations).to.deep.equal({complete: 16, all: 16})
      expect(answer.candidates.map(({state}) => state)).to.deep.equal(['leader', 'settled', 'out'])
      expect(answer.decision).to.deep.include({candidate: {model: 'lab/best'}, style_version: GUIDED.id})
      expect(sentence(answer)).to.match(
        new RegExp(
          `^Ship best with ${STYLE}: for this rater nothing else is better by more than 0.25 points. Nearest: near, at most 0.1\\d better, 2.0 × cheaper.$`,
        ),
      )
      expect(stillAsked).to.deep.equal([])
    })

    it('decided, where everything else is worse or breaks a limit', async () => {
      await addRatedRun(store, {
        rows: {'lab/best': BEST, 'lab/poor': POOR, 'lab/dear': BEST},
        change: {'lab/dear': {cost_usd: 1}},
      })
      const answer = await answerTo({max_cost: 0.01})
      expect(answer).to.deep.include({state: 'decided', in_question: 2})
      expect(rowOf(answer, 'lab/dear')).to.deep.include({state: 'out', reasons: ['cost']})
      // K is 2: what breaks a limit is as if it had never been there.
      const without = await answerTo({leave_out: ['lab/dear']})
      expect(rowOf(answer, 'lab/poor')).to.deep.equal(rowOf(without, 'lab/poor'))
      expect(sentence(answer)).to.include('everything else is surely worse or breaks a limit')
    })

    it('open, while ratings help: who is still asked for, and how many ratings', async () => {
      await addRatedRun(store, {
        rows: {'lab/best': `${BEST}----`, 'lab/other': `${OTHER}----`, 'lab/poor': `${POOR}----`},
      })
      const {answer, stillAsked, candidateOf} = await decide()
      expect(answer).to.deep.include({state: 'open', decision: null})
      expect(answer.missing).to.deep.include({ratings: 8, minutes: null})
      expect(answer.missing!.configurations).to.be.greaterThan(0)
      expect(decisionText(answer).notes.join(' ')).to.match(
        /^These 20 configurations may not be enough: about \d+ more would help$/,
      )
      expect(decisionText({...answer, missing: {...answer.missing!, configurations: 0}}).notes).to.deep.equal(
        [],
      )
      expect(sentence(answer)).to.equal(`Open: best or other. About 8 more ratings: bench rate --decide`)
      const result = aResult('run', {model: 'lab/best', style: 'guided'})
      expect(stillAsked).to.have.lengthOf(2).and.include(candidateOf(result))
      expect(candidateOf({...result, model: 'lab/nobody'})).to.equal(undefined)
      expect(candidateOf({...result, model: 'builtin/lexicon'})).to.equal(undefined)
    })

    it('open, before the first look: how many configurations of eight are complete', async () => {
      await addRatedRun(store, {rows: {'lab/best': '54------------', 'lab/other': '45------------'}})
      const answer = await answerTo()
      expect(answer.missing).to.deep.include({ratings: 12})
      expect(sentence(answer)).to.match(/^Open: 2 of 8 configurations for a first look are rated for all 2/)
    })

    it('open and all rated: how many configurations would tell, and the command that runs them', async () => {
      await addRatedRun(store, {rows: {'lab/best': BEST, 'lab/other': OTHER}})
      const answer = await answerTo({}, {suite: {persona_id: ['cook', 'pilot', 'nurse']}})
      expect(answer).to.deep.include({state: 'everything_rated', decision: null})
      expect(answer.missing!.configurations).to.be.greaterThan(16)
      expect(answer.missing!.cost_usd).to.be.closeTo(answer.missing!.configurations * 0.002, 1e-9)
      expect(answer.missing!.run).to.match(
        /^bench run -m lab\/best -m lab\/other --persona pilot --persona nurse --style guided --input-type basic/,
      )
      expect(sentence(answer)).to.include('All 16 configurations are rated by 1 person')
      expect(sentence(await answerTo())).to.include('The suite has no more')
      // A factor whose levels are all in scope is not named: a run takes them all.
      const whole = await answerTo(
        {},
        {suite: {persona_id: ['cook', 'pilot'], input_type: ['basic'], style: ['guided', 'terse']}},
      )
      expect(whole.missing!.run).to.match(/--persona pilot --style guided --constraint/)
    })

    it('nothing rated: ratings for a first look, and the margin that can be decided', async () => {
      await addRatedRun(store, {rows: {'lab/best': '-'.repeat(24), 'lab/other': '-'.repeat(24)}})
      const {answer, stillAsked} = await decide()
      expect(answer).to.deep.include({state: 'nothing_rated', raters: 0, ratings: 0})
      expect(answer.missing).to.deep.include({ratings: 16})
      expect(answer.decidable_margin).to.be.closeTo(0.518, 0.001)
      expect(decisionText(answer).notes.join(' ')).to.include(
        'about 0.52 where candidates are alike, and hardly 0.25',
      )
      expect(stillAsked).to.have.lengthOf(2)
    })

    it('one candidate: it alone is in scope, or it alone keeps the limits', async () => {
      await addRatedRun(store, {rows: {'lab/best': '--', 'builtin/lexicon': '--'}})
      const answer = await answerTo()
      expect(answer).to.deep.include({state: 'one_candidate', not_asked: ['builtin/lexicon']})
      expect(answer.decision).to.deep.include({candidate: {model: 'lab/best'}})
      expect(sentence(answer)).to.equal(`Only best with ${STYLE} is in scope, so there is nothing to decide.`)
      await addRatedRun(store, {rows: {'lab/dear': '--'}, change: {'lab/dear': {cost_usd: 1}}})
      expect(sentence(await answerTo({max_cost: 0.01}))).to.include('keeps the limits')
    })

    it('nobody keeps the limits: who is nearest, in cost and in time', async () => {
      await addRatedRun(store, {
        rows: {'lab/best': BEST, 'lab/slow': BEST},
        change: {'lab/slow': {latency_ms: 9000, cost_usd: 0.0001}},
      })
      const answer = await answerTo({max_cost: 0.0005, max_p95: 2})
      expect(answer.state).to.equal('limits_not_kept')
      expect(rowOf(answer, 'lab/best').reasons).to.deep.equal(['cost'])
      expect(rowOf(answer, 'lab/slow').reasons).to.deep.equal(['p95'])
      expect(sentence(answer)).to.equal(
        `Nobody keeps the limits. Nearest is best, at $0.001 per usable answer (limit $0.0005), p95 1.2 s (limit 2 s).`,
      )
    })

    it('nobody keeps the limits: all are surely rated lower', async () => {
      await addRatedRun(store, {rows: {'lab/poor': POOR, 'lab/worse': '1'.repeat(16)}})
      const answer = await answerTo({min_rating: 4})
      expect(answer.state).to.equal('limits_not_kept')
      expect(answer.candidates.map(({reasons}) => reasons)).to.deep.equal([['rating'], ['rating']])
      expect(sentence(answer)).to.include('rated 1.50 (limit 4)')
      await addRatedRun(store, {rows: {'lab/alone': POOR}})
      const alone = async (min_rating: number) =>
        (await answerTo({min_rating}, {filter: {model: ['lab/alone']}})).state
      expect(await alone(4)).to.equal('limits_not_kept')
      // Rated 1.5, and at most 1.8 for sure.
      expect(await alone(2)).to.equal('limits_not_kept')
      expect(await alone(1.7)).to.equal('one_candidate')
    })

    it('nobody keeps the limits: nearest is who exceeds the own limit by the smallest share', async () => {
      await addRatedRun(store, {
        rows: {'lab/dear': BEST, 'lab/slow': BEST},
        change: {
          'lab/dear': {latency_ms: 1000, cost_usd: 0.003},
          'lab/slow': {latency_ms: 20_000, cost_usd: 0.0001},
        },
      })
      // Three times the cost; twice the time.
      expect(sentence(await answerTo({max_cost: 0.001, max_p95: 10}))).to.include('Nearest is slow, at')
      expect(sentence(await answerTo({max_cost: 0.001, max_p95: 5}))).to.include('Nearest is dear, at')
    })

    it('cost unknown, under a limit of cost or a preference for it, and nowhere else', async () => {
      await addRatedRun(store, {
        rows: {'lab/best': BEST, 'lab/free': POOR},
        change: {'lab/free': {cost_usd: null}},
      })
      const answer = await answerTo({max_cost: 1})
      expect(answer.state).to.equal('cost_unknown')
      expect(sentence(answer)).to.include(`unknown for 16 of 16 results of free`)
      expect(answer.candidates.map(({state}) => state)).to.deep.equal(['open', 'open'])
      expect((await answerTo({prefer: 'cost'})).state).to.equal('cost_unknown')
      expect((await answerTo()).state).to.equal('decided')
    })

    it('latency unknown, where no configuration is common', async () => {
      await addRatedRun(store, {rows: {'lab/best': '----    ', 'lab/other': '    ----'}})
      expect((await answerTo({max_p95: 5})).state).to.equal('latency_unknown')
    })

    it('nobody rated both: the ratings link nothing', async () => {
      await addRatedRun(store, {rows: {'lab/best': '5'.repeat(8), 'lab/other': '-'.repeat(8)}})
      await addRatedRun(store, {rows: {'lab/other': '4'.repeat(8)}, rater: 'bob'})
      const answer = await answerTo()
      expect(answer.state).to.equal('not_linked')
      expect(sentence(answer)).to.include('nobody rated two candidates on one configuration')
    })

    it('nothing to compare, where no two answered the same configuration', async () => {
      await addRatedRun(store, {rows: {'lab/best': '----    ', 'lab/other': '    ----'}})
      const answer = await answerTo()
      expect(answer).to.deep.include({state: 'nothing_rated', configurations: {complete: 0, all: 0}})
      expect(sentence(answer)).to.include('no two candidates answered the same configuration')
      expect(decisionText(answer).notes).to.deep.equal([])
    })

    it('no candidates: a demo with baselines alone, and an empty database', async () => {
      expect(sentence(await answerTo())).to.include('no results are in scope')
      await addRatedRun(store, {rows: {'builtin/random': POOR, 'builtin/lexicon': BEST}})
      const {answer, stillAsked} = await decide()
      expect(answer).to.deep.include({
        state: 'no_candidates',
        not_asked: ['builtin/lexicon', 'builtin/random'],
      })
      expect(sentence(answer)).to.include('only baselines (builtin/lexicon, builtin/random)')
      expect(stillAsked).to.deep.equal([])
    })
  })

  it('lists the leader, then what may be better by most, last what is out, each by name', async () => {
    await addRatedRun(store, {
      rows: {
        'lab/a-poor': POOR,
        'lab/b-near': NEAR,
        'lab/c-even': '4444444444444444',
        'lab/d-best': '5555555555555555',
        'lab/e-same': '5555555555555555',
      },
    })
    const {candidates} = await answerTo({margin: 1.5})
    expect(candidates.map(({candidate, state}) => [candidate['model'], state])).to.deep.equal([
      ['lab/d-best', 'leader'],
      ['lab/e-same', 'settled'],
      ['lab/b-near', 'out'],
      ['lab/c-even', 'out'],
      ['lab/a-poor', 'out'],
    ])
  })

  it('decides ties: equal candidates are settled, and the first by name leads', async () => {
    await addRatedRun(store, {rows: {'lab/b': BEST, 'lab/a': BEST}})
    const answer = await answerTo()
    expect(answer.decision!.candidate).to.deep.equal({model: 'lab/a'})
    expect(answer.decision!.nearest!.difference).to.equal(0)
  })

  it('says how much dearer the nearest is, and nothing of a cost that is the same', async () => {
    const rows = {'lab/best': BEST, 'lab/near': NEAR}
    await addRatedRun(store, {rows, change: {'lab/near': {cost_usd: 0.003}}})
    expect(sentence(await answerTo())).to.match(/Nearest: near, at most 0\.\d\d better, 3\.0 × dearer\.$/)
    await store.close()
    store = await newStore()
    await addRatedRun(store, {rows, change: {'lab/near': {cost_usd: 0.00104}}})
    expect(sentence(await answerTo())).to.match(/Nearest: near, at most 0\.\d\d better\.$/)
  })

  it('prefers cost: the cheapest that is at most the margin below every other, and how much cheaper it is', async () => {
    const change = {'lab/near': {cost_usd: 0.0002}, 'lab/poor': {cost_usd: 0.0001}}
    const close = `${NEAR}${BEST}`
    await addRatedRun(store, {
      rows: {'lab/best': `${BEST}${BEST}`, 'lab/near': close, 'lab/poor': `${POOR}${POOR}`},
      change,
    })
    const answer = await answerTo({prefer: 'cost'})
    expect(answer).to.deep.include({state: 'decided'})
    expect(answer.decision!.candidate).to.deep.equal({model: 'lab/near'})
    expect(answer.leader!.candidate).to.deep.equal({model: 'lab/best'})
    expect(sentence(answer)).to.match(/at most 0.1\d below every other, and 5.0 × cheaper than best/)
    const byRating = await answerTo()
    expect(byRating.decision!.candidate).to.deep.equal({model: 'lab/best'})
    expect(byRating.cheaper).to.deep.equal({ratings: 0, configurations: 0})
  })

  it('prefers latency: while that is open, the best rated stands beside it', async () => {
    const change = {'lab/other': {latency_ms: 300}}
    await addRatedRun(store, {rows: {'lab/best': '555545554555', 'lab/other': '444444444444'}, change})
    const answer = await answerTo({prefer: 'latency', margin: 0.9})
    expect(answer).to.deep.include({state: 'everything_rated', decision: null})
    expect(answer.leader!.candidate).to.deep.equal({model: 'lab/best'})
    expect(decisionText(answer).notes.join(' ')).to.include('Decided is the best rated: best')
  })

  it('pays for failed cases, and counts answers without chips as not usable', async () => {
    await addRatedRun(store, {rows: {'lab/best': '--xx', 'lab/other': '----'}})
    await addRatedRun(store, {
      rows: {'lab/empty': '----'},
      change: {'lab/empty': {final_chips: []}},
    })
    const answer = await answerTo()
    expect(rowOf(answer, 'lab/best').cost_usd).to.be.closeTo((2 * 0.001 + 2 * 0.004) / 2, 1e-12)
    expect(rowOf(answer, 'lab/other').cost_usd).to.be.closeTo(0.001, 1e-12)
    expect(rowOf(answer, 'lab/empty')).to.deep.include({
      state: 'out',
      reasons: ['no usable answer'],
      cost_usd: null,
    })
  })

  it('takes latencies and costs from the configurations that all have', async () => {
    await addRatedRun(store, {rows: {'lab/best': '----', 'lab/other': '----'}})
    await addRatedRun(store, {
      rows: {'lab/best': '----'},
      from: 4,
      change: {'lab/best': {latency_ms: 60_000, cost_usd: 1}},
    })
    expect(rowOf(await answerTo(), 'lab/best')).to.deep.include({p95_ms: 1200, cost_usd: 0.001})
  })

  it('counts a block once when two people rate it at once, by who completed it first', async () => {
    const run = await addRatedRun(store, {rows: {'lab/best': BEST, 'lab/near': NEAR}})
    const before = await answerTo()
    const {results} = await store.results.list({run_id: run}, {limit: 100, offset: 0})
    for (const {id, model, chip_count} of results)
      await rate(store, id, 'bob', model === 'lab/best' ? 1 : 5, ratedAt('2026-11-24', chip_count - 10))
    const after = await answerTo()
    expect(after.configurations).to.deep.equal(before.configurations)
    const judged = ({candidates}: DecisionAnswer) =>
      candidates.map(({name, state, better_by_at_most}) => ({name, state, better_by_at_most}))
    expect(judged(after)).to.deep.equal(judged(before))
    expect(after.raters).to.equal(2)
  })

  it('says the same in two databases that two people filled offline and then synced', async () => {
    const other = await newStore()
    const rows = {'lab/best': '-'.repeat(16), 'lab/near': '-'.repeat(16)}
    const results = Object.entries(rows).flatMap(([model, row]) =>
      Array.from(row, (_, at) => aResult('run-of-two', {model, trial: 1, chip_count: 10 + at})),
    )
    const ratings = results.map(({id, model, chip_count}) => {
      const place = chip_count - 10
      const row = model === 'lab/best' ? BEST : NEAR
      return {
        id,
        user: place % 2 === 0 ? 'ann' : 'bob',
        rating: Number(row[place]),
        at: ratedAt('2026-11-23', place),
      }
    })
    for (const [one, order] of [
      [store, ratings],
      [other, ratings.toReversed()],
    ] as const) {
      await one.runs.create(aRun({id: 'run-of-two'}))
      for (const result of one === store ? results : results.toReversed()) await one.results.save(result)
      for (const {id, user, rating, at} of order) await rate(one, id, user, rating, at)
    }

    const mine = await answerTo()
    const chosen = await chooseVersions(other, {}, {suites: () => Promise.resolve([])})
    const theirs = (await evaluateDecision(other, {...decisionTerms({}), chosen})).answer
    await other.close()
    expect(theirs).to.deep.equal(mine)
    expect(mine).to.deep.include({state: 'decided', raters: 2})
  })

  it('counts minutes at the pace of the team, where five ratings or more were measured', async () => {
    const folder = await tempFolder()
    const location = databaseLocation(`file:${folder.file('bench.db')}`, {})
    await store.close()
    store = await openStore(location, {create: true})
    await addRatedRun(store, {rows: {'lab/best': '543-----------', 'lab/other': '453-----------'}})
    expect((await answerTo()).missing!.minutes).to.equal(null)
    const client = createClient({url: pathToFileURL(folder.file('bench.db')).href})
    await client.execute('UPDATE ratings SET seconds = 30 WHERE rating > 3')
    expect((await answerTo()).missing!.minutes, 'fewer than five would show a person').to.equal(null)
    await client.execute('UPDATE ratings SET seconds = 30')
    client.close()
    expect((await answerTo()).missing).to.deep.include({ratings: 10, minutes: 5})
    await folder.remove()
  })

  it('refuses a margin that is not above 0, and factors that do not exist', async () => {
    const refused = async (settings: DecisionSettings) =>
      (await answerTo(settings).catch((thrown: unknown) => thrown)) as BenchError
    expect(await refused({margin: 0})).to.include({exit: 2})
    expect(() => decisionTerms({by: 'model,stlye'})).to.throw(BenchError, 'stlye')
    expect(decisionTerms({by: 'style, model,input-type'}).by).to.deep.equal(['model', 'style', 'input_type'])
  })
})
