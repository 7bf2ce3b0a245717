/**
 * The documented columns as a Markdown table, a page of rows at a time.
 *
 * @type {import('@hexweavers/bench/plugin').Exporter}
 */
export default async function* markdown({columns, pages}) {
  yield `${line(columns.map(({name}) => name))}${line(columns.map(() => '---'))}`
  for await (const page of pages)
    yield page.map((row) => line(columns.map(({value}) => cell(value(row))))).join('')
}

/** @param {string[]} cells */
function line(cells) {
  return `| ${cells.join(' | ')} |\n`
}

/** @param {unknown} value */
function cell(value) {
  return String(value ?? '')
    .replaceAll('|', '\\|')
    .replaceAll(/\s+/g, ' ')
}
