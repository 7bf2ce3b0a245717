/** Errors of a connection that was never established, reported by any system call. */
const NEVER_CONNECTED = new Set([
  'ENOTFOUND',
  'EAI_AGAIN',
  'EAI_FAIL',
  'EAI_NODATA',
  'UND_ERR_CONNECT_TIMEOUT',
  // TLS: the server's certificate is looked at before anything is sent.
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'CERT_HAS_EXPIRED',
  'CERT_NOT_YET_VALID',
  'CERT_UNTRUSTED',
  'CERT_REVOKED',
  'ERR_TLS_CERT_ALTNAME_INVALID',
  // TLS: the server uses another protocol, or no version that both sides know.
  'ERR_SSL_WRONG_VERSION_NUMBER',
  'ERR_SSL_PACKET_LENGTH_TOO_LONG',
  'ERR_SSL_UNSUPPORTED_PROTOCOL',
  'ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION',
  'ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE',
  'ERR_SSL_TLSV1_UNRECOGNIZED_NAME',
])
const BROKEN_HANDSHAKE = /before secure TLS connection was established|wrong version number/

/**
 * Whether a request has certainly not left this machine: its server was not found, not reached, or not
 * trusted. A request that broke off later may have been answered and billed; so may a request with an unknown
 * error.
 * @param error with its causes, as an HTTP client throws it.
 */
export function wasNotSent(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  const {code, syscall} = error as {code?: unknown; syscall?: unknown}
  if (typeof code === 'string' && NEVER_CONNECTED.has(code)) return true
  if (syscall === 'connect' || BROKEN_HANDSHAKE.test(error.message)) return true
  // A name with several addresses: all addresses were tried.
  if (error instanceof AggregateError && error.errors.length > 0) return error.errors.every(wasNotSent)
  return wasNotSent(error.cause)
}
