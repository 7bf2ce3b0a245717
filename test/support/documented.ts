import {spawn, type ChildProcess} from 'node:child_process'
import {chmod, mkdir, readFile, writeFile} from 'node:fs/promises'
import {join, resolve} from 'node:path'
import {spawn as spawnTerminal} from '@lydell/node-pty'
import {BENCH, tempFolder} from './processes.js'

const ROOT = resolve(import.meta.dirname, '../..')

export interface DocumentedCommand {
  line: number
  /** As it stands there, without its comment. */
  text: string
  /** Lines of one block belong together: a server lives until its end. */
  block: number
}

/** The commands of a document: the lines of its `sh` blocks, continued lines joined, comments left out. */
export async function commandsOf(document: string): Promise<DocumentedCommand[]> {
  const lines = (await readFile(join(ROOT, document), 'utf8')).split('\n')
  const commands: DocumentedCommand[] = []
  let block = 0
  let isInside = false
  let begun = ''
  for (const [at, line] of lines.entries()) {
    if (line.startsWith('```')) {
      isInside = line === '```sh'
      block += Number(isInside)
      continue
    }

    if (!isInside || line.trim() === '' || line.startsWith('#')) continue
    const text = `${begun}${line.replace(/\s{2,}# .*$/, '').trim()}`
    begun = text.endsWith('\\') ? text.slice(0, -1) : ''
    if (begun === '') commands.push({line: at + 1, text, block})
  }

  return commands
}

/** The files that a document shows: its blocks that have a name behind their language. */
export async function filesOf(document: string): Promise<{name: string; text: string}[]> {
  const text = await readFile(join(ROOT, document), 'utf8')
  return [...text.matchAll(/^```\w+ (\S+)\n(.*?)^```$/gms)].map(([, name, content]) => ({
    name: name!,
    text: content!,
  }))
}

export interface Ran {
  code: number | null
  output: string
}

/** A folder with `bench` on its path, where a reader works through a document. */
export async function workplace(env: Record<string, string>) {
  const folder = await tempFolder()
  await mkdir(folder.file('bin'))
  await writeFile(folder.file('bin/bench'), `#!/bin/sh\nexec "${process.execPath}" "${BENCH}" "$@"\n`)
  await chmod(folder.file('bin/bench'), 0o755)
  await mkdir(folder.file('work'))
  const all = {
    HOME: folder.path,
    XDG_DATA_HOME: folder.path,
    PATH: `${folder.file('bin')}:${process.env['PATH'] ?? ''}`,
    NO_COLOR: '1',
    NODE_OPTIONS: `--import ${new URL('redirect-models.mjs', import.meta.url).href}`,
    ...env,
  }
  const cwd = folder.file('work')
  let server: ChildProcess | undefined

  return {
    file: (name: string) => join(cwd, name),
    /** Runs a line to its end. */
    run: (text: string): Promise<Ran> =>
      new Promise((done) => {
        const child = spawn('bash', ['-c', `set -o pipefail; ${text}`], {
          cwd,
          env: all,
          stdio: ['ignore', 'pipe', 'pipe'],
        })
        let output = ''
        for (const stream of [child.stdout, child.stderr])
          stream.on('data', (part: Buffer) => (output += part.toString()))
        child.on('close', (code) => done({code, output}))
      }),
    /** Runs a line in a terminal and presses these keys, each once the screen has shown something new. */
    inTerminal: (text: string, keys: string): Promise<Ran> =>
      new Promise((done) => {
        const pty = spawnTerminal('bash', ['-c', text], {
          name: 'xterm-256color',
          cols: 80,
          rows: 24,
          cwd,
          env: all,
        })
        let output = ''
        let screen = ''
        let quiet: NodeJS.Timeout | undefined
        const left = Array.from(keys)
        pty.onData((data) => {
          output += data
          screen += data
          clearTimeout(quiet)
          quiet = setTimeout(() => {
            // A key that is pressed while a rating is being saved says nothing; more comes by itself.
            if (screen.slice(screen.lastIndexOf('\u001B[H')).includes('Saving')) return
            // A person's first session begins with examples.
            const key = screen.includes('leaves the examples out') ? 'c' : left.shift()
            screen = ''
            if (key !== undefined) pty.write(key)
          }, 400)
        })
        pty.onExit(({exitCode}) => {
          clearTimeout(quiet)
          done({code: exitCode, output})
        })
      }),
    /** Starts a server and waits for the line that says where it is. */
    serve: (text: string): Promise<Ran> =>
      new Promise((done) => {
        const child = spawn('bash', ['-c', `exec ${text}`], {
          cwd,
          env: all,
          stdio: ['ignore', 'pipe', 'pipe'],
        })
        server = child
        let output = ''
        const heard = (part: Buffer) => {
          output += part.toString()
          if (output.includes('http://')) done({code: 0, output})
        }
        child.stdout.on('data', heard)
        child.stderr.on('data', heard)
        child.on('close', (code) => done({code, output}))
      }),
    async stopServer(): Promise<void> {
      const running = server
      server = undefined
      if (running?.exitCode !== null) return
      const ended = new Promise((done) => running.once('close', done))
      running.kill('SIGTERM')
      await ended
    },
    remove: () => folder.remove(),
  }
}
