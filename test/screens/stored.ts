import {createClient} from '@libsql/client/sqlite3'
import {copyFile, readFile} from 'node:fs/promises'
import {join} from 'node:path'
import {pathToFileURL} from 'node:url'
import {bench, tempFolder} from '../support/processes.js'

const HERE = import.meta.dirname

/** What lies beside the database: the suite of its runs, a config file that names it, and files for commands to read. */
const FILES = ['suite.yaml', 'bench.config.yaml', 'wrong.yaml', 'ratings.csv', 'wrong.csv']

export type StoredFolder = Awaited<ReturnType<typeof tempFolder>>

/**
 * A new folder with the stored database as `bench.db`. It is loaded as schema 3 had it; a first command brings it
 * to the schema of today, so that no screen shows the migration.
 */
export async function storedFolder(): Promise<StoredFolder> {
  const folder = await tempFolder()
  const client = createClient({url: pathToFileURL(folder.file('bench.db')).href})
  const texts = await Promise.all(
    ['schema-3.sql', 'stored.sql'].map((name) => readFile(join(HERE, name), 'utf8')),
  )
  // In one transaction: a wait for the disk a row is most of the time.
  await client.executeMultiple(`BEGIN;\n${texts.join('')}COMMIT;`)
  client.close()
  await copyAll(HERE, folder, FILES)
  const {code, stderr} = await bench(['runs'], {cwd: folder.path})
  if (code !== 0) throw new Error(`the stored database cannot be opened: ${stderr}`)
  return folder
}

/** Another folder like that, for commands that write. */
export async function copyOf(stored: StoredFolder): Promise<StoredFolder> {
  const folder = await tempFolder()
  await copyAll(stored.path, folder, [...FILES, 'bench.db'])
  return folder
}

async function copyAll(from: string, to: StoredFolder, names: readonly string[]): Promise<void> {
  for (const name of names) await copyFile(join(from, name), to.file(name))
}
