import {readFileSync} from 'node:fs'
import {join} from 'node:path'
import ts from 'typescript'
import {mutated, type Mutant} from './mutant.js'

/** Asks the compiler whether it would accept a mutant: what it refuses needs no test. */
export class Compiler {
  readonly #root: string
  readonly #changed = new Map<string, {text: string; version: number}>()
  readonly #service: ts.LanguageService
  #version = 0

  /** `files`: the sources that are mutated, by paths from the root. */
  constructor(root: string, files: readonly string[]) {
    this.#root = root
    const {config} = ts.readConfigFile(join(root, 'tsconfig.json'), (path) => ts.sys.readFile(path)) as {
      config: unknown
    }
    const {options} = ts.parseJsonConfigFileContent(config, {...ts.sys, readDirectory: () => []}, root)
    const names = files.map((file) => join(root, file))
    this.#service = ts.createLanguageService({
      getScriptFileNames: () => names,
      getScriptVersion: (path) => String(this.#changed.get(path)?.version ?? 0),
      getScriptSnapshot: (path) => {
        const text = this.#changed.get(path)?.text ?? ts.sys.readFile(path)
        return text === undefined ? undefined : ts.ScriptSnapshot.fromString(text)
      },
      getCurrentDirectory: () => root,
      getCompilationSettings: () => options,
      getDefaultLibFileName: (settings) => ts.getDefaultLibFilePath(settings),
      fileExists: (path) => ts.sys.fileExists(path),
      readFile: (path) => ts.sys.readFile(path),
      directoryExists: (path) => ts.sys.directoryExists(path),
      getDirectories: (path) => ts.sys.getDirectories(path),
    })
  }

  /** The compiler's first sentence against the mutant in its own file, or undefined when it accepts it. */
  refusal(mutant: Mutant): string | undefined {
    if (!mutant.file.endsWith('.ts')) return undefined
    const path = join(this.#root, mutant.file)
    const text = readFileSync(path, 'utf8')
    this.#set(path, mutated(text, mutant))
    const [first] = [
      ...this.#service.getSyntacticDiagnostics(path),
      ...this.#service.getSemanticDiagnostics(path),
    ]
    this.#set(path, text)
    return first === undefined ? undefined : ts.flattenDiagnosticMessageText(first.messageText, ' ')
  }

  #set(path: string, text: string): void {
    this.#changed.set(path, {text, version: ++this.#version})
  }
}
