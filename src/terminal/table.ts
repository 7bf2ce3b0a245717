import Table from 'cli-table3'
import {colour} from './colour.js'

export interface Column<Row> {
  header: string
  value: (row: Row) => string
  align?: 'left' | 'right'
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

/** A table without lines; cells must be safe text already. */
export function table<Row>(rows: readonly Row[], columns: readonly Column<Row>[]): string {
  const view = new Table({
    head: columns.map(({header}) => colour.bold(header)),
    colAligns: columns.map(({align}) => align ?? 'left'),
    chars: NO_LINES,
    style: {head: [], border: [], 'padding-left': 0, 'padding-right': 0},
  })
  view.push(...rows.map((row) => columns.map(({value}) => value(row))))
  return view
    .toString()
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n')
}
