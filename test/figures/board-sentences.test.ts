import {expect} from 'chai'
import {apartSentence, componentsSentence, smallPanelSentence} from '../../src/figures/board-sentences.js'
import {panelSentences} from '../../src/figures/panel-sentences.js'
import type {Panel} from '../../src/figures/panel.js'
import type {PairResult} from '../../src/figures/pairs.js'

const pair = (p_holm: number | null) => ({p_holm}) as PairResult
const panel: Panel = {
  raters: [],
  agreement: {
    alpha: 0.42,
    interval: {low: 0.13, high: 0.62},
    units: 40,
    exact: 0.26,
    withinOne: 0.95,
  } as Panel['agreement'],
  self: {n: 17, exact: 0.47, within_one: 1},
  components: 2,
  not_blind: 7,
}

describe('what is said beside figures', () => {
  it('counts the pairs that are apart', () => {
    expect(apartSentence([pair(0.01), pair(0.05), pair(0.2), pair(null)])).to.match(
      /^2 of 4 pairs are rated differently/,
    )
    expect(apartSentence([pair(0.5)])).to.match(/^0 of 1 pair is rated differently/)
    expect(apartSentence([pair(null)])).to.equal(
      'No pair has rated configurations in common yet, so none can be told apart.',
    )
  })

  it('warns of small panels and of raters that nothing links, and of nothing else', () => {
    expect(smallPanelSentence(1)).to.equal('With 1 rater the figures speak of this panel alone.')
    expect([smallPanelSentence(4), smallPanelSentence(5)]).to.deep.equal([
      'With 4 raters the figures speak of this panel alone.',
      undefined,
    ])
    expect([componentsSentence(null), componentsSentence(1)]).to.deep.equal([undefined, undefined])
    expect(componentsSentence(3)).to.contain('3 parts that share no result')
  })

  it('tells of a panel only what is known', () => {
    expect(panelSentences(panel)).to.have.length(5)
    expect(panelSentences(panel)[2]).to.equal(
      'Shown the same result again, a rater gave the same score in 47 % of 17, at most 1 apart in 100 %.',
    )
    const little: Panel = {
      ...panel,
      agreement: {...panel.agreement, alpha: null, interval: null, units: 0},
      self: {...panel.self, n: 0},
      components: 1,
      not_blind: 0,
    }
    expect(panelSentences(little)).to.deep.equal([
      "Krippendorff's alpha (ordinal) is –: unknown, as nothing was rated twice (or everything alike).",
    ])
  })
})
