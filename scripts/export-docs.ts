/**
 * Writes docs/reference/export.md from the columns of the export.
 *
 * node --import tsx scripts/export-docs.ts
 */
import {writeFile} from 'node:fs/promises'
import {
  CALL_COLUMNS,
  DEFINITION_COLUMNS,
  JUDGEMENT_COLUMNS,
  RATING_COLUMNS,
  RESULT_COLUMNS,
  type ExportColumn,
} from '../src/export/columns.js'

function section<Row>(title: string, columns: readonly ExportColumn<Row>[]): string {
  const rows = columns.map(({name, meaning}) => `| \`${name}\` | ${meaning} |`)
  return [`## ${title}`, '', '| column | holds |', '| --- | --- |', ...rows].join('\n')
}

const text = `# Exports

\`bench export results|ratings|calls|judgements|definitions\` writes CSV, JSONL, JSON, Parquet or [a format of a plugin](../plugins.md), in the order of ids, so that two exports of the same rows are equal. All formats have these columns. An unknown value is empty in CSV, and null elsewhere; lists are lists in JSON and JSONL, and JSON in one text in CSV and Parquet.

The name behind \`--out\` chooses the format: \`.csv\`, \`.jsonl\`, \`.json\`, \`.parquet\`, packed with gzip where \`.gz\` is behind it; \`--out -\` is stdout. A name that means something else, such as \`.xlsx\`, is refused: every spreadsheet opens CSV.

In CSV a cell that a spreadsheet would take for a formula (beginning with \`=\`, \`+\`, \`-\`, \`@\`, a tab or a carriage return) begins with \`'\` instead, and control characters are replaced by \`�\`. JSON and Parquet hold the exact text; JSON has such characters as escapes. In Parquet whole numbers are INT64, others DOUBLE, times are text:

\`\`\`sh
bench export results --out results.parquet
duckdb -c "SELECT model, avg(chips) FROM 'results.parquet' GROUP BY model"
\`\`\`

${section('Results', RESULT_COLUMNS)}

${section('Ratings', RATING_COLUMNS)}

There is a row for each person and result: ratings first, with the person's note and second rating; then notes and flags without a rating, then second ratings alone.

### Reading it back

\`bench rate --import FILE\` reads CSV (commas, semicolons or tabs), JSONL, JSON (a list, or what \`GET /ratings\` answers) and Parquet, also packed with gzip. Text is UTF-8, or UTF-16 with its mark; every other encoding is refused, as a guess would spoil names. It needs \`result_id\` and \`rating\`, takes \`user_id\`, \`note\`, \`flagged\`, \`created_at\`, \`blind\`, \`tags\`, \`bad_chips\`, \`noted_at\`, \`repeat_rating\` and \`repeated_at\`, ignores the other columns of an export, and takes the marks before formulas off again. A spreadsheet's \`TRUE\` (in its language), \`1\`, \`4.0\` and \`4,0\` are read, and names of columns in any case. \`2026-11-26 21:53\` is a time in UTC that is as exact as it is written; a time in another order of day and month is refused, as nobody can know which. A column that is there twice is refused.

- **Only changes are taken.** A line that says what is stored changes nothing, so the time and blindness of a rating stay. An empty cell leaves the stored value as it is.
- **A score that was edited** in an export is a rating of now, and nobody knows whether blind. A line whose \`created_at\` is later than what is stored, or of which nothing is stored, keeps its time and blindness: so an export brings ratings into another database as they were.
- **A line older than what is stored** (\`created_at\` of the rating, \`noted_at\` of the note) is named as a conflict, and the stored value stays; \`--overwrite-newer\` takes the file's word.
- **Results that are not here**, or failed: all of the file is refused, with the lines; \`--skip-missing\` leaves them out.
- **People who were removed** are left out, and counted.

${section('Calls', CALL_COLUMNS)}

${section('Judgements', JUDGEMENT_COLUMNS)}

${section('Definitions', DEFINITION_COLUMNS)}
`
await writeFile(new URL('../docs/reference/export.md', import.meta.url), text)
