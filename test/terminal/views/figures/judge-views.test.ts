import {expect} from 'chai'
import {findJudge} from '../../../../src/judging/find-judge.js'
import {judgedGroups, type JudgedGroups} from '../../../../src/judging/judged-figures.js'
import type {ResultSummary} from '../../../../src/records/result.js'
import type {Store} from '../../../../src/store/store.js'
import {judgedPairsView, judgedView} from '../../../../src/terminal/views/figures/judge-views.js'
import {addRatedRun} from '../../../support/decided.js'
import {addJudgements} from '../../../support/judged.js'
import {newStore} from '../../../support/stores.js'

const A = '534253425342534253425342'
const B = '433343334333433343334333'

describe('what a judge adds to a comparison', () => {
  let store: Store
  beforeEach(async () => {
    store = await newStore()
  })
  afterEach(() => store.close())

  /** Of lab/a and lab/b, rated on 24 configurations where no other row stands. */
  async function judged(
    score: (result: ResultSummary) => number | undefined,
    rows: Record<string, string> = {'lab/a': A, 'lab/b': B},
  ): Promise<JudgedGroups> {
    await addRatedRun(store, {rows})
    await addJudgements(store, (result) => {
      const known = score(result)
      return known === undefined ? undefined : {score: known}
    })
    return judgedGroups(store, await findJudge(store, undefined), {columns: ['model']}, {})
  }

  const plain = (text: string) => text.replaceAll(/\u001B\[\d+m/g, '')
  const pairsText = (groups: JudgedGroups) =>
    plain(judgedPairsView(groups, ['model'], 200)).replaceAll(/\s+/g, ' ')

  it('is the difference with the judge, and what the judge is worth', async () => {
    const groups = await judged(({avg_rating}) => avg_rating ?? undefined)
    const [pair] = groups.pairs
    expect(pair).to.include({is_sharpened: true, unsharpened: null})
    expect(pair!.difference).to.be.closeTo(0.25, 1e-9)
    const text = pairsText(groups)
    expect(text).to.match(/lab\/a − lab\/b \+0\.25 \([^)]+\) \+0\.25 \(/)
    expect(text).to.contain('r of the paired differences 1.00: worth').and.not.contain('without the judge')
  })

  it('is nothing, for the true reason, where the judge tells nothing apart', async () => {
    const groups = await judged(() => 4)
    expect(groups).to.include({r: null, worth_ratings: 0, ratings: 48})
    expect(groups.pairs[0]).to.include({is_sharpened: false, unsharpened: 'same_everywhere'})
    const reason =
      'The judge adds nothing here: it tells the two apart in the same way on every configuration that is rated.'
    expect(pairsText(groups))
      .to.match(/\) same everywhere /)
      .and.contain(reason)
    expect(pairsText(groups)).to.not.match(/too few|16 configurations/)
    expect(plain(judgedView(groups, ['model'], 200))).to.contain(reason)
  })

  it('is nothing where it tells the two apart on one configuration alone', async () => {
    const groups = await judged(({model, chip_count}) => (model === 'lab/a' && chip_count === 12 ? 5 : 4))
    expect(pairsText(groups))
      .to.match(/\) hangs on one /)
      .and.contain('The judge adds nothing here: it tells the two apart in the same way on every')
      .and.contain('that is rated but one.')
  })

  it('waits for 16 configurations that are rated for both, and judged', async () => {
    const few = await judged(({avg_rating}) => avg_rating ?? 3, {
      'lab/a': A.slice(0, 15) + '---------',
      'lab/b': B,
    })
    expect(few.pairs[0]).to.include({is_sharpened: false, unsharpened: 'few_rated'})
    expect(pairsText(few))
      .to.match(/\) too few rated /)
      .and.contain(
        '1 pair of 1 without the judge: it is used from 16 configurations rated for both, and the difference rests on fewer.',
      )
    expect(pairsText(few)).to.match(/: it would be worth \d+ ratings, and sharpens no pair yet\./)
  })

  it('says which are judged too little, beside those that it sharpens', async () => {
    const groups = await judged(
      ({model, avg_rating, chip_count}) =>
        model === 'lab/c' && chip_count > 20 ? undefined : (avg_rating ?? undefined),
      {'lab/a': A, 'lab/b': B, 'lab/c': A},
    )
    expect(groups.pairs.map(({unsharpened}) => unsharpened)).to.deep.equal([null, 'few_judged', 'few_judged'])
    expect(pairsText(groups))
      .to.match(/\) too few judged /)
      .and.contain(
        '2 pairs of 3 without the judge: too few of the configurations that are rated for both are judged (bench judge).',
      )
  })

  it('has no r where people tell two apart in the same way everywhere', async () => {
    const groups = await judged(({chip_count, model}) => (model === 'lab/a' ? 1 + (chip_count % 4) : 3), {
      'lab/a': '434343434343434343434343',
      'lab/b': '323232323232323232323232',
    })
    expect(groups).to.include({r: null})
    expect(groups.pairs[0]).to.include({is_sharpened: true})
    expect(pairsText(groups))
      .to.contain("People's differences are the same everywhere, so how the judge's go with them is unknown.")
      .and.not.contain('adds nothing')
  })

  it('is unchecked where nobody has rated', async () => {
    const groups = await judged(() => 4, {'lab/a': '----', 'lab/b': '----'})
    const text = pairsText(groups)
    expect(text).to.contain('judge only, unchecked').and.contain('Nobody has rated in scope')
    expect(text).to.not.contain('adds nothing')
  })
})
