/**
 * Fills a database with a run of invented models and ratings by invented people, for pictures and for trying
 * the leaderboard. Nothing in it was ever measured.
 *
 * node --import tsx scripts/sample-data.ts FILE
 */
import {pick} from '../src/records/columns.js'
import {crossProduct, resultId, wholeSuite} from '../src/suite/model/case.js'
import {isEnriched, SETTING_COLUMNS} from '../src/suite/model/factors.js'
import {loadBuiltInSuite} from '../src/suite/files/load.js'
import {Random} from '../src/statistics/random.js'
import {databaseLocation} from '../src/store/database/location.js'
import {openStore} from '../src/store/store.js'

const MODELS = [
  {model: 'lab/aspen-large', quality: 3.9, cost: 0.0042, latency: 4200},
  {model: 'lab/aspen-small', quality: 3.7, cost: 0.0006, latency: 1500},
  {model: 'lab/birch', quality: 3.4, cost: 0.0011, latency: 2100},
  {model: 'lab/cedar', quality: 3.4, cost: 0.0004, latency: 900},
  {model: 'lab/elm', quality: 2.6, cost: 0.0002, latency: 700},
  {model: 'builtin/random', quality: 1.8, cost: 0, latency: 1},
]
const RATERS = [
  {name: 'ann', severity: 0.3},
  {name: 'bob', severity: -0.4},
  {name: 'cem', severity: 0.1},
]

const [file = 'sample.db'] = process.argv.slice(2)
const {suite} = await loadBuiltInSuite()
const store = await openStore(databaseLocation(file, {}), {create: true})
const random = new Random(7)
const noise = (size: number) =>
  ((random.below(1000) + random.below(1000) + random.below(1000)) / 1000 - 1.5) * size
const run = {
  id: 'sample',
  started_at: '2026-11-24T09:00:00.000Z',
  completed_at: '2026-11-24T09:20:00.000Z',
  status: 'completed' as const,
  config: {cases: 576},
}
await store.runs.create(run)
const cases = crossProduct({
  ...wholeSuite(suite),
  models: MODELS.map(({model}) => model),
})
const work: Promise<unknown>[] = []
for (const one of cases) {
  const {quality, cost, latency} = MODELS.find(({model}) => model === one.model)!
  const id = resultId(run.id, one)
  const chips = Array.from({length: one.chip_count}, (_, at) => ({
    key: `chip_${at}`,
    display: `Chip ${at}`,
    type: 'jargon' as const,
  }))
  const value =
    quality + noise(0.8) + (one.style === 'guided' ? 0.15 : -0.15) + (isEnriched(one) ? 0.2 : -0.2)
  await store.results.save({
    id,
    run_id: run.id,
    model: one.model,
    persona_id: one.persona.id,
    sector: one.persona.sector,
    desired_role: one.persona.desired_role,
    ...pick(one, SETTING_COLUMNS),
    trial: one.trial,
    status: random.below(100) === 0 ? 'failed' : 'completed',
    final_chips: chips,
    step1_chips: null,
    selected_chips: null,
    step2_chips: chips,
    fill_chips: null,
    errors: [],
    latency_ms: Math.max(1, Math.round(latency * (1 + noise(0.4)))),
    reasoning_tokens: null,
    cached_tokens: null,
    input_tokens: 500 + random.below(200),
    output_tokens: 20 * one.chip_count + random.below(80),
    cost_usd: cost * (1 + noise(0.1)),
    created_at: '2026-11-24T09:10:00.000Z',
    style_version: null,
    persona_version: null,
    system_version: null,
  })
  for (const {name, severity} of RATERS) {
    if (random.below(100) < 55) continue
    const rating = Math.min(5, Math.max(1, Math.round(value + severity + noise(1))))
    work.push(
      store.ratings.save({
        result_id: id,
        user_id: name,
        rating,
        created_at: '2026-11-24T10:00:00.000Z',
        blind: true,
      }),
    )
  }
}

await Promise.all(work)
await store.close()
