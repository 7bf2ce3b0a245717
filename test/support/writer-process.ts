// Saves results into a database as fast as it can: arguments URL, name, count.
import {databaseLocation} from '../../src/store/database/location.js'
import {openStore} from '../../src/store/store.js'
import {aResult} from './records.js'

const [url, name, count] = process.argv.slice(2) as [string, string, string]
const store = await openStore(databaseLocation(url, {}), {create: false})
await Promise.all(
  Array.from({length: Number(count)}, () => store.results.save(aResult('shared', {model: name}))),
)
await store.close()
