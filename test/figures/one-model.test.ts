import {expect} from 'chai'
import fc from 'fast-check'
import {evaluateComparison} from '../../src/figures/evaluate-comparison.js'
import {evaluateEffects} from '../../src/figures/evaluate-effects.js'
import {evaluateLeaderboard} from '../../src/figures/evaluate-leaderboard.js'
import {evaluateOverview} from '../../src/figures/overview.js'
import {boardSentences} from '../../src/figures/board-sentences.js'
import {pick} from '../../src/records/columns.js'
import {renderReport} from '../../src/report/report.js'
import {builtInSuites} from '../../src/suite/files/load.js'
import {escapeHtml} from '../../src/text/html.js'
import {isApart, topSentence, verdict} from '../../src/figures/sentences.js'
import type {Store} from '../../src/store/store.js'
import {chooseVersions} from '../../src/versions/choice.js'
import {startApi, type Row} from '../support/api.js'
import {draws} from '../support/draws.js'
import {aResult, aRun} from '../support/records.js'
import {newStore} from '../support/stores.js'

const MODELS = ['m/a', 'm/b', 'm/c', 'm/d']
const RATERS = ['ann', 'bob', 'cem']
/** What `/stats` takes from a row as it is. */
const SHARED = ['adjusted_rating', 'interval', 'rank', 'rank_set', 'dominated_by'] as const
const COUNTS = [10, 11, 12, 13, 14, 15, 16]

/** What each rater gave to each model on each configuration; 0: nothing. */
const panels = fc.array(
  fc.array(fc.array(fc.integer({min: 0, max: 5}), {minLength: 3, maxLength: 3}), {
    minLength: 7,
    maxLength: 7,
  }),
  {
    minLength: 4,
    maxLength: 4,
  },
)

type Scores = readonly (readonly (readonly number[])[])[]

async function storeOf(scores: Scores): Promise<Store> {
  const store = await newStore()
  await fill(store, scores)
  return store
}

async function fill(store: Store, scores: Scores): Promise<void> {
  const run = aRun()
  await store.runs.create(run)
  for (const [m, model] of MODELS.entries())
    for (const [c, chip_count] of COUNTS.entries()) {
      const result = aResult(run.id, {model, chip_count, cost_usd: m + 1})
      await store.results.save(result)
      for (const [r, user_id] of RATERS.entries()) {
        const rating = scores[m]![c]![r]!
        if (rating > 0)
          await store.ratings.save({
            result_id: result.id,
            user_id,
            rating,
            created_at: '2026-11-24T10:00:00.000Z',
            blind: true,
          })
      }
    }
}

describe('figures of one database', () => {
  it('never contradict one another, whatever was rated', async () => {
    await fc.assert(
      fc.asyncProperty(panels, async (scores) => {
        const store = await storeOf(scores)
        const {rows, top, pairs: counted} = await evaluateLeaderboard(store, ['model'], {})
        const {pairs} = await evaluateComparison(store, {by: 'model'}, {})
        const {effects} = await evaluateEffects(store, {}, ['rating'])
        const ratingOf = new Map(rows.map((row) => [String(row.group['model']), row]))
        const rated = rows.filter(({adjusted_rating}) => adjusted_rating !== null)
        const compared = pairs.filter(({rating}) => rating.withheld?.kind !== 'not_rated')
        expect(counted.all).to.equal((rated.length * (rated.length - 1)) / 2)
        expect(counted.withheld).to.equal(compared.filter(({rating}) => rating.withheld !== null).length)

        for (const {a, b, rating} of compared) {
          const [left, right] = [ratingOf.get(a)!, ratingOf.get(b)!]
          expect([rating.mean_a, rating.mean_b]).to.deep.equal([left.adjusted_rating, right.adjusted_rating])
          // A difference is that of the two ratings wherever both are adjusted.
          if (rating.difference !== null && left.is_adjusted && right.is_adjusted)
            expect(left.adjusted_rating! - right.adjusted_rating!).to.be.closeTo(rating.difference, 1e-9)
          // Test and interval agree, alone and among all.
          if (rating.p !== null) {
            const {interval, simultaneous, p_holm, p} = rating
            if (Math.abs(p - 0.05) > 1e-9) expect(p < 0.05).to.equal(interval!.low > 0 || interval!.high < 0)
            if (p_holm! <= 0.05) expect(simultaneous!.low >= 0 || simultaneous!.high <= 0).to.equal(true)
          }

          // One pair alone says the same figures as the table.
          const [alone] = (await evaluateComparison(store, {by: 'model', pair: {a, b}}, {model: [a, b]}, {}))
            .pairs
          expect({...alone!.rating, at_large: null}).to.deep.equal({...rating, at_large: null})
          expect(verdict(alone!)[0]).to.be.a('string')
        }

        for (const row of rated) {
          const model = String(row.group['model'])
          const wins = (wanted: number) =>
            compared.filter(
              (pair) =>
                isApart(pair) &&
                ((pair.a === model && Math.sign(pair.rating.difference!) === wanted) ||
                  (pair.b === model && Math.sign(pair.rating.difference!) === -wanted)),
            ).length
          expect(row.rank_set).to.deep.equal({low: 1 + wins(-1), high: rated.length - wins(1)})
          expect(row.rank).to.be.within(1, rated.length)
          const level = effects
            .find(({factor}) => factor === 'model')
            ?.levels.find((entry) => entry.level === model)
          if (level) expect(level.mean).to.equal(row.adjusted_rating)
          if (row.dominated_by) expect(wins(-1)).to.be.above(0)
        }

        if (top) {
          const sentence = topSentence(top, ['model'])
          expect(sentence.includes('is rated higher than')).to.equal(isApart(top.pair))
        }

        await store.close()
      }),
      draws(12),
    )
  }).timeout(60_000)

  it('are the same over HTTP and in the report, digit by digit', async () => {
    await fc.assert(
      fc.asyncProperty(panels, async (scores) => {
        const api = await startApi()
        try {
          const {store} = api
          await fill(store, scores)
          const {filter} = await chooseVersions(store, {}, {all: false, suites: builtInSuites})
          const board = await evaluateLeaderboard(store, ['model'], filter)
          const {pairs} = await evaluateComparison(store, {by: 'model'}, filter)
          const overview = await evaluateOverview(store, {factors: ['model'], filter, seed: 1})
          const get = async (path: string) => (await api.get(path)).body as Record<string, unknown>
          const {stats} = await get('/stats?group_by=model')
          const byModel = new Map((stats as Row[]).map((row) => [row['model'], row]))
          for (const row of board.rows)
            expect(byModel.get(row.group['model'])).to.deep.include(asJson(pick(row, SHARED)))
          expect((await get('/compare?by=model'))['pairs']).to.deep.equal(asJson(pairs))
          expect((await get('/effects'))['effects']).to.deep.equal(asJson(overview.effects))
          expect(overview.board).to.deep.equal(board)
          const report = renderReport({
            ...{title: 'Random', created_at: '2026-11-24T10:00:00.000Z', tool_version: '0', seed: 1},
            ...{filters: [], factors: ['model'], metrics: new Map(), pairs, asked: [], runs: []},
            ...overview,
          })
          const text = report.replaceAll(/<[^>]*>/g, ' ').replaceAll(/\s+/g, ' ')
          for (const {group, adjusted_rating} of board.rows) {
            expect(text).to.contain(String(group['model']))
            if (adjusted_rating === null) continue
            // In the table, and in the plot with its interval.
            expect(text).to.contain(` ${adjusted_rating.toFixed(2)} `)
            expect(text).to.contain(`${adjusted_rating.toFixed(2)} (`)
          }

          for (const sentence of boardSentences(board))
            expect(text).to.contain(escapeHtml(sentence).replaceAll(/\s+/g, ' '))
        } finally {
          await api.close()
        }
      }),
      draws(12),
    )
  }).timeout(120_000)
})

/** A value as JSON carries it. */
function asJson(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value))
}
