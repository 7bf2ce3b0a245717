import {expect} from 'chai'
import {effectsSection} from '../../src/report/effects-section.js'
import {nameOf, topSentenceOf} from '../../src/report/names.js'
import {paretoSection} from '../../src/report/pareto-section.js'
import type {ReportData} from '../../src/report/data.js'
import {pairsSection} from '../../src/report/table-sections.js'

const DATA: ReportData = {
  title: 'Title',
  created_at: '2026-11-24T09:00:00.000Z',
  tool_version: '1.2.3',
  filters: [],
  factors: ['model'],
  board: {rows: [], top: null, components: null},
  effects: [],
  panel: null,
  metrics: new Map(),
  pairs: [],
  runs: [],
  seed: 1,
  below: {left_out: [], retired: [], drift: []},
}

const row = (model: string, change: object = {}) => ({
  group: {model},
  result_count: 4,
  failed_count: 0,
  rated_results: 3,
  rated_count: 6,
  avg_rating: 3,
  total_cost_usd: 1,
  known_cost_count: 4,
  cost_per_result_usd: 0.25 as number | null,
  avg_latency_ms: 100,
  avg_tokens: {input: 1, output: 2},
  mean_rating: 3,
  interval: null,
  rated_configurations: 3,
  histogram: [0, 1, 4, 1, 0] as [number, number, number, number, number],
  raters: 2,
  rank: 1,
  rank_range: null,
  arena_rank: 1,
  p_best: 0.5,
  p50_latency_ms: 100,
  p95_latency_ms: 200,
  pareto: true as boolean | null,
  pareto_share: 0.5,
  ...change,
})

const pair = (a: string, p_holm: number | null) => ({
  a,
  b: 'b',
  metrics: (['rating', 'cost_usd', 'latency_ms'] as const).map((metric) => ({
    metric,
    n: 4,
    meanDifference: 0.5,
    sd: 1,
    interval: {low: 0, high: 1},
    bootstrapInterval: null,
    p: 0.01,
    method: 'exact' as const,
    meanA: 3,
    meanB: 2,
  })),
  p_holm,
  advice: null,
})

const board = (rows: ReturnType<typeof row>[]) => ({...DATA, board: {rows, top: null, components: null}})

describe('names in the report', () => {
  it('are isolated one by one within a sentence, whatever they hold', () => {
    const {text} = topSentenceOf({best: {model: 'שלום'}, next: {model: 'a\u2069<b>'}, advice: null}, [
      'model',
    ])
    expect(text).to.match(/^<bdi>שלום<\/bdi> is rated higher than <bdi>a\uFFFD&lt;b&gt;<\/bdi>: /)
    const [best, next] = [
      {model: 'a', style: 'x'},
      {model: 'b', style: 'y'},
    ]
    const two = topSentenceOf({best, next, advice: {kind: 'equal'}}, ['model', 'style'])
    expect(two.text).to.contain('<bdi>a · x</bdi> before <bdi>b · y</bdi>')
  })

  it('are cut where they are very long, with the full name as a title', () => {
    const long = '"x'.repeat(250)
    expect(nameOf(long).text).to.match(
      /^<bdi class="long" title="(&quot;x){250}">(&quot;x)+(&quot;)?…<\/bdi>$/,
    )
    expect(nameOf('short').text).to.equal('<bdi>short</bdi>')
  })
})

describe('sections of the report', () => {
  it('say how many groups of unknown cost are not drawn', () => {
    const {text} = paretoSection(
      board([row('a'), row('b'), row('c', {cost_per_result_usd: null, pareto: null})]),
    )
    expect(text).to.contain('Not drawn, as their cost is unknown: 1.')
    expect(text.match(/<circle/g)).to.have.length(2)
  })

  it('fill dots by rating and latency where no group is judged by cost', () => {
    const unknown = {cost_per_result_usd: null, pareto: null}
    const {text} = paretoSection(
      board([row('slow', {...unknown, p50_latency_ms: 900}), row('fast', unknown)]),
    )
    expect(text).to.contain('latency is drawn in its place').and.contain('as well rated, and as fast')
    const styles = [...text.matchAll(/<circle class="([a-z ]+)"/g)].map(([, style]) => style)
    expect(styles).to.deep.equal(['dot open', 'dot'])
  })

  it('show 45 pairs at most, the surest first, and say how many are left out', () => {
    const pairs = Array.from({length: 50}, (_, at) => pair(`a${at}`, at === 0 ? null : 1 - at / 100))
    const {text} = pairsSection({...DATA, pairs})
    expect(text.match(/<tr>/g)).to.have.length(46)
    expect(text).to.contain('5 more pairs are left out').and.contain('0 of 50 pairs')
    expect(text.indexOf('a49')).to.be.below(text.indexOf('a48'))
    expect(text).not.to.contain('>a0<')
  })

  it('do not count pairs as alike that nobody rated', () => {
    const {text} = pairsSection({...DATA, pairs: [pair('a', null)]})
    expect(text).to.contain('No pair has rated configurations in common yet').and.not.to.contain('0 of')
  })

  it('speak of price where there are prices and no ratings', () => {
    const {text} = paretoSection(board([row('a', {mean_rating: null})]))
    expect(text).to.contain('Rating against price').and.contain('two rated groups of known cost')
  })

  it('say it where no factor has rated cases at all levels, or explains nothing', () => {
    const effect = {factor: 'style', blocks: 0, grandMean: null, levels: [], eta_squared: null}
    const {text} = effectsSection({
      ...DATA,
      effects: [
        {metric: 'rating', ...effect},
        {metric: 'cost_usd', ...effect},
      ],
    })
    expect(text).to.contain('cannot be told yet')
    expect(text).to.contain('No factor explains 1 % of the variance of cost per result.')
    expect(text).not.to.contain('<svg')
  })
})
