import {expect} from 'chai'
import {effectsSection} from '../../src/report/effects-section.js'
import {nameOf, topSentenceOf} from '../../src/report/names.js'
import {paretoSection} from '../../src/report/pareto-section.js'
import type {ReportData} from '../../src/report/data.js'
import {aBoard, aPair, aRow as row} from '../support/figures.js'
import {pairsSection} from '../../src/report/table-sections.js'

const DATA: ReportData = {
  title: 'Title',
  created_at: '2026-11-24T09:00:00.000Z',
  tool_version: '1.2.3',
  filters: [],
  factors: ['model'],
  board: aBoard([]),
  effects: [],
  panel: null,
  metrics: new Map(),
  pairs: [],
  runs: [],
  seed: 1,
  asked: [],
  below: {left_out: [], retired: [], drift: [], blindness: {ratings: 0, not_blind: 0, unknown: 0}},
}

const board = (rows: ReturnType<typeof row>[]) => ({...DATA, board: aBoard(rows)})

describe('names in the report', () => {
  it('are isolated one by one within a sentence, whatever they hold', () => {
    const {text} = topSentenceOf({best: {model: 'שלום'}, next: {model: 'a\u2069<b>'}, pair: aPair('', '')}, [
      'model',
    ])
    expect(text).to.match(
      /^<bdi>שלום<\/bdi> is rated higher than <bdi>a\uFFFD&lt;b&gt;<\/bdi> by 0\.50 points: /,
    )
    const [best, next] = [
      {model: 'a', style: 'x'},
      {model: 'b', style: 'y'},
    ]
    const two = topSentenceOf({best, next, pair: aPair('', '', {p: 0.5, p_holm: 1})}, ['model', 'style'])
    expect(two.text).to.contain('<bdi>a · x</bdi> is not shown to be rated higher than <bdi>b · y</bdi>')
  })

  it('are cut where they are very long, with the full name as a title', () => {
    const long = '"x'.repeat(250)
    expect(nameOf(long).text).to.match(
      /^<span class="cut long" tabindex="0" title="(&quot;x){250}"><bdi class="short" aria-hidden="true">(&quot;x)+…(&quot;x|x&quot;)+x?<\/bdi><bdi class="whole">(&quot;x){250}<\/bdi><\/span>$/,
    )
    expect(nameOf('short', {href: '/a?b=1&c=2'}).text).to.equal(
      '<a href="/a?b=1&amp;c=2"><bdi>short</bdi></a>',
    )
    expect(nameOf('short').text).to.equal('<bdi>short</bdi>')
  })
})

describe('sections of the report', () => {
  /** The drawing that has names beside its dots. */
  const wide = (text: string) => text.split('class="narrow"')[0]!

  it('say how many groups of unknown cost are not drawn', () => {
    const {text} = paretoSection(board([row('a'), row('b'), row('c', {cost_per_usable_usd: null})]))
    expect(text).to.contain('Not drawn, as their cost is unknown: 1.')
    expect(wide(text).match(/<circle/g)).to.have.length(2)
  })

  it('draw latency where no cost is known, and groups that are surely dominated hollow', () => {
    const unknown = {cost_per_usable_usd: null}
    const {text} = paretoSection(
      board([
        row('slow', {...unknown, p50_latency_ms: 900, dominated_by: {model: 'fast'}}),
        row('fast', unknown),
      ]),
    )
    expect(text).to.contain('latency is drawn in its place').and.contain('Hollow dots are surely dominated')
    const styles = [...wide(text).matchAll(/<circle class="([a-z ]+)"/g)].map(([, style]) => style)
    expect(styles.sort()).to.deep.equal(['dot', 'dot open'])
  })

  it('show 45 pairs at most, the surest first, and say how many are left out', () => {
    const pairs = Array.from({length: 50}, (_, at) =>
      aPair(`a${at}`, 'b', at === 0 ? {p_holm: null, p: null} : {p_holm: 1 - at / 100}),
    )
    const {text} = pairsSection({...DATA, pairs})
    expect(text.match(/<tr>/g)).to.have.length(46)
    expect(text).to.contain('5 more pairs are left out').and.contain('0 of 50 pairs')
    expect(text.indexOf('a49')).to.be.below(text.indexOf('a48'))
    expect(text).not.to.contain('>a0<')
  })

  it('do not count pairs as alike that nobody rated', () => {
    const {text} = pairsSection({...DATA, pairs: [aPair('a', 'b', {p_holm: null, p: null})]})
    expect(text)
      .to.contain('No pair has rated configurations enough in common yet')
      .and.not.to.contain('0 of')
  })

  it('speak of price where there are prices and no ratings', () => {
    const {text} = paretoSection(board([row('a', {adjusted_rating: null})]))
    expect(text).to.contain('Rating against price').and.contain('two rated groups of known cost')
  })

  it('say it where no factor has rated cases at all levels, or explains nothing', () => {
    const effect = {factor: 'style' as const, configurations: 0, levels: [], omega_squared: null}
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
