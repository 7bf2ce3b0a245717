import {expect} from 'chai'
import fc from 'fast-check'
import stringWidth from 'string-width'
import {fitMiddle, fitNames, fitText, joinWrapped, wrapLines, wrapText} from '../../src/terminal/lines.js'

const graphemes = (text: string) => [...new Intl.Segmenter().segment(text)].map(({segment}) => segment)
/** What models and people write, and what breaks counting by characters. */
const piece = fc.oneof(
  fc.string({unit: 'grapheme'}),
  fc.constantFrom(
    '漢字かな',
    '👨‍👩‍👧‍👦',
    '🇩🇪🇫🇷',
    'e\u0301e\u0301',
    '1️⃣2️⃣',
    'क्षत्रिय',
    ' ',
    '\u001B[31m',
    '\u200B',
    '\u202E',
  ),
)
const text = fc.array(piece, {maxLength: 12}).map((pieces) => pieces.join(''))
const width = fc.integer({min: 2, max: 30})

describe('text in columns', () => {
  it('is cut to no more than its width, at the end of what a reader sees as a letter', () => {
    fc.assert(
      fc.property(text, width, (long, columns) => {
        const fitted = fitText(long, columns)
        expect(stringWidth(fitted)).to.be.at.most(columns)
        if (fitted.endsWith('…') && !long.includes('…'))
          expect(graphemes(fitText(long, 1000)).slice(0, graphemes(fitted).length - 1)).to.deep.equal(
            graphemes(fitted).slice(0, -1),
          )
      }),
    )
    expect(fitText('漢字かな交じり文', 8)).to.equal('漢字か…')
    expect(fitText('👨‍👩‍👧‍👦👨‍👩‍👧‍👦', 2)).to.equal('…')
  })

  it('of names is cut in the middle, and what differs goes on to differ', () => {
    expect(fitMiddle('anthropic/claude-haiku-4.5', 14)).to.equal('anth…haiku-4.5')
    expect(fitNames(['lab/large-2026-01-instruct', 'lab/large-2026-06-instruct'], 14)).to.deep.equal([
      '…01-instruct',
      '…06-instruct',
    ])
    expect(fitNames(['lab/one', 'lab/one', 'b'], 5)).to.deep.equal(['l…one', 'l…one', 'b'])
    const names = fc.tuple(
      fc.string({unit: 'grapheme-ascii'}),
      text,
      text,
      fc.string({unit: 'grapheme-ascii'}),
    )
    fc.assert(
      fc.property(names, width, ([head, a, b, tail], columns) => {
        const fitted = fitNames([head + a + tail, head + b + tail], columns)
        for (const name of fitted) expect(stringWidth(name)).to.be.at.most(columns)
      }),
    )
    const digits = fc.stringMatching(/^[0-9]{4}$/)
    fc.assert(
      fc.property(digits, digits, fc.integer({min: 8, max: 30}), (a, b, columns) => {
        const [x, y] = fitNames([`provider/a-model-${a}-instruct`, `provider/a-model-${b}-instruct`], columns)
        expect(x === y).to.equal(a === b)
      }),
    )
  })

  it('is wrapped line by line, but for what is indented', () =>
    expect(wrapLines('one two three\n  four five six\n\nx', 7)).to.equal(
      'one two\nthree\n  four five six\n\nx',
    ))

  it('is wrapped to no more than its width, and nothing is lost or torn', () => {
    fc.assert(
      fc.property(text, width, (long, columns) => {
        const lines = wrapText(long, columns)
        // One letter that is wider than the line has no other place.
        for (const line of lines.filter((line) => graphemes(line).length > 1))
          expect(stringWidth(line)).to.be.at.most(columns)
        const whole = graphemes(fitText(long, 100_000)).filter((grapheme) => grapheme !== ' ')
        expect(lines.flatMap(graphemes).filter((grapheme) => grapheme !== ' ')).to.deep.equal(whole)
      }),
    )
    expect(wrapText('one two three', 7)).to.deep.equal(['one two', 'three'])
    expect(joinWrapped(['a · b', 'c'], ' · ', 5)).to.deep.equal(['a · b', 'c'])
  })
})
