import {expect} from 'chai'
import fc from 'fast-check'
import {safeJson} from '../../src/text/json.js'
import {draws} from '../support/draws.js'
import {anyCharacter} from '../support/any-character.js'

const special = [
  '\0',
  '\u001B',
  '\u007F',
  '\u0085',
  '\u009B',
  '\u061C',
  '\u200E',
  '\u2028',
  '\u2029',
  '\u202E',
  '\u2069',
  '\uFEFF',
]
const unit = fc.oneof(
  fc.constantFrom(...special, '"', '\\', '\\u', '\uD800', '\uDC00', '😀'),
  fc.string({unit: anyCharacter}),
)
const text = fc.string({unit, maxLength: 12})
const HARMFUL = /[\p{Cc}\p{Bidi_Control}\u2028\u2029\uFEFF]/u

describe('safeJson', () => {
  it('escapes what a terminal would obey, and leaves other languages readable', () => {
    expect(safeJson({text: 'é 漢 😀 \u009B2J\u202E\u007F'})).to.equal(
      '{"text":"é 漢 😀 \\u009b2J\\u202e\\u007f"}',
    )
  })

  it('parses back to the same text, and holds no harmful character', () => {
    fc.assert(
      fc.property(text, (value) => {
        const json = safeJson(value)
        expect(JSON.parse(json)).to.equal(value)
        expect(json).not.to.match(HARMFUL)
      }),
      draws(500),
    )
  })

  it('parses back to the same value, whatever is inside, names of fields too', () => {
    const {value} = fc.letrec<{value: unknown}>((tie) => ({
      value: fc.oneof(
        {maxDepth: 3},
        text,
        fc.integer(),
        fc.boolean(),
        fc.constant(null),
        fc.array(tie('value'), {maxLength: 3}),
        fc
          .array(fc.tuple(text, tie('value')), {maxLength: 3})
          .map((fields): unknown => Object.fromEntries(fields)),
      ),
    }))
    fc.assert(
      fc.property(value, (one) => {
        expect(JSON.parse(safeJson(one))).to.deep.equal(one)
        expect(safeJson(one)).not.to.match(HARMFUL)
        expect(safeJson(one, 2).replaceAll('\n', '')).not.to.match(HARMFUL)
        expect(JSON.parse(safeJson(one, 2))).to.deep.equal(one)
      }),
    )
  })

  it('is one line without an indent, and many with one', () => {
    expect(safeJson({a: ['x\ny']})).to.equal('{"a":["x\\ny"]}')
    expect(safeJson({a: ['x']}, 2)).to.equal('{\n  "a": [\n    "x"\n  ]\n}')
  })
})
