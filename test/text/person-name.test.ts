import {expect} from 'chai'
import fc from 'fast-check'
import {LONGEST_NAME, personName} from '../../src/text/person-name.js'
import {anyCharacter} from '../support/any-character.js'

describe('the name of a person', () => {
  const same: [string, string, string][] = [
    ['composed and decomposed letters', 'Jose\u0301', 'José'],
    ['a zero-width space', 'an\u200Bn', 'ann'],
    ['a zero-width joiner', 'an\u200Dn', 'ann'],
    ['a byte order mark', '\uFEFFann', 'ann'],
    ['a soft hyphen', 'an\u00ADn', 'ann'],
    ['marks of direction', '\u202Eann\u202C', 'ann'],
    ['a variation selector', 'ann\uFE0F', 'ann'],
    ['a Hangul filler', 'ann\u3164', 'ann'],
    ['blanks around', ' \tann\r\n', 'ann'],
    ['a no-break space', 'Ann\u00A0Lee', 'Ann Lee'],
    ['two blanks', 'Ann  Lee', 'Ann Lee'],
    ['blanks that invisible characters hide', '\u200B ann \u200B', 'ann'],
  ]
  for (const [what, written, stored] of same)
    it(`has one form, whatever it is written with: ${what}`, () =>
      expect(personName(written)).to.equal(stored))

  for (const written of [
    '',
    ' ',
    '\u200B',
    'a\nb',
    'a\u0000b',
    'a\u001B[31mb',
    'a\u2028b',
    '\uD83C',
    'removed:1',
  ])
    it(`is none: ${JSON.stringify(written)}`, () => expect(personName(written)).to.equal(undefined))

  it(`has at most ${LONGEST_NAME} characters`, () => {
    expect(personName('x'.repeat(LONGEST_NAME))).to.have.length(LONGEST_NAME)
    expect(personName('x'.repeat(LONGEST_NAME + 1))).to.equal(undefined)
  })

  it('is its own form', () => {
    fc.assert(
      fc.property(fc.string({unit: anyCharacter, maxLength: 20}), (text) => {
        const name = personName(text)
        if (name !== undefined) expect(personName(name)).to.equal(name)
      }),
    )
  })
})
