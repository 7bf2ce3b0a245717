/**
 * A day (`2026-11-26`, in UTC) or a moment (`2026-11-26T09:30:00Z`) as ISO 8601 in UTC, as results keep it. A
 * day is meant whole: its `end` is the beginning of the next.
 * @returns undefined for a text that is neither.
 */
export function readMoment(text: string, edge: 'begin' | 'end'): string | undefined {
  const isDay = /^\d{4}-\d{2}-\d{2}$/.test(text)
  const isMoment = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})$/.test(text)
  const time = isDay || isMoment ? Date.parse(text) : NaN
  // A day that no calendar has is taken for another day.
  if (Number.isNaN(time) || (isDay && new Date(time).toISOString().slice(0, 10) !== text)) return undefined
  return new Date(isDay && edge === 'end' ? time + 86_400_000 : time).toISOString()
}
