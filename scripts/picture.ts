/**
 * Takes a picture of bench in a real terminal, as SVG.
 *
 * node --import tsx scripts/picture.ts OUT.svg COLUMNS ROWS 'command; command' [folder] [keys]
 *
 * With keys, each is pressed after the screen had time to settle (SETTLED_MS), and the picture is taken after the
 * last one.
 */
import {spawn} from '@lydell/node-pty'
import {writeFile} from 'node:fs/promises'
import {createRequire} from 'node:module'
import {terminalSvg} from './terminal-svg.js'

// A CommonJS package whose names Node does not find by itself.
const {Terminal} = createRequire(import.meta.url)('@xterm/headless') as typeof import('@xterm/headless')

const [out, columns, rows, script, folder = '.', keys] = process.argv.slice(2) as [
  string,
  string,
  string,
  string,
  string?,
  string?,
]
const SETTLED_MS = Number(process.env['SETTLED_MS'] ?? 800)
const terminal = new Terminal({cols: Number(columns), rows: Number(rows), allowProposedApi: true})
const pty = spawn('bash', ['-c', script], {
  name: 'xterm-256color',
  cols: Number(columns),
  rows: Number(rows),
  cwd: folder,
  env: {...process.env, FORCE_COLOR: '1'},
})
pty.onData((data) => terminal.write(data))
const exited = new Promise((done) => pty.onExit(done))
const settled = () => new Promise((done) => setTimeout(done, SETTLED_MS))
if (keys === undefined) await exited
else await settled()
for (const key of keys ?? '') {
  await settled()
  pty.write(key)
}

await settled()

await writeFile(out, terminalSvg(terminal))
process.exit(0)
