import {Html, html} from '../formats/html.js'
import {nameOf} from './names.js'
import {scrollable} from './scrollable.js'

/** A column of a table of the report. */
export interface ReportColumn<Row> {
  header: string
  /** Text is isolated in its direction of writing and cut where it is very long. */
  value: (row: Row) => string | Html
  /** Numbers stand at the right. */
  isNumber?: boolean
}

/** A table with a caption; the first column names the row. */
export function reportTable<Row>(
  caption: string,
  rows: readonly Row[],
  columns: readonly ReportColumn<Row>[],
): Html {
  return scrollable(
    caption,
    html`<table>
<caption>${caption}</caption>
<thead><tr>${columns.map(({header, isNumber}) => html`<th scope="col"${numberClass(isNumber)}>${header}</th>`)}</tr></thead>
<tbody>
${rows.map(
  (row) => html`<tr>${columns.map((column, at) => cell(column, row, at === 0))}</tr>
`,
)}</tbody>
</table>`,
  )
}

function cell<Row>({value, isNumber}: ReportColumn<Row>, row: Row, isFirst: boolean): Html {
  const own = value(row)
  const content = own instanceof Html ? own : nameOf(own)
  if (isFirst) return html`<th scope="row">${content}</th>`
  return html`<td${numberClass(isNumber)}>${content}</td>`
}

function numberClass(isNumber: boolean | undefined): Html {
  return isNumber ? html` class="n"` : html``
}
