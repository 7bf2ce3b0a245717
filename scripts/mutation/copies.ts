import {execFileSync} from 'node:child_process'
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import {tmpdir} from 'node:os'
import {dirname, join} from 'node:path'
import {mutated, type Mutant} from './mutant.js'

/** Copies of the project in the system's folder for temporary files; the project itself is only read. */
export class Copies {
  readonly #folder = mkdtempSync(join(tmpdir(), 'bench-mutate-'))
  readonly #files: readonly string[]
  readonly #root: string
  #count = 0

  constructor(root: string) {
    this.#root = root
    // What git knows and what it would add: a change need not be committed to be tried.
    this.#files = execFileSync('git', ['ls-files', '-z', '-co', '--exclude-standard'], {cwd: root})
      .toString()
      .split('\0')
      .filter((file) => file !== '' && existsSync(join(root, file)))
  }

  /** Every file of the project that git does not ignore, by its path from the root. */
  get files(): readonly string[] {
    return this.#files
  }

  /** A new copy; `tmp` inside it is for the temporary files of its tests. */
  add(): string {
    const copy = join(this.#folder, String(++this.#count))
    for (const file of this.#files) {
      mkdirSync(dirname(join(copy, file)), {recursive: true})
      cpSync(join(this.#root, file), join(copy, file))
    }
    mkdirSync(join(copy, 'tmp'), {recursive: true})
    symlinkSync(join(this.#root, 'node_modules'), join(copy, 'node_modules'))
    return copy
  }

  remove(): void {
    rmSync(this.#folder, {recursive: true, force: true})
  }
}

/** Makes the change in the copy, and gives the function that takes it back. */
export function applyTo(copy: string, mutant: Mutant): () => void {
  const path = join(copy, mutant.file)
  const text = readFileSync(path, 'utf8')
  writeFileSync(path, mutated(text, mutant))
  return () => writeFileSync(path, text)
}
