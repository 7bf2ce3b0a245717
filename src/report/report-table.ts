import {Html, html} from '../text/html.js'
import {nameOf} from './names.js'

/** Content wider than a small screen scrolls by itself, with the keyboard too; `label` names the content. */
export function scrollable(label: string, content: Html): Html {
  return html`<div class="scroll" role="group" tabindex="0" aria-label="${label}">${content}</div>`
}

/** A column of a table of the report. */
export interface ReportColumn<Row> {
  header: string
  /** Text is isolated in its direction of writing and cut where it is very long. */
  value: (row: Row) => string | Html
  /** Numbers stand at the right. */
  isNumber?: boolean
  /** Where the content of a cell leads to, on pages. */
  href?: ((row: Row) => string | undefined) | undefined
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

function cell<Row>({value, isNumber, href}: ReportColumn<Row>, row: Row, isFirst: boolean): Html {
  const [shown, leadsTo] = [value(row), href?.(row)]
  const content = shown instanceof Html ? linked(shown, leadsTo) : nameOf(shown, {href: leadsTo})
  if (isFirst) return html`<th scope="row">${content}</th>`
  return html`<td${numberClass(isNumber)}>${content}</td>`
}

function linked(content: Html, href: string | undefined): Html {
  return href === undefined ? content : html`<a href="${href}">${content}</a>`
}

function numberClass(isNumber: boolean | undefined): Html {
  return isNumber ? html` class="n"` : html``
}
