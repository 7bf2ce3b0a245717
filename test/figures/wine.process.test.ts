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

  const means = async (adjust: boolean) => {
    const {rows} = await evaluateLeaderboard(store, ['model'], {}, {seed: 1, adjust})
    return Object.fromEntries(rows.map((row) => [String(row.group['model']), row]))
  }

  it('gives the pooled means and the means of result means (numpy)', async () => {
    const rows = await means(false)
    const expected = {A: [1.9, 1.9], B: [2.7, 2.7], C: [3.1, 3.1666667], D: [4, 3.9833333]}
    for (const [model, [pooled, ofResults]] of Object.entries(expected)) {
      expect(rows[model]!.avg_rating).to.be.closeTo(pooled!, 1e-9)
      expect(rows[model]!.mean_rating).to.be.closeTo(ofResults!, 5e-8)
      expect(rows[model]!.rated_results).to.equal(2)
    }

    expect(Object.values(rows).reduce((sum, {rated_count}) => sum + rated_count, 0)).to.equal(41)
    expect(['D', 'C', 'B', 'A'].map((model) => rows[model]!.rank)).to.deep.equal([1, 2, 3, 4])
  })

  it('counts each bottle once, however many judges', async () => {
    const rows = await means(false)
    for (const row of Object.values(rows)) {
      expect(row).to.include({result_count: 2, failed_count: 0})
      expect(row.total_cost_usd).to.be.closeTo(0.02, 1e-12)
      expect(row.histogram.reduce((sum, count) => sum + count, 0)).to.equal(row.rated_count)
    }
  })

  it('adjusts for the judges: the order stays, and the means move towards least squares (R lm)', async () => {
    const rows = await means(true)
    const raw = await means(false)
    const leastSquares: Record<string, number> = {
      A: 1.985061927,
      B: 2.676079086,
      C: 3.180296789,
      D: 4.040382685,
    }
    for (const [model, wanted] of Object.entries(leastSquares)) {
      expect(rows[model]!.raw_rating).to.equal(raw[model]!.mean_rating)
      // The default shrinks effects a little (lambda 1), so it comes close to least squares, not to the
      // digit.
      expect(rows[model]!.mean_rating).to.be.closeTo(wanted, 0.04)
    }

    expect(Math.abs(rows['A']!.mean_rating! - leastSquares['A']!)).to.be.below(
      Math.abs(raw['A']!.mean_rating! - leastSquares['A']!),
    )
  })

  it('describes the judges', async () => {
    const panel = panelOf(await store.ratings.factored({}), [], 0, {seed: 1})
    expect(panel.raters).to.have.length(9)
    expect(panel.components).to.equal(1)
    expect(panel.raters.reduce((sum, {severity}) => sum + severity, 0)).to.be.closeTo(0, 1e-9)
    expect(panel.raters.find(({rater}) => rater === 'judge 1')!.severity).to.be.above(0.5)
    expect(panel.raters.find(({rater}) => rater === 'judge 7')!.severity).to.be.below(-0.4)
  })

  it('compares models on the bottles both have', async () => {
    const {pairs} = await evaluateComparison(store, {by: 'model', pair: {a: 'D', b: 'A'}}, {}, 1)
    const [rating] = pairs[0]!.metrics
    expect(rating).to.include({metric: 'rating', n: 2, method: 'exact'})
    expect(rating!.meanDifference).to.be.closeTo(3.9833333 - 1.9, 5e-8)
    // Two differences of one sign: 2 of the 4 sign patterns are as extreme.
    expect(pairs[0]!.p_holm).to.equal(0.5)
    const family = await evaluateComparison(store, {by: 'model'}, {}, 1)
    expect(family.pairs).to.have.length(6)
    for (const {p_holm} of family.pairs) expect(p_holm).to.equal(1)
  })

  it('is printed by the command, in every form', async () => {
    const run = async (...args: string[]) => (await bench(['stats', ...args], {cwd: folder.path})).stdout
    const lines = (await run()).split('\n')
    expect(
      lines
        .filter((line) => /^\d.* [A-D] /.test(line))
        .map((line) => /^(\d)\D.*?([A-D]) +([\d.]+)/.exec(line)!.slice(1)),
    ).to.deep.equal([
      ['1', 'D', '3.98'],
      ['2', 'C', '3.17'],
      ['3', 'B', '2.70'],
      ['4', 'A', '1.90'],
    ])
    const {stats} = JSON.parse(await run('--json')) as {
      stats: {model: string; mean_rating: number; avg_rating: number}[]
    }
    expect(stats.map(({model}) => model)).to.deep.equal(['D', 'C', 'B', 'A'])
    expect(stats[1]!.mean_rating).to.be.closeTo(3.1666667, 5e-8)
    expect(stats[1]!.avg_rating).to.be.closeTo(3.1, 1e-12)
    expect(await run('--format', 'csv')).to.match(/^model,rank,.*\nD,1,/)
    expect(await run('--format', 'markdown')).to.contain('| D | 3.98 |')
    expect(await run('--agreement'))
      .to.match(/judge 1 +\d/)
      .and.match(/Krippendorff's alpha \(ordinal\) is 0\.\d\d/)
    expect(await run('--adjust')).to.match(/adjusted +raw/)
  })

  it('gives the same digits every time', async () => {
    const run = async () => (await bench(['stats', '--json'], {cwd: folder.path})).stdout
    const [first, second] = await Promise.all([run(), run()])
    expect(first).to.equal(second)
  })
})
