import type {NewRating, NoteChange} from '../../records/rating.js'
import type {StoredFeedback} from '../../records/stored-feedback.js'
import {sanitizeText} from '../../text/sanitize.js'
import type {ImportedLine} from './file.js'

/** A line that is older than what is stored: the stored value stayed. */
export interface ImportConflict {
  line: number
  result_id: string
  user_id: string
  /** What differs: the rating, the note with its marks, or the second rating. */
  what: 'rating' | 'note' | 'repeat'
  file: string
  stored: string
  /** When the stored value was made. */
  stored_at: string
}

export interface ImportPlan {
  ratings: NewRating[]
  notes: NoteChange[]
  repeats: NewRating[]
  /** How many of the ratings replace another. */
  replaced: number
  /** Lines that say what is stored already. */
  unchanged: number
  conflicts: ImportConflict[]
}

export interface PlanOptions {
  /** What the database holds of this person on this result. */
  stored: (line: ImportedLine) => StoredFeedback | undefined
  /** The moment of the import, ISO 8601 in UTC. */
  now: string
  /** Take lines that are older than what is stored too. */
  overwriteNewer?: boolean
}

/**
 * What an import changes: only what differs from what is stored. A new rating keeps the time and the
 * blindness that an export tells; a rating that was edited in the file is made now, and nobody knows whether
 * blind.
 */
export function planImport(lines: readonly ImportedLine[], options: PlanOptions): ImportPlan {
  const plan: ImportPlan = {ratings: [], notes: [], repeats: [], replaced: 0, unchanged: 0, conflicts: []}
  for (const line of lines) {
    const stored = options.stored(line)
    const outcomes = [
      planRating(plan, line, stored, options),
      planNote(plan, line, stored, options),
      planRepeat(plan, line, stored, options),
    ]
    if (!outcomes.includes(true)) plan.unchanged++
  }

  return plan
}

function planRating(
  plan: ImportPlan,
  {line, result_id, user_id, rating, created_at, blind}: ImportedLine,
  stored: StoredFeedback | undefined,
  {now, overwriteNewer}: PlanOptions,
): boolean {
  const before = stored?.rating ?? null
  if (rating === undefined || rating === before) return false
  const stored_at = stored?.created_at ?? ''
  if (before !== null && isOlder(created_at, stored_at) && !overwriteNewer) {
    const values = {file: String(rating), stored: String(before), stored_at}
    plan.conflicts.push({line, result_id, user_id, what: 'rating', ...values})
    return true
  }

  // The same time as the stored rating: that rating was edited in the file.
  const made = isOwn(created_at, stored_at, now)
    ? {created_at: whole(created_at), blind: blind ?? null}
    : {created_at: now, blind: null}
  plan.ratings.push({result_id, user_id, rating, ...made})
  if (before !== null) plan.replaced++
  return true
}

function saysNothingNew(
  {note, flagged, tags, bad_chips}: Pick<ImportedLine, 'note' | 'flagged' | 'tags' | 'bad_chips'>,
  stored: StoredFeedback | undefined,
): boolean {
  const isSame = <Value>(imported: Value | undefined, before: Value) =>
    imported === undefined || JSON.stringify(imported) === JSON.stringify(before)
  return (
    isSameNote(note, stored?.note ?? '') &&
    isSame(flagged, stored?.flagged ?? false) &&
    isSame(tags, stored?.tags ?? []) &&
    isSame(bad_chips, stored?.bad_chips ?? [])
  )
}

/** A note as the report of a conflict shows it. */
function noteWords(text: string | null | undefined, flag: boolean | undefined): string {
  return [JSON.stringify(text ?? ''), flag && 'flagged'].filter(Boolean).join(', ')
}

function planNote(
  plan: ImportPlan,
  {line, result_id, user_id, note, flagged, tags, bad_chips, noted_at}: ImportedLine,
  stored: StoredFeedback | undefined,
  {now, overwriteNewer}: PlanOptions,
): boolean {
  if (saysNothingNew({note, flagged, tags, bad_chips}, stored)) return false
  const stored_at = stored?.noted_at ?? ''
  if (stored_at !== '' && isOlder(noted_at, stored_at) && !overwriteNewer) {
    const values = {
      file: noteWords(note, flagged),
      stored: noteWords(stored?.note, stored?.flagged),
      stored_at,
    }
    plan.conflicts.push({line, result_id, user_id, what: 'note', ...values})
    return true
  }

  const isOwnTime = isOwn(noted_at, stored_at, now)
  plan.notes.push({
    result_id,
    user_id,
    note,
    flagged,
    tags,
    bad_chips,
    created_at: isOwnTime ? whole(noted_at) : now,
  })
  return true
}

function planRepeat(
  plan: ImportPlan,
  {line, result_id, user_id, repeat_rating: rating, repeated_at}: ImportedLine,
  stored: StoredFeedback | undefined,
  {now, overwriteNewer}: PlanOptions,
): boolean {
  if (rating === undefined || rating === stored?.repeat_rating) return false
  const stored_at = stored?.repeated_at ?? ''
  const earlier = stored?.repeat_rating ?? null
  if (earlier !== null && isOlder(repeated_at, stored_at) && !overwriteNewer) {
    const values = {file: String(rating), stored: String(earlier), stored_at}
    plan.conflicts.push({line, result_id, user_id, what: 'repeat', ...values})
    return true
  }

  const isOwnTime = isOwn(repeated_at, stored_at, now)
  plan.repeats.push({
    result_id,
    user_id,
    rating,
    created_at: isOwnTime ? whole(repeated_at) : now,
    blind: null,
  })
  return true
}

/** A line that tells no time is about what is stored now. */
function isOlder(time: string | undefined, stored: string): boolean {
  if (time === undefined) return false
  const exactness = exactnessOf(time)
  return Date.parse(time) < Math.floor(Date.parse(stored) / exactness) * exactness
}

/** Milliseconds that a time tells apart: spreadsheets leave fractions of seconds out, and seconds too. */
function exactnessOf(time: string): number {
  if (/T\d{2}:\d{2}Z$/.test(time)) return 60_000
  return /T\d{2}:\d{2}:\d{2}Z$/.test(time) ? 1000 : 1
}

/** Whether a line tells a time of its own: later than what is stored, and not in the future. */
function isOwn(time: string | undefined, stored: string, now: string): time is string {
  if (time === undefined || Date.parse(time) > Date.parse(now)) return false
  return stored === '' || Date.parse(time) > Date.parse(stored)
}

/** A time as it is stored. */
function whole(time: string): string {
  return new Date(time).toISOString()
}

/** Exports in CSV make control characters visible, and imports take blanks around a note away. */
function isSameNote(imported: string | undefined, stored: string): boolean {
  return imported === undefined || [stored, sanitizeText(stored)].some((text) => text.trim() === imported)
}

/** What an import did. */
export interface ImportAnswer {
  /** Ratings that were saved: new ones, and ones that replaced another. */
  imported: number
  new: number
  replaced: number
  /** Lines that say what was stored already. */
  unchanged: number
  notes: number
  repeats: number
  /** Lines that are older than what is stored, which stayed. */
  conflicts: ImportConflict[]
  /** Lines that were left out: of results that are not here, and of people who were removed. */
  skipped: {missing: number; removed: number}
}
