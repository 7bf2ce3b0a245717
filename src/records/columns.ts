import type {Chip} from '../chips/chip.js'

/**
 * A column of a stored table, described once: the store, the sync, exports, `--json` and the API take their
 * lists from such descriptions. `chips` and `texts` are stored as JSON.
 */
export interface Column {
  type: 'text' | 'integer' | 'real' | 'boolean' | 'chips' | 'texts'
  nullable?: boolean
  levels?: readonly string[]
  min?: number
  max?: number
  /** The content of the column, for readers of an export. */
  meaning: string
  /** What the API documents besides the type. */
  described?: string
}

export type Columns = Readonly<Record<string, Column>>

type HeldBy<Described> = Described extends {levels: readonly (infer Level)[]}
  ? Level
  : Described extends {type: infer Type}
    ? {text: string; integer: number; real: number; boolean: boolean; chips: Chip[]; texts: string[]}[Type &
        Column['type']]
    : never
export type ValueOf<Described> = HeldBy<Described> | (Described extends {nullable: true} ? null : never)

/** A row of a table as records hold it. */
export type RowOf<Table> = {-readonly [Name in keyof Table]: ValueOf<Table[Name]>}

/** The names of a table's columns, in order. */
export function namesOf<Table extends Columns>(table: Table): (keyof Table & string)[] {
  return Object.keys(table)
}

/** Some fields of a row, in the order of the names. */
export function pick<Row extends object, Name extends keyof Row>(
  row: Row,
  names: readonly Name[],
): Pick<Row, Name> {
  return Object.fromEntries(names.map((name) => [name, row[name]])) as Pick<Row, Name>
}
