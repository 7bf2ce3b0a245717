import {createClient, type Client} from '@libsql/client/sqlite3'
import {pathToFileURL} from 'node:url'

/**
 * Takes a lock that the system releases when this process ends, even after a crash: a write transaction of
 * SQLite on an empty file. The lock holds between containers that share the folder, where a process number
 * would mean another process. The file stays: if it were removed, two processes could hold a lock of its
 * name.
 * @returns a function that releases the lock; undefined when another process holds it.
 * @throws LibsqlError when there can be no such file.
 */
export async function takeSystemLock(file: string): Promise<(() => void) | undefined> {
  let client: Client | undefined
  try {
    client = createClient({url: pathToFileURL(file).href, timeout: 0})
    const [lock, holder] = [await client.transaction('write'), client]
    return () => {
      // Closing the client alone would leave the transaction open until its memory is collected.
      lock.close()
      holder.close()
    }
  } catch (error) {
    client?.close()
    if (error instanceof Error && 'code' in error && String(error.code).startsWith('SQLITE_BUSY'))
      return undefined
    throw error
  }
}
