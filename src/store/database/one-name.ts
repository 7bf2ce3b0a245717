import {readFile, realpath, stat} from 'node:fs/promises'
import {databaseNotAlone} from '../../errors/databases.js'
import type {DatabaseLocation} from './location.js'

/**
 * Refuses a local file that may be open under another name at the same time. SQLite keeps the newest changes
 * in files beside the name (`-wal`, `-shm`): with two hard links, or when a file is mounted into a container
 * without its folder, there are two sets of these files, and the database is malformed in the end. (Symbolic
 * links are followed by SQLite itself.)
 * @param mounts the mount points and their sources, as in /proc/self/mountinfo.
 * @throws BenchError (exit 2)
 */
export async function assertOneName(
  {path, display}: DatabaseLocation,
  mounts: () => Promise<string> = mountInfo,
): Promise<void> {
  const file = path === undefined ? undefined : await stat(path).catch(() => undefined)
  if (path === undefined || !file?.isFile()) return
  if (file.nlink > 1)
    throw databaseNotAlone(
      display,
      `has ${file.nlink} names (hard links)`,
      'Remove the other links (find -samefile lists them), or work on a copy: cp, while nothing has it open.',
    )
  if (mountPoints(await mounts()).has(await realpath(path)))
    throw databaseNotAlone(
      display,
      'is mounted without its folder',
      'Mount the folder that it is in: with docker, -v "$PWD:/data" instead of the file alone.',
    )
}

/** All mount points; blanks and similar characters are written as octal numbers in the list. */
function mountPoints(mountInfo: string): Set<string> {
  const places = mountInfo.split('\n').map((line) => line.split(' ')[4] ?? '')
  return new Set(
    places.map((place) =>
      place.replaceAll(/\\(\d{3})/g, (_, octal: string) => String.fromCharCode(parseInt(octal, 8))),
    ),
  )
}

/** Empty where the system has no such list. */
function mountInfo(): Promise<string> {
  return readFile('/proc/self/mountinfo', 'utf8').catch(() => '')
}
