import {expect} from 'chai'
import {adviceOf} from '../../src/figures/pairs.js'
import {effectsOf} from '../../src/figures/effects-table.js'
import {leaderboard} from '../../src/figures/leaderboard.js'
import {adjustedCells} from '../../src/figures/panel.js'
import {unmetThresholds} from '../../src/figures/thresholds.js'
import {Random} from '../../src/statistics/random.js'
import type {FactoredRating} from '../../src/records/rating.js'
import type {GroupFigures, RatedCell} from '../../src/records/stats.js'

const BASE = {
  style: 'terse',
  input_type: 'basic',
  constraint_type: 'no_constraint',
  chip_count: 15,
  trial: 1,
} as const

function figures(model: string, change: Partial<GroupFigures> = {}): GroupFigures {
  return {
    group: {model},
    result_count: 4,
    failed_count: 0,
    rated_results: 4,
    rated_count: 4,
    avg_rating: 3,
    total_cost_usd: 4,
    known_cost_count: 4,
    cost_per_result_usd: 1,
    avg_latency_ms: 100,
    avg_tokens: {input: 1, output: 1},
    ...change,
  }
}

/** Cells of a model over personas p0, p1, …, one for each value. */
function cells(model: string, values: readonly number[]): RatedCell[] {
  return values.map((value, at) => ({
    factors: {...BASE, model, persona_id: `p${at % 2}`, trial: at + 1},
    results: 1,
    ratings: 1,
    histogram: [0, 0, 1, 0, 0],
    value,
    within: {squares: 0, degrees: 0},
  }))
}

/** Figures of the values drawn below, as this project gave them first; every machine must give the same. */
const GOLDEN = [
  ['a', 3.1470625000000005, 2.896873383601661, 3.39725161639834, 0.8113, 0.8113],
  ['b', 2.980666666666666, 2.7060587144453194, 3.255274618888013, 0.1887, 0.1887],
  ['c', 2.4851666666666667, 2.2348429792229787, 2.735490354110355, 0, 0],
]

const latencies = (model: string, ms: number) => ({group: {model}, counts: [{latency_ms: ms, results: 4}]})

describe('a leaderboard', () => {
  const board = (data: {
    models: Record<string, readonly number[]>
    costs?: Record<string, number>
    ms?: Record<string, number>
  }) =>
    leaderboard(
      {
        figures: Object.keys(data.models).map((model) =>
          figures(model, {cost_per_result_usd: data.costs?.[model] ?? 1}),
        ),
        cells: Object.entries(data.models).flatMap(([model, values]) => cells(model, values)),
        latencies: Object.keys(data.models).map((model) => latencies(model, data.ms?.[model] ?? 100)),
        raters: Object.keys(data.models).map((model) => ({group: {model}, raters: ['ann', 'bob']})),
      },
      ['model'],
      {seed: 1},
    )

  it('orders by mean, unrated last, and equal means share a rank', () => {
    const rows = board({models: {low: [1, 2, 1, 2], none: [], high: [4, 5, 4, 5], same: [5, 4, 5, 4]}})
    expect(rows.map(({group, rank}) => [group['model'], rank])).to.deep.equal([
      ['high', 1],
      ['same', 1],
      ['low', 3],
      ['none', null],
    ])
    expect(rows[3]).to.include({
      mean_rating: null,
      interval: null,
      rank_range: null,
      p_best: null,
      pareto: null,
    })
  })

  it('gives Student t intervals over configurations (t .975, df 7 = 2.364624252)', () => {
    const [row] = board({models: {a: [1, 2, 3, 4, 5, 4, 3, 2]}})
    // Mean 3, sample SD sqrt(12/7), so the reach is 2.364624252 * sqrt(12/7/8).
    expect(row!.interval!.high - 3).to.be.closeTo(2.364624252 * Math.sqrt(12 / 56), 1e-8)
    expect(row).to.include({raters: 2, rated_configurations: 8})
  })

  it('leaves ranks open that the data leave open, and closes those they close', () => {
    const near = board({models: {a: [3, 4, 2, 5], b: [4, 3, 5, 2]}})
    expect(near.map(({rank_range}) => rank_range)).to.deep.equal([
      {low: 1, high: 2},
      {low: 1, high: 2},
    ])
    const far = board({models: {a: [4, 5, 4, 5], b: [1, 2, 1, 2]}})
    expect(
      far.map(({rank_range, p_best, arena_rank}) => [rank_range?.low, rank_range?.high, p_best, arena_rank]),
    ).to.deep.equal([
      [1, 1, 1, 1],
      [2, 2, 0, 2],
    ])
  })

  it('leaves the place of a group with one rated configuration open, and what it leaves open of the others', () => {
    const two = board({models: {a: [5], b: [1]}})
    expect(
      two.map(({rank, rank_range, p_best, pareto_share}) => [
        rank,
        rank_range?.low,
        rank_range?.high,
        p_best,
        pareto_share,
      ]),
    ).to.deep.equal([
      [1, 1, 2, null, null],
      [2, 1, 2, null, null],
    ])
    const three = board({models: {once: [3], far: [4, 5, 4, 5], low: [1, 2, 1, 2]}})
    expect(
      three.map(({group, rank_range, p_best}) => [group['model'], rank_range?.low, rank_range?.high, p_best]),
    ).to.deep.equal([
      ['far', 1, 2, 1],
      ['once', 1, 3, null],
      ['low', 2, 3, 0],
    ])
  })

  it('pairs configurations: what is hard for all does not blur the order', () => {
    const hard = [1, 5, 1, 5, 2, 4, 1, 5]
    const rows = board({models: {better: hard.map((value) => value + 0.5), worse: hard}})
    expect(rows[0]!.interval!.low).to.be.below(rows[1]!.interval!.high)
    expect(rows.map(({p_best}) => p_best)).to.deep.equal([1, 0])
  })

  it('marks who is on the Pareto front', () => {
    const rows = board({
      models: {dear: [5, 5, 4, 4], cheap: [3, 3, 3, 3], worse: [2, 2, 2, 2]},
      costs: {dear: 9, cheap: 1, worse: 1},
    })
    expect(rows.map(({group, pareto}) => [group['model'], pareto])).to.deep.equal([
      ['dear', true],
      ['cheap', true],
      ['worse', false],
    ])
  })

  it('gives the same digits on every machine and version of Node', () => {
    const random = new Random(7)
    const values = (shift: number) => Array.from({length: 48}, () => 1 + shift + random.below(3001) / 1000)
    const rows = board({models: {a: values(0.6), b: values(0.5), c: values(0)}})
    expect(
      rows.map(({group, mean_rating, interval, p_best, pareto_share}) => [
        group['model'],
        mean_rating,
        interval?.low,
        interval?.high,
        p_best,
        pareto_share,
      ]),
    ).to.deep.equal(GOLDEN)
  })

  it('does not depend on the order of cells', () => {
    const data = {figures: ['a', 'b'].map((model) => figures(model)), latencies: [], raters: []}
    const all = [...cells('a', [3, 4, 2, 5]), ...cells('b', [4, 2, 5, 2])]
    const once = leaderboard({...data, cells: all}, ['model'], {seed: 1})
    expect(leaderboard({...data, cells: [...all].reverse()}, ['model'], {seed: 1})).to.deep.equal(once)
  })
})

describe('advice on what is missing', () => {
  const matched = (differences: readonly number[], ratings = 1) =>
    differences.map((difference) => ({difference, ratingsA: ratings, ratingsB: ratings}))
  const paired = (meanDifference: number, n: number) => ({meanDifference, n, interval: {low: -1, high: 1}})

  it('has nothing to say where the difference is shown', () => {
    expect(
      adviceOf(paired(1, 8), 0.01, matched([1, 1, 1, 1, 1, 1, 1, 1]), null, {configurations: 96}),
    ).to.equal(null)
  })

  it('asks for the same configurations where none are shared', () => {
    expect(
      adviceOf({meanDifference: null, n: 0, interval: null}, null, [], null, {configurations: 96}),
    ).to.deep.equal({kind: 'unmatched'})
  })

  it('counts ratings: (1.959964 + 0.841621)^2 sd^2 / d^2 configurations, each rated for both', () => {
    // Differences 0, 1, 0, 1: sd^2 = 1/3, d = .5, so 7.84888 * (1/3) / .25 = 10.47: 11 configurations, 22 ratings.
    const advice = adviceOf(paired(0.5, 4), 0.5, matched([0, 1, 0, 1]), null, {configurations: 96})
    expect(advice).to.deep.equal({kind: 'ratings', more: 22 - 8})
  })

  it('asks for trials where the configurations there are cannot do', () => {
    const advice = adviceOf(paired(0.1, 4), 0.9, matched([-2, 2.2, -2, 2.2]), null, {configurations: 10})
    expect(advice).to.include({kind: 'trials', have: 10})
  })

  it('does not divide by a difference of nothing', () => {
    expect(adviceOf(paired(0, 2), 1, matched([1, -1]), null, {configurations: 10})).to.deep.equal({
      kind: 'equal',
    })
  })
})

describe('adjusted ratings', () => {
  const rating = (result_id: string, user_id: string, score: number, model: string): FactoredRating => ({
    ...BASE,
    persona_id: 'p',
    model,
    result_id,
    user_id,
    rating: score,
  })

  it('take out that a severe rater saw one model only', () => {
    // Both models are alike for whoever rated both; bob is a point more severe and rated more of b.
    const shared = ['1', '2', '3', '4', '5', '6'].flatMap((at) => [
      rating(`s${at}`, 'ann', 4, 'c'),
      rating(`s${at}`, 'bob', 3, 'c'),
    ])
    const {cells: adjusted, components} = adjustedCells([
      ...shared,
      rating('x', 'ann', 4, 'a'),
      rating('y', 'bob', 3, 'b'),
    ])
    const value = (model: string) => adjusted.find(({factors}) => factors.model === model)!.value
    expect(components).to.equal(1)
    expect(Math.abs(value('a') - value('b'))).to.be.below(0.15)
    expect(adjusted.find(({factors}) => factors.model === 'a')!.histogram).to.deep.equal([0, 0, 0, 1, 0])
  })

  it('say when raters share nothing', () => {
    expect(adjustedCells([rating('x', 'ann', 4, 'a'), rating('y', 'bob', 3, 'b')]).components).to.equal(2)
  })
})

describe('thresholds', () => {
  const rows = leaderboard(
    {figures: [figures('a'), figures('none')], cells: cells('a', [3, 4]), latencies: [], raters: []},
    ['model'],
    {seed: 1},
  )
  const none = {minRating: undefined, minAlpha: undefined}

  it('are met, missed, or unknown, which is missed', () => {
    expect(unmetThresholds(rows, undefined, ['model'], none)).to.deep.equal([])
    expect(unmetThresholds(rows, undefined, ['model'], {...none, minRating: 3.5})).to.deep.equal([
      'none is not rated; 3.5 was asked for.',
    ])
    expect(unmetThresholds(rows, undefined, ['model'], {...none, minRating: 3.6})[0]).to.equal(
      'a is rated 3.50; 3.6 was asked for.',
    )
    expect(unmetThresholds([], undefined, ['model'], {...none, minRating: 1})).to.have.length(1)
    // What (6 + 3 + 11 + 6 + 8 + 11) / 3 / 6 comes out as, which is 2.5 on paper.
    const exact = [{...rows[0]!, mean_rating: 2.4999999999999996}]
    expect(unmetThresholds(exact, undefined, ['model'], {...none, minRating: 2.5})).to.deep.equal([])
    expect(unmetThresholds(rows, undefined, ['model'], {...none, minAlpha: 0.1})[0]).to.contain('unknown')
  })
})

describe('effects', () => {
  const rows = ['terse', 'guided'].flatMap((style) =>
    ['a', 'b', 'c'].flatMap((model) =>
      [1, 2].map((trial) => ({
        factors: {...BASE, style, model, persona_id: 'p', trial},
        values: {rating: (style === 'guided' ? 4 : 3) + (model === 'a' ? 0.1 : 0), cost_usd: null},
      })),
    ),
  )

  it('find what matters most, and leave factors with one level out', () => {
    const effects = effectsOf(rows, ['rating', 'cost_usd'], {seed: 1})
    expect(effects.filter(({metric}) => metric === 'rating').map(({factor}) => factor)).to.deep.equal([
      'style',
      'model',
    ])
    const [style] = effects
    expect(style!.levels.map(({level, effect}) => [level, Number(effect.toFixed(9))])).to.deep.equal([
      ['guided', 0.5],
      ['terse', -0.5],
    ])
    expect(
      effects.filter(({metric}) => metric === 'cost_usd').every(({levels}) => levels.length === 0),
    ).to.equal(true)
  })
})
