/**
 * Takes pictures of the rater's screen with all that can be on it: 40 chips, the rubric's question and anchors,
 * tags, a note, a flag. At 80×24, in a narrow terminal, and in the plain form for screen readers. The answer is
 * invented.
 *
 * npm run build && node --import tsx scripts/rating-pictures.ts [folder of the pictures]
 */
import {spawn} from 'node:child_process'
import {once} from 'node:events'
import {mkdtemp, rm} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join, resolve} from 'node:path'
import type {Chip, ChipType} from '../src/chips/chip.js'
import {databaseLocation} from '../src/store/database/location.js'
import {openStore} from '../src/store/store.js'
import {aResult, aRun} from '../test/support/records.js'

const BENCH = resolve(import.meta.dirname, '../bin/run.js')
/** Long enough for a screen on a machine that has other work too. */
const SETTLED_MS = '2500'
const DISPLAYS: Record<ChipType, string> = {
  situation:
    'Two cooks ill on Friday|Late fish delivery|Walk-in of twelve|Allergy at table 4|Broken dishwasher|Critic in the room|Power cut mid-service|Overbooked terrace|New menu tonight|Health inspection',
  jargon:
    'Mise en place|À la minute|Brunoise|Hands!|86 the turbot|On the fly|Covers|The pass|Walking in|Heard',
  role_task:
    'Write the prep list|Order for the weekend|Check the cold room|Train the new commis|Taste every sauce|Cost the new dish|Plan the rota|Expedite|Break down the fish|Close the line',
  environment:
    'Open kitchen|Narrow pass|Cellar stores|Gas only|Courtyard terrace|Forty seats|One dumbwaiter|Shared yard|Old stone floor|No freezer',
}

const [pictures = 'docs/pictures'] = process.argv.slice(2)
const folder = await mkdtemp(join(tmpdir(), 'bench-rating-'))
try {
  await fill(join(folder, 'bench.db'))
  const marked = `ctgd\rnTwo are the same\rf`
  await picture('rate-40-chips.svg', {columns: 80, rows: 24}, {keys: marked})
  await picture('rate-narrow.svg', {columns: 40, rows: 44}, {user: 'bob', keys: marked})
  await picture('rate-plain.svg', {columns: 80, rows: 34}, {user: 'cem', flags: '--plain', keys: 'c'})
} finally {
  await rm(folder, {recursive: true})
}

async function fill(file: string): Promise<void> {
  const store = await openStore(databaseLocation(`file:${file}`, {}), {create: true})
  const chips = Object.entries(DISPLAYS).flatMap(([type, displays]) =>
    displays.split('|').map((display): Chip => {
      const key = display.toLowerCase().replaceAll(/[^a-z0-9]+/g, '_')
      return {key, display, type: type as ChipType}
    }),
  )
  const run = aRun({status: 'completed'})
  await store.runs.create(run)
  for (const model of ['lab/aspen', 'lab/birch'])
    for (const persona_id of ['head_chef', 'sous_chef', 'owner'])
      await store.results.save(
        aResult(run.id, {model, persona_id, chip_count: 40, trial: 1, final_chips: chips}),
      )
  await store.close()
}

async function picture(
  name: string,
  {columns, rows}: {columns: number; rows: number},
  {user = 'ann', flags = '', keys}: {user?: string; flags?: string; keys: string},
): Promise<void> {
  const command = `node '${BENCH}' rate --db file:bench.db ${flags}`
  const script = join(import.meta.dirname, 'picture.ts')
  const taking = spawn(
    process.execPath,
    [
      '--import',
      'tsx',
      script,
      resolve(pictures, name),
      String(columns),
      String(rows),
      command,
      folder,
      keys,
    ],
    {stdio: 'inherit', env: {...process.env, BENCH_USER: user, NODE_OPTIONS: '', SETTLED_MS}},
  )
  const [code] = (await once(taking, 'exit')) as [number | null]
  if (code !== 0) throw new Error(`${name} could not be taken`)
}
