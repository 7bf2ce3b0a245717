import {open} from 'node:fs/promises'
import {unreadableFile} from '../../errors/catalogue.js'
import {fileInMotion} from '../../errors/people.js'

/**
 * A whole file.
 * @throws BenchError (exit 2) for one that cannot be read, or that another program writes meanwhile: its
 *   last line might be half of one.
 */
export async function readWholeFile(name: string): Promise<Uint8Array> {
  const read = await readBeside(name).catch((error: unknown) => {
    throw unreadableFile(name, error)
  })
  if (!read.isAtRest) throw fileInMotion(name)
  return read.bytes
}

async function readBeside(name: string): Promise<{bytes: Uint8Array; isAtRest: boolean}> {
  const handle = await open(name)
  try {
    const before = await handle.stat({bigint: true})
    const bytes = await handle.readFile()
    const after = await handle.stat({bigint: true})
    // A pipe has neither size nor end until it is read.
    const isAtRest =
      !after.isFile() ||
      (before.mtimeNs === after.mtimeNs && before.size === after.size && BigInt(bytes.length) === after.size)
    return {bytes, isAtRest}
  } finally {
    await handle.close()
  }
}
