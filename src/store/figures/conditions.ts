import type {Sql} from './levels.js'

/** A condition on one value; undefined where the filter does not ask for it. */
export function condition(sql: string, value: string | undefined): Sql | undefined {
  return value === undefined ? undefined : {sql, args: [value]}
}

/** Any of the levels of a factor; undefined where none are named. */
export function isOneOf(column: string, values: readonly (string | number)[] | undefined): Sql | undefined {
  if (!values || values.length === 0) return undefined
  return {sql: `results.${column} IN (${values.map(() => '?').join(', ')})`, args: [...values]}
}

/** As JSON for `json_each`; undefined for a list without a choice. */
export function listed(values: readonly string[] | undefined): string | undefined {
  return values && values.length > 0 ? JSON.stringify(values) : undefined
}
