import {createHash} from 'node:crypto'

/** SHA-256 of a value's JSON with sorted keys: equal content, equal hash, in any layout of the file. */
export function contentHash(value: unknown): string {
  return `sha256:${digest(value)}`
}

/**
 * The hash of a suite: of all that is asked of models. What raters judge by is no part of it, so a better
 * rubric neither stops an interrupted run nor makes its results incomparable.
 */
export function suiteHash(suite: object): string {
  return contentHash({...suite, rating: undefined})
}

/** The same as 64 hex digits alone. */
export function digest(value: unknown): string {
  return createHash('sha256').update(canonicalJson(value)).digest('hex')
}

/** JSON with sorted keys and no blanks. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_key, member: unknown) =>
    typeof member === 'object' && member !== null && !Array.isArray(member)
      ? Object.fromEntries(Object.entries(member).sort(([a], [b]) => (a < b ? -1 : 1)))
      : member,
  )
}
