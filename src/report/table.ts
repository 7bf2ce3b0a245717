import {html, type Html} from './html.js'

/** A column of a table of the report. */
export interface ReportColumn<Row> {
  header: string
  value: (row: Row) => string | Html
  /** Numbers stand at the right. */
  isNumber?: boolean
}

/** A table with a caption; the first column names the row. */
export function reportTable<Row>(caption: string, rows: readonly Row[], columns: readonly ReportColumn<Row>[]): Html {
  return html`<div class="scroll"><table>
<caption>${caption}</caption>
<thead><tr>${columns.map(({header, isNumber}) => html`<th scope="col"${isNumber ? html` class="n"` : ''}>${header}</th>`)}</tr></thead>
<tbody>
${rows.map((row) => html`<tr>${columns.map((column, at) => cell(column, row, at === 0))}</tr>
`)}</tbody>
</table></div>`
}

function cell<Row>({value, isNumber}: ReportColumn<Row>, row: Row, isFirst: boolean): Html {
  const content = html`<bdi>${value(row)}</bdi>`
  if (isFirst) return html`<th scope="row">${content}</th>`
  return html`<td${isNumber ? html` class="n"` : ''}>${content}</td>`
}
