import {badImport} from '../../errors/catalogue.js'
import {feedbackKey} from '../../store/ratings/stored-feedback.js'
import type {Store} from '../../store/store.js'
import {
  importedLines,
  readImport,
  VERSION_COLUMNS,
  type ImportFile,
  type ImportedLine,
  type VersionColumn,
} from '../../rating/import/file.js'
import {planImport, type ImportAnswer} from '../../rating/import/plan.js'
import {parquetRows} from '../../rating/import/parquet.js'
import {importFormat, type LineProblem} from '../../rating/import/rows.js'
import {rubricTags} from '../../rating/rubric-tags.js'
import {strangeReason} from '../../rating/reasons.js'
import {unquoted} from '../../text/typography.js'
import {importBytes, importText, isParquet} from '../../rating/import/text.js'

export interface ImportOptions {
  /** The rater of lines without a name. */
  rater: string
  /** Leave out lines of results that are not here, or that failed. */
  skipMissing: boolean
  /** Take lines that are older than what is stored too. */
  overwriteNewer: boolean
  /** The tags of the suite at hand. */
  suiteTags?: readonly string[]
  now?: Date
}

/**
 * Takes a file of ratings into the database, all that is new or changed in it or nothing.
 * @throws BenchError that names every line that cannot be taken.
 */
export async function importRatings(
  store: Store,
  name: string,
  bytes: Uint8Array,
  {rater, skipMissing, overwriteNewer, suiteTags = [], now = new Date()}: ImportOptions,
): Promise<ImportAnswer> {
  const {lines, problems} = await readFileOf(name, importBytes(name, bytes), rater)
  const removed = await store.raters.removed(new Set(lines.map(({user_id}) => user_id)))
  const present = lines.filter(({user_id}) => !removed.has(user_id))
  const {found, missing} = await split(store, present)
  const feedback = await store.ratings.feedback(found)
  const strange = await strangeReasons(store, found, {
    suiteTags,
    storedTags: (line) => feedback.get(feedbackKey(line))?.tags,
  })
  const quoted = quotedNames(found.filter((line) => !feedback.has(feedbackKey(line))))
  const left = [...problems, ...(skipMissing ? [] : missing), ...strange, ...quoted]
  const all = left.sort((a, b) => a.line - b.line)
  if (all.length > 0) throw badImport(name, all)
  const plan = planImport(found, {
    stored: (line) => feedback.get(feedbackKey(line)),
    now: now.toISOString(),
    overwriteNewer,
  })
  await store.ratings.saveAll(plan.ratings, plan.notes, plan.repeats)
  return {
    imported: plan.ratings.length,
    new: plan.ratings.length - plan.replaced,
    replaced: plan.replaced,
    unchanged: plan.unchanged,
    notes: plan.notes.length,
    repeats: plan.repeats.length,
    conflicts: plan.conflicts,
    skipped: {missing: missing.length, removed: lines.length - present.length},
  }
}

/** Of lines that are new: a name in quotation marks would be one more rater. */
function quotedNames(lines: readonly ImportedLine[]): LineProblem[] {
  return lines.flatMap(({line, user_id}) => {
    const meant = unquoted(user_id)
    return meant === undefined
      ? []
      : [{line, problem: `user_id has quotation marks around it: ${user_id}; meant: ${meant}`}]
  })
}

async function readFileOf(name: string, bytes: Uint8Array, rater: string): Promise<ImportFile> {
  if (isParquet(bytes)) return importedLines(await parquetRows(name, bytes), rater)
  const text = importText(name, bytes)
  return readImport(text, importFormat(name, text), rater)
}

/**
 * Lines with a tag that no suite here has (that at hand, any rubric in the database, the person before), or
 * with the key of a chip that is not in the answer.
 */
async function strangeReasons(
  store: Store,
  lines: readonly ImportedLine[],
  {
    suiteTags,
    storedTags,
  }: {suiteTags: readonly string[]; storedTags: (line: ImportedLine) => string[] | undefined},
): Promise<LineProblem[]> {
  const withReasons = lines.filter(({tags, bad_chips}) => (tags?.length ?? 0) + (bad_chips?.length ?? 0) > 0)
  if (withReasons.length === 0) return []
  const known = [...suiteTags, ...(await rubricTags(store))]
  const problems: LineProblem[] = []
  for (const line of withReasons) {
    const result = line.bad_chips?.length ? await store.results.get(line.result_id) : undefined
    const chips = result?.final_chips.map(({key}) => key) ?? []
    const problem = strangeReason(line, {tags: [...known, ...(storedTags(line) ?? [])], chips})
    if (problem !== undefined) problems.push({line: line.line, problem})
  }

  return problems
}

/** The lines of results that can be rated, and why the others cannot. */
async function split(
  store: Store,
  lines: readonly ImportedLine[],
): Promise<{found: ImportedLine[]; missing: LineProblem[]}> {
  const ids = lines.map(({result_id}) => result_id)
  const [known, versions] = [await store.results.statuses(ids), await store.results.versions(ids)]
  const missing = lines.flatMap((row): LineProblem[] => {
    const {line, result_id, rating, repeat_rating} = row
    const other = otherVersion(row, versions.get(result_id))
    if (other !== undefined) return [{line, problem: other}]
    const status = known.get(result_id)
    const isNoteAlone = rating === undefined && repeat_rating === undefined
    if (status === 'completed' || (status === 'failed' && isNoteAlone)) return []
    const problem = status
      ? `result ${result_id} failed: there is nothing to rate`
      : `there is no result ${result_id}; --skip-missing leaves such lines out`
    return [{line, problem}]
  })
  const isMissing = new Set(missing.map(({line}) => line))
  return {found: lines.filter(({line}) => !isMissing.has(line)), missing}
}

/** A run that is made again under its id, with another prompt, has results of the same ids. */
function otherVersion(
  {result_id, versions}: ImportedLine,
  stored: Partial<Record<VersionColumn, string | null>> | undefined,
): string | undefined {
  for (const column of VERSION_COLUMNS) {
    const [rated, here] = [versions[column], stored?.[column] ?? undefined]
    if (rated !== undefined && here !== undefined && rated !== here)
      return `result ${result_id} is another answer here: its ${column} is ${here}, and ${rated} was rated; --skip-missing leaves such lines out`
  }

  return undefined
}
