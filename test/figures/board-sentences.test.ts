import {expect} from 'chai'
import {apartSentence, boardSentences, ratersSentence} from '../../src/figures/board-sentences.js'
import {panelSentences} from '../../src/figures/panel-sentences.js'
import type {Panel} from '../../src/figures/panel.js'
import {aBoard, aPair, aRow} from '../support/figures.js'

const pair = (p_holm: number | null) => aPair('a', 'b', {p_holm, p: p_holm})
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
      /^2 of 4 pairs are rated differently.* 1 cannot be told/,
    )
    expect(apartSentence([pair(0.5)])).to.match(/^0 of 1 pair is rated differently/)
    expect(apartSentence([pair(null)])).to.equal(
      'No pair has rated configurations enough in common yet, so none can be told apart.',
    )
  })

  it('says for whom the figures speak', () => {
    expect(ratersSentence({raters: 1, effective: 1})).to.equal(
      'The figures speak for this one rater and not for people at large.',
    )
    expect(ratersSentence({raters: 9, effective: 2.3})).to.equal(
      'The figures speak for these 9 raters, worth 2.3, and not for people at large.',
    )
    expect(ratersSentence({raters: 6, effective: 5.4})).to.equal('The figures speak for these 6 raters.')
  })

  it('says which ranks are open for want of ratings, what is a plain mean, and where mixes differ', () => {
    expect(boardSentences(aBoard([aRow('a'), aRow('b')]))).to.deep.equal([])
    const sentences = boardSentences(
      aBoard([aRow('a'), aRow('b', {is_adjusted: false})], {
        pairs: {all: 1, withheld: 1},
        common_configurations: 3,
      }),
    )
    expect(sentences).to.have.length(3)
    expect(sentences[0]).to.match(/^1 of 1 pair cannot be told apart/)
    expect(sentences[1]).to.match(/^\* nothing links the ratings of 1 group/)
    expect(sentences[2]).to.contain('3 in common')
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
