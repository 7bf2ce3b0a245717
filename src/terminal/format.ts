/** Numbers as people read them; unknown ones are an en dash. */
const UNKNOWN = '–'

export function usd(value: number | null): string {
  if (value === null) return UNKNOWN
  if (value === 0) return '$0'
  return value >= 0.01 ? `$${value.toFixed(value >= 100 ? 0 : value >= 1 ? 2 : 3)}` : `$${value.toPrecision(2)}`
}

export function milliseconds(value: number | null): string {
  if (value === null) return UNKNOWN
  return value < 1000 ? `${Math.round(value)} ms` : `${(value / 1000).toFixed(value < 10_000 ? 1 : 0)} s`
}

export function decimal(value: number | null, digits: number): string {
  return value === null ? UNKNOWN : value.toFixed(digits)
}

export function duration(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1000))
  if (seconds < 90) return `${seconds} s`
  const minutes = Math.round(seconds / 60)
  return minutes < 90 ? `${minutes} min` : `${(minutes / 60).toFixed(1)} h`
}

/** An ISO time as `2026-11-23 20:15`, UTC. */
export function time(iso: string | null): string {
  return iso === null ? UNKNOWN : iso.slice(0, 16).replace('T', ' ')
}
