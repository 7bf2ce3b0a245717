import {createHash} from 'node:crypto'

/** A number in 0..1 that looks random and is the same on every machine. */
export function seededShare(...keys: readonly string[]): number {
  return createHash('sha256').update(keys.join('|')).digest().readUInt32BE(0) / 2 ** 32
}
