import {createClient} from '@libsql/client/sqlite3'
import {randomBytes} from 'node:crypto'
import {readFile, writeFile} from 'node:fs/promises'
import {databaseLocation} from '../../src/store/database/location.js'
import {openStore, type Store} from '../../src/store/store.js'
import {tempFolder} from './processes.js'

/** The bytes of a new database, and where its id stands in them. */
interface Template {
  bytes: Buffer
  idAt: number
}

/** Made once in each process. */
let template: Promise<Template> | undefined

/**
 * Writes a database as `openStore` makes it, with an id of its own. A copy takes a tenth of the time that the
 * statements of schema.sql take.
 */
export async function newDatabase(path: string): Promise<void> {
  const {bytes, idAt} = await (template ??= makeTemplate())
  const copy = Buffer.from(bytes)
  copy.write(randomBytes(16).toString('hex'), idAt, 'latin1')
  await writeFile(path, copy)
}

/** An empty store in a new file: of a name, or without one in a folder that goes with `close`. */
export async function newStore(file?: string): Promise<Store> {
  if (file !== undefined) {
    await newDatabase(file)
    return openStore(databaseLocation(`file:${file}`, {}), {create: false})
  }

  const folder = await tempFolder()
  const store = await newStore(folder.file('bench.db'))
  const close = async () => {
    await store.close()
    await folder.remove()
  }
  return {...store, close}
}

async function makeTemplate(): Promise<Template> {
  const folder = await tempFolder()
  const path = folder.file('bench.db')
  const store = await openStore(databaseLocation(`file:${path}`, {}), {create: true})
  const {db_id} = await store.sync.identity()
  await store.close()
  // What is committed may stand in the log still.
  const client = createClient({url: `file:${path}`})
  await client.execute('PRAGMA wal_checkpoint(TRUNCATE)')
  client.close()
  const bytes = await readFile(path)
  await folder.remove()
  return {bytes, idAt: bytes.indexOf(db_id)}
}
