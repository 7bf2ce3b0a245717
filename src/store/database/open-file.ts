import {statSync} from 'node:fs'
import {access, constants, rm} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {basename, dirname, join} from 'node:path'

/** Which file it is, whatever its name. */
export interface FileId {
  device: bigint
  inode: bigint
}

/**
 * The file that is open, by device and inode. SQLite does not report when the path of an open database comes
 * to name another file, or none: commits go on into a file without a name. Only a look at the path shows
 * that.
 */
export class OpenFile {
  #database: FileId | undefined
  #log: FileId | undefined

  /** @param known the file that the path must name; without it, the file that it names at the first look. */
  constructor(
    readonly path: string,
    known?: FileId,
  ) {
    this.#database = known
  }

  /** The file that is open; undefined while it has not been made. */
  get id(): FileId | undefined {
    return this.#database
  }

  /**
   * Whether the path still names the file that was open at the first call. A file that does not exist at the
   * first call has not been made yet. The check takes two microseconds.
   */
  isInPlace(): boolean {
    const found = idOf(this.path)
    this.#database ??= found
    this.#log ??= idOf(`${this.path}-wal`)
    return this.#database === undefined || isSame(found, this.#database)
  }

  /**
   * Whether the write-ahead log beside the path belongs to another file. SQLite removes the log by its name
   * when a database is closed, and the log of another file must stay.
   */
  isLogReplaced(): boolean {
    const found = idOf(`${this.path}-wal`)
    return found !== undefined && !isSame(found, this.#log)
  }

  /**
   * Removes the log of the open file from beside another file that took its place: SQLite would read the log
   * as the other file's, and call that file malformed. Only once a copy holds the content of the log.
   */
  async removeLeftLog(): Promise<void> {
    if (idOf(this.path) === undefined || this.isInPlace() || this.isLogReplaced()) return
    for (const suffix of ['-wal', '-shm']) await rm(`${this.path}${suffix}`, {force: true})
  }

  /** Paths for a copy of the open file, the nearest first; only folders that take a file. */
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
