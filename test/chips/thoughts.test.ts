import {expect} from 'chai'
import {readChips} from '../../src/chips/read-answer.js'
import {withoutThoughts} from '../../src/chips/thoughts.js'
import {asideAnswers, DRAFT, FINAL, markedAnswers, unendedAnswers} from '../support/answers.js'

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

  for (const [name, answer] of Object.entries(asideAnswers(draft, final))) {
    it(`leaves out the draft that stands aside: ${name}`, () => {
      expect(readChips(answer)).to.deep.equal({
        chips: FINAL,
        problems: ['a list that was only a draft or an example was left out'],
      })
    })
  }

  for (const [name, answer] of Object.entries(asideAnswers('nothing yet', final))) {
    it(`reads a list beside an aside without one: ${name}`, () => {
      expect(readChips(answer)).to.deep.equal({chips: FINAL, problems: []})
    })
  }

  it('reads a list that stands aside where there is no other, and parts in tags together', () => {
    const parts = [FINAL.slice(0, 8), FINAL.slice(8)].map((part) => JSON.stringify(part))
    for (const answer of [
      `<plan>${final}</plan>`,
      `> ${final}`,
      `Thinking: ${final}`,
      `<!-- ${final} -->`,
      `<situations>${parts[0]}</situations>\nThe others: ${parts[1]}`,
      `<part1>${parts[0]}</part1><part2>${parts[1]}</part2>`,
      `<morning>${parts[0]}</morning><evening>${parts[1]}</evening>`,
      `${parts[0]}\n<more>${parts[1]}</more>`,
    ])
      expect(readChips(answer), answer).to.deep.equal({chips: FINAL, problems: []})
  })

  it('takes no name of a key for a mark', () => {
    for (const text of ['[design_thinking]', '<design_thinking>', 'unthinkable <seasoning>', '[Reasoned]'])
      expect(withoutThoughts(`${text} ${final}`).hasThoughts, text).to.equal(false)
  })

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
