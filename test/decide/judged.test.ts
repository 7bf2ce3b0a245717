import {expect} from 'chai'
import type {DecisionAnswer} from '../../src/decide/answer.js'
import {decisionText} from '../../src/decide/messages.js'
import {BenchError} from '../../src/errors/bench-error.js'
import type {Store} from '../../src/store/store.js'
import {addRatedRun, decisionOf, type Question} from '../support/decided.js'
import {addJudgements, JUDGED_BY} from '../support/judged.js'
import {newStore} from '../support/stores.js'

describe('a decision that a judge sharpens', () => {
  let store: Store
  beforeEach(async () => {
    store = await newStore()
  })
  afterEach(() => store.close())

  const answerTo = async (...question: Question) => (await decisionOf(store, ...question)).answer
  // People are told apart by what the judge says too; of 24 configurations 16 are rated.
  const ROWS = {'lab/a': '5342534253425342--------', 'lab/b': '4333433343334333--------'}
  const judged = () =>
    addJudgements(store, ({model, avg_rating}) => ({
      score: avg_rating ?? (model === 'lab/a' ? 5 : 3),
    }))

  it('says what the judge is worth, and is another question of the same data', async () => {
    await addRatedRun(store, {rows: ROWS})
    await judged()
    const [alone, answer] = [await answerTo(), await answerTo({judge: 'lab/judge'})]
    expect(alone.judge).to.equal(null)
    expect(answer.judge).to.deep.include({
      ...{judge: 'lab/judge', judge_version: JUDGED_BY.id, label: 'lab/judge', judged: 48},
      ...{sharpened: 1, compared: 1},
    })
    // People's differences are the judge's: of 16 configurations nothing is left beside the line.
    expect(answer.judge!.r).to.be.closeTo(1, 1e-9)
    // 1 / (16 / 24) - 1 of 32 ratings.
    expect(answer.judge!.worth_ratings).to.equal(16)
    expect(decisionText(answer).notes).to.include(
      `Sharpened by lab/judge (rubric ${answer.judge!.rubric}): its differences go with people's by r 1.00, which is worth 16 ratings here.`,
    )
    expect(answer.digest).not.to.equal(alone.digest)
    // What people said of it stays as it is.
    expect(answer.candidates.map(({mean_rating}) => mean_rating)).to.have.members(
      alone.candidates.map(({mean_rating}) => mean_rating),
    )
    const difference = (of: DecisionAnswer) => of.candidates[1]!.difference
    expect(difference(answer)).not.to.equal(difference(alone))
  })

  it('gives the true reason where many are rated and the judge tells nothing apart', async () => {
    const [a, b] = ['534253425342534253425342', '433343334333433343334333']
    await addRatedRun(store, {rows: {'lab/a': a, 'lab/b': b}})
    await addJudgements(store, () => ({score: 4}))
    const {judge, ...answer} = await answerTo({judge: 'lab/judge'})
    expect(judge).to.deep.include({
      ...{judged: 48, sharpened: 0, compared: 1, r: null, worth_ratings: null},
      unsharpened: [{reason: 'same_everywhere', pairs: 1}],
    })
    expect(decisionText({...answer, judge}).notes.at(-1)).to.equal(
      `lab/judge (rubric ${judge!.rubric}) sharpens nothing here: it tells the two apart in the same way on every configuration that is rated.`,
    )
  })

  it('says that a decision within the first 16 configurations is people’s alone, however many are rated', async () => {
    await addRatedRun(store, {rows: {'lab/a': '4'.repeat(24), 'lab/b': '2'.repeat(24)}})
    await addJudgements(store, ({chip_count}) => ({score: 1 + (chip_count % 5)}))
    const answer = await answerTo({judge: 'lab/judge'})
    expect(answer.candidates[1]).to.include({state: 'out', common_configurations: 8})
    expect(decisionText(answer).notes.at(-1)).to.contain(
      'sharpens nothing here: it is used from 16 configurations rated for both, and the difference rests on fewer.',
    )
  })

  it('gives a reason for each difference that it leaves to people', async () => {
    const odd = '535353535353535353535353'
    await addRatedRun(store, {
      rows: {'lab/a': odd, 'lab/b': '444444444444444444444444', 'lab/c': '353535353535353535353535'},
    })
    // Of lab/b too little is judged; lab/c is judged as lab/a is.
    await addJudgements(store, ({model, chip_count}) =>
      model === 'lab/b' && chip_count > 20 ? undefined : {score: chip_count % 2 === 0 ? 4 : 3},
    )
    const {judge, ...answer} = await answerTo({judge: 'lab/judge'})
    expect(judge!.unsharpened).to.deep.equal([
      {reason: 'few_judged', pairs: 1},
      {reason: 'same_everywhere', pairs: 1},
    ])
    expect(decisionText({...answer, judge}).notes.at(-1)).to.contain(
      'sharpens nothing here: 1 pair: too few of the configurations that are rated for both are judged (bench judge); 1 pair: it tells',
    )
  })

  it('says so where too little is judged, and refuses a judge that nobody knows', async () => {
    await addRatedRun(store, {rows: {'lab/a': '53'.repeat(12), 'lab/b': '35'.repeat(12)}})
    await expectRefusal(() => answerTo({judge: 'lab/judge'}), 'NOTHING_JUDGED')
    await addJudgements(store, ({chip_count}) => (chip_count < 25 ? {score: 3} : undefined))
    const answer = await answerTo({judge: 'lab/judge'})
    expect(answer.judge).to.include({sharpened: 0, compared: 1, judged: 30})
    expect(decisionText(answer).notes.at(-1)).to.match(
      /^lab\/judge .* sharpens nothing here: too few of the configurations that are rated for both are judged/,
    )
    expect(answer.judge!.unsharpened).to.deep.equal([{reason: 'few_judged', pairs: 1}])
    await expectRefusal(() => answerTo({judge: 'lab/jugde'}), 'UNKNOWN_JUDGE')
  })
})

async function expectRefusal(act: () => Promise<unknown>, code: string): Promise<void> {
  const error = await act().then(
    () => undefined,
    (thrown: unknown) => thrown,
  )
  expect(error).to.be.instanceOf(BenchError).and.include({code, exit: 2})
}
