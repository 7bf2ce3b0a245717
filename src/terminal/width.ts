/** Columns for sentences where there is no terminal to ask, such as a log or a pipe. */
const TEXT_COLUMNS = 80

/** Columns of the terminal; Infinity where there is none: a pipe takes whole tables. */
export function screenWidth(): number {
  return process.stdout.columns || Infinity
}

/** Columns for sentences on a screen of this width. */
export function textWidth(width: number): number {
  return Number.isFinite(width) ? width : TEXT_COLUMNS
}
