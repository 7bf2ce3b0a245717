/**
 * Takes a picture of bench in a real terminal, as SVG.
 *
 * node --import tsx scripts/picture.ts OUT.svg COLUMNS ROWS 'command; command' [folder] [keys]
 *
 * With keys, each is pressed after the screen had time to settle, and the picture is taken after the last one.
 */
import type {IBufferCell} from '@xterm/headless'
import {spawn} from '@lydell/node-pty'
import {writeFile} from 'node:fs/promises'
import {createRequire} from 'node:module'

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
const SETTLED_MS = 800
const CELL = {width: 8.43, height: 18}
const PALETTE = [
  '#1d1f21',
  '#e06c75',
  '#98c379',
  '#e5c07b',
  '#61afef',
  '#c678dd',
  '#56b6c2',
  '#d0d0d0',
  '#808080',
]
const TEXT = '#e6e6e6'

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

const escape = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')

function style(cell: IBufferCell): string {
  const colour = cell.isFgPalette() ? (PALETTE[Math.min(8, cell.getFgColor())] ?? TEXT) : TEXT
  return `fill="${cell.isDim() ? '#9a9a9a' : colour}"${cell.isBold() ? ' font-weight="bold"' : ''}`
}

const buffer = terminal.buffer.active
const body: string[] = []
let used = 0
for (let y = 0; y < Number(rows); y++) {
  const line = buffer.getLine(buffer.viewportY + y)
  if (!line) continue
  if (line.translateToString(true) !== '') used = y + 1
  for (let x = 0; x < Number(columns);) {
    const first = line.getCell(x)!
    const from = x
    let text = ''
    while (x < Number(columns) && style(line.getCell(x)!) === style(first))
      text += line.getCell(x++)!.getChars() || ' '
    if (text.trim() !== '')
      body.push(
        `<text x="${(12 + from * CELL.width).toFixed(1)}" y="${24 + y * CELL.height}" ${style(first)} textLength="${(text.trimEnd().length * CELL.width).toFixed(1)}" xml:space="preserve">${escape(text.trimEnd())}</text>`,
      )
  }
}

const size = {width: Math.ceil(24 + Number(columns) * CELL.width), height: 24 + used * CELL.height}
await writeFile(
  out,
  `<svg xmlns="http://www.w3.org/2000/svg" width="${size.width}" height="${size.height}" viewBox="0 0 ${size.width} ${size.height}" font-family="ui-monospace, 'DejaVu Sans Mono', Menlo, Consolas, monospace" font-size="14">
<rect width="100%" height="100%" rx="8" fill="${PALETTE[0]}"/>
${body.join('\n')}
</svg>
`,
)
process.exit(0)
