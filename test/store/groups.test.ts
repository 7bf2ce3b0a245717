import {expect} from 'chai'
import fc from 'fast-check'
import {FACTOR_COLUMNS, type ResultRecord} from '../../src/records/result.js'
import type {GroupColumn, GroupFigures} from '../../src/records/stats.js'
import type {Store} from '../../src/store/store.js'
import {draws} from '../support/draws.js'
import {aResult, aRun} from '../support/records.js'
import {newStore} from '../support/stores.js'

const known = <T>(values: readonly (T | null)[]): T[] => values.filter((value) => value !== null)
const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0)
const mean = (values: readonly number[]): number | null =>
  values.length === 0 ? null : sum(values) / values.length

/** What is made of a result, and the scores that people give it. */
const aRow = fc.record({
  result: fc.record({
    model: fc.constantFrom('lab/one', 'lab/two'),
    persona_id: fc.constantFrom('cook', 'smith'),
    style: fc.constantFrom('terse', 'guided'),
    input_type: fc.constantFrom('basic', 'enriched'),
    constraint_type: fc.constantFrom('no_constraint', 'with_constraint'),
    chip_count: fc.constantFrom(15, 35),
    status: fc.constantFrom('completed' as const, 'completed' as const, 'failed' as const),
    style_version: fc.constantFrom('a'.repeat(16), 'b'.repeat(16)),
    latency_ms: fc.option(fc.integer({min: 0, max: 9000})),
    input_tokens: fc.option(fc.integer({min: 0, max: 900})),
    output_tokens: fc.option(fc.integer({min: 0, max: 900})),
    // Multiples of 2 ** -20, whose sums are exact in any order.
    cost_usd: fc.option(fc.integer({min: 0, max: 99}).map((units) => units / 2 ** 20)),
  }),
  run: fc.constantFrom('run-1', 'run-2', 'run-archived', 'try-1'),
  scores: fc.array(fc.integer({min: 1, max: 5}), {maxLength: 3}),
})
type Row = ReturnType<(typeof aRow)['generate']>['value']

/** What each group should be, from the rows alone. */
function expected(
  rows: readonly Row[],
  levelOf: (result: Row['result'], column: GroupColumn) => unknown,
  by: GroupColumn[],
) {
  const counted = rows.filter(({run}) => run.startsWith('run-') && run !== 'run-archived')
  const groups = new Map<string, Row[]>()
  for (const row of counted) {
    const key = JSON.stringify(by.map((column) => [column, levelOf(row.result, column)]))
    groups.set(key, [...(groups.get(key) ?? []), row])
  }

  return [...groups].map(([key, all]) => {
    const done = all.filter(({result}) => result.status === 'completed')
    const failedCosts = known(
      all.filter(({result}) => result.status === 'failed').map(({result}) => result.cost_usd),
    )
    const costs = known(done.map(({result}) => result.cost_usd))
    const scores = done.flatMap((row) => row.scores)
    const of = (column: 'latency_ms' | 'input_tokens' | 'output_tokens') =>
      mean(known(done.map(({result}) => result[column])))
    return {
      group: Object.fromEntries(JSON.parse(key) as [string, string][]),
      result_count: done.length,
      failed_count: all.length - done.length,
      rated_results: done.filter((row) => row.scores.length > 0).length,
      rated_count: scores.length,
      avg_rating: mean(scores),
      histogram: [1, 2, 3, 4, 5].map((score) => scores.filter((value) => value === score).length),
      total_cost_usd: costs.length + failedCosts.length === 0 ? null : sum(costs) + sum(failedCosts),
      known_cost_count: costs.length,
      avg_latency_ms: of('latency_ms'),
      avg_tokens: {input: of('input_tokens'), output: of('output_tokens')},
    }
  })
}

describe('sums of groups', () => {
  let store: Store
  beforeEach(async () => {
    store = await newStore()
  })
  afterEach(() => store.close())

  async function fill(rows: readonly Row[]) {
    for (const id of ['run-1', 'run-2', 'run-archived', 'try-1']) await store.runs.create(aRun({id}))
    await store.archive.set('run-archived', '2026-11-24T10:00:00.000Z')
    for (const {result, run, scores} of rows) {
      const made: ResultRecord = aResult(run, result)
      await store.results.save(made)
      if (made.status === 'completed')
        for (const [at, rating] of scores.entries())
          await store.ratings.save({
            result_id: made.id,
            user_id: `rater-${at}`,
            rating,
            created_at: made.created_at,
            blind: true,
          })
    }
  }

  const comparable = (figures: GroupFigures): Partial<GroupFigures> => {
    const left: Partial<GroupFigures> = {...figures}
    delete left.usable_count
    delete left.cost_per_result_usd
    delete left.cost_per_usable_usd
    return left
  }
  const bySelf = <T extends {group?: object}>(found: T[]) =>
    [...found].sort((a, b) => (JSON.stringify(a.group) < JSON.stringify(b.group) ? -1 : 1))

  it('are those of their rows, by any factors in any order', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(aRow, {minLength: 1, maxLength: 25}),
        fc.shuffledSubarray([...FACTOR_COLUMNS], {minLength: 1, maxLength: 3}),
        async (rows, by) => {
          await store.close()
          store = await newStore()
          await fill(rows)
          const levelOf = (result: Row['result'], column: GroupColumn) =>
            result[column as keyof Row['result']]
          expect(bySelf((await store.stats.groups(by, {})).map(comparable))).to.deep.equal(
            bySelf(expected(rows, levelOf, by)),
          )
        },
      ),
      draws(25),
    )
  }).timeout(60_000)

  it('keep the versions of a name apart where both are shown', async () => {
    const rows = fc.sample(aRow, {numRuns: 40, seed: 7})
    await fill(rows)
    const versions = {
      older: [],
      chosen: [],
      labelled: [{factor: 'style' as const, name: 'guided'}],
      digits: 4,
      hasUnknown: false,
    }
    const levelOf = (result: Row['result'], column: GroupColumn) =>
      column === 'style' && result.style === 'guided'
        ? `guided@${result.style_version.slice(0, 4)}`
        : result[column as keyof Row['result']]
    for (const by of [['style'], ['chip_count', 'style'], ['input_type']] as GroupColumn[][])
      expect(bySelf((await store.stats.groups(by, {versions})).map(comparable)), by.join()).to.deep.equal(
        bySelf(expected(rows, levelOf, by)),
      )
  })
})
