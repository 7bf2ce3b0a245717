import {isAlias, isMap, isScalar, isSeq, LineCounter, parseDocument, type Document, type Node} from 'yaml'
import type {LocatedProblem, Path, Problem} from './problem.js'
import {pathText} from './problem.js'

/** What a file says, and where it says it. YAML or JSON, which is a part of YAML. */
export class LocatedText {
  /** The value; meaningless while there are syntax problems. */
  readonly value: unknown
  /** What keeps the text from being read at all. */
  readonly syntax: readonly LocatedProblem[]
  readonly #document: Document.Parsed
  readonly #lines = new LineCounter()

  constructor(text: string) {
    this.#document = parseDocument(text, {lineCounter: this.#lines, prettyErrors: false})
    // What comes after the first is most often its consequence.
    this.syntax = this.#document.errors.slice(0, 1).map((error) => ({
      ...this.#position(error.pos[0]),
      path: '',
      message: `This cannot be read: ${error.message.replace(/[.:]?$/, '')}.`,
      hint: 'The rest is judged when this is mended.',
    }))
    this.value = this.syntax.length === 0 ? this.#document.toJS({maxAliasCount: 1000}) : undefined
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
      // A value that is a map begins at its first key: pointing at its own key says more.
      const own = isLast && !atKey && isScalar(value) ? startOf(value) : startOf(key ?? value)
      found = own ?? found
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
