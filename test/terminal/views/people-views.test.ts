import {expect} from 'chai'
import type {CostRow} from '../../../src/records/costs.js'
import {sumOfCosts} from '../../../src/records/costs.js'
import {costsView} from '../../../src/terminal/views/figures/costs-view.js'
import {importView} from '../../../src/terminal/views/import-view.js'
import {ratersView} from '../../../src/terminal/views/raters-view.js'

const LONG = `\u001B[31m${'a'.repeat(120)}`
const fits = (text: string) => {
  for (const line of text.split('\n')) expect(line.length, line).to.be.at.most(80)
  expect(text).to.not.contain('\u001B[31m')
  return text
}

describe('people and money on the screen', () => {
  it('fit 80 columns with any name, and steer no terminal', () => {
    const rater = {user_id: LONG, ratings: 123_456, not_blind: 123_456, repeats: 1234, notes: 1234}
    const text = fits(ratersView([{...rater, last_activity: '2026-11-26T09:00:00.000Z'}], 2, 80))
    expect(text).to.contain('2026-11-26').and.contain('2 people were removed')
    expect(ratersView([], 0)).to.contain('Nobody has rated yet')
  })

  it('mark what nobody knows, and say what was deleted', () => {
    const row: CostRow = {
      ...{group: LONG, calls: 1_234_567, cost_usd: 1234.5, unknown_costs: 12, unknown_at_most_usd: 0.5},
      ...{deleted_calls: 3, deleted_usd: 0.25},
    }
    const costs = [row, {...row, group: null, unknown_costs: 0, unknown_at_most_usd: 0}]
    const text = fits(costsView({by: 'person', costs, total: sumOfCosts(costs)}, 80))
    expect(text).to.contain('$1235*').and.contain('not known')
    expect(text).to.match(/Total: \$2469 \(2469122 of 2469134 costs known\) for 2469134 calls\./)
    expect(text.replaceAll('\n', ' ')).to.contain('$0.500 of it for 6 calls that were deleted since')
    expect(text.replaceAll('\n', ' ')).to.contain(
      'Of 12 calls nobody knows the cost; budgets reserved $0.500',
    )
    expect(costsView({by: 'system', costs: [], total: sumOfCosts([])})).to.equal('Nothing was paid for here.')
  })

  it('name the lines of an import that are older than what is stored', () => {
    const conflict = {
      ...{line: 3, result_id: 'r', user_id: LONG, what: 'rating' as const, file: '5', stored: '2'},
      stored_at: '2026-11-25T09:00:00.000Z',
    }
    const answer = {
      ...{imported: 1, new: 0, replaced: 1, unchanged: 7, notes: 0, repeats: 2},
      ...{conflicts: Array<typeof conflict>(21).fill(conflict), skipped: {missing: 4, removed: 3}},
    }
    const text = importView(answer)
    expect(text).to.not.contain('\u001B[31m')
    expect(text).to.contain(
      '1 rating saved: 0 new, 1 replaced; 0 notes; 2 second ratings; 7 lines unchanged;',
    )
    expect(text).to.contain('4 lines of missing results').and.contain('3 lines of people who were removed')
    expect(text).to.contain('5 in the file, 2 stored 2026-11-25 09:00').and.contain('… and 1 more')
  })
})
