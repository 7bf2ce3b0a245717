import {setFlagsFromString} from 'node:v8'
import {Args, Flags} from '@oclif/core'
import {BaseCommand} from '../cli/base-command.js'
import {blindOnlyFlag, factorFlags, scopeFlags} from '../cli/flags.js'
import type {ExporterDescriptor, ExportInput} from '../export/descriptor.js'
import {bytesInTerminal, unwritableFormat} from '../errors/exports.js'
import {unknownValue, usage} from '../errors/catalogue.js'
import type {Registered} from '../plugins/hooks.js'
import {RESULT_STATUSES} from '../records/result.js'
import type {ResultFilter} from '../store/results.js'
import type {Store} from '../store/store.js'
import type {LoadedSuite} from '../suite/files/load.js'

const TABLES = ['results', 'ratings', 'calls', 'judgements', 'definitions'] as const

interface ExportAnswer {
  exported: number
  file: string | null
}

export default class Export extends BaseCommand {
  static override summary = 'Write results, ratings, calls or judgements as CSV, JSONL, JSON or Parquet.'
  static override description =
    'Streams, so that any number of rows fits into memory. In CSV, cells that a spreadsheet would take for a formula begin with a quote mark and control characters are replaced; JSON and JSONL hold the exact text. docs/reference/export.md describes the columns.'
  static override examples = [
    '<%= config.bin %> <%= command.id %> results --out results.csv',
    {
      description: 'For DuckDB or pandas:',
      command: '<%= config.bin %> <%= command.id %> results --out results.parquet',
    },
    {
      description: "Everybody's ratings of one run:",
      command: '<%= config.bin %> <%= command.id %> ratings --run 20261123 --format jsonl',
    },
    {
      description: 'Raw answers of one model:',
      command:
        '<%= config.bin %> <%= command.id %> calls --model openai/gpt-5-mini --format jsonl | jq -r .answer',
    },
  ]
  static override args = {
    table: Args.string({
      ignoreStdin: true,
      description: 'what to write',
      options: [...TABLES],
      default: 'results',
    }),
  }
  static override flags = {
    ...factorFlags,
    ...scopeFlags,
    ...blindOnlyFlag,
    status: Flags.option({options: RESULT_STATUSES, description: 'completed or failed ones only'})(),
    format: Flags.string({
      description:
        'csv, jsonl, json, parquet, or one of a plugin; by default what the name of --out says, else csv',
      helpValue: 'ID',
    }),
    out: Flags.string({
      char: 'o',
      description: 'file, packed where it ends in .gz; - or nothing: stdout',
      helpValue: 'FILE',
    }),
    seconds: Flags.boolean({description: 'of ratings: also how long each took its rater'}),
    force: Flags.boolean({description: 'replace the file if it is there'}),
  }

  #isStreamed = false

  async run(): Promise<ExportAnswer> {
    const {args, flags} = await this.parse(Export)
    const [
      {refuseUnknownLevels},
      {refuseExisting, writeOut, writeWhole},
      {counted, exporterText},
      {counter},
    ] = await Promise.all([
      import('../cli/result-filter.js'),
      import('../cli/output-file.js'),
      import('../cli/exporter-text.js'),
      import('../terminal/progress/counter.js'),
    ])
    if (flags.seconds && args.table !== 'ratings')
      throw usage('--seconds belongs to ratings.', 'bench export ratings --seconds')
    const out = flags.out === '-' ? undefined : flags.out
    const exporter = chosen(
      await this.extensions('bench:exporters'),
      flags.format,
      out,
      this.jsonEnabled() && out === undefined ? 'json' : 'csv',
    )
    if (exporter.isBinary && out === undefined && process.stdout.isTTY) throw bytesInTerminal(exporter.id)
    if (out !== undefined) await refuseExisting(out, flags.force)
    const store = await this.openStore(flags.db)
    const filter = {
      ...(await this.chosenResults(store, {...flags, 'all-versions': true})).filter,
      status: flags.status,
    }
    await refuseUnknownLevels(store, filter)
    // Rows pass through and are garbage at once: room for more of them would only be filled before it is
    // swept.
    setFlagsFromString('--semi-space-growth-factor=1')
    const progress = counter('rows')
    let exported = 0
    const input = await inputOf(
      store,
      args.table as (typeof TABLES)[number],
      filter,
      () => this.suitesAtHand(),
      flags.seconds,
    )
    const text = await exporterText(exporter, {
      ...input,
      pages: counted(input.pages, (rows) => progress.show((exported = rows))),
    })
    this.#isStreamed = out === undefined
    await (out === undefined ? writeOut(text) : writeWhole(out, text)).finally(progress.end)
    if (out !== undefined) this.log(`${exported} ${args.table} written to ${out}.`)
    if (args.table === 'ratings') {
      const {ratings, not_blind} = await store.ratings.blindness(filter)
      if (not_blind > 0) process.stderr.write(`${not_blind} of ${ratings} ratings are not blind.\n`)
    }

    return {exported, file: out ?? null}
  }

  /** With --json and no file, the rows themselves are the only document. */
  override logJson(json: unknown): void {
    if (!this.#isStreamed) super.logJson(json)
  }
}

/** Endings that mean something else than text: a CSV of that name is a mistake. */
const NO_FORMATS = new Set([
  'xlsx',
  'xls',
  'ods',
  'numbers',
  'zip',
  'bz2',
  'xz',
  'zst',
  '7z',
  'pdf',
  'db',
  'sqlite',
  'tar',
  'tgz',
])
/** Endings of texts that a plugin may write under any name. */
const OTHER_TEXTS = new Set(['tsv', 'tab'])

/** @throws BenchError (exit 2) for a format that is not registered, or a name that means another format. */
function chosen(
  registered: readonly Registered<ExporterDescriptor>[],
  format: string | undefined,
  out: string | undefined,
  fallback: string,
): Registered<ExporterDescriptor> {
  const ending = /\.([^./]+?)(?:\.gz)?$/i.exec(out ?? '')?.[1]?.toLowerCase() ?? ''
  const named = registered.find(({extensions}) => extensions?.includes(ending))
  const isOther = NO_FORMATS.has(ending) || (format === undefined && OTHER_TEXTS.has(ending))
  if (!named && isOther) throw unwritableFormat(out!, ending)
  const wanted = format ?? named?.id ?? fallback
  const exporter = registered.find(({id}) => id === wanted)
  if (!exporter)
    throw unknownValue(
      'format',
      wanted,
      registered.map(({id}) => id),
    )
  return exporter
}

/** Exporters see rows as plain records; the columns of a table know their row type. */
async function inputOf(
  store: Store,
  table: (typeof TABLES)[number],
  filter: ResultFilter,
  suites: () => Promise<LoadedSuite[]>,
  hasSeconds: boolean,
): Promise<ExportInput> {
  const [columns, {withVersions}] = await Promise.all([
    import('../export/columns.js'),
    import('../versions/resolver.js'),
  ])
  switch (table) {
    case 'results':
      return {
        table,
        columns: columns.RESULT_COLUMNS,
        pages: withVersions(store.results.pages(filter), store, suites),
      } as unknown as ExportInput
    case 'ratings':
      return {
        table,
        columns: hasSeconds ? columns.RATING_COLUMNS_WITH_SECONDS : columns.RATING_COLUMNS,
        pages: withVersions(store.ratings.pages(filter), store, suites),
      } as unknown as ExportInput
    case 'calls':
      return {
        table,
        columns: columns.CALL_COLUMNS,
        pages: store.calls.pages(filter),
      } as unknown as ExportInput
    case 'judgements':
      return {
        table,
        columns: columns.JUDGEMENT_COLUMNS,
        pages: store.judgements.pages(filter),
      } as unknown as ExportInput
    case 'definitions':
      return {
        table,
        columns: columns.DEFINITION_COLUMNS,
        pages: store.definitions.pages(),
      } as unknown as ExportInput
  }
}
