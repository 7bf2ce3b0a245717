import {statSync} from 'node:fs'
import {access, constants, rm} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {basename, dirname, join} from 'node:path'

interface FileId {
  device: bigint
  inode: bigint
}

/**
 * The file that is open, by device and inode. SQLite says nothing when the path of an open database comes to name
 * another file, or none: commits go on into a file that nobody can find. Only a look at the path tells.
 */
export class OpenFile {
  #database: FileId | undefined
  #log: FileId | undefined

  constructor(readonly path: string) {}

  /**
   * Whether the path still names the file that was open at the first call. A file that is not there at the first
   * call is not made yet. Costs two microseconds.
   */
  isInPlace(): boolean {
    const found = idOf(this.path)
    this.#database ??= found
    this.#log ??= idOf(`${this.path}-wal`)
    return this.#database === undefined || isSame(found, this.#database)
  }

  /**
   * Whether the write-ahead log beside the path is another file's. SQLite removes the log by its name when a
   * database is closed, and the log of another file must not go.
   */
  isLogReplaced(): boolean {
    const found = idOf(`${this.path}-wal`)
    return found !== undefined && !isSame(found, this.#log)
  }

  /**
   * Removes the log of the open file from beside another file that took its place: SQLite would read it as that
   * file's, and call the file malformed. Only once a copy holds what is in the log.
   */
  async removeLeftLog(): Promise<void> {
    if (idOf(this.path) === undefined || this.isInPlace() || this.isLogReplaced()) return
    for (const suffix of ['-wal', '-shm']) await rm(`${this.path}${suffix}`, {force: true})
  }

  /** Paths for a copy of what is open, the nearest first; only folders that take a file. */
  async rescuePaths(now = new Date()): Promise<string[]> {
    const time = now.toISOString().slice(0, 19).replaceAll(/[-:]/g, '').replace('T', '-')
    const name = `${basename(this.path)}.rescued-${time}-${process.pid}`
    const folders = [dirname(this.path), process.cwd(), tmpdir()]
    const usable = await Promise.all(
      folders.map((folder) =>
        access(folder, constants.W_OK).then(
          () => true,
          () => false,
        ),
      ),
    )
    return folders.filter((_, at) => usable[at]).map((folder) => join(folder, name))
  }
}

function idOf(path: string): FileId | undefined {
  const stats = statSync(path, {bigint: true, throwIfNoEntry: false})
  return stats && {device: stats.dev, inode: stats.ino}
}

function isSame(a: FileId | undefined, b: FileId | undefined): boolean {
  return a !== undefined && a.device === b?.device && a.inode === b.inode
}
