import {expect} from 'chai'
import {keepAnswer, LONGEST_ANSWER} from '../../../src/run/case/kept-answer.js'

describe('the answer that is kept', () => {
  it('is the whole answer up to 512,000 bytes, with the warning it came with', () => {
    expect(LONGEST_ANSWER).to.equal(512_000)
    expect(keepAnswer('Yes.')).to.deep.equal({answer: 'Yes.', warning: null})
    expect(keepAnswer('Yes.', 'cut short')).to.deep.equal({answer: 'Yes.', warning: 'cut short'})
    const whole = 'é'.repeat(256_000)
    expect(keepAnswer(whole)).to.deep.equal({answer: whole, warning: null})
  })

  it('is cut between two characters, and the warning says how much is gone', () => {
    const told = (bytes: string, left: string) =>
      `the answer of ${bytes} kB was cut: its first 512 kB were kept and read, the last ${left} kB were not`
    const one = keepAnswer('a'.repeat(512_001))
    expect(one).to.deep.equal({answer: 'a'.repeat(512_000), warning: told('513', '1')})
    // The last character would end a byte beyond.
    const two = keepAnswer(`a${'é'.repeat(1_000_000)}`, 'late')
    expect(two.answer === `a${'é'.repeat(255_999)}`).to.equal(true)
    expect(two.warning).to.equal(`late; ${told('2,001', '1,489')}`)
    expect(keepAnswer(`a${'€'.repeat(170_667)}`).answer).to.have.length(170_667)
  })

  it('holds a sign instead of what no text of a database can hold', () => {
    expect(keepAnswer('a\0b\uD83Dc\u{1F600}d\uDE00').answer).to.equal('a\uFFFDb\uFFFDc\u{1F600}d\uFFFD')
  })
})
