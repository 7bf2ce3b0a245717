import {expect} from 'chai'
import {panelOf} from '../../src/figures/panel.js'
import {evaluateComparison} from '../../src/figures/evaluate-comparison.js'
import {evaluateLeaderboard} from '../../src/figures/evaluate-leaderboard.js'
import {databaseLocation} from '../../src/store/database/location.js'
import {openStore, type Store} from '../../src/store/store.js'
import {bench, tempFolder} from '../support/processes.js'
import {storeWine} from '../support/wine.js'

/** From ratings in a database to printed figures: wine data (Randall 1989), sparse form of statistics.md. */
describe('the wine data, from the database to the printed figure', () => {
  let folder: Awaited<ReturnType<typeof tempFolder>>
  let store: Store
  before(async () => {
    folder = await tempFolder()
    store = await openStore(databaseLocation(`file:${folder.file('bench.db')}`, {}), {create: true})
    await storeWine(store)
  })
  after(async () => {
    await store.close()
    await folder.remove()
  })

  const byModel = async () => {
    const {rows} = await evaluateLeaderboard(store, ['model'], {})
    return Object.fromEntries(rows.map((row) => [String(row.group['model']), row]))
  }

  it('gives the pooled means, and least-squares means of model + bottle + judge (numpy)', async () => {
    const rows = await byModel()
    // Judges in the shares in which they judged. With each judge's weight the same, the figures would be
    // 1.983742 2.672457 3.101271 4.066440; the differences are the same.
    const expected = {
      A: [1.9, 1.961154797],
      B: [2.7, 2.649869586],
      C: [3.1, 3.0786839],
      D: [4, 4.043852744],
    }
    for (const [model, [pooled, leastSquares]] of Object.entries(expected)) {
      expect(rows[model]!.avg_rating).to.be.closeTo(pooled!, 1e-9)
      expect(rows[model]!.adjusted_rating).to.be.closeTo(leastSquares!, 5e-9)
      expect(rows[model]!.rated_results).to.equal(2)
    }

    expect(rows['D']!.adjusted_rating! - rows['A']!.adjusted_rating!).to.be.closeTo(4.06644 - 1.983742, 1e-6)
    expect(Object.values(rows).reduce((sum, {rated_count}) => sum + rated_count, 0)).to.equal(41)
    expect(['D', 'C', 'B', 'A'].map((model) => rows[model]!.rank)).to.deep.equal([1, 2, 3, 4])
  })

  it('counts each bottle once, however many judges', async () => {
    const rows = await byModel()
    for (const row of Object.values(rows)) {
      expect(row).to.include({result_count: 2, failed_count: 0})
      expect(row.total_cost_usd).to.be.closeTo(0.02, 1e-12)
      expect(row.histogram.reduce((sum, count) => sum + count, 0)).to.equal(row.rated_count)
    }
  })

  it('describes the judges', async () => {
    const panel = panelOf(await store.ratings.factored({}), [], 0, {seed: 1})
    expect(panel.raters).to.have.length(9)
    expect(panel.components).to.equal(1)
    expect(panel.raters.reduce((sum, {severity}) => sum + severity, 0)).to.be.closeTo(0, 1e-9)
    expect(panel.raters.find(({rater}) => rater === 'judge 1')!.severity).to.be.above(0.5)
    expect(panel.raters.find(({rater}) => rater === 'judge 7')!.severity).to.be.below(-0.4)
  })

  it('compares models on bottles and judges of both, and claims nothing of two configurations', async () => {
    const {pairs} = await evaluateComparison(store, {by: 'model', pair: {a: 'D', b: 'A'}}, {})
    const {rating} = pairs[0]!
    expect(rating.difference).to.be.closeTo(4.06644 - 1.983742, 1e-6)
    expect(rating.withheld).to.deep.equal({kind: 'few_configurations', configurations: 2})
    expect(rating).to.include({p: null, interval: null, p_holm: null, standard_error: null})
    const family = await evaluateComparison(store, {by: 'model'}, {})
    expect(family.pairs).to.have.length(6)
    for (const pair of family.pairs) expect(pair.rating.p_holm).to.equal(null)
  })

  it('is printed by the command, in every form', async () => {
    const run = async (...args: string[]) => (await bench(['stats', ...args], {cwd: folder.path})).stdout
    const lines = (await run()).split('\n')
    expect(
      lines
        .filter((line) => /^\d.* [A-D] /.test(line))
        .map((line) => /^(\d)\D.*?([A-D]) +([\d.]+)/.exec(line)!.slice(1)),
    ).to.deep.equal([
      ['1', 'D', '4.04'],
      ['2', 'C', '3.08'],
      ['3', 'B', '2.65'],
      ['4', 'A', '1.96'],
    ])
    const {stats} = JSON.parse(await run('--json')) as {
      stats: {model: string; adjusted_rating: number; avg_rating: number}[]
    }
    expect(stats.map(({model}) => model)).to.deep.equal(['D', 'C', 'B', 'A'])
    expect(stats[1]!.adjusted_rating).to.be.closeTo(3.0786839, 5e-9)
    expect(stats[1]!.avg_rating).to.be.closeTo(3.1, 1e-12)
    expect(await run('--format', 'csv')).to.match(/^model,rank,.*\nD,1,/)
    expect(await run('--format', 'markdown')).to.contain('| D | 4.04 |')
    expect(await run('--agreement'))
      .to.match(/judge 1 +\d/)
      .and.match(/Krippendorff's alpha \(ordinal\) is 0\.\d\d/)
    // Accepted for old scripts.
    expect(await run('--adjust')).to.equal(await run())
  })

  it('gives the same digits every time', async () => {
    const run = async () => (await bench(['stats', '--json'], {cwd: folder.path})).stdout
    const [first, second] = await Promise.all([run(), run()])
    expect(first).to.equal(second)
  })
})
