/**
 * Fills a database with two runs of invented models and ratings by invented people, for pictures and for trying
 * the pages. Nothing in it was ever measured. The first run asks with an older version of a style.
 *
 * node --import tsx scripts/sample-data.ts FILE
 */
import {CHIP_TYPES, type Chip} from '../src/chips/chip.js'
import {pick} from '../src/records/columns.js'
import {definitionsOf, versionsOf} from '../src/records/definitions.js'
import {crossProduct, resultId, wholeSuite, type Case} from '../src/suite/model/case.js'
import {isEnriched, SETTING_COLUMNS} from '../src/suite/model/factors.js'
import type {Suite} from '../src/suite/model/suite.js'
import {loadBuiltInSuite} from '../src/suite/files/load.js'
import {Random} from '../src/statistics/random.js'
import {databaseLocation} from '../src/store/database/location.js'
import {openStore} from '../src/store/store.js'

const MODELS = [
  {model: 'lab/aspen-large', quality: 4.1, cost: 0.0042, latency: 4200},
  {model: 'lab/aspen-small', quality: 4.05, cost: 0.0006, latency: 1500},
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

/** Words of raters, in the order in which they are used. */
const TAGS = ['generic', 'wrong level', 'duplicates']

const [file = 'sample.db'] = process.argv.slice(2)
const {suite} = await loadBuiltInSuite()
const store = await openStore(databaseLocation(file, {}), {create: true})
const random = new Random(7)
const noise = (size: number) =>
  ((random.below(1000) + random.below(1000) + random.below(1000)) / 1000 - 1.5) * size

const {guided} = suite.styles
const earlier: Suite = {
  ...suite,
  styles: {
    ...suite.styles,
    guided: {
      ...guided!,
      final: {...guided!.final, user: `${guided!.final.user}\nThink of what a newcomer has to learn first.`},
    },
  },
}
await fill('sample-1', '2026-11-20', {asked: earlier, styles: ['guided'], gain: -0.4, share: 25})
await fill('sample', '2026-11-24', {asked: suite, styles: ['terse', 'guided'], gain: 0, share: 80})
await store.close()

interface Sample {
  asked: Suite
  styles: string[]
  /** How much better its answers are. */
  gain: number
  /** Percent of configurations that each person rates, for all systems. */
  share: number
}

async function fill(id: string, day: string, {asked, styles, gain, share}: Sample): Promise<void> {
  const models = MODELS.map(({model}) => ({id: model, name: model, input_price: 1, output_price: 1}))
  const config = {
    ...{models, selector: suite.selector, styles, temperature: 0.7, max_output_tokens: 4000},
    ...{persona_ids: asked.personas.map(({id: persona}) => persona), base_url: null, providers: []},
  }
  const definitions = definitionsOf(config, asked)
  const versions = versionsOf(definitions)
  const cases = [...crossProduct({...wholeSuite(asked), models: MODELS.map(({model}) => model), styles})]
  await store.runs.create(
    {
      ...{id, started_at: `${day}T09:00:00.000Z`, completed_at: `${day}T09:20:00.000Z`},
      status: 'completed',
      config: {...config, cases: cases.length, versions},
    },
    definitions,
  )
  const rates = new Map<string, boolean>()
  for (const testCase of cases) {
    const {quality, cost, latency} = MODELS.find(({model}) => model === testCase.model)!
    const result_id = resultId(id, testCase)
    const chips = chipsOf(testCase)
    const isFailed = random.below(100) === 0
    await store.results.save({
      ...{id: result_id, run_id: id, model: testCase.model, persona_id: testCase.persona.id},
      ...{sector: testCase.persona.sector, desired_role: testCase.persona.desired_role},
      ...pick(testCase, SETTING_COLUMNS),
      trial: testCase.trial,
      status: isFailed ? 'failed' : 'completed',
      final_chips: isFailed ? [] : chips,
      ...{step1_chips: null, selected_chips: null, step2_chips: isFailed ? null : chips, fill_chips: null},
      errors: isFailed ? ['Step 2: no answer: the server answered 503'] : [],
      latency_ms: isFailed ? null : Math.max(1, Math.round(latency * (1 + noise(0.4)))),
      ...{reasoning_tokens: null, cached_tokens: null, input_tokens: 500 + random.below(200)},
      output_tokens: 20 * testCase.chip_count + random.below(80),
      cost_usd: cost * (1 + noise(0.1)),
      created_at: `${day}T09:10:00.000Z`,
      style_version: versions.style[testCase.style] ?? null,
      persona_version: versions.persona[testCase.persona.id] ?? null,
      system_version: versions.system[testCase.model] ?? null,
    })
    if (isFailed) continue
    const value =
      quality +
      gain +
      noise(0.4) +
      (testCase.style === 'guided' ? 0.2 : -0.2) +
      (isEnriched(testCase) ? 0.2 : -0.2)
    await rateAll(result_id, value, {day, share, rates, testCase, chips})
  }
}

/** Each person rates all systems and styles on a configuration, or none. */
async function rateAll(
  result_id: string,
  value: number,
  {
    day,
    share,
    rates,
    testCase,
    chips,
  }: {day: string; share: number; rates: Map<string, boolean>; testCase: Case; chips: Chip[]},
): Promise<void> {
  const {persona, input_type, constraint_type, chip_count} = testCase
  for (const {name, severity} of RATERS) {
    const key = JSON.stringify([name, persona.id, input_type, constraint_type, chip_count])
    if (!rates.has(key)) rates.set(key, random.below(100) < share)
    if (!rates.get(key)) continue
    const rating = Math.min(5, Math.max(1, Math.round(value + severity + noise(0.5))))
    const created_at = `${day}T10:00:00.000Z`
    await store.ratings.save({result_id, user_id: name, rating, created_at, blind: true})
    if (rating <= 2 && name === 'ann') {
      const tag = TAGS[random.below(TAGS.length)]!
      await store.ratings.saveAll(
        [],
        [
          {
            ...{result_id, user_id: name, created_at, note: '', flagged: rating === 1},
            ...{tags: [tag], bad_chips: [chips[0]!.key]},
          },
        ],
      )
    }
  }
}

/** Terms of the persona's sector, others for each system. */
function chipsOf({persona, chip_count}: Case): Chip[] {
  const terms = CHIP_TYPES.flatMap((type) =>
    (suite.lexicon[persona.id]?.[type] ?? []).map((display) => ({
      key: display.toLowerCase().replaceAll(/[^a-z0-9]+/g, '_'),
      display,
      type,
    })),
  )
  const drawn = terms.filter(() => random.below(100) < 70)
  return drawn.slice(0, Math.max(1, Math.min(chip_count, drawn.length)))
}
