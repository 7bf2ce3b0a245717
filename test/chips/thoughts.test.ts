import {expect} from 'chai'
import {readChips} from '../../src/chips/read-answer.js'
import {withoutThoughts} from '../../src/chips/thoughts.js'
import {DRAFT, FINAL, markedAnswers, unendedAnswers} from '../support/answers.js'

describe('withoutThoughts', () => {
  const draft = JSON.stringify(DRAFT)
  const final = JSON.stringify(FINAL)

  for (const [name, answer] of Object.entries(markedAnswers(draft, final))) {
    it(`leaves the answer alone: ${name}`, () => {
      expect(readChips(answer)).to.deep.equal({chips: FINAL, problems: []})
    })
  }

  for (const [name, answer] of Object.entries(markedAnswers(draft.slice(0, -30), final))) {
    it(`is not misled by a draft that breaks off: ${name}`, () => {
      expect(readChips(answer)).to.deep.equal({chips: FINAL, problems: []})
    })
  }

  for (const [name, answer] of Object.entries(unendedAnswers(draft))) {
    it(`takes no draft for an answer in thoughts that do not end: ${name}`, () => {
      expect(readChips(answer)).to.deep.equal({
        chips: [],
        problems: ['the answer holds nothing but thoughts, which do not end'],
      })
    })
  }

  for (const mark of ['<think>', '</think>', '[THINK]', '◁/think▷', '<|channel|>analysis', '</reasoning>']) {
    const list = [{...FINAL[0]!, display: `Where "${mark}" stands {here}, and ${mark} there`}, FINAL[1]!]
    const json = JSON.stringify(list)
    it(`keeps ${mark} in the text of a chip: alone, in prose, after thoughts, damaged, cut off`, () => {
      for (const text of [
        json,
        `Here: ${json}.`,
        `<think>${draft}</think>${json}`,
        JSON.stringify({data: list}, undefined, 2),
      ])
        expect(readChips(text), text).to.deep.equal({chips: list, problems: []})
      for (const text of [json.replace(/\]$/, ',]'), json.slice(0, -1)])
        expect(readChips(text).chips, text).to.deep.equal(list)
    })
  }

  it('leaves a text without thoughts as it is, and links and talk of marks too', () => {
    for (const text of [
      'Here: [] <b>x</b>',
      '[Reflection](https://a.example)',
      'I use `<think>` for that: {}',
    ])
      expect(withoutThoughts(text)).to.deep.equal({answer: text, hasThoughts: false, isUnended: false})
  })
})
