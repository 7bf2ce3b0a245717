import {execFileSync} from 'node:child_process'
import {readFileSync} from 'node:fs'
import {join} from 'node:path'
import {Random} from '../../src/statistics/random.js'
import type {Mutant} from './mutant.js'
import {mutantsOf, mutantsOfSql} from './operators.js'

/** `src/run/budget.ts` → `run`; what stands at the root has its own name. */
export function folderOf(file: string): string {
  return /^src\/(.+)\/[^/]+$/.exec(file)?.[1] ?? file
}

/** Every mutant of the files that stand in the folders (with their inner folders) or bear their names. */
export function mutantsIn(root: string, files: readonly string[], folders: readonly string[]): Mutant[] {
  return files
    .filter((file) => folders.some((folder) => file === folder || file.startsWith(`src/${folder}/`)))
    .filter((file) => /(?<!\.d)\.ts$|\.sql$/.test(file))
    .flatMap((file) => {
      const text = readFileSync(join(root, file), 'utf8')
      return file.endsWith('.sql') ? mutantsOfSql(file, text) : mutantsOf(file, text)
    })
}

/**
 * The mutants in the order in which they are drawn: folders in turn, so that a long one does not push out a
 * short one, and no line twice before every line has had its turn. The same seed gives the same order.
 */
export function shuffled(mutants: readonly Mutant[], seed: number): Mutant[] {
  const random = new Random(seed)
  const order = [...random.permutation(mutants.length)].map((at) => mutants[at]!)
  const turns = new Map<string, number>()
  const turnOf = (key: string) => {
    const turn = turns.get(key) ?? 0
    turns.set(key, turn + 1)
    return turn
  }
  return order
    .map((mutant) => ({mutant, line: turnOf(`${mutant.file}:${mutant.line}`)}))
    .sort((a, b) => a.line - b.line)
    .map(({mutant, line}) => ({mutant, line, folder: turnOf(folderOf(mutant.file))}))
    .sort((a, b) => a.line - b.line || a.folder - b.folder)
    .map(({mutant}) => mutant)
}

/** The lines of each file that differ from a commit, as git tells them; what is new and not added is missing. */
export function changedLines(root: string, commit: string): (mutant: Mutant) => boolean {
  const diff = execFileSync(
    'git',
    ['diff', '-U0', '--no-color', '--no-ext-diff', commit, '--', 'src', 'schema.sql'],
    {
      cwd: root,
      maxBuffer: 1 << 28,
    },
  ).toString()
  const lines = new Set<string>()
  let file = ''
  for (const line of diff.split('\n')) {
    if (line.startsWith('+++ b/')) file = line.slice('+++ b/'.length)
    const hunk = /^@@ -\S+ \+(\d+)(?:,(\d+))? @@/.exec(line)
    if (hunk === null) continue
    for (let at = 0; at < Number(hunk[2] ?? 1); at++) lines.add(`${file}:${Number(hunk[1]) + at}`)
  }
  return (mutant) => lines.has(`${mutant.file}:${mutant.line}`)
}
