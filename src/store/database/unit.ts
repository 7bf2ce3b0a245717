import type {InValue, ResultSet} from '@libsql/client'

export type Statement = {sql: string; args?: InValue[]}
/** A value of a row, as it is stored. */
export type StoredValue = InValue
/** What a statement of a unit gave. */
export type WriteResult = Pick<ResultSet, 'rows' | 'rowsAffected'>

/** Statements that are committed together or not at all. They must be safe to repeat. */
export interface Unit {
  statements: Statement[]
  resolve: (results: WriteResult[]) => void
  reject: (error: unknown) => void
}

/** A group of units that is committed together is kept to a size every server takes. */
export const MOST_STATEMENTS_A_GROUP = 400

/** How many units, from the first, go into one commit: at least one. */
export function groupLength(units: Iterable<{statements: readonly unknown[]}>): number {
  let statements = 0
  let length = 0
  for (const unit of units) {
    statements += unit.statements.length
    if (length > 0 && statements > MOST_STATEMENTS_A_GROUP) break
    length++
  }

  return length
}
