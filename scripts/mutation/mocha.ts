import {spawn, type ChildProcess} from 'node:child_process'
import {existsSync, readFileSync, rmSync} from 'node:fs'
import {join, relative} from 'node:path'

/** How test files ended in a copy. `file` and `title` name the first failure when mocha came to report it. */
export interface Outcome {
  state: 'passed' | 'failed' | 'timeout'
  file?: string
  title?: string
}

interface MochaReport {
  failures: {fullTitle: string; file: string | null}[]
}

const running = new Set<ChildProcess>()

/** Ends every test process that still runs, with the processes it started. */
export function endTests(): void {
  for (const child of running) endGroup(child)
}

/** Runs test files in a copy up to the first failure, or until `seconds` are over. */
export async function runTests(copy: string, files: readonly string[], seconds: number): Promise<Outcome> {
  const report = join(copy, 'tmp/report.json')
  rmSync(report, {force: true})
  const output = ['--reporter', 'json', '--reporter-option', `output=${report}`]
  const child = spawn(
    process.execPath,
    [
      '--import',
      'tsx',
      'node_modules/mocha/bin/mocha.js',
      '--no-config',
      '--bail',
      '--timeout',
      '30000',
      ...output,
      ...files,
    ],
    // A group of its own, so that what the tests start ends with them.
    {cwd: copy, detached: true, stdio: 'ignore', env: {...process.env, TMPDIR: join(copy, 'tmp')}},
  )
  running.add(child)
  const late = new AbortController()
  const timer = setTimeout(() => {
    late.abort()
    endGroup(child)
  }, seconds * 1000)
  const code = await new Promise<number | null>((done) => {
    child.once('exit', done)
    child.once('error', () => done(1))
  })
  clearTimeout(timer)
  endGroup(child)
  running.delete(child)
  if (late.signal.aborted) return {state: 'timeout'}
  if (code === 0) return {state: 'passed'}
  const first = existsSync(report)
    ? (JSON.parse(readFileSync(report, 'utf8')) as MochaReport).failures[0]
    : undefined
  return {
    state: 'failed',
    ...(first === undefined ? {} : {title: first.fullTitle}),
    ...(typeof first?.file === 'string' ? {file: relative(copy, first.file)} : {}),
  }
}

function endGroup({pid}: ChildProcess): void {
  if (pid === undefined) return
  try {
    process.kill(-pid, 'SIGKILL')
  } catch {
    // The group has ended by itself.
  }
}
