import {expect} from 'chai'
import type {DecisionAnswer} from '../../src/decide/answer.js'
import {decisionText} from '../../src/decide/messages.js'
import {BenchError} from '../../src/errors/bench-error.js'
import {databaseLocation} from '../../src/store/database/location.js'
import {openStore, type Store} from '../../src/store/store.js'
import {addRatedRun, decisionOf, type Question} from '../support/decided.js'
import {addJudgements, JUDGED_BY} from '../support/judged.js'

describe('a decision that a judge sharpens', () => {
  let store: Store
  beforeEach(async () => {
    store = await openStore(databaseLocation(':memory:', {}), {create: true})
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

  it('says so where too little is judged, and refuses a judge that nobody knows', async () => {
    await addRatedRun(store, {rows: ROWS})
    await expectRefusal(() => answerTo({judge: 'lab/judge'}), 'NOTHING_JUDGED')
    await addJudgements(store, ({chip_count}) => (chip_count < 25 ? {score: 3} : undefined))
    const answer = await answerTo({judge: 'lab/judge'})
    expect(answer.judge).to.include({sharpened: 0, compared: 1, judged: 30})
    expect(decisionText(answer).notes.at(-1)).to.match(/^lab\/judge .* sharpens nothing yet: it needs 16/)
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
