import {expect} from 'chai'
import {decisionPlan} from '../../../src/cli/deciding/decision-plan.js'
import {endSentence, renewing} from '../../../src/cli/deciding/decision-renewal.js'
import {planSession, ratingPorts} from '../../../src/rating/queue/plan.js'
import {RatingSession} from '../../../src/rating/session.js'
import type {RatedResult} from '../../../src/records/result.js'
import type {Store} from '../../../src/store/store.js'
import {chooseVersions} from '../../../src/versions/choice.js'
import {addRatedRun} from '../../support/decided.js'
import {newStore} from '../../support/stores.js'

const CONFIGURATIONS = 20
const UNRATED = '-'.repeat(CONFIGURATIONS)
/** What the rater gives each system, on average. */
const WORTH: Record<string, number> = {'lab/best': 5, 'lab/near': 4, 'lab/poor': 2}

describe('a session of rate --decide', () => {
  let store: Store
  beforeEach(async () => {
    store = await newStore()
    await addRatedRun(store, {rows: {'lab/best': UNRATED, 'lab/near': UNRATED, 'lab/poor': UNRATED}})
  })
  afterEach(() => store.close())

  async function begin(limit: number) {
    const chosen = await chooseVersions(store, {}, {suites: () => Promise.resolve([])})
    const anew = () => decisionPlan(store, chosen, {}, undefined)
    const plan = {rater: 'ann', limit, ...(await anew())}
    const queue = await planSession(store, chosen.filter, {...plan, hasRepeats: false})
    const renew = renewing(store, chosen.filter, {plan, anew})
    const session = new RatingSession(ratingPorts(store, 'ann'), queue, {rater: 'ann', reveal: false, renew})
    return {session, anew}
  }

  /** Rates until nothing comes any more. @returns what was asked, in order */
  async function rateAll(
    session: RatingSession<RatedResult>,
    isSkipped: (place: number) => boolean = () => false,
  ) {
    const asked: {model: string; block: number; isSkipped: boolean}[] = []
    for (let shown; (shown = await session.next());) {
      const {model, chip_count: block} = shown.result
      const skips = isSkipped(asked.length)
      asked.push({model, block, isSkipped: skips})
      if (skips) session.skip()
      else await session.rate(WORTH[model]! - (block % 5 === 0 ? 1 : 0))
    }

    return asked
  }

  it('ends when the decision needs nothing more, and asks for no candidate after the block that put it out', async () => {
    const {session, anew} = await begin(60)
    const asked = await rateAll(session)
    const times = (name: string) => asked.filter(({model}) => model === name).length
    expect(asked.length).to.be.below(40)
    expect(session.total).to.equal(asked.length)
    expect(times('lab/poor')).to.be.within(8, 10)
    expect(times('lab/best')).to.be.at.least(8)
    expect(await endSentence(store, 'ann', anew)).to.match(/^The decision asks for no rating now\. Ship best/)
  })

  it('finishes each begun block, and begins no more than three at once', async () => {
    const {session} = await begin(60)
    const asked = await rateAll(session)
    const left = new Map<number, number>()
    for (const {block} of asked) {
      left.set(block, (left.get(block) ?? 0) + 1)
      expect([...left.values()].filter((count) => count < 2).length).to.be.at.most(3)
    }

    // Each block was rated for all that were in play: the best and at least one other, until the end.
    const counts = [...left.values()]
    expect(counts.filter((count) => count < 2).length).to.be.at.most(3)
  })

  it('never asks again for what was skipped, and keeps to the limit', async () => {
    const {session, anew} = await begin(15)
    const asked = await rateAll(session, (place) => place % 4 === 1)
    expect(asked).to.have.lengthOf(15)
    expect(new Set(asked.map(({model, block}) => `${model} ${block}`)).size).to.equal(15)
    expect(await endSentence(store, 'ann', anew)).to.equal(undefined)
  })
})
