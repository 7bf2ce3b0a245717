import {expect} from 'chai'
import {parse} from 'csv-parse/sync'
import fc from 'fast-check'
import {csvLines} from '../../src/formats/csv.js'
import {safeJson} from '../../src/formats/json.js'
import {markdownTable, markdownText} from '../../src/formats/markdown.js'
import {metricChange, percent, pValue, rankText, signed, usd} from '../../src/formats/numbers.js'

const HARMFUL = /[\u007F-\u009F\u061C\u200E\u200F\u2028-\u202E\u2066-\u2069\uFEFF]/

describe('CSV', () => {
  it('gives back every cell, formulas with a quote mark before them and controls replaced', () => {
    const hostile = fc.array(fc.array(fc.string({unit: 'binary'}), {minLength: 2, maxLength: 2}), {minLength: 1})
    fc.assert(
      fc.property(hostile, (rows) => {
        const text = csvLines(rows)
        expect(text).not.to.match(HARMFUL).and.not.to.match(/[\u0000-\u0008\u000B\u000C\u000E-\u001F]/)
        const back = parse(text, {record_delimiter: '\n', relax_column_count: true, skip_empty_lines: false})
        expect(back).to.have.length(rows.length)
        for (const [at, cells] of back.entries()) {
          for (const [column, cell] of cells.entries()) {
            expect(cell).not.to.match(/^[=+\-@\t\r]/)
            const clean = rows[at]![column]!.replaceAll(new RegExp(HARMFUL, 'g'), '\uFFFD').replaceAll(/[\u0000-\u0008\u000B\u000C\u000E-\u001F]/g, '\uFFFD')
            expect([clean, `'${clean}`]).to.include(cell)
          }
        }
      }),
    )
  })

  it('leaves numbers numbers', () => {
    expect(csvLines([[-1.5, 0, null, true, '-1']])).to.equal(`-1.5,0,,true,'-1\n`)
  })
})

describe('JSON for terminals', () => {
  it('is the same value, without a character that a terminal obeys', () => {
    fc.assert(
      fc.property(fc.jsonValue({stringUnit: 'binary'}), (value) => {
        const text = safeJson(value, 2)
        expect(JSON.parse(text)).to.deep.equal(JSON.parse(JSON.stringify(value)))
        expect(text).not.to.match(HARMFUL).and.not.to.match(/[\u0000-\u0009\u000B-\u001F]/)
      }),
    )
  })
})

describe('Markdown', () => {
  it('keeps every cell in its cell', () => {
    fc.assert(
      fc.property(fc.string({unit: 'binary'}), (text) => {
        const table = markdownTable([{header: 'a'}, {header: 'b', align: 'right'}], [[text, 'end']])
        const lines = table.split('\n')
        expect(lines).to.have.length(3)
        expect(lines[2]!.replaceAll(/\\./g, '').match(/\|/g)).to.have.length(3)
        expect(lines[2]).not.to.match(/</)
      }),
    )
  })

  it('shows marks as they are', () => {
    expect(markdownText('a|b *c* <b>\n`d` \u001b[1m')).to.equal('a\\|b \\*c\\* &lt;b> \\`d\\` \uFFFD\\[1m')
  })
})

describe('numbers', () => {
  it('are written as people read them', () => {
    expect([0, 1e-19, 0.0002, 0.00123, 0.5, 12.345, 1234.5].map((value) => usd(value))).to.deep.equal(['$0', '$0', '$0.0002', '$0.0012', '$0.500', '$12.35', '$1235'])
    expect([0.123, -0.123, -0.001, 0].map((value) => signed(value))).to.deep.equal(['+0.12', '-0.12', '0.00', '0.00'])
    expect([0.0004, 0.034, 1, null].map(pValue)).to.deep.equal(['<.001', '.034', '1.000', '–'])
    expect([rankText(1, {low: 1, high: 1}), rankText(2, {low: 1, high: 3}), rankText(null, null)]).to.deep.equal(['1', '2 (1–3)', '–'])
    expect([percent(0.125), percent(null), metricChange('latency_ms', -1500), metricChange('cost_usd', 1e-12)]).to.deep.equal(['13 %', '–', '-1.5 s', '$0'])
  })
})
