/*
 * How long a rating session takes to plan where the most candidates are read: 20,000 results of ten systems,
 * each rated by up to two people. Run: node --import tsx benchmarks/rating-queue.ts
 */
import {mkdtemp, rm} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {createClient} from '@libsql/client'
import {ratingQueue} from '../src/rating/queue/queue.js'
import {databaseLocation} from '../src/store/database/location.js'
import {openStore} from '../src/store/store.js'
import {fillDatabase} from './large-database.js'

const [RESULTS, LIMIT, ROUNDS] = [20_000, 40, 5]

const folder = await mkdtemp(join(tmpdir(), 'bench-queue-'))
const url = `file:${join(folder, 'bench.db')}`
const store = await openStore(databaseLocation(url, {}), {create: true})
const client = createClient({url})
await fillDatabase(client, {results: RESULTS, raters: 2})
// Each run asks something else, so that no cell is folded into another.
await client.execute(`UPDATE results SET persona_id = persona_id || ' ' || run_id`)
// A third of the results has no rating, another third one.
await client.execute(
  'DELETE FROM ratings WHERE rowid % 2 = 0 OR result_id IN (SELECT id FROM results WHERE rowid % 3 = 0)',
)
client.close()

const [reads, plans]: [number[], number[]] = [[], []]
for (let round = 0; round < ROUNDS; round++) {
  const started = performance.now()
  const candidates = await store.ratings.candidates({}, RESULTS)
  const read = performance.now()
  const queue = ratingQueue(candidates, [], {rater: `rater-${round}`, limit: LIMIT, overlap: 0.2})
  plans.push(performance.now() - read)
  reads.push(read - started)
  if (queue.length !== LIMIT || candidates.length !== RESULTS) throw new Error('the queue is not whole')
}

const median = (times: number[]) => Math.round(times.sort((a, b) => a - b)[Math.floor(times.length / 2)]!)
console.log(
  `${RESULTS} candidates: read in ${median(reads)} ms, planned in ${median(plans)} ms (medians of ${ROUNDS})`,
)
await store.close()
await rm(folder, {recursive: true})
