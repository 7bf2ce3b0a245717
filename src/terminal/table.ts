import Table from 'cli-table3'
import stringWidth from 'string-width'
import {colour} from './colour.js'

export interface Column<Row> {
  header: string
  value: (row: Row) => string
  align?: 'left' | 'right'
  /** Columns with a higher number are left out first where the table is too wide; 0 by default: never. */
  expendable?: number
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

/** A table without lines; cells must be safe text already. It leaves columns out to fit into `width`, if it can. */
export function table<Row>(rows: readonly Row[], columns: readonly Column<Row>[], width = Infinity): string {
  const cells = columns.map((column) => ({column, values: rows.map((row) => column.value(row))}))
  const shown = fitting(cells, width)
  const view = new Table({
    head: shown.map(({column}) => colour.bold(column.header)),
    colAligns: shown.map(({column}) => column.align ?? 'left'),
    chars: NO_LINES,
    style: {head: [], border: [], 'padding-left': 0, 'padding-right': 0},
  })
  view.push(...rows.map((_, at) => shown.map(({values}) => values[at]!)))
  return view
    .toString()
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n')
}

interface Cells<Row> {
  column: Column<Row>
  values: string[]
}

function fitting<Row>(cells: readonly Cells<Row>[], width: number): Cells<Row>[] {
  const shown = [...cells]
  while (widthOf(shown) > width) {
    const most = Math.max(...shown.map(({column}) => column.expendable ?? 0))
    if (most === 0) break
    shown.splice(
      shown.findIndex(({column}) => column.expendable === most),
      1,
    )
  }

  return shown
}

function widthOf<Row>(cells: readonly Cells<Row>[]): number {
  return cells.reduce(
    (sum, {column, values}) =>
      sum + 2 + Math.max(...[column.header, ...values].map((text) => stringWidth(text))),
    -2,
  )
}
