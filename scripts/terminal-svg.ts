import type {IBufferCell, Terminal} from '@xterm/headless'

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

/** What a terminal shows, as SVG. */
export function terminalSvg(terminal: Terminal): string {
  const {cols: columns, rows} = terminal
  const buffer = terminal.buffer.active
  const body: string[] = []
  let used = 0
  for (let y = 0; y < rows; y++) {
    const line = buffer.getLine(buffer.viewportY + y)
    if (!line) continue
    if (line.translateToString(true) !== '') used = y + 1
    for (let x = 0; x < columns;) {
      const first = line.getCell(x)!
      const from = x
      let text = ''
      while (x < columns && style(line.getCell(x)!) === style(first))
        text += line.getCell(x++)!.getChars() || ' '
      if (text.trim() !== '')
        body.push(
          `<text x="${(12 + from * CELL.width).toFixed(1)}" y="${24 + y * CELL.height}" ${style(first)} textLength="${(text.trimEnd().length * CELL.width).toFixed(1)}" xml:space="preserve">${escape(text.trimEnd())}</text>`,
        )
    }
  }

  const size = {width: Math.ceil(24 + columns * CELL.width), height: 24 + used * CELL.height}
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${size.width}" height="${size.height}" viewBox="0 0 ${size.width} ${size.height}" font-family="ui-monospace, 'DejaVu Sans Mono', Menlo, Consolas, monospace" font-size="14">
<rect width="100%" height="100%" rx="8" fill="${PALETTE[0]}"/>
${body.join('\n')}
</svg>
`
}

const escape = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')

function style(cell: IBufferCell): string {
  const colour = cell.isFgPalette() ? (PALETTE[Math.min(8, cell.getFgColor())] ?? TEXT) : TEXT
  return `fill="${cell.isDim() ? '#9a9a9a' : colour}"${cell.isBold() ? ' font-weight="bold"' : ''}`
}
