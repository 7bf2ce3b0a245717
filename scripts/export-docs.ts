/**
 * Writes docs/reference/export.md from the columns of the export.
 *
 * node --import tsx scripts/export-docs.ts
 */
import {writeFile} from 'node:fs/promises'
import {
  CALL_COLUMNS,
  DEFINITION_COLUMNS,
  RATING_COLUMNS,
  RESULT_COLUMNS,
  type ExportColumn,
} from '../src/export/columns.js'

function section<Row>(title: string, columns: readonly ExportColumn<Row>[]): string {
  const rows = columns.map(({name, meaning}) => `| \`${name}\` | ${meaning} |`)
  return [`## ${title}`, '', '| column | holds |', '| --- | --- |', ...rows].join('\n')
}

const text = `# Exports

\`bench export results|ratings|calls|definitions\` writes CSV, JSONL, JSON or [a format of a plugin](../plugins.md), in the order of ids, so that two exports of the same rows are equal. CSV has these columns; JSON and JSONL hold the whole records under the same names, with chips as arrays. An unknown value is empty in CSV and \`null\` in JSON.

In CSV a cell that a spreadsheet would take for a formula (beginning with \`=\`, \`+\`, \`-\`, \`@\`, a tab or a carriage return) begins with \`'\` instead, and control characters are replaced by \`�\`. JSON holds the exact text, with such characters written as escapes.

${section('Results', RESULT_COLUMNS)}

${section('Ratings', RATING_COLUMNS)}

\`bench rate --import\` reads such a file again: it takes \`result_id\`, \`user_id\`, \`rating\`, \`note\` and \`flagged\`, and takes the marks before formulas off again.

${section('Calls', CALL_COLUMNS)}

${section('Definitions', DEFINITION_COLUMNS)}
`
await writeFile(new URL('../docs/reference/export.md', import.meta.url), text)
