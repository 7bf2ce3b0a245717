import type {ExportColumn} from './columns.js'

/** The input of an exporter. */
export interface ExportInput<Row extends object = Record<string, unknown>> {
  table: 'results' | 'ratings' | 'calls'
  /** The documented columns, for formats that are tables. */
  columns: readonly ExportColumn<Row>[]
  /** Whole records, a page at a time: memory must not grow with their number. */
  pages: AsyncIterable<readonly Row[]>
}

/** Gives the text of an export in pieces. */
export type Exporter = (input: ExportInput) => AsyncIterable<string>

/** A format that can be chosen with `--format`. */
export interface ExporterDescriptor {
  id: string
  /** One line for lists. */
  summary: string
  /** Endings of file names, without the dot, that mean this format. */
  extensions?: readonly string[] | undefined
  /** Called only when the format is chosen. */
  load: () => Promise<Exporter | {default: Exporter}>
}
