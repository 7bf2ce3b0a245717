import type {ExportColumn} from './columns.js'

/** The input of an exporter. */
export interface ExportInput<Row extends object = Record<string, unknown>> {
  table: 'results' | 'ratings' | 'calls' | 'judgements' | 'definitions'
  /** The documented columns, for formats that are tables. */
  columns: readonly ExportColumn<Row>[]
  /** Whole records, whatever the columns are; a page at a time: memory must not grow with their number. */
  pages: AsyncIterable<readonly Row[]>
}

/** Gives an export in pieces: text, or bytes where the format is no text. */
export type Exporter = (input: ExportInput) => AsyncIterable<string | Uint8Array>

/** A format that can be chosen with `--format`. */
export interface ExporterDescriptor {
  id: string
  /** One line for lists. */
  summary: string
  /** Endings of file names, without the dot, that mean this format. */
  extensions?: readonly string[] | undefined
  /** The format is no text, and belongs into a file. */
  isBinary?: boolean | undefined
  /** Called only when the format is chosen. */
  load: () => Promise<Exporter | {default: Exporter}>
}
