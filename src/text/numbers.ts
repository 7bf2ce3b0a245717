/** Numbers as people read them; an unknown number is an en dash. */
const UNKNOWN = '–'

export function usd(value: number | null): string {
  if (value === null) return UNKNOWN
  // Less than a nanodollar is what sums of fractions leave over.
  if (Math.abs(value) < 1e-9) return '$0'
  return value >= 0.01
    ? `$${value.toFixed(value >= 100 ? 0 : value >= 1 ? 2 : 3)}`
    : `$${value.toPrecision(2).replace(/(\.\d*?)0+$/, '$1')}`
}

/** A sum of money of which some parts are unknown: `$0.0032 (4 of 32 costs known)`, never a plain total. */
export function knownUsd(value: number | null, known: number, all: number): string {
  if (known >= all) return usd(value)
  const share = `${known} of ${all} costs known`
  return known === 0 ? share : `${usd(value)} (${share})`
}

/** A sum for a narrow cell: a star marks that parts of it are unknown, and `costNote` says how many. */
export function starredUsd(value: number | null, known: number, all: number): string {
  return known >= all ? usd(value) : `${usd(value)}*`
}

/** Below a table with starred sums: `* lab/one: 4 of 32 costs known.` Undefined when all are known. */
export function costNote(sums: readonly {name: string; known: number; all: number}[]): string | undefined {
  const marked = sums.filter(({known, all}) => known < all)
  if (marked.length === 0) return undefined
  const named = marked.slice(0, 5).map(({name, known, all}) => `${name}: ${known} of ${all} costs known`)
  const more = marked.length - named.length
  return `* ${named.join('; ')}${more > 0 ? `; ${more} more such` : ''}.`
}

/** The cost of a group of results, for a cell: `$0.0032 (4/32)` where 4 of 32 costs are known. */
export function groupUsd(
  value: number | null,
  {known_cost_count, result_count}: {known_cost_count: number; result_count: number},
): string {
  if (known_cost_count >= result_count || known_cost_count === 0) return usd(value)
  return `${usd(value)} (${known_cost_count}/${result_count})`
}

export function milliseconds(value: number | null): string {
  if (value === null) return UNKNOWN
  return value < 1000 ? `${Math.round(value)} ms` : `${(value / 1000).toFixed(value < 10_000 ? 1 : 0)} s`
}

export function decimal(value: number | null, digits: number): string {
  return value === null ? UNKNOWN : value.toFixed(digits)
}

/** To so many digits after the point; null stays null. */
export function rounded(value: number | null, digits: number): number | null {
  return value === null ? null : Number(value.toFixed(digits))
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

/** A share as percent. */
export function percent(share: number | null): string {
  return share === null ? UNKNOWN : `${Math.round(share * 100)} %`
}

/** A difference with its sign; a difference that rounds to zero has no sign. */
export function signed(value: number, digits = 2): string {
  const text = value.toFixed(digits)
  if (Number(text) === 0) return text.replace('-', '')
  return value > 0 ? `+${text}` : text
}

/** A p-value as statisticians print it: `.034`, `<.001`. */
export function pValue(p: number | null): string {
  if (p === null) return UNKNOWN
  return p < 0.001 ? '<.001' : p.toFixed(3).replace(/^0/, '')
}

/** An interval as `3.21–3.63`. */
export function range(interval: {low: number; high: number} | null, digits = 2): string {
  return interval === null ? UNKNOWN : `${interval.low.toFixed(digits)}–${interval.high.toFixed(digits)}`
}

/** A rank with the ranks the data leave open: `2 (1–3)`. */
export function rankText(rank: number | null, open: {low: number; high: number} | null): string {
  if (rank === null) return UNKNOWN
  return open === null || open.low === open.high ? String(rank) : `${rank} (${open.low}–${open.high})`
}

/** A figure of any metric in its unit: rating points, dollars, milliseconds, tokens, chips, or a share. */
export function metricValue(metric: string, value: number | null): string {
  switch (metric) {
    case 'rating':
      return decimal(value, 2)
    case 'cost_usd':
      return usd(value)
    case 'latency_ms':
      return milliseconds(value)
    case 'output_tokens':
      return decimal(value, 0)
    case 'count_error':
      return decimal(value, 1)
    default:
      return percent(value)
  }
}

/** A change of a metric, with its sign. */
export function metricChange(metric: string, value: number | null): string {
  if (value === null) return UNKNOWN
  const size = metricValue(metric, Math.abs(value))
  if (size === metricValue(metric, 0)) return size
  return value < 0 ? `-${size}` : `+${size}`
}

/** A number with its noun: `1 run`, `2 runs`. */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`
}
