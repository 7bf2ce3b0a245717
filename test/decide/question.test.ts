import {expect} from 'chai'
import {decisionTerms, USUAL_MARGIN, type DecisionSettings} from '../../src/decide/question.js'

const FLAGS: DecisionSettings = {
  ...{by: 'model', margin: 0.1, max_cost: 0.001, max_p95: 3, min_rating: 2},
  ...{prefer: 'cost', leave_out: ['a'], judge: 'lab/judge'},
}
const SETTINGS: DecisionSettings = {
  ...{by: ['model', 'style'], margin: 0.4, max_cost: 0.004, max_p95: 6, min_rating: 4},
  ...{prefer: 'latency', leave_out: ['b'], judge: 'lab/other'},
}
const OF_FLAGS = {
  ...{by: ['model'], margin: 0.1, maxCost: 0.001, maxP95: 3, minRating: 2},
  ...{prefer: 'cost', leaveOut: ['a'], isLeaveOutStrict: true, judge: 'lab/judge'},
}
const OF_SETTINGS = {
  ...{by: ['model', 'style'], margin: 0.4, maxCost: 0.004, maxP95: 6, minRating: 4},
  ...{prefer: 'latency', leaveOut: ['b'], isLeaveOutStrict: false, judge: 'lab/other'},
}

describe('the terms of a decision', () => {
  it('are those of flags, then those of the config file, then the usual', () => {
    expect(decisionTerms(FLAGS, SETTINGS)).to.deep.equal(OF_FLAGS)
    expect(decisionTerms(FLAGS)).to.deep.equal(OF_FLAGS)
    expect(decisionTerms({}, SETTINGS)).to.deep.equal(OF_SETTINGS)
    expect(decisionTerms({})).to.deep.equal({
      ...{by: undefined, margin: USUAL_MARGIN, maxCost: undefined, maxP95: undefined, minRating: undefined},
      ...{prefer: 'rating', leaveOut: [], isLeaveOutStrict: false, judge: undefined},
    })
  })

  it('are taken each by itself from either place', () => {
    const names = Object.keys(FLAGS) as (keyof DecisionSettings)[]
    for (const name of names) {
      const place = {
        leave_out: 'leaveOut',
        max_cost: 'maxCost',
        max_p95: 'maxP95',
        min_rating: 'minRating',
      } as const
      const term = name in place ? place[name as keyof typeof place] : (name as 'by')
      expect(decisionTerms({[name]: FLAGS[name]}, SETTINGS)).to.deep.equal({
        ...OF_SETTINGS,
        [term]: OF_FLAGS[term],
        isLeaveOutStrict: name === 'leave_out',
      })
    }
  })
})
