import {expect} from 'chai'
import fc from 'fast-check'
import {keepTexts, listText} from '../../src/records/stored-lists.js'
import {draws} from '../support/draws.js'
import {anyCharacter} from '../support/any-character.js'

const record = (text: unknown) => {
  const made = {}
  keepTexts(made, {final_chips: text})
  return made
}
const chipsText = (text: unknown) => listText(record(text), 'final_chips', 'chips')
const chip = fc.record({
  key: fc.string({unit: anyCharacter}),
  display: fc.string({unit: anyCharacter}),
  type: fc.constantFrom('situation', 'jargon'),
})

describe('the stored text of a list', () => {
  it('is passed through only where a reading and a writing would give the same text', () => {
    fc.assert(
      fc.property(
        fc.array(chip),
        fc.integer({min: 0, max: 3}),
        fc.integer({min: 0, max: 200}),
        (chips, how, at) => {
          const written = JSON.stringify(chips)
          const stored = [
            written,
            JSON.stringify(chips, null, 1),
            written.slice(0, at) + written.slice(at + 1),
            written.replaceAll('a', '\\u0061').replaceAll('/', '\\/'),
          ][how]!.replaceAll(/\p{Surrogate}/gu, '\uFFFD')
          const text = chipsText(stored)
          if (text !== undefined) expect(JSON.stringify(JSON.parse(text))).to.equal(stored)
        },
      ),
      draws(500),
    )
  })

  it('is passed through as bench writes it', () => {
    const chips = [
      {key: 'a', display: 'An "A"\n\\ 漢', type: 'jargon'},
      {key: 'b', display: '', type: 'situation'},
    ]
    for (const list of [chips, chips.slice(1), []])
      expect(chipsText(JSON.stringify(list))).to.equal(JSON.stringify(list))
    const errors = JSON.stringify(['Step 1: "x"', ''])
    expect(listText(record(errors), 'final_chips', 'texts')).to.equal(errors)
  })

  it('is left to a reader otherwise: other shapes, other columns, long texts, copies of a record', () => {
    for (const text of [
      null,
      7,
      '',
      'null',
      '{}',
      '[1]',
      '[{"key":"a","type":"jargon","display":"A"}]',
      '[] ',
    ])
      expect(chipsText(text), String(text)).to.equal(undefined)
    expect(listText(record('[]'), 'final_chips', 'text')).to.equal(undefined)
    expect(listText(record('[]'), 'other', 'chips')).to.equal(undefined)
    expect(chipsText(JSON.stringify([{key: 'a', display: 'x'.repeat(300_000), type: 'jargon'}]))).to.equal(
      undefined,
    )
    expect(listText({...record('[]')}, 'final_chips', 'chips')).to.equal(undefined)
  })
})
