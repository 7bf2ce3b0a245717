import {isUtf8} from 'node:buffer'
import {gunzipSync} from 'node:zlib'
import {badEncoding} from '../../errors/people.js'

/** Bytes of text that a packed file may hold. */
const LONGEST = 512 * 1024 * 1024

const SQLITE = [...Buffer.from('SQLite format 3\0')]

/** A file as it is, or what gzip packed in it. @throws BenchError for a damaged one. */
export function importBytes(name: string, bytes: Uint8Array): Uint8Array {
  return begins(bytes, [0x1f, 0x8b]) ? importBytes(name, unpacked(name, bytes)) : bytes
}

export function isParquet(bytes: Uint8Array): boolean {
  return begins(bytes, [0x50, 0x41, 0x52, 0x31])
}

/**
 * The text of a file of ratings: UTF-8, or UTF-16 with its mark.
 * @throws BenchError for everything else, in words: no character is guessed.
 */
export function importText(name: string, bytes: Uint8Array): string {
  if (begins(bytes, [0x50, 0x4b, 0x03, 0x04]) || begins(bytes, [0xd0, 0xcf, 0x11, 0xe0]))
    throw badEncoding(name, 'it is a spreadsheet, and no text', 'spreadsheet')
  if (begins(bytes, SQLITE)) throw badEncoding(name, 'it is a database, and no text', 'database')
  if (begins(bytes, [0xff, 0xfe, 0, 0])) throw badEncoding(name, 'it is UTF-32', 'spreadsheet')
  if (begins(bytes, [0xff, 0xfe])) return decoded(name, bytes, 'utf-16le')
  if (begins(bytes, [0xfe, 0xff])) return decoded(name, bytes, 'utf-16be')
  if (bytes.includes(0))
    throw badEncoding(name, 'it holds zero bytes, as UTF-16 without a mark does', 'utf16')
  return decoded(name, bytes, 'utf-8')
}

function begins(bytes: Uint8Array, mark: readonly number[]): boolean {
  return mark.every((byte, at) => bytes[at] === byte)
}

function unpacked(name: string, bytes: Uint8Array): Uint8Array {
  try {
    return gunzipSync(bytes, {maxOutputLength: LONGEST})
  } catch {
    throw badEncoding(name, 'it is packed with gzip, and damaged', 'again')
  }
}

function decoded(name: string, bytes: Uint8Array, encoding: 'utf-8' | 'utf-16le' | 'utf-16be'): string {
  try {
    return new TextDecoder(encoding, {fatal: true}).decode(bytes)
  } catch {
    if (encoding !== 'utf-8') throw badEncoding(name, 'its UTF-16 is damaged', 'again')
    const why = `line ${lineOfDamage(bytes)} is not UTF-8 (perhaps Windows-1252 or Latin-1)`
    throw badEncoding(name, why, 'latin')
  }
}

/** The line, from 1, of the first byte that is no UTF-8. */
function lineOfDamage(bytes: Uint8Array): number {
  let line = 1
  for (let from = 0; from < bytes.length; line++) {
    const end = bytes.indexOf(0x0a, from)
    const to = end === -1 ? bytes.length : end
    // No character of several bytes holds the byte of a line's end.
    if (!isUtf8(bytes.subarray(from, to))) return line
    from = to + 1
  }

  return line
}
