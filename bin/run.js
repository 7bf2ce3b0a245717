#!/usr/bin/env node
import {closeSync, existsSync, readFileSync, writeSync} from 'node:fs'
import module from 'node:module'
import {release} from 'node:os'
import {isatty} from 'node:tty'

// Node 22 and newer keep compiled code between starts; older ones have no such function.
module.enableCompileCache?.()

/** What says that the reader of a stream is gone: `head` has seen enough, a log collector died, ssh was dropped. */
const READER_GONE = new Set(['EPIPE', 'EIO', 'ECONNRESET', 'ENOTCONN'])
const terminals = [0, 1, 2].filter((descriptor) => isatty(descriptor))
let outputError

// A reader that is gone is no reason to stop what was begun: work goes on in silence and ends with its true
// exit code. Other failures of stdout, such as a full disk, are told at the end, as the answer is lost.
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error) => {
    if (stream === process.stdout && !READER_GONE.has(error.code)) outputError ??= error.message
    // Other listeners, oclif's among them, throw whatever is not this.
    error.code = 'EPIPE'
  })
}

process.on('exit', () => {
  // Node gives a terminal its settings back, and aborts (SIGABRT) where that terminal is gone; what is closed
  // it leaves alone.
  for (const descriptor of terminals) if (!isatty(descriptor)) closeSync(descriptor)
  if (outputError === undefined) return
  process.exitCode ||= 1
  try {
    writeSync(
      2,
      `Error: the output cannot be written: ${outputError}. What the command saved is kept.\n` +
        '  Free some space or send the output elsewhere; `bench runs` and `bench results` show what is saved.\n',
    )
  } catch {
    // Nobody is left to tell.
  }
})

const words = process.argv.slice(2)
const isVersionAsked =
  words.some((word) => /^(?:--version|-v)$/.test(word)) &&
  words.every((word) => /^(?:--version|-v|--json)$/.test(word))
// Windows' Linux has a name of its own with oclif.
if (isVersionAsked && !/microsoft/i.test(release())) {
  // Most of the time of such a start would go into loading what is not needed.
  const {name, version} = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'))
  const architecture = process.arch === 'ia32' ? 'x86' : process.arch
  const parts = {name, version, platform: `${process.platform}-${architecture}`, node: process.version}
  process.stdout.write(
    words.includes('--json')
      ? `${JSON.stringify(parts, null, 2)}\n`
      : `${name}/${version} ${parts.platform} node-${parts.node}\n`,
  )
} else {
  // Plugins are linked as JavaScript; oclif would say before every command that it compiles no TypeScript.
  process.env.OCLIF_DISABLE_LINKED_ESM_WARNING ??= '1'
  const entry = new URL('../dist/cli/start.js', import.meta.url)
  if (existsSync(entry)) {
    const {start} = await import(entry.href)
    await start(words)
  } else {
    process.exitCode = 1
    process.stderr.write(
      'Error: bench is not built here: dist/cli/start.js is missing. Nothing was started or written.\n' +
        '  In a clone: `npm run build`. Where bench was installed: install it again.\n',
    )
  }
}
