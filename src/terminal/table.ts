import Table from 'cli-table3'
import {textColumns} from './text-columns.js'
import {markdownTable} from '../text/markdown.js'
import {colour} from './colour.js'
import {fitNames, fitText, wrapText} from './lines.js'

export interface Column<Row> {
  header: string
  /** What it is called where its header says nothing; the header by default. */
  name?: string
  value: (row: Row) => string
  align?: 'left' | 'right'
  /** Columns with a higher number are left out first where the table is too wide; 0 by default: never. */
  expendable?: number
  /**
   * The least width of a column whose cells and header may be cut, once nothing more can be left out;
   * undefined: never cut. `cutAt`: where cells lose text, the end by default; in the middle those that differ
   * go on to differ. `isNamed`: the header is a name too.
   */
  least?: number
  cutAt?: 'middle' | 'end'
  isNamed?: boolean
}

const NO_LINES = {
  top: '',
  'top-mid': '',
  'top-left': '',
  'top-right': '',
  bottom: '',
  'bottom-mid': '',
  'bottom-left': '',
  'bottom-right': '',
  left: '',
  'left-mid': '',
  mid: '',
  'mid-mid': '',
  right: '',
  'right-mid': '',
  middle: '  ',
}

/**
 * A table without lines; cells must be safe text already. In a narrow terminal it leaves columns out and cuts
 * cells as its columns allow.
 */
export function table<Row>(rows: readonly Row[], columns: readonly Column<Row>[], width = Infinity): string {
  return fittedTable(rows, columns, width).text
}

/**
 * As `table`, and below it a line that names the columns left out.
 * @param elsewhere where all of them are, such as `--json`.
 */
export function namedTable<Row>(
  rows: readonly Row[],
  columns: readonly Column<Row>[],
  width: number,
  elsewhere: string,
): string {
  const {text, left} = fittedTable(rows, columns, width)
  if (left.length === 0) return text
  const note = `Not shown in ${width} columns: ${left.join(', ')}; ${elsewhere} has them.`
  return [text, ...wrapText(note, width).map((line) => colour.dim(line))].join('\n')
}

/** The same table in Markdown, with all its columns. */
export function tableMarkdown<Row>(rows: readonly Row[], columns: readonly Column<Row>[]): string {
  return markdownTable(
    columns,
    rows.map((row) => columns.map(({value}) => value(row))),
  )
}

/** The table, and the headers of the columns that it leaves out, in their order. */
export function fittedTable<Row>(
  rows: readonly Row[],
  columns: readonly Column<Row>[],
  width: number,
): {text: string; left: string[]} {
  const cells = columns.map((column) => ({column, values: rows.map((row) => column.value(row))}))
  const kept = fitting(cells, width)
  const shown = cut(kept, width)
  const text = laidOut(shown, rows.length)
    .map((line) => line.trimEnd())
    .join('\n')
  const left = columns.filter((wanted) => !kept.some(({column}) => column === wanted))
  return {text, left: left.map(({name, header}) => name ?? header)}
}

/** The library looks through all rows for each cell: what is longer is laid out in parts. */
const PART = 250

/** The lines of a table. Each part ends in a line of the widest cells, which is left out again. */
function laidOut<Row>(shown: readonly Cells<Row>[], rows: number): string[] {
  const colAligns = shown.map(({column}) => column.align ?? 'left')
  const heads = shown.map(({column}) => colour.bold(column.header))
  const isWhole = rows <= PART
  const widest = isWhole ? [] : shown.map(widestLine)
  const lines: string[] = []
  for (let first = 0; first === 0 || first < rows; first += PART) {
    const view = new Table({
      head: first === 0 ? heads : [],
      colAligns,
      chars: NO_LINES,
      style: {head: [], border: [], 'padding-left': 0, 'padding-right': 0},
    })
    for (let at = first; at < Math.min(rows, first + PART); at++)
      view.push(shown.map(({values}) => values[at]!))
    if (!isWhole) view.push(widest)
    const part = view.toString().split('\n')
    lines.push(...(isWhole ? part : part.slice(0, -1)))
  }

  return lines
}

function widestLine<Row>({column, values}: Cells<Row>): string {
  let [widest, most] = ['', -1]
  for (const text of [column.header, ...values])
    for (const line of text.split('\n')) {
      const columns = textColumns(line)
      if (columns > most) [widest, most] = [line, columns]
    }

  return widest
}

interface Cells<Row> {
  column: Column<Row>
  values: string[]
}

/** The columns that fit, if their cells are cut as far as they may be. */
function fitting<Row>(cells: readonly Cells<Row>[], width: number): Cells<Row>[] {
  const shown = [...cells]
  while (sum(shown.map(leastWidth)) > width) {
    const most = Math.max(...shown.map(({column}) => column.expendable ?? 0))
    if (most === 0) break
    shown.splice(
      shown.findIndex(({column}) => column.expendable === most),
      1,
    )
  }

  return shown
}

/** The widest columns lose text, as far as they may, until the table fits. */
function cut<Row>(cells: readonly Cells<Row>[], width: number): Cells<Row>[] {
  const widths = cells.map(wholeWidth)
  for (let over = sum(widths) - width; over > 0; over--) {
    const loose = widths.map((columns, at) => (columns > leastWidth(cells[at]!) ? columns : 0))
    const widest = loose.indexOf(Math.max(...loose))
    if (loose[widest] === 0) break
    widths[widest]!--
  }

  const headers = namedHeaders(cells, widths)
  return cells.map(({column, values}, at) => {
    const width = widths[at]!
    if (width === wholeWidth({column, values})) return {column, values}
    const header = headers.get(column) ?? fitText(column.header, width)
    const isName = column.cutAt === 'middle'
    return {
      column: {...column, header},
      values: isName ? fitNames(values, width) : values.map((value) => fitText(value, width)),
    }
  })
}

/** Headers that are names are cut together, so that no two of them look the same. */
function namedHeaders<Row>(
  cells: readonly Cells<Row>[],
  widths: readonly number[],
): Map<Column<Row>, string> {
  const named = cells.flatMap(({column}, at) => (column.isNamed ? [{column, width: widths[at]!}] : []))
  const narrowest = Math.min(...named.map(({width}) => width))
  const headers = fitNames(
    named.map(({column}) => column.header),
    narrowest,
  )
  return new Map(named.map(({column}, at) => [column, headers[at]!]))
}

function wholeWidth<Row>({column, values}: Cells<Row>): number {
  // A header may have two lines.
  return Math.max(...[...column.header.split('\n'), ...values].map(textColumns))
}

function leastWidth<Row>(cells: Cells<Row>): number {
  const whole = wholeWidth(cells)
  return Math.min(whole, cells.column.least ?? whole)
}

/** Of a table with two blanks between its columns. */
function sum(widths: readonly number[]): number {
  return widths.reduce((all, width) => all + width + 2, -2)
}
