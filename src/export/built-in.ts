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
    summary: 'A whole record on each line.',
    extensions: ['jsonl', 'ndjson'],
    load: async () => (await import('./formats.js')).jsonl,
  },
  {
    id: 'json',
    summary: 'One list of whole records.',
    extensions: ['json'],
    load: async () => (await import('./formats.js')).json,
  },
]
