import {expect} from 'chai'
import {writeFile} from 'node:fs/promises'
import {databaseLocation} from '../../src/store/database/location.js'
import {openStore} from '../../src/store/store.js'
import {commandsOf, filesOf, workplace, type Ran} from '../support/documented.js'
import {startModelServer} from '../support/model-server.js'
import {startSqld, tempFolder} from '../support/processes.js'

/** What the gate runs itself, from a clean clone. */
const OF_THE_GATE = /^npm (install|run|test|link)/
/** Commands that may end otherwise than with 0, as the text beside them says. */
const OTHER_CODES: [RegExp, number[]][] = [[/--min-rating|bench decide/, [0, 4]]]

type Workplace = Awaited<ReturnType<typeof workplace>>

describe('every command of the documents works', () => {
  for (const document of ['README.md', 'docs/tutorial.md']) {
    it(document, async () => {
      const models = await startModelServer({delayMs: 10})
      const folder = await tempFolder()
      const sqld = await startSqld(folder.path)
      const place = await workplace({
        OPENROUTER_API_KEY: 'sk-test-documented',
        BENCH_TEST_MODELS: models.url,
        BENCH_USER: 'reader@example.com',
        BENCH_DATABASE_URL: 'file:bench.db',
        TURSO_DATABASE_URL: sqld.url,
      })
      try {
        // What a reader has done before the tour: the demo.
        await place.run('bench run --model builtin/lexicon --model builtin/random')
        for (const {name, text} of await filesOf(document)) await writeFile(place.file(name), text)
        let block = 0
        for (const {line, text, block: own} of await commandsOf(document)) {
          if (OF_THE_GATE.test(text)) continue
          if (own !== block) await place.stopServer()
          block = own
          await prepare(place, text)
          const {code, output} = await ranAsAReader(place, await withIds(place, text))
          const allowed = OTHER_CODES.find(([pattern]) => pattern.test(text))?.[1] ?? [0]
          expect(allowed, `${document}:${line}: ${text}\n${output}`).to.include(code)
          expect(output, `${document}:${line}: ${text}`).not.to.contain('sk-test-documented')
        }
      } finally {
        await place.stopServer()
        await place.remove()
        await models.close()
        await sqld.close()
        await folder.remove()
      }
    }).timeout(360_000)
  }
})

async function ranAsAReader(place: Workplace, text: string): Promise<Ran> {
  if (text.startsWith('bench serve')) {
    await place.stopServer()
    return place.serve(text)
  }

  const isInteractive = /^bench rate(?!.*(--score|--import))/.test(text)
  return isInteractive ? place.inTerminal(text, '4352q') : place.run(text)
}

/** What the text takes for granted: an interrupted run, files that others sent. */
async function prepare(place: Workplace, text: string): Promise<void> {
  if (text.startsWith('bench resume')) {
    await place.run(
      'timeout --signal INT 3 bench run -m openai/gpt-5-mini -p tech_pm --trials 10 --concurrency 1',
    )
  }

  if (text.includes('--import ratings.csv')) {
    const {id} = await newestResult(place)
    await writeFile(place.file('ratings.csv'), `result_id,user_id,rating\n${id},cem@example.com,4\n`)
  }

  if (text.includes('--tokens tokens.yaml'))
    await writeFile(place.file('tokens.yaml'), 'a-token-of-sixteen-characters: ana\n', {mode: 0o600})
}

/** Ids in documents are examples; here they become those of this database. */
async function withIds(place: Workplace, text: string): Promise<string> {
  if (!/3f2a91c0|20261123|results\/ID/.test(text)) return text
  const {id, run_id} = await newestResult(place)
  return text
    .replaceAll('3f2a91c0', id.slice(0, 12))
    .replaceAll(/20261123[-\d]*/g, run_id)
    .replaceAll('results/ID', `results/${id}`)
}

async function newestResult(place: Workplace): Promise<{id: string; run_id: string}> {
  const store = await openStore(databaseLocation(`file:${place.file('bench.db')}`, {}), {create: false})
  try {
    const {results} = await store.results.list({status: 'completed'}, {limit: 1, offset: 0})
    return results[0]!
  } finally {
    await store.close()
  }
}
