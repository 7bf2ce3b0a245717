import {readFile, rm, writeFile} from 'node:fs/promises'
import {hostname} from 'node:os'
import {databaseUnopenable} from '../errors/catalogue.js'
import {syncIsRunning} from '../errors/remote.js'
import {isAlive} from '../store/database/process-alive.js'

/**
 * Keeps a second sync of the same file out while `work` goes on: it would be safe, but do everything twice.
 * The lock of a process that died on this machine is taken over.
 * @throws BenchError when another sync is running.
 */
export async function withLock<T>(databasePath: string, work: () => Promise<T>): Promise<T> {
  const file = `${databasePath}.sync-lock`
  await take(file)
  try {
    return await work()
  } finally {
    await rm(file, {force: true})
  }
}

async function take(file: string): Promise<void> {
  const mine = JSON.stringify({pid: process.pid, host: hostname()})
  for (let attempt = 0; ; attempt++) {
    try {
      await writeFile(file, mine, {flag: 'wx'})
      return
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST'))
        throw databaseUnopenable(file.replace(/\.sync-lock$/, ''), error)
    }

    const {pid, host} = await holder(file)
    if (attempt > 0 || host !== hostname() || isAlive(pid)) throw syncIsRunning(file, pid, host)
    await rm(file, {force: true})
  }
}

/** A file that was cut off is nobody's on this machine. */
async function holder(file: string): Promise<{pid: number; host: string}> {
  try {
    return JSON.parse(await readFile(file, 'utf8')) as {pid: number; host: string}
  } catch {
    return {pid: -1, host: hostname()}
  }
}
