import {expect} from 'chai'
import type {Bounds} from '../../src/decide/rule/bounds.js'
import {decidableMargin, planOf} from '../../src/decide/plan.js'
import type {CandidateState, Verdict} from '../../src/decide/rule/rule.js'

const bounds = (n: number, difference: number, variance: number | null): Bounds => ({
  n,
  difference,
  variance,
  upper: 1,
  lower: -1,
  isSharpened: false,
})

function verdict(states: CandidateState[], of: (Bounds | null)[], change: Partial<Verdict> = {}): Verdict {
  return {
    isDecided: false,
    leader: states.indexOf('leader'),
    candidates: states.map((state, at) => ({state, reason: null, bounds: of[at]!})),
    stillAsked: [...states.keys()].filter((at) => states[at] === 'leader' || states[at] === 'open'),
    blocks: 20,
    complete: new Set(),
    looks: 13,
    ...change,
  }
}

describe('what a decision still needs', () => {
  it('is the ratings of each open candidate until its bound is below the margin, and the leader’s', () => {
    const plan = planOf(verdict(['leader', 'open'], [null, bounds(20, 0, 1)]), {
      margin: 0.5,
      configurationsOf: () => 96,
    })
    // t(.992, n + 9) / √n < .5 first at 26 blocks: 6 more, for two candidates.
    expect(plan).to.deep.equal({ratings: 12, configurations: 0})
  })

  it('is less where the candidate is far behind, and more where fewer configurations are left', () => {
    const plan = (difference: number, all: number) =>
      planOf(verdict(['leader', 'open'], [null, bounds(20, difference, 1)]), {
        margin: 0.25,
        configurationsOf: () => all,
      })
    expect(plan(-0.2, 96).ratings!).to.be.lessThan(plan(-0.1, 96).ratings!)
    expect(plan(-0.1, 30).configurations).to.equal(plan(-0.1, 40).configurations + 10)
  })

  it('is a first look of eight blocks where nothing is rated', () => {
    const none = verdict(['open', 'open', 'open'], [null, null, null], {leader: null, blocks: 2, looks: 0})
    expect(planOf(none, {margin: 0.25, configurationsOf: () => 10})).to.deep.equal({
      ratings: 18,
      configurations: 2,
    })
  })

  it('is nothing anybody can do where the difference is the margin itself', () => {
    const plan = planOf(verdict(['leader', 'open'], [null, bounds(20, 0.25, 1)]), {
      margin: 0.25,
      configurationsOf: () => 96,
    })
    expect(plan.ratings).to.equal(null)
  })

  it('is nothing once it is decided', () => {
    const decided = verdict(['leader', 'settled'], [null, bounds(20, 0, 1)], {
      isDecided: true,
      stillAsked: [],
    })
    expect(planOf(decided, {margin: 0.25, configurationsOf: () => 96}).ratings).to.equal(0)
  })

  it('says what margin configurations can decide: none below twelve, smaller with more of them', () => {
    expect(decidableMargin(11, 10)).to.equal(null)
    expect(decidableMargin(24, 10)!).to.be.closeTo(0.54, 0.01)
    expect(decidableMargin(96, 10)!).to.be.closeTo(0.26, 0.01)
    expect(decidableMargin(96, 10, 4)!).to.be.closeTo(2 * decidableMargin(96, 10)!, 1e-9)
  })
})
