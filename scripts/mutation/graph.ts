import {existsSync, readFileSync, statSync} from 'node:fs'
import {basename, dirname, join, normalize} from 'node:path'
import ts from 'typescript'

// What starts the built command, or loads what was built: a mutant of the sources does not show there.
const BUILT = /import \{[^}]*\b(bench|startBench|BENCH)\b[^}]*\} from|\.\.\/(dist|bin)\/[\w/-]+\.js/

/** Which file names which: from imports, and from texts that are paths (`new URL('../x.ts', …)`, workers). */
export class ImportGraph {
  readonly #root: string
  readonly #named = new Map<string, readonly string[]>()

  constructor(root: string) {
    this.#root = root
  }

  /** The test files that reach `target`, the likeliest to notice a change first. */
  reaching(target: string, tests: readonly string[]): string[] {
    return tests
      .map((test) => ({test, kin: kinship(test, target), steps: this.#distance(test, target)}))
      .filter(({steps}) => Number.isFinite(steps))
      .sort((a, b) => b.kin - a.kin || a.steps - b.steps || (a.test < b.test ? -1 : 1))
      .map(({test}) => test)
  }

  /** Whether a test runs what `npm run build` made, itself or through its helpers. */
  needsBuild(test: string): boolean {
    const seen = new Set([test])
    for (const file of seen) {
      if (/^test\/.*\.ts$/.test(file) && BUILT.test(readFileSync(join(this.#root, file), 'utf8'))) return true
      for (const next of this.#names(file)) if (next.startsWith('test/')) seen.add(next)
    }
    return false
  }

  /** Steps of the shortest way from one file to another; Infinity without a way. */
  #distance(from: string, to: string): number {
    const seen = new Set([from])
    let edge = [from]
    for (let steps = 0; edge.length > 0; steps++) {
      if (edge.includes(to)) return steps
      edge = edge.flatMap((file) => this.#names(file)).filter((file) => !seen.has(file))
      for (const file of edge) seen.add(file)
    }
    return Infinity
  }

  #names(file: string): readonly string[] {
    const known = this.#named.get(file)
    if (known !== undefined) return known
    const names = /\.[cm]?[jt]s$/.test(file) ? this.#read(file) : []
    this.#named.set(file, names)
    return names
  }

  #read(file: string): string[] {
    const text = readFileSync(join(this.#root, file), 'utf8')
    const source = ts.createSourceFile(file, text, ts.ScriptTarget.ES2023, true)
    const names = new Set<string>()
    const visit = (node: ts.Node): void => {
      if (ts.isImportDeclaration(node) && node.importClause?.phaseModifier === ts.SyntaxKind.TypeKeyword)
        return
      if (ts.isExportDeclaration(node) && node.isTypeOnly) return
      if (ts.isStringLiteralLike(node)) {
        const path = this.#path(file, node.text)
        if (path !== undefined) names.add(path)
      }
      node.forEachChild(visit)
    }
    visit(source)
    return [...names]
  }

  #path(from: string, text: string): string | undefined {
    if (!/^[\w./-]+\.\w+$/.test(text)) return undefined
    return [join(dirname(from), text), normalize(text)]
      .flatMap((path) => [path.replace(/\.js$/, '.ts'), path])
      .find((path) => !path.startsWith('..') && isFile(join(this.#root, path)))
  }
}

function isFile(path: string): boolean {
  return existsSync(path) && statSync(path).isFile()
}

/** How many folders a test shares with the file; one more in its own folder, and one more for its own test. */
function kinship(test: string, target: string): number {
  const folders = dirname(test).replace(/^test/, 'src').split('/')
  const own = dirname(target).split('/')
  const other = own.findIndex((folder, at) => folder !== folders[at])
  const shared = other === -1 ? own.length : other
  if (shared < own.length || folders.length > own.length) return shared
  return shared + (basename(test).split('.')[0] === basename(target).split('.')[0] ? 2 : 1)
}
