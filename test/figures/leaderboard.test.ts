import {expect} from 'chai'
import {adviceOf} from '../../src/figures/advice.js'
import {effectsOf} from '../../src/figures/effects-table.js'
import {leaderboard, type Leaderboard} from '../../src/figures/leaderboard.js'
import {Random} from '../../src/statistics/random.js'
import type {CellFactors, MeasuredCell, RatedCell} from '../../src/records/stats.js'
import {aPair, aRow} from '../support/figures.js'

const BASE = {style: 'terse', input_type: 'basic', constraint_type: 'no_constraint', chip_count: 15} as const

const at = (model: string, persona: number): CellFactors => ({...BASE, model, persona_id: `p${persona}`})

/** Ratings of a model on personas 0, 1, …, one for each score; null: not rated. */
function rated(model: string, scores: readonly (number | null)[], rater = 'ann'): RatedCell[] {
  return scores.flatMap((score, persona) =>
    score === null ? [] : [{factors: at(model, persona), rater, n: 1, sum: score, squares: score * score}],
  )
}

interface Money {
  cost?: Record<string, number>
  ms?: Record<string, number>
}

/** A leaderboard of models with one rating for each configuration. */
function board(
  models: Record<string, readonly (number | null)[]>,
  {cost = {}, ms = {}}: Money = {},
): Leaderboard {
  const names = Object.keys(models)
  return leaderboard(
    {
      figures: names.map((model) => {
        const {group, ...figures} = aRow(model)
        return {...figures, group}
      }),
      rated: names.flatMap((model) => rated(model, models[model]!)),
      measured: names.flatMap((model) =>
        models[model]!.map((_, persona): MeasuredCell => ({
          factors: at(model, persona),
          cost_usd: cost[model] ?? 1,
          latency_ms: ms[model] ?? 100,
          output_tokens: 1,
          latencies_ms: [ms[model] ?? 100],
        })),
      ),
    },
    ['model'],
  )
}

describe('a leaderboard', () => {
  it('orders by rating, unrated last, and equal ratings share a rank', () => {
    const {rows} = board({low: [1, 2, 1, 2], none: [], high: [4, 5, 4, 5], same: [5, 4, 5, 4]})
    expect(rows.map(({group, rank}) => [group['model'], rank])).to.deep.equal([
      ['high', 1],
      ['same', 1],
      ['low', 3],
      ['none', null],
    ])
    expect(rows[3]).to.include({adjusted_rating: null, interval: null, rank_set: null, dominated_by: null})
  })

  it('does not let a group gain by easier configurations', () => {
    // Equal wherever both are rated; the hard half is rated for one of them only.
    const easy = [5, 4, 5, 4, 5, 4]
    const hard = [1, 2, 1, 2, 1, 2]
    const {rows} = board({all: [...easy, ...hard], part: [...easy, ...hard.map(() => null)]})
    for (const {adjusted_rating} of rows) expect(adjusted_rating).to.be.closeTo(3, 1e-9)
    expect(rows.map(({rank_set}) => rank_set)).to.deep.equal([
      {low: 1, high: 2},
      {low: 1, high: 2},
    ])
  })

  it('gives the ranks of the complete family of statistics.md: A 2–3, B 4, C 2–3, D 1', () => {
    const {rows} = board({
      A: [3, 4, 4, 4, 3, 4, 3, 4, 3],
      B: [1, 2, 2, 2, 2, 3, 1, 2, 3],
      C: [4, 4, 4, 5, 3, 4, 3, 4, 4],
      D: [5, 5, 5, 5, 4, 5, 3, 5, 4],
    })
    expect(rows.map(({group, rank_set}) => [group['model'], rank_set!.low, rank_set!.high])).to.deep.equal([
      ['D', 1, 1],
      ['C', 2, 3],
      ['A', 2, 3],
      ['B', 4, 4],
    ])
  })

  it('leaves the ranks of few configurations open', () => {
    const {rows} = board({a: [5, 5, 5, 5], b: [1, 1, 1, 1]})
    expect(
      rows.map(({rank, rank_set, interval}) => [rank, rank_set!.low, rank_set!.high, interval]),
    ).to.deep.equal([
      [1, 1, 2, null],
      [2, 1, 2, null],
    ])
  })

  const BETTER = [5, 4, 5, 4, 5, 4, 5, 4, 5, 5]
  const WORSE = [2, 2, 1, 2, 3, 1, 2, 1, 2, 2]

  it('says that a group is dominated only where that is shown', () => {
    const dominators = (money: Money, worse = WORSE) =>
      board({a: BETTER, b: worse}, money).rows.map(({dominated_by}) => dominated_by)
    expect(dominators({})).to.deep.equal([null, {model: 'a'}])
    // Dearer, or slower, or not surely better.
    expect(dominators({cost: {a: 2}})).to.deep.equal([null, null])
    expect(dominators({ms: {a: 200}})).to.deep.equal([null, null])
    expect(dominators({}, [5, 4, 5, 4, 5, 4, 5, 4, 5, 4])).to.deep.equal([null, null])
  })

  it('gives the same digits whatever the order of cells', () => {
    const random = new Random(7)
    const cells = ['a', 'b', 'c'].flatMap((model) =>
      ['ann', 'bob'].flatMap((rater) =>
        rated(
          model,
          Array.from({length: 12}, () => (random.below(3) === 0 ? null : 1 + random.below(5))),
          rater,
        ),
      ),
    )
    const figures = ['a', 'b', 'c'].map((model) => aRow(model))
    const of = (given: RatedCell[]) => leaderboard({figures, rated: given, measured: []}, ['model']).rows
    expect(of(cells.toReversed())).to.deep.equal(of(cells))
  })
})

describe('advice on what is missing', () => {
  const rating = (change: object = {}) =>
    aPair('a', 'b', {
      difference: 0.5,
      standard_error: Math.sqrt(1 / 3 / 4),
      configurations: 4,
      p: 0.3,
      p_holm: 0.3,
      ...change,
    }).rating
  const all = {shared: 96, rated: 4, ratingsEach: 1}

  it('has nothing to say where the difference is shown', () => {
    expect(adviceOf(rating({p: 0.01}), all)).to.equal(null)
  })

  it('asks for a link where nothing can be told', () => {
    expect(
      adviceOf(rating({withheld: {kind: 'few_configurations', configurations: 2}, p: null}), all),
    ).to.deep.equal({kind: 'link'})
  })

  it('counts configurations by the noncentral t (R power.t.test(delta = .5, sd = sqrt(1/3), power = .8, type = "paired"): n 12.5)', () => {
    // 13 configurations in all, 4 of them rated.
    expect(adviceOf(rating(), all)).to.deep.equal({kind: 'rate', configurations: 9, ratings: 18})
  })

  it('asks for more configurations where those there are cannot do', () => {
    expect(adviceOf(rating({difference: 0.05}), {...all, shared: 10})).to.include({kind: 'run', have: 10})
  })

  it('gives a range where all are rated, as nobody knows whose the spread is', () => {
    expect(adviceOf(rating(), {shared: 4, rated: 4, ratingsEach: 1})).to.deep.equal({
      kind: 'again',
      ratings: 24,
      configurations: 9,
      have: 4,
    })
  })

  it('does not divide by a difference of nothing', () => {
    expect(adviceOf(rating({difference: 0, p: 1}), all)).to.deep.equal({kind: 'alike'})
  })
})

describe('effects', () => {
  const models = ['a', 'b']
  const cells = ['terse', 'guided'].flatMap((style) =>
    models.flatMap((model) =>
      [0, 1, 2, 3, 4, 5].map((persona): RatedCell => {
        const score = (style === 'guided' ? 4 : 3) + ((persona + (model === 'a' ? 1 : 0)) % 2)
        return {
          factors: {...at(model, persona), style},
          rater: 'ann',
          n: 1,
          sum: score,
          squares: score * score,
        }
      }),
    ),
  )
  const measured = cells.map(({factors}) => ({factors, values: {cost_usd: null}}))

  it('find what matters most, and leave factors with one level out', () => {
    const effects = effectsOf({rated: cells, measured}, ['rating', 'cost_usd'])
    expect(effects.map(({metric}) => metric)).to.deep.equal(['rating', 'rating', 'rating'])
    expect(effects[0]!.factor).to.equal('style')
    const [style] = effects
    expect(style!.levels.map(({level, effect}) => [level, Number(effect!.toFixed(9))])).to.deep.equal([
      ['guided', 0.5],
      ['terse', -0.5],
    ])
    for (const {interval, effect} of style!.levels)
      expect(interval!.low < effect! && effect! < interval!.high).to.equal(true)
    expect(style).to.include({configurations: 6})
    expect(style!.omega_squared).to.be.within(0.3, 1)
    expect(effects[1]!.omega_squared).to.be.below(0.01)
  })
})
