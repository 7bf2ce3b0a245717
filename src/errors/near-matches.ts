import {distance} from 'fastest-levenshtein'

/**
 * The known ids that a mistyped id may have meant, nearest first, three at most.
 * A part of an id counts too: `haiku` finds `anthropic/claude-haiku-4.5`.
 */
export function nearMatches(typed: string, known: readonly string[]): string[] {
  const wanted = typed.toLowerCase()
  const scored = known.map((id) => {
    const candidate = id.toLowerCase()
    const tail = candidate.split('/').at(-1) ?? candidate
    const edits = Math.min(distance(wanted, candidate), distance(wanted, tail))
    const contained = wanted.length >= 3 && candidate.includes(wanted)
    return {id, score: contained ? 0 : edits / Math.max(wanted.length, 1)}
  })
  return scored
    .filter(({score}) => score <= 0.5)
    .sort((a, b) => a.score - b.score || a.id.localeCompare(b.id))
    .slice(0, 3)
    .map(({id}) => id)
}
