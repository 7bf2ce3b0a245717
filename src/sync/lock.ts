import {databaseUnopenable} from '../errors/databases.js'
import {syncIsRunning} from '../errors/remote.js'
import {takeSystemLock} from '../store/database/system-lock.js'

/**
 * Keeps a second sync of the same file out while `work` goes on: two syncs would be safe, but would do all
 * work twice.
 * @throws BenchError when another sync is running.
 */
export async function withLock<T>(databasePath: string, work: () => Promise<T>): Promise<T> {
  const release = await takeSystemLock(`${databasePath}.sync-lock.db`).catch((error: unknown) => {
    throw databaseUnopenable(databasePath, error)
  })
  if (!release) throw syncIsRunning(databasePath)
  try {
    return await work()
  } finally {
    release()
  }
}
