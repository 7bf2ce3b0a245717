/** The place of a value: keys of maps and positions in lists. */
export type Path = readonly (string | number)[]

/** One problem of a file, as its author should read it. */
export interface Problem {
  path: Path
  message: string
  /** The probable intention, or what to do. */
  hint?: string | undefined
  /** The problem is the last key of the path itself, not the value under it. */
  atKey?: boolean
}

/** A problem with its place. Lines and columns count from 1; null where there is no text to point into. */
export interface LocatedProblem {
  line: number | null
  column: number | null
  path: string
  message: string
  hint: string | null
}

/** `models[2].input_price` */
export function pathText(path: Path): string {
  return path.reduce<string>((text, part) => {
    if (typeof part === 'number') return `${text}[${part}]`
    return text === '' ? part : `${text}.${part}`
  }, '')
}

/** `suite.yaml:12:5: message (hint)` */
export function problemLine(file: string, {line, column, path, message, hint}: LocatedProblem): string {
  const place = line === null ? `${file}${path === '' ? '' : ` ${path}`}` : `${file}:${line}:${column}`
  return `${place}: ${message}${hint === null ? '' : ` ${hint}`}`
}

/** In the order of the file. */
export function inOrder(problems: readonly LocatedProblem[]): LocatedProblem[] {
  return [...problems].sort((a, b) => (a.line ?? 0) - (b.line ?? 0) || (a.column ?? 0) - (b.column ?? 0))
}
