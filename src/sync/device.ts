import {createHash, randomUUID} from 'node:crypto'
import {mkdir, readFile, realpath, writeFile} from 'node:fs/promises'
import {join} from 'node:path'

/**
 * The name of a database among all that sync with the team's. The name is made of an id of this machine,
 * which is kept outside the file, and of the file's path: a copy of the file, here or elsewhere, is another
 * device.
 */
export async function deviceOf(path: string, dataDir: string): Promise<string> {
  const machine = await machineId(dataDir)
  return createHash('sha256')
    .update(`${machine}|${await realpath(path)}`)
    .digest('hex')
    .slice(0, 16)
}

async function machineId(dataDir: string): Promise<string> {
  const file = join(dataDir, 'machine-id')
  await mkdir(dataDir, {recursive: true})
  try {
    await writeFile(file, randomUUID(), {flag: 'wx'})
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error
  }

  return readFile(file, 'utf8')
}
