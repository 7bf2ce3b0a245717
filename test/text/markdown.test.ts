import {expect} from 'chai'
import fc from 'fast-check'
import {markdownTable, markdownText} from '../../src/text/markdown.js'
import {anyCharacter} from '../support/any-character.js'
import {draws} from '../support/draws.js'

const special = [
  '|',
  '\\',
  '`',
  '*',
  '_',
  '[',
  ']',
  '(',
  ')',
  '<',
  '>',
  '&',
  '~',
  '#',
  '!',
  '-',
  '\n',
  '\r',
  '\t',
  '\u001B',
  '\u2028',
  '\u202E',
]
const unit = fc.oneof(
  fc.constantFrom(...special, 'a', 'b', ' ', '&lt;', '<b>', '漢'),
  fc.string({unit: anyCharacter}),
)
const text = fc.string({unit, maxLength: 12})

/** Pipes that end a cell: those after an even number of backslashes. */
function cellsByCommonMark(line: string): number {
  return line.replaceAll(/\\[\s\S]/g, '').split('|').length - 2
}

/** As GitHub's scanner does it, to whom any backslash before a pipe is enough. */
function cellsByScanner(line: string): number {
  return line.replaceAll('\\|', '').split('|').length - 2
}

/** What a reader of the document sees. */
function rendered(markdown: string): string {
  return markdown
    .replaceAll(/\\([!-/:-@[-`{-~])/g, '$1')
    .replaceAll('&lt;', '<')
    .replaceAll('&amp;', '&')
}

function plain(original: string): string {
  return original.replaceAll(/\s+/g, ' ').replaceAll(/[\p{Cc}\p{Bidi_Control}\u2028\u2029\uFEFF]/gu, '\uFFFD')
}

describe('markdownTable', () => {
  it('is a table with a header, a ruler that aligns, and a line for each row', () => {
    const columns = [{header: 'model'}, {header: 'rating', align: 'right' as const}]
    expect(
      markdownTable(columns, [
        ['lab/one', '4.50'],
        ['lab/two', '–'],
      ]),
    ).to.equal(['| model | rating |', '| --- | --: |', '| lab/one | 4.50 |', '| lab/two | – |'].join('\n'))
    expect(markdownTable(columns, [])).to.equal('| model | rating |\n| --- | --: |')
  })

  it('keeps its cells and lines, whatever stands in them', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(text, text, text), {maxLength: 4}),
        fc.tuple(text, text, text),
        (rows, headers) => {
          const lines = markdownTable(
            headers.map((header) => ({header})),
            rows,
          ).split(/\r\n|[\n\v\f\r\u0085\u2028\u2029]/)
          expect(lines).to.have.length(rows.length + 2)
          for (const line of lines) {
            expect(cellsByCommonMark(line), line).to.equal(3)
            expect(cellsByScanner(line), line).to.equal(3)
          }
        },
      ),
      draws(500),
    )
  })
})

describe('markdownText', () => {
  for (const [name, given, escaped] of [
    ['a pipe', 'a|b', 'a\\|b'],
    ['a backslash before a pipe', 'a\\|b', 'a\\\\\\|b'],
    ['a backslash at the end', 'a\\', 'a\\\\'],
    ['code', '`a|b`', '\\`a\\|b\\`'],
    ['HTML', '<img src=x onerror=y>', '&lt;img src=x onerror=y>'],
    ['an entity', '&lt;b&#62;', '&amp;lt;b&amp;\\#62;'],
    ['a picture', '![x](http://evil)', '\\!\\[x\\](http://evil)'],
    ['emphasis', '*a* __b__ ~~c~~', '\\*a\\* \\_\\_b\\_\\_ \\~\\~c\\~\\~'],
    ['line ends', 'a\nb\r\n\r\nc\u2028d', 'a b c d'],
    ['an escape sequence', '\u001B[31mred\u009B0m', '�\\[31mred�0m'],
    ['what turns text around', '\u202Etxt.exe', '�txt.exe'],
  ] as const) {
    it(`shows ${name} as it is`, () => {
      expect(markdownText(given)).to.equal(escaped)
    })
  }

  it('shows any text as it is, but on one line and without control characters', () => {
    fc.assert(
      fc.property(text, (original) => {
        const markdown = markdownText(original)
        expect(rendered(markdown)).to.equal(plain(original))
        expect(markdown).not.to.match(/[\p{Cc}\p{Bidi_Control}\u2028\u2029\uFEFF<]/u)
        expect(markdown.replaceAll(/\\[\s\S]/g, ''), 'nothing left that means something').not.to.match(
          /[\\`*_[\]|~]|&(?!amp;|lt;)/,
        )
      }),
      draws(500),
    )
  })
})
