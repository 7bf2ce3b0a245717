/**
 * Goes from nothing rated to a decision in a real terminal of 80×24, by keys, and takes the pictures of
 * docs/decide.md: `bench decide`, `bench rate --decide`, `bench decide` again, and its record. Systems, chips and
 * the rater are invented; the rater knows no more than the screen says, and gives a point less for every third
 * chip that is missing.
 *
 * npm run build && node --import tsx scripts/decide-pictures.ts [folder of the pictures]
 */
import type {Terminal as XTerminal} from '@xterm/headless'
import {spawn} from '@lydell/node-pty'
import {mkdtemp, readFile, rm, writeFile} from 'node:fs/promises'
import {createRequire} from 'node:module'
import {tmpdir} from 'node:os'
import {join, resolve} from 'node:path'
import type {Chip} from '../src/chips/chip.js'
import {databaseLocation} from '../src/store/database/location.js'
import {openStore} from '../src/store/store.js'
import {addRatedRun} from '../test/support/decided.js'
import {terminalSvg} from './terminal-svg.js'

// A CommonJS package whose names Node does not find by itself.
const {Terminal} = createRequire(import.meta.url)('@xterm/headless') as typeof import('@xterm/headless')

const BENCH = resolve(import.meta.dirname, '../bin/run.js')
const SIZE = {cols: 80, rows: 24}
const CONFIGURATIONS = 30
const SETTLED_MS = 700
const LAST_MS = 20_000
/** A screen that waits for a key. */
const READY = /example |ship it|That was the last one/
const DISPLAYS =
  'Late delivery|Two cooks ill|Full house|Allergy at table 4|Mise en place|À la minute|Brunoise|Hold the pass|Write the prep list|Order fish|Train the new hand|Check the cold room|Open kitchen|Narrow pass'.split(
    '|',
  )
const TYPES = ['situation', 'jargon', 'role_task', 'environment'] as const
/** By system: how many chips it gives. */
const SYSTEMS = {'lab/aspen-large': 14, 'lab/aspen-small': 12, 'lab/birch': 7}
const COSTS = {'lab/aspen-large': 0.0042, 'lab/aspen-small': 0.0006, 'lab/birch': 0.0011}

const [pictures = 'docs/pictures'] = process.argv.slice(2)
const folder = await mkdtemp(join(tmpdir(), 'bench-loop-'))
try {
  await fill(join(folder, 'bench.db'))
  await picture('decide-nothing-rated.svg', ['decide'])
  await rate()
  await picture('decide-decided.svg', ['decide', '--record', 'decision.md'])
  console.log(await readFile(join(folder, 'decision.md'), 'utf8'))
} finally {
  await rm(folder, {recursive: true})
}

process.exit(0)

async function fill(file: string): Promise<void> {
  const store = await openStore(databaseLocation(`file:${file}`, {}), {create: true})
  const chips = (count: number): Chip[] =>
    DISPLAYS.slice(0, count).map((display, at) => ({
      key: display.toLowerCase().replaceAll(/[^a-z0-9]+/g, '_'),
      display,
      type: TYPES[Math.floor((at * TYPES.length) / DISPLAYS.length)]!,
    }))
  await addRatedRun(store, {
    rows: Object.fromEntries(Object.keys(SYSTEMS).map((model) => [model, '-'.repeat(CONFIGURATIONS)])),
    change: Object.fromEntries(
      Object.entries(SYSTEMS).map(([model, count]) => [
        model,
        {final_chips: chips(count), cost_usd: COSTS[model as keyof typeof COSTS]},
      ]),
    ),
  })
  await store.close()
}

interface Session {
  terminal: XTerminal
  press: (key: string) => void
  text: () => string
  ended: Promise<void>
}

function start(args: readonly string[]): Session {
  const terminal = new Terminal({...SIZE, allowProposedApi: true})
  const pty = spawn(process.execPath, [BENCH, ...args, '--db', 'file:bench.db'], {
    ...SIZE,
    name: 'xterm-256color',
    cwd: folder,
    env: {...process.env, FORCE_COLOR: '1', BENCH_USER: 'ann', NODE_OPTIONS: ''},
  })
  pty.onData((data) => terminal.write(data))
  const ended = new Promise<void>((done) => pty.onExit(() => setTimeout(done, SETTLED_MS)))
  const text = () =>
    Array.from({length: SIZE.rows}, (_, y) =>
      terminal.buffer.active.getLine(terminal.buffer.active.viewportY + y)?.translateToString(true),
    ).join('\n')
  return {terminal, press: (key) => pty.write(key), text, ended}
}

async function picture(name: string, args: readonly string[]): Promise<void> {
  const {terminal, ended} = start(args)
  await ended
  await writeFile(join(pictures, name), terminalSvg(terminal))
}

/** By keys, until the session says that nothing is needed any more. */
async function rate(): Promise<void> {
  const {terminal, press, text, ended} = start(['rate', '--decide', '--limit', '80'])
  await changed(text, '')
  for (let screen = 0; ; screen++) {
    const before = text()
    if (before.includes('That was the last one')) break
    if (before.includes('example ')) press('c')
    else if (screen === 6) await writeFile(join(pictures, 'rate-decide.svg'), terminalSvg(terminal))
    if (!before.includes('example ')) press(String(scoreOf(before)))
    await changed(text, before)
  }

  press('q')
  await ended
  await writeFile(join(pictures, 'rate-decide-end.svg'), terminalSvg(terminal))
}

/** From the counts behind the types of chips. */
function scoreOf(screen: string): number {
  const counts = [...screen.matchAll(/\b[A-Z ]{4,} \((\d+)\)/g)].map(([, count]) => Number(count))
  const shown = counts.reduce((sum, count) => sum + count, 0)
  const asked = Number(/(\d+) chips asked/.exec(screen)?.[1])
  return Math.max(1, 5 - Math.floor((DISPLAYS.length - shown + (asked % 3)) / 3))
}

async function changed(text: () => string, before: string): Promise<void> {
  const since = performance.now()
  while (text() === before || !READY.test(text())) {
    if (performance.now() - since > LAST_MS) throw new Error(`The screen stays:\n${text()}`)
    await new Promise((done) => setTimeout(done, 50))
  }

  // Keys that come at once are meant for the screen before.
  await new Promise((done) => setTimeout(done, SETTLED_MS))
}
