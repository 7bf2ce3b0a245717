import {spawn} from '@lydell/node-pty'
import {createRequire} from 'node:module'
import {BENCH} from './processes.js'

// A CommonJS package whose names Node does not find by itself.
const {Terminal} = createRequire(import.meta.url)('@xterm/headless') as typeof import('@xterm/headless')

/** bench in a real terminal: its screen can be read, keys can be pressed. */
export function openTerminal(
  args: readonly string[],
  {
    cwd,
    env = {},
    columns = 80,
    rows = 24,
  }: {cwd: string; env?: Record<string, string>; columns?: number; rows?: number},
) {
  const screen = new Terminal({cols: columns, rows, allowProposedApi: true})
  const pty = spawn(process.execPath, [BENCH, ...args], {
    name: 'xterm-256color',
    cols: columns,
    rows,
    cwd,
    env: {PATH: process.env['PATH'] ?? '', HOME: cwd, XDG_DATA_HOME: cwd, TERM: 'xterm-256color', ...env},
  })
  let raw = ''
  pty.onData((data) => {
    raw += data
    screen.write(data)
  })
  const exited = new Promise<number>((done) => pty.onExit(({exitCode}) => done(exitCode)))

  const lines = () => {
    const buffer = screen.buffer.active
    return Array.from(
      {length: rows},
      (_, i) => buffer.getLine(buffer.viewportY + i)?.translateToString(true) ?? '',
    )
  }

  return {
    pid: pty.pid,
    /** What stands on the screen now. */
    lines,
    text: () => lines().join('\n'),
    /** Everything that was ever written, escape sequences included. */
    raw: () => raw,
    press: (keys: string) => pty.write(keys),
    resize: (width: number, height: number) => {
      screen.resize(width, height)
      pty.resize(width, height)
    },
    kill: (signal: string) => pty.kill(signal),
    /** Closes the terminal, as a dropped connection does: the system itself sends SIGHUP. */
    hangUp: () => (pty as unknown as {destroy: () => void}).destroy(),
    exited,
    /** Waits until the screen shows something. @throws with the screen when it never does. */
    async waitFor(wanted: RegExp | string, ms = 30_000): Promise<void> {
      const shows = () =>
        typeof wanted === 'string' ? lines().join('\n').includes(wanted) : wanted.test(lines().join('\n'))
      const deadline = Date.now() + ms
      while (!shows()) {
        if (Date.now() > deadline)
          throw new Error(`the screen never showed ${String(wanted)}:\n${lines().join('\n')}`)
        await new Promise((done) => setTimeout(done, 15))
      }
    },
  }
}
