import type {ExporterDescriptor} from './descriptor.js'

/** The formats of bench itself. */
export const BUILT_IN_EXPORTERS: readonly ExporterDescriptor[] = [
  {
    id: 'csv',
    summary: 'The documented columns, safe for spreadsheets.',
    extensions: ['csv'],
    load: async () => (await import('./formats.js')).csv,
  },
  {
    id: 'jsonl',
    summary: 'A row on each line.',
    extensions: ['jsonl', 'ndjson'],
    load: async () => (await import('./formats.js')).jsonl,
  },
  {
    id: 'json',
    summary: 'One list of rows.',
    extensions: ['json'],
    load: async () => (await import('./formats.js')).json,
  },
  {
    id: 'parquet',
    summary: 'The documented columns with their types, for DuckDB, pandas and the like.',
    extensions: ['parquet'],
    isBinary: true,
    load: async () => (await import('./parquet.js')).parquet,
  },
]
