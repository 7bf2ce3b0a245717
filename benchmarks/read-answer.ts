/**
 * How long an answer takes to be read, beside the reader of another revision.
 *
 * node --import tsx benchmarks/read-answer.ts [revision]
 */
import {execFileSync} from 'node:child_process'
import {mkdirSync, rmSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {pathToFileURL} from 'node:url'
import {CHIP_TYPES} from '../src/chips/chip.js'
import {readChips} from '../src/chips/read-answer.js'

type Reader = (answer: string) => unknown

const chips = Array.from({length: 35}, (_, i) => ({
  key: `stakeholder_conflict_${i}`,
  display: `Stakeholder Conflict ${i}`,
  type: CHIP_TYPES[i % 4],
}))
const json = JSON.stringify(chips)
const ANSWERS = {
  'JSON alone': json,
  'a fence in prose': `Here are the chips:\n\n\`\`\`json\n${JSON.stringify(chips, undefined, 2)}\n\`\`\`\nAnything else?`,
  'after 8 kB of thoughts': `<think>${'The user wants chips for a manager. '.repeat(230)}</think>${json}`,
  'cut off': json.slice(0, -20),
  'a trailing comma': json.replace(/\]$/, ',]'),
}

/** Microseconds of one reading; the median of several rounds. */
function timeOf(read: Reader, answer: string): number {
  const rounds = Array.from({length: 15}, () => {
    const started = performance.now()
    for (let i = 0; i < 100; i++) read(answer)
    return (performance.now() - started) * 10
  })
  return rounds.sort((a, b) => a - b)[7]!
}

/** The reader of a revision, from files beside this repository's modules, so that it finds its own. */
async function readerOf(revision: string, folder: string): Promise<Reader> {
  mkdirSync(folder, {recursive: true})
  const names = execFileSync('git', ['ls-tree', '--name-only', `${revision}:src/chips`], {encoding: 'utf8'})
  for (const name of names.trim().split('\n'))
    writeFileSync(join(folder, name), execFileSync('git', ['show', `${revision}:src/chips/${name}`]))
  const module = (await import(pathToFileURL(join(folder, 'read-answer.ts')).href)) as {readChips: Reader}
  return module.readChips
}

const folder = join(import.meta.dirname, '../tmp/reader')
try {
  const old = await readerOf(process.argv[2] ?? 'HEAD', folder)
  for (const [name, answer] of Object.entries(ANSWERS)) {
    timeOf(old, answer)
    timeOf(readChips, answer)
    const [before, now] = [timeOf(old, answer), timeOf(readChips, answer)]
    console.log(
      `${name.padEnd(24)} ${before.toFixed(0).padStart(6)} µs  ${now.toFixed(0).padStart(6)} µs  ${(now / before).toFixed(2)} ×`,
    )
  }
} finally {
  rmSync(folder, {recursive: true, force: true})
}
