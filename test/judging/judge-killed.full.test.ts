import {expect} from 'chai'
import {IN_FLIGHT, killedJudging} from '../support/judged-kill.js'

describe('bench judge, killed and gone on with', () => {
  it('doubles no judgement, buys none again that it had, and keeps the budget', async () => {
    const found = await killedJudging({personas: ['tech_pm'], kills: 2, budget: 4, pauseMs: 0})
    expect(found).to.include({results: 32, judgements: 32, doubled: 0})
    // Each unreadable answer is asked for once more, which another answer follows.
    expect(found.scored).to.equal(32)
    expect(found.lastCode).to.equal(0)
    expect(found.lost).to.be.at.most(found.kills * IN_FLIGHT)
    expect(found.billed).to.be.at.most(found.charged + 1e-9)
    expect(found.charged).to.be.at.most(found.budget)
  }).timeout(240_000)
})
