import {expect} from 'chai'
import fc from 'fast-check'
import stringWidth from 'string-width'
import {textColumns} from '../../src/terminal/text-columns.js'
import {anyCharacter} from '../support/any-character.js'
import {draws} from '../support/draws.js'

describe('the columns of a text', () => {
  it('are those that string-width counts, the first time and again', () => {
    const letters = fc.constantFrom(
      'a',
      ' ',
      'é',
      '日',
      '한',
      '👩‍👩‍👧',
      '🇩🇪',
      '1️⃣',
      '\u0301',
      '\u200D',
      '\t',
      'ｶﾞ',
    )
    const text = fc.oneof(
      fc.string({unit: 'grapheme'}),
      fc.string({unit: anyCharacter}),
      fc.array(letters).map((all) => all.join('')),
    )
    fc.assert(
      fc.property(text, (value) => {
        expect(textColumns(value)).to.equal(stringWidth(value))
        expect(textColumns(value)).to.equal(stringWidth(value))
      }),
      draws(400),
    )
  })

  it('are none for colours', () => {
    expect(textColumns('\u001B[31mrød\u001B[39m')).to.equal(3)
  })

  it('are counted for more letters than are remembered', () => {
    const many = Array.from({length: 10_000}, (_, at) => String.fromCodePoint(0x4e00 + at)).join('')
    expect(textColumns(many)).to.equal(20_000)
    expect(textColumns('日本')).to.equal(4)
  })
})
