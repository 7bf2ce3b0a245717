import {createClient, type Client} from '@libsql/client/sqlite3'
import {pathToFileURL} from 'node:url'
import {databaseUnopenable} from '../errors/catalogue.js'
import {syncIsRunning} from '../errors/remote.js'

/**
 * Keeps a second sync of the same file out while `work` goes on: it would be safe, but do everything twice.
 *
 * The lock is a write transaction of SQLite on an empty file beside the database. The system lets go of it when
 * the process ends, however it ends, and it holds between containers that share the folder, where a process
 * number would mean another process. The file stays: taking it away could leave two who hold a lock of its name.
 * @throws BenchError when another sync is running.
 */
export async function withLock<T>(databasePath: string, work: () => Promise<T>): Promise<T> {
  const release = await take(databasePath)
  try {
    return await work()
  } finally {
    release()
  }
}

async function take(databasePath: string): Promise<() => void> {
  let client: Client | undefined
  try {
    client = createClient({url: pathToFileURL(`${databasePath}.sync-lock.db`).href, timeout: 0})
    const [lock, holder] = [await client.transaction('write'), client]
    return () => {
      // Closing the client alone would leave the transaction open until its memory is collected.
      lock.close()
      holder.close()
    }
  } catch (error) {
    client?.close()
    const isHeld = error instanceof Error && 'code' in error && String(error.code).startsWith('SQLITE_BUSY')
    throw isHeld ? syncIsRunning(databasePath) : databaseUnopenable(databasePath, error)
  }
}
