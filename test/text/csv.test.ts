import {expect} from 'chai'
import {parse} from 'csv-parse/sync'
import {stringify} from 'csv-stringify/sync'
import fc from 'fast-check'
import {csvLines, withoutFormulaMark, type CsvValue} from '../../src/text/csv.js'
import {draws} from '../support/draws.js'
import {anyCharacter} from '../support/any-character.js'

const read = (text: string) => parse(text)
/** The cell as a reader gets it back, of a row in which it stands between two others. */
const through = (cell: CsvValue) => read(csvLines([['first', cell, 'last']]))[0]?.[1]

const special = [
  '=',
  '+',
  '-',
  '@',
  '\t',
  '\r',
  '\n',
  ',',
  '"',
  "'",
  ' ',
  '\0',
  '\u001B',
  '\u007F',
  '\u009B',
  '\u061C',
  '\u200F',
]
const unit = fc.oneof(
  fc.constantFrom(...special, '\u2028', '\u202E', '\u2066', '\uFEFF', '＝', '漢', 'a', '7'),
  fc.string({unit: anyCharacter}),
)
const cell: fc.Arbitrary<CsvValue> = fc.oneof(
  {weight: 3, arbitrary: fc.string({unit, maxLength: 8})},
  fc.integer(),
  fc.double({noDefaultInfinity: true, noNaN: true}),
  fc.boolean(),
  fc.constant(null),
)
const rows = fc
  .integer({min: 1, max: 4})
  .chain((width) =>
    fc.array(fc.array(cell, {minLength: width, maxLength: width}), {minLength: 1, maxLength: 4}),
  )

/** What is documented: nothing for null, `�` for what is no text, a quote mark before what looks like a formula. */
function expected(value: CsvValue): string {
  if (typeof value !== 'string') return value === null ? '' : String(value)
  const text = value.replaceAll(/(?![\t\r\n])[\p{Cc}\p{Bidi_Control}\u2028\u2029\uFEFF]/gu, '\uFFFD')
  return /^'*[=+\-@\t\r＝＋－＠]/.test(text) ? `'${text}` : text
}

describe('csvLines', () => {
  it('writes letter for letter what the csv-stringify library writes', () => {
    const sanitized = (value: CsvValue) =>
      typeof value !== 'string'
        ? value
        : value
            .replaceAll(/(?![\t\r\n])[\p{Cc}\p{Bidi_Control}\u2028\u2029\uFEFF]/gu, '\uFFFD')
            .replace(/^(?='+[=+\-@\t\r＝＋－＠])/, "'")
    const options = {
      escape_formulas: true,
      quoted_match: /\r/,
      record_delimiter: '\n',
      cast: {boolean: String},
    }
    fc.assert(
      fc.property(rows, (lines) => {
        expect(csvLines(lines)).to.equal(
          stringify(
            lines.map((line) => line.map(sanitized)),
            options,
          ),
        )
      }),
    )
  })

  it('marks formulas so that the text can be had back, whatever marks it began with', () => {
    fc.assert(
      fc.property(
        fc.string({unit: fc.constantFrom("'", '=', '-', '@', '\t', '＋', 'a'), maxLength: 6}),
        (text) => {
          expect(withoutFormulaMark(through(text) ?? '')).to.equal(text)
        },
      ),
    )
  })

  it('writes a line for each row, with plain line ends, so that pages can be written one after another', () => {
    expect(
      csvLines([
        ['a', 'b'],
        [1, 'two'],
      ]),
    ).to.equal('a,b\n1,two\n')
    expect(csvLines([['a', 'b']]) + csvLines([[1, 'two']])).to.equal(
      csvLines([
        ['a', 'b'],
        [1, 'two'],
      ]),
    )
    expect(csvLines([])).to.equal('')
  })

  for (const start of ['=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠']) {
    it(`makes a text that begins with ${JSON.stringify(start)} harmless to a spreadsheet`, () => {
      expect(through(`${start}HYPERLINK("http://evil";"x")`)).to.equal(
        `'${start}HYPERLINK("http://evil";"x")`,
      )
    })
  }

  it('leaves numbers numbers, negative and tiny ones too', () => {
    expect(csvLines([[-1, -0.5, 1.5e-9, 0, 1e21]])).to.equal('-1,-0.5,1.5e-9,0,1e+21\n')
  })

  it('tells false and true from nothing', () => {
    expect(csvLines([[true, false, null, '']])).to.equal('true,false,,\n')
  })

  for (const text of [
    'a,b',
    'say "no"',
    '"',
    'two\nlines',
    'two\r\nlines',
    'an old\rline end',
    ' blank ',
    '漢字 😀',
    "'quoted'",
  ]) {
    it(`gives ${JSON.stringify(text)} back as it was`, () => {
      expect(through(text)).to.equal(text)
    })
  }

  it('lets no line end in a text begin a row, which a spreadsheet might take for a formula', () => {
    for (const end of ['\n', '\r', '\r\n'])
      expect(csvLines([['a', `x${end}=1+1`]])).to.equal(`a,"x${end}=1+1"\n`)
  })

  it('shows characters that steer a terminal or turn text around, instead of passing them on', () => {
    expect(through('\u001B[2Jred\u009B1m\u007F \u202Etxt.exe\u2066 \uFEFFmark\0')).to.equal(
      '�[2Jred�1m� �txt.exe� �mark�',
    )
  })

  it('gives every cell back, but for what is documented', () => {
    fc.assert(
      fc.property(rows, (table) => {
        const text = csvLines(table)
        expect(read(text)).to.deep.equal(table.map((row) => row.map(expected)))
        expect(text).not.to.match(/(?![\t\r\n])[\p{Cc}\p{Bidi_Control}]/u)
      }),
      draws(500),
    )
  })
})
