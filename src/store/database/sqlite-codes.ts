/** The code of an error of a database, or an empty text. */
export function codeOf(error: unknown): string {
  const code: unknown = typeof error === 'object' && error !== null && 'code' in error ? error.code : ''
  return typeof code === 'string' ? code : ''
}

/** Also of a server that ended a transaction because it, or another one, waited for too long. */
export function isBusy(error: unknown): boolean {
  return /^(SQLITE_(BUSY|LOCKED)|TRANSACTION_(BUSY|TIMEOUT)|STREAM_EXPIRED)/.test(codeOf(error))
}

export function isConstraint(error: unknown): boolean {
  return codeOf(error).startsWith('SQLITE_CONSTRAINT')
}
