import {Html, html} from '../text/html.js'
import {nameOf} from './names.js'

/** A line of a plot in words, for users of a screen reader. */
export interface SpokenLine {
  /** The subject of this line and the lines after it. */
  heading?: string | undefined
  text: string
}

/**
 * A drawing of a width and height, and the same in words: a screen reader takes a picture as one object,
 * without its values.
 */
export function plot(
  label: string,
  size: {width: number; height: string},
  drawing: Html,
  lines: readonly SpokenLine[],
): Html {
  return html`${scrollable(
    label,
    html`<svg role="img" aria-label="${label}" viewBox="0 0 ${size.width} ${size.height}">
<title>${label}</title>
${drawing}</svg>`,
  )}
<ul class="unseen" aria-label="${label}, in words">${lines.map(
    ({heading, text}) => html`${heading === undefined ? null : html`<li>${heading}</li>`}<li>${text}</li>`,
  )}</ul>`
}

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
  const shown = value(row)
  const content = shown instanceof Html ? shown : nameOf(shown)
  if (isFirst) return html`<th scope="row">${content}</th>`
  return html`<td${numberClass(isNumber)}>${content}</td>`
}

function numberClass(isNumber: boolean | undefined): Html {
  return isNumber ? html` class="n"` : html``
}
