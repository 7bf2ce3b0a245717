import {expect} from 'chai'
import fc from 'fast-check'
import stringWidth from 'string-width'
import {namedTable, table, tableMarkdown, type Column} from '../../src/terminal/table.js'
import {draws} from '../support/draws.js'

type Row = Record<'model' | 'case' | 'cost' | 'score', string>

const COLUMNS: Column<Row>[] = [
  {header: 'model', value: ({model}) => model, least: 8, cutAt: 'middle'},
  {header: 'case', value: (row) => row.case, least: 6},
  {header: 'cost', value: ({cost}) => cost, align: 'right', expendable: 2},
  {header: 'score', value: ({score}) => score, expendable: 1},
]
const ROW = {model: 'anthropic/claude-haiku-4.5', case: 'guided basic free', cost: '$0.0032', score: '4.1'}
const plain = (text: string) => text.replaceAll(/\u001B\[\d+m/g, '')
const shown = (width: number) => plain(namedTable([ROW], COLUMNS, width, '--json')).split('\n')

describe('a table', () => {
  it('lays a long table out as one: the widest cell may be in any part', () => {
    const rows = Array.from({length: 701}, (_, at) => ({name: at === 600 ? 'the widest' : `n${at}`, n: at}))
    const lines = table(rows, [
      {header: 'name', value: ({name}) => name},
      {header: 'n', value: ({n}) => String(n), align: 'right'},
    ])
      .split('\n')
      .slice(1)
    expect(lines).to.deep.equal(rows.map(({name, n}) => `${name.padEnd(10)}  ${String(n).padStart(3)}`))
  })

  it('is whole where there is room, or no terminal at all', () => {
    for (const width of [Infinity, 61])
      expect(shown(width)).to.deep.equal([
        'model                       case                  cost  score',
        'anthropic/claude-haiku-4.5  guided basic free  $0.0032  4.1',
      ])
  })

  it('cuts what may be cut, the widest first, in the middle or at the end', () => {
    expect(shown(50)[1]).to.match(/^anth\S*…\S*haiku-4\.5 .* \$0\.0032  4\.1$/)
  })

  it('leaves out what is worth least when cutting is not enough, and names it', () => {
    expect(shown(30).slice(2).join(' ')).to.equal('Not shown in 30 columns: cost; --json has them.')
    expect(shown(18).slice(2).join(' ')).to.equal('Not shown in 18 columns: cost, score; --json has them.')
  })

  it('is never wider than the terminal, while its columns can give way', () => {
    const cell = fc.string({unit: fc.constantFrom('a', '/', '-', 'é', '株', '…'), maxLength: 40})
    const row = fc.record({model: cell, case: cell, cost: cell, score: cell})
    fc.assert(
      fc.property(
        fc.array(row, {minLength: 1, maxLength: 4}),
        fc.integer({min: 18, max: 90}),
        (rows, width) => {
          for (const line of plain(table(rows, COLUMNS, width)).split('\n'))
            expect(stringWidth(line)).to.be.at.most(width)
        },
      ),
      draws(60),
    )
  })

  it('is whole in Markdown', () => {
    expect(tableMarkdown([{...ROW, case: 'a|b <i>'}], COLUMNS)).to.equal(
      [
        '| model | case | cost | score |',
        '| --- | --- | --: | --- |',
        '| anthropic/claude-haiku-4.5 | a\\|b &lt;i> | $0.0032 | 4.1 |',
      ].join('\n'),
    )
  })
})
