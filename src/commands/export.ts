import {Args, Flags} from '@oclif/core'
import {BaseCommand} from '../cli/base-command.js'
import {factorFlags} from '../cli/flags.js'
import type {ExportFormat} from '../export/rows.js'
import {RESULT_STATUSES} from '../records/result.js'
import type {ResultFilter} from '../store/results.js'
import type {Store} from '../store/store.js'

const TABLES = ['results', 'ratings', 'calls'] as const

interface ExportAnswer {
  exported: number
  file: string | null
}

export default class Export extends BaseCommand {
  static override summary = 'Write results, ratings or calls as CSV, JSONL or JSON.'
  static override description =
    'Streams, so that any number of rows fits into memory. In CSV, cells that a spreadsheet would take for a formula begin with a quote mark and control characters are replaced; JSON and JSONL hold the exact text. docs/reference/export.md describes the columns.'
  static override examples = [
    '<%= config.bin %> <%= command.id %> results --out results.csv',
    {description: 'Everybody\'s ratings of one run:', command: '<%= config.bin %> <%= command.id %> ratings --run 20261123 --format jsonl'},
    {description: 'Raw answers of one model:', command: '<%= config.bin %> <%= command.id %> calls --model openai/gpt-5-mini --format jsonl | jq -r .answer'},
  ]
  static override args = {table: Args.string({ignoreStdin: true, description: 'what to write', options: [...TABLES], default: 'results'})}
  static override flags = {
    ...factorFlags,
    run: Flags.string({description: 'run id, or the beginning of one', helpValue: 'ID'}),
    status: Flags.option({options: RESULT_STATUSES, description: 'completed or failed ones only'})(),
    format: Flags.option({options: ['csv', 'jsonl', 'json'] as const, description: 'by default what the name of --out says, else csv'})(),
    out: Flags.string({char: 'o', description: 'file; stdout without it', helpValue: 'FILE'}),
    force: Flags.boolean({description: 'replace the file if it is there'}),
  }

  #isStreamed = false

  async run(): Promise<ExportAnswer> {
    const {args, flags} = await this.parse(Export)
    const [{resultFilter, refuseUnknownLevels}, {refuseExisting, writeOut, writeWhole}, {counter}] = await Promise.all([
      import('../cli/result-filter.js'),
      import('../cli/output-file.js'),
      import('../terminal/counter.js'),
    ])
    if (flags.out !== undefined) await refuseExisting(flags.out, flags.force)
    const store = await this.openStore(flags.db)
    const filter = {...(await resultFilter(store, flags)), status: flags.status}
    await refuseUnknownLevels(store, filter)
    const format = flags.format ?? formatOf(flags.out) ?? (this.jsonEnabled() && flags.out === undefined ? 'json' : 'csv')
    const progress = counter('rows')
    let exported = 0
    const text = await textOf(store, args.table as (typeof TABLES)[number], filter, format, (rows) => progress.show((exported = rows)))
    this.#isStreamed = flags.out === undefined
    await (flags.out === undefined ? writeOut(text) : writeWhole(flags.out, text)).finally(progress.end)
    if (flags.out !== undefined) this.log(`${exported} ${args.table} written to ${flags.out}.`)
    return {exported, file: flags.out ?? null}
  }

  /** With --json and no file, the rows themselves are the one document. */
  override logJson(json: unknown): void {
    if (!this.#isStreamed) super.logJson(json)
  }
}

async function textOf(
  store: Store,
  table: (typeof TABLES)[number],
  filter: ResultFilter,
  format: ExportFormat,
  seen: (rows: number) => void,
): Promise<AsyncIterable<string>> {
  const [{exportText}, columns] = await Promise.all([import('../export/rows.js'), import('../export/columns.js')])
  switch (table) {
    case 'results':
      return exportText(store.results.pages(filter), columns.RESULT_COLUMNS, format, seen)
    case 'ratings':
      return exportText(store.ratings.pages(filter), columns.RATING_COLUMNS, format, seen)
    case 'calls':
      return exportText(store.calls.pages(filter), columns.CALL_COLUMNS, format, seen)
  }
}

function formatOf(name: string | undefined): ExportFormat | undefined {
  const ending = name?.split('.').at(-1)?.toLowerCase()
  if (ending === 'ndjson') return 'jsonl'
  return ending === 'csv' || ending === 'jsonl' || ending === 'json' ? ending : undefined
}
