import {createWriteStream} from 'node:fs'
import {access, chmod, readlink, realpath, rename, rm, stat} from 'node:fs/promises'
import {dirname, resolve} from 'node:path'
import {Readable, type Transform} from 'node:stream'
import {pipeline} from 'node:stream/promises'
import {createGzip} from 'node:zlib'
import {BenchError} from '../errors/bench-error.js'
import {unwritableFile, usage} from '../errors/catalogue.js'

/** @throws BenchError (exit 2) when the file exists and may not be replaced. */
export async function refuseExisting(path: string, force: boolean): Promise<void> {
  if (force) return
  const isThere = await access(path).then(
    () => true,
    () => false,
  )
  if (isThere)
    throw usage(
      `The file ${path} is there already. Nothing was written.`,
      'Name another one, or replace it with --force.',
    )
}

/**
 * Writes a file that appears only when it is complete: an older file stays until then. A link stays a link,
 * and a file keeps its permissions. A name that ends in .gz is packed with gzip.
 * @throws BenchError when the file cannot be written; no half of it is left.
 */
export async function writeWhole(
  path: string,
  pieces: AsyncIterable<string | Uint8Array> | Iterable<string>,
): Promise<void> {
  let partial: string | undefined
  try {
    const target = await behindLinks(path)
    const mode = await stat(target).then(({mode}) => mode & 0o777, unlessMissing)
    partial = `${target}.${process.pid}.partial`
    await pipeline([
      Readable.from(pieces),
      ...packing(path),
      createWriteStream(partial, mode === undefined ? {} : {mode}),
    ])
    // The permissions that the umask took off when the partial file was made.
    if (mode !== undefined) await chmod(partial, mode)
    await rename(partial, target)
  } catch (error) {
    if (partial !== undefined) await rm(partial, {force: true})
    throw error instanceof BenchError ? error : unwritableFile(path, error)
  }
}

/** A name that ends in .gz is packed. */
function packing(path: string): Transform[] {
  return /\.gz$/i.test(path) ? [createGzip()] : []
}

/** The target of a path; a link may lead to a file that does not exist yet. */
async function behindLinks(path: string): Promise<string> {
  const real = await realpath(path).catch(unlessMissing)
  if (real !== undefined) return real
  // Not a link, or no file at all.
  const next = await readlink(path).catch(() => undefined)
  return next === undefined ? path : behindLinks(resolve(dirname(path), next))
}

function unlessMissing(error: unknown): undefined {
  if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error
}

/**
 * Writes to stdout as fast as the reader takes it; a reader that has seen enough, such as `head`, is no
 * error.
 */
export async function writeOut(pieces: AsyncIterable<string | Uint8Array>): Promise<void> {
  try {
    await pipeline(Readable.from(pieces), process.stdout, {end: false})
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EPIPE')) throw error
  }
}
