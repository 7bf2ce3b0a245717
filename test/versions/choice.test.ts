import {expect} from 'chai'
import {evaluateComparison} from '../../src/figures/evaluate-comparison.js'
import {evaluateLeaderboard} from '../../src/figures/evaluate-leaderboard.js'
import type {VersionedFactor} from '../../src/records/version.js'
import type {ResultFilter} from '../../src/store/results.js'
import type {Store} from '../../src/store/store.js'
import {chooseVersions} from '../../src/versions/choice.js'
import {aResult, aRun} from '../support/records.js'
import {addRun, aStyle, PERSONA} from '../support/versioned.js'
import {newStore} from '../support/stores.js'

const [A, BUILT_IN, B] = ['A', 'built in', 'B'].map((text) => aStyle('terse', text)) as [
  ReturnType<typeof aStyle>,
  ReturnType<typeof aStyle>,
  ReturnType<typeof aStyle>,
]
const label = ({id}: {id: string}) => `terse@${id.slice(0, 4)}`

describe('results without a mixture of versions', () => {
  let store: Store
  beforeEach(async () => {
    store = await newStore()
  })
  afterEach(() => store.close())

  const choose = (filter: ResultFilter = {}, all = false) =>
    chooseVersions(store, filter, {all, suites: () => Promise.resolve([])})

  async function means(
    column: VersionedFactor,
    filter: ResultFilter,
  ): Promise<Record<string, number | null>> {
    const {rows} = await evaluateLeaderboard(store, [column], filter)
    return Object.fromEntries(rows.map(({group, avg_rating}) => [String(group[column]), avg_rating]))
  }

  describe('of one style with three prompts', () => {
    beforeEach(async () => {
      await addRun(store, {style: A, scores: {'lab/one': [5]}, day: '2026-11-20'})
      await addRun(store, {style: BUILT_IN, scores: {'lab/one': [3]}, day: '2026-11-21'})
      await addRun(store, {style: B, scores: {'lab/one': [1]}, day: '2026-11-22'})
    })

    it('are those of the newest, under the plain name; the others are named and not averaged', async () => {
      const {filter, leftOut} = await choose()
      expect(await means('style', filter)).to.deep.equal({terse: 1})
      expect(leftOut.map(({version, results, ratings}) => [version, results, ratings])).to.deep.equal([
        [A.id, 1, 1],
        [BUILT_IN.id, 1, 1],
      ])
    })

    it('are three levels when all are asked for', async () => {
      const {filter, leftOut, versionOf} = await choose({}, true)
      expect(await means('style', filter)).to.deep.equal({[label(A)]: 5, [label(BUILT_IN)]: 3, [label(B)]: 1})
      expect(leftOut).to.deep.equal([])
      expect(versionOf('style', label(A))).to.deep.equal({name: 'terse', version: A.id})
    })

    it('are one version when it is named, by as many digits as tell it apart', async () => {
      const {filter} = await choose({style: [label(A)]})
      expect(await means('style', filter)).to.deep.equal({[label(A)]: 5})
      const {filter: two} = await choose({style: [label(A), 'terse']})
      expect(await means('style', two)).to.deep.equal({[label(A)]: 5, [label(B)]: 1})
    })

    it('take a name as it stands first, and say when digits fit several versions', async () => {
      await addRun(store, {style: aStyle('terse@', 'odd'), scores: {'lab/one': [2]}})
      expect(await means('style', (await choose({style: ['terse@']})).filter)).to.deep.equal({'terse@': 2})
      const same = [A, BUILT_IN, B].map(({id}) => id[0])
      const shared = same.find((digit, at) => same.indexOf(digit) !== at)
      if (shared === undefined) return
      const failure: unknown = await choose({style: [`terse@${shared}`]}).catch((error: unknown) => error)
      expect(failure).to.include({exit: 2})
    })

    it('hold in lists what is asked for', async () => {
      const {filter} = await choose({style: [label(BUILT_IN)]}, true)
      const {results, total} = await store.results.list(filter, {limit: 10, offset: 0})
      expect([total, results[0]!.avg_rating]).to.deep.equal([1, 3])
    })

    it('are newest by the latest result, also where a filter holds an older one alone', async () => {
      await addRun(store, {style: A, scores: {'lab/two': [4]}, day: '2026-11-21'})
      const {filter, leftOut} = await choose({model: ['lab/two']})
      expect(await means('model', filter)).to.deep.equal({})
      expect(leftOut.map(({version, results}) => [version, results])).to.deep.equal([[A.id, 1]])
    })

    it('are the versions of a run alone when the run is asked for', async () => {
      const run = await addRun(store, {style: A, scores: {'lab/two': [4]}, day: '2026-11-19'})
      expect(await means('style', (await choose({run_id: run})).filter)).to.deep.equal({terse: 4})
    })
  })

  it('never pair models that answered different prompts', async () => {
    await addRun(store, {style: A, scores: {'lab/one': [5, 5, 5, 5, 5, 5, 5, 5]}})
    await addRun(store, {style: B, scores: {'lab/two': [1, 1, 1, 1, 1, 1, 1, 1]}})
    const {filter} = await choose({}, true)
    const {pairs} = await evaluateComparison(store, {by: 'model'}, filter)
    expect(pairs[0]!.rating).to.include({configurations: 0, difference: null, p: null})
    expect(pairs[0]!.rating.withheld).to.deep.equal({kind: 'no_common_configuration'})
  })

  it('pair two versions of a style across it', async () => {
    await addRun(store, {style: A, scores: {'lab/one': [5, 5, 4, 5], 'lab/two': [4, 4, 4, 5]}})
    await addRun(store, {style: B, scores: {'lab/one': [1, 2, 1, 1], 'lab/two': [2, 2, 2, 1]}})
    const {filter, levelOf} = await choose({style: [label(A), label(B)]})
    const pair = {a: levelOf('style', label(A)), b: levelOf('style', label(B))}
    const {pairs} = await evaluateComparison(store, {by: 'style', pair}, filter)
    expect(pairs[0]).to.include({a: label(A), b: label(B)})
    expect(pairs[0]!.rating.difference).to.be.closeTo(3, 1e-12)
    // Two models on one configuration vary together.
    expect(pairs[0]!.rating.configurations).to.equal(4)
  })

  it('pair two runs across the style only when they are told to', async () => {
    const one = await addRun(store, {style: A, scores: {'lab/one': [5, 5, 4]}})
    const two = await addRun(store, {style: aStyle('wordy', 'B'), scores: {'lab/one': [1, 2, 1]}})
    const {filter} = await choose({runs: [one, two]}, true)
    const n = async (across: readonly 'style'[]) =>
      (await evaluateComparison(store, {by: 'run_id', pair: {a: one, b: two}, across}, filter)).pairs[0]!
        .rating.configurations
    expect([await n([]), await n(['style'])]).to.deep.equal([0, 3])
  })

  describe('whose runs say nothing', () => {
    const NOTHING = {style: 'terse', trial: 1}
    async function plainRun(id: string, scores: Record<string, readonly number[]>): Promise<void> {
      await store.runs.create(aRun({id}))
      for (const [model, given] of Object.entries(scores)) {
        for (const [at, rating] of given.entries()) {
          const result = aResult(id, {...NOTHING, model, chip_count: 10 + at})
          await store.results.save(result)
          await store.ratings.save({
            result_id: result.id,
            user_id: 'ann',
            rating,
            created_at: '2026-11-24T10:00:00.000Z',
            blind: true,
          })
        }
      }
    }

    it('are shown under the plain name, all of them', async () => {
      await plainRun('r1', {'lab/one': [5]})
      await plainRun('r2', {'lab/one': [3]})
      const {filter, leftOut} = await choose()
      expect(await means('style', filter)).to.deep.equal({terse: 4})
      expect(leftOut).to.deep.equal([])
    })

    it('are paired within a run, and never between two', async () => {
      await plainRun('r1', {'lab/one': [5, 4, 5], 'lab/two': [3, 3, 3]})
      await plainRun('r2', {'lab/three': [1, 1, 1]})
      const {filter} = await choose()
      const {pairs} = await evaluateComparison(store, {by: 'model'}, filter)
      const matched = Object.fromEntries(pairs.map(({a, b, rating}) => [`${a} ${b}`, rating.configurations]))
      expect(matched).to.deep.equal({
        'lab/one lab/two': 3,
        'lab/one lab/three': 0,
        'lab/three lab/two': 0,
      })
    })

    it('are paired with what is known as far as the question is known', async () => {
      const run = await addRun(store, {style: A, scores: {'lab/one': [5, 4, 5]}})
      for (const [at, rating] of [1, 2, 1].entries()) {
        const result = aResult(run, {
          ...NOTHING,
          model: 'builtin/random',
          chip_count: 10 + at,
          style_version: A.id,
          persona_version: PERSONA.id,
        })
        await store.results.save(result)
        await store.ratings.save({
          result_id: result.id,
          user_id: 'ann',
          rating,
          created_at: '2026-11-24T10:00:00.000Z',
          blind: true,
        })
      }

      await plainRun('older', {'lab/two': [3]})
      const {filter} = await choose({run_id: run})
      const {pairs} = await evaluateComparison(store, {by: 'model'}, filter)
      expect(pairs[0]!.rating.configurations).to.equal(3)
    })

    it('are older than every version that is known', async () => {
      await plainRun('r1', {'lab/one': [5]})
      await addRun(store, {style: A, scores: {'lab/one': [2]}, day: '2026-11-25'})
      const {filter, leftOut} = await choose()
      expect(await means('style', filter)).to.deep.equal({terse: 2})
      expect(new Set(leftOut.map(({version}) => version))).to.deep.equal(new Set(['unknown']))
      const {filter: all} = await choose({}, true)
      expect(await means('style', all)).to.deep.equal({'terse@unknown': 5, [label(A)]: 2})
    })
  })

  it('leave out systems that nobody can ask any more, unless they are named', async () => {
    await addRun(store, {style: A, scores: {'lab/gone': [5], 'lab/here': [3]}, day: '2026-11-20'})
    await addRun(store, {
      style: A,
      scores: {'lab/gone': [null]},
      day: '2026-11-21',
      change: {status: 'failed', errors: ['Step 2: no answer: the model was not found (404)']},
    })
    const {filter, retired} = await choose()
    expect(retired).to.deep.equal([
      {model: 'lab/gone', reason: 'not found', since: '2026-11-21T10:00:01.000Z'},
    ])
    expect(await means('model', filter)).to.deep.equal({'lab/here': 3})
    const runs = (await store.runs.list({limit: 10})).map(({id}) => id)
    expect((await choose({runs})).retired).to.deep.equal([])
    const {filter: named} = await choose({model: ['lab/gone']})
    expect(await means('model', named)).to.deep.equal({'lab/gone': 5})
    await addRun(store, {style: A, scores: {'lab/gone': [4]}, day: '2026-11-22'})
    expect((await choose()).retired).to.deep.equal([])
  })
})
