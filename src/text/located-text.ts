import {
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  parseDocument,
  visit,
  type Document,
  type Node,
} from 'yaml'
import {messageOf} from '../errors/bench-error.js'
import type {LocatedProblem, Path, Problem} from './problem.js'
import {pathText} from './problem.js'

/** The content of a file, with the place of each value. YAML or JSON, which is a part of YAML. */
export class LocatedText {
  /** The value; meaningless while there are syntax problems. */
  readonly value: unknown
  /** The errors that keep the text from being read at all. */
  readonly syntax: readonly LocatedProblem[]
  readonly #document: Document.Parsed
  readonly #lines = new LineCounter()

  constructor(text: string) {
    this.#document = parseDocument(text, {lineCounter: this.#lines, prettyErrors: false})
    // Errors after the first are most often its consequence.
    const [error] = this.#document.errors
    const read = error ? {problem: {at: error.pos[0], why: error.message}} : valueOf(this.#document)
    this.value = 'value' in read ? read.value : undefined
    this.syntax = 'problem' in read ? [this.#unreadable(read.problem)] : []
  }

  #unreadable({at, why}: {at: number; why: string}): LocatedProblem {
    const message = `This cannot be read: ${why.replace(/[.:]?$/, '')}.`
    return {...this.#position(at), path: '', message, hint: 'The rest is judged when this is mended.'}
  }

  /** The problem with the place of the deepest part of its path that the text has. */
  locate({path, message, hint, atKey = false}: Problem): LocatedProblem {
    return {...this.#position(this.#offset(path, atKey)), path: pathText(path), message, hint: hint ?? null}
  }

  #offset(path: Path, atKey: boolean): number {
    let node: Node | null = this.#document.contents
    let found = startOf(node) ?? 0
    for (const [at, part] of path.entries()) {
      const {key, value} = this.#child(node, part)
      if (!key && !value) return found
      const isLast = at === path.length - 1
      // A value that is a map begins at its first key: the position of the map's own key is more useful.
      const start = isLast && !atKey && isScalar(value) ? startOf(value) : startOf(key ?? value)
      found = start ?? found
      node = value
    }

    return found
  }

  #child(parent: Node | null, part: string | number): {key: Node | undefined; value: Node | null} {
    const node = isAlias(parent) ? parent.resolve(this.#document) : parent
    if (isSeq<Node>(node)) return {key: undefined, value: node.items[Number(part)] ?? null}
    if (!isMap<Node, Node | null>(node)) return {key: undefined, value: null}
    const pair = node.items.find(({key}) => isScalar(key) && String(key.value) === String(part))
    return {key: pair?.key, value: pair?.value ?? null}
  }

  #position(offset: number): {line: number; column: number} {
    const {line, col} = this.#lines.linePos(offset)
    // A text without lines has no position; its beginning will do.
    return {line: Math.max(1, line), column: Math.max(1, col)}
  }
}

function startOf(node: Node | null | undefined): number | undefined {
  return node?.range?.[0]
}

/** Aliases are resolved only now: an alias may lead nowhere, or to far too much. */
function valueOf(document: Document.Parsed): {value: unknown} | {problem: {at: number; why: string}} {
  try {
    return {value: document.toJS({maxAliasCount: 1000}) as unknown}
  } catch (error) {
    let at = 0
    visit(document, {
      Alias: (_key, alias) => {
        if (alias.resolve(document)) return undefined
        at = startOf(alias) ?? 0
        return visit.BREAK
      },
    })
    return {problem: {at, why: messageOf(error)}}
  }
}
