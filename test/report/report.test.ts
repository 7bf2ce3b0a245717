import {expect} from 'chai'
import {escapeHtml, html, shortened} from '../../src/text/html.js'
import {paretoPlot} from '../../src/report/pareto-plot.js'
import {renderReport, type ReportData} from '../../src/report/report.js'
import type {LeaderboardRow} from '../../src/figures/leaderboard.js'
import {aBoard, aPair, aRow} from '../support/figures.js'
import {linearScale, logScale, roundTicks} from '../../src/report/scale.js'
import {whiskerPlot} from '../../src/report/whisker-plot.js'

const HOSTILE = `</td><script>alert(1)</script>" onload='x' \u001b[31m\u202Egnp &amp; 株式会社`

function data(change: Partial<ReportData> = {}): ReportData {
  return {
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
    ...change,
  }
}

const row = (model: string, change: Partial<LeaderboardRow> = {}) =>
  aRow(model, {failed_count: 1, interval: {low: 2, high: 4}, rank_set: {low: 1, high: 2}, ...change})

/** Every tag that is opened is closed, in order. */
function isBalanced(page: string): boolean {
  const open: string[] = []
  for (const [, closing, name, rest] of page
    .replace(/<style>[^]*?<\/style>/g, '')
    .matchAll(/<(\/?)([a-z][a-z0-9]*)\b((?:"[^"]*"|[^>"])*)>/gi)) {
    if (name === 'meta' || rest!.endsWith('/')) continue
    if (closing === '') open.push(name!)
    else if (open.pop() !== name) return false
  }

  return open.length === 0
}

describe('the report', () => {
  const hostile = data({
    title: HOSTILE,
    filters: [HOSTILE],
    board: aBoard([row(HOSTILE), row('plain', {adjusted_rating: 2, cost_per_usable_usd: 0.1})], {
      top: {best: {model: HOSTILE}, next: {model: 'plain'}, pair: aPair(HOSTILE, 'plain')},
    }),
    effects: [
      {
        metric: 'rating',
        factor: 'model',
        configurations: 3,
        omega_squared: 0.5,
        levels: [{level: HOSTILE, mean: 3, effect: 1, interval: {low: 0.5, high: 1.5}, withheld: null}],
      },
    ],
    panel: {
      raters: [
        {
          rater: HOSTILE,
          ratings: 3,
          mean: 3,
          sd: 1,
          severity: 0.1,
          component: 0,
          self: {n: 0, exact: null, within_one: null},
        },
      ],
      agreement: {
        units: 2,
        ratings: 4,
        alpha: 0.7,
        interval: {low: 0.5, high: 0.9},
        exact: 0.5,
        withinOne: 1,
      },
      self: {n: 2, exact: 0.5, within_one: 1},
      components: 1,
      not_blind: 3,
    },
    runs: [
      {
        id: HOSTILE,
        started_at: '2026-11-24T09:00:00.000Z',
        completed_at: null,
        status: 'completed',
        archived_at: null,
        cases: 1,
        result_count: 1,
        failed_count: 0,
        total_cost_usd: null,
        answered_calls: 0,
        calls_of_unknown_cost: 0,
      },
    ],
  })

  it('shows hostile names without letting them act', () => {
    const page = renderReport(hostile)
    expect(page).not.to.match(/<script|onload='|[\u0000-\u0009\u000B-\u001F\u007F-\u009F\u202E]/)
    expect(page.match(/&lt;script&gt;/g)!.length).to.be.at.least(6)
    expect(page).to.contain('&amp;amp; 株式会社')
    expect(isBalanced(page)).to.equal(true)
  })

  it('names the versions behind its figures', () => {
    const use = {first_used: '2026-11-20T10:00:00.000Z', last_used: '2026-11-25T10:00:00.000Z', runs: 2}
    const page = renderReport(
      data({
        asked: [
          {factor: 'style', name: 'guided', version: '9c01aa00bb11cc22', results: 96, ratings: 40, ...use},
        ],
      }),
    )
    expect(page).to.contain('What was asked').and.contain('9c01aa00bb11cc22').and.contain('2026-11-20')
    expect(renderReport(data())).not.to.contain('What was asked')
  })

  it('needs nothing from elsewhere', () => {
    const page = renderReport(hostile)
    expect(page).not.to.match(/https?:|url\(|@import|src=|<link/)
    expect(page).to.contain(`default-src 'none'`)
  })

  it('is the same for the same data', () => {
    expect(renderReport(hostile)).to.equal(renderReport(hostile))
  })

  it('says it in words where there is nothing to draw', () => {
    const page = renderReport(data())
    for (const sentence of [
      'Nothing is rated yet',
      'There are not two rated groups',
      'No factor has two levels',
      'There are not two levels',
      'Nobody has rated yet',
    ]) {
      expect(page).to.contain(sentence)
    }

    expect(page).not.to.contain('<svg')
    expect(isBalanced(page)).to.equal(true)
  })

  it('leads with what the data allow to say', () => {
    expect(renderReport(hostile)).to.contain('is rated higher than <bdi>plain</bdi>')
    const open = renderReport(
      data({
        board: aBoard([row('a'), row('b')], {
          top: {
            best: {model: 'a'},
            next: {model: 'b'},
            pair: {
              ...aPair('a', 'b', {p: 0.3, p_holm: 0.3}),
              advice: {kind: 'rate', configurations: 12, ratings: 24},
            },
          },
        }),
      }),
    )
    expect(open).to.contain(
      '<bdi>a</bdi> is not shown to be rated higher than <bdi>b</bdi> (p = .300). 12 configurations more',
    )
    expect(renderReport(data({board: aBoard([row('a')])}))).to.contain(
      '<bdi>a</bdi> is the only one that is rated: 3.00.',
    )
  })

  it('weighs rating against latency where nobody knows a cost', () => {
    const rows = ['a', 'b'].map((model) => row(model, {cost_per_usable_usd: 0}))
    expect(renderReport(data({board: aBoard(rows)}))).to.contain('Rating against latency')
  })
})

describe('scales and plots', () => {
  it('map ends to ends, and keep what lies beyond inside', () => {
    const scale = linearScale({low: 1, high: 5}, {low: 100, high: 500}, [0, 1, 3, 6])
    expect([1, 3, 5, 9, -2].map(scale.at)).to.deep.equal([100, 300, 500, 500, 100])
    expect(scale.ticks).to.deep.equal([1, 3])
    const log = logScale({low: 0.01, high: 1}, {low: 0, high: 200})
    expect([0.01, 0.1, 1].map((value) => Math.round(log.at(value)))).to.deep.equal([0, 100, 200])
    expect(log.ticks).to.deep.equal([0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1])
    expect(roundTicks(-0.33, 0.33, 6)).to.deep.equal([-0.2, 0, 0.2])
  })

  it('put dots and whiskers where the values are', () => {
    const {text} = whiskerPlot('label', [{name: 'a', value: 3, interval: {low: 2, high: 4.5}, text: 't'}], {
      low: 1,
      high: 5,
      ticks: [1, 5],
      tick: String,
    })
    expect(text).to.contain('cx="50%"').and.contain('x1="26.5%" x2="85.3%"')
  })

  it('keep labels of near dots apart, and free ones at the left of a logarithmic axis', () => {
    const dot = (name: string, x: number) => ({name, x, rating: 3, interval: null, isOnFront: true})
    const {text} = paretoPlot('label', [dot('free', 0), dot('cheap', 0.001), dot('dear', 1)], {
      axis: 'dollars',
      tick: String,
    })
    const [wide] = text.split('class="narrow"')
    const centres = [...wide!.matchAll(/cx="([\d.]+)"/g)].map(([, x]) => Number(x))
    expect(centres).to.deep.equal([...centres].sort((a, b) => a - b))
    expect(centres[1]! - centres[0]!).to.be.above(40)
  })
})

describe('HTML of data', () => {
  it('escapes text, keeps what is HTML, joins lists, and takes nothing for nothing', () => {
    expect(html`<b>${'<i>'}</b>${[html`<u>`, 'a & b']}${null}${undefined}${3}`.text).to.equal(
      '<b>&lt;i&gt;</b><u>a &amp; b3',
    )
    expect(escapeHtml(`"'\u0007`)).to.equal('&quot;&#39;\uFFFD')
    expect([shortened('abcdef', 4), shortened('👩‍🚀👩‍🚀', 4)]).to.deep.equal(['abc…', '👩‍🚀👩‍🚀'])
  })
})
