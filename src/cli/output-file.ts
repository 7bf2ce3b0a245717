import {createWriteStream} from 'node:fs'
import {access, rename, rm} from 'node:fs/promises'
import {Readable} from 'node:stream'
import {pipeline} from 'node:stream/promises'
import {BenchError} from '../errors/bench-error.js'
import {unwritableFile, usage} from '../errors/catalogue.js'

/** @throws BenchError (exit 2) when the file is there and may not be replaced. */
export async function refuseExisting(path: string, force: boolean): Promise<void> {
  if (force) return
  const isThere = await access(path).then(
    () => true,
    () => false,
  )
  if (isThere) throw usage(`The file ${path} is there already. Nothing was written.`, 'Name another one, or replace it with --force.')
}

/**
 * Writes a file that appears only when it is complete: what was there before stays until then.
 * @throws BenchError when it cannot be written; no half of it is left.
 */
export async function writeWhole(path: string, text: AsyncIterable<string> | Iterable<string>): Promise<void> {
  const partial = `${path}.${process.pid}.partial`
  try {
    await pipeline(Readable.from(text), createWriteStream(partial))
    await rename(partial, path)
  } catch (error) {
    await rm(partial, {force: true})
    throw error instanceof BenchError ? error : unwritableFile(path, error)
  }
}

/** Writes to stdout as fast as the reader takes it; a reader that has seen enough, such as `head`, is no error. */
export async function writeOut(text: AsyncIterable<string>): Promise<void> {
  try {
    await pipeline(Readable.from(text), process.stdout, {end: false})
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EPIPE')) throw error
  }
}
