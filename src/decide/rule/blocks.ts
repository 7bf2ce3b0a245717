/** A rater's score of a candidate on a block; the mean where several trials of the cell were rated. */
export interface CellScore {
  /** Place among the candidates. */
  candidate: number
  /** Key of the block: every factor that is no part of the candidates. */
  block: string
  rater: string
  score: number
  /** When it was given, ISO 8601 in UTC. */
  at: string
}

/** What one rater said of one block. */
export interface Sheet {
  block: string
  rater: string
  /** By candidate; undefined: not rated. */
  scores: (number | undefined)[]
  /** When the last of the scores came in. */
  lastAt: string
}

/** Scores that came in at one moment for one sheet. */
export interface SheetChange {
  sheet: Sheet
  at: string
  scores: {candidate: number; score: number}[]
}

/**
 * The scores in the order in which they came in: by time, then by the key of the block, then by rater, so
 * that the order of rows changes nothing and two synced databases say the same. Sheets start empty.
 */
export function inOrder(scores: readonly CellScore[], candidates: number): SheetChange[] {
  const sheets = new Map<string, Sheet>()
  const changes = new Map<string, SheetChange>()
  for (const {candidate, block, rater, score, at} of scores) {
    const name = JSON.stringify([block, rater])
    const sheet = sheets.get(name) ?? {
      block,
      rater,
      scores: Array.from<undefined>({length: candidates}),
      lastAt: '',
    }
    sheets.set(name, sheet)
    const key = JSON.stringify([at, block, rater])
    const change = changes.get(key) ?? {sheet, at, scores: []}
    changes.set(key, change)
    change.scores.push({candidate, score})
  }

  return [...changes.values()].sort(
    (a, b) =>
      compare(a.at, b.at) || compare(a.sheet.block, b.sheet.block) || compare(a.sheet.rater, b.sheet.rater),
  )
}

/** The order of sheets that became complete at the same moment. */
export function bySheet(a: Sheet, b: Sheet): number {
  return compare(a.lastAt, b.lastAt) || compare(a.block, b.block) || compare(a.rater, b.rater)
}

/** By code points, not by language: the same on every machine. */
function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
