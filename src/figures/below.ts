import {counted} from '../text/numbers.js'
import type {Blindness} from '../records/rating.js'
import type {Store} from '../store/store.js'
import type {ChosenResults} from '../versions/choice.js'
import {retiredSentence, type RetiredSystem} from '../versions/retired.js'
import {driftSentence, evaluateDrift, type Drift} from './drift.js'
import {versionLabel, type VersionUse} from '../records/version.js'

/** A version that a table leaves out, as `--json` and the API name it. */
export interface LeftOutVersion {
  kind: VersionUse['factor']
  name: string
  version: string
  label: string
  first_used: string
  last_used: string
  runs: number
  results: number
  ratings: number
}

/** What stands below a table: what it leaves out, and what changed under its names. */
export interface Below {
  /** Older versions that no row holds. */
  left_out: LeftOutVersion[]
  /** Systems that cannot be asked any more. */
  retired: RetiredSystem[]
  /** Systems that answer otherwise than before. */
  drift: Drift[]
  /** How many of the ratings behind the figures are not blind. */
  blindness: Blindness
}

export const NOTHING_BELOW: Below = {
  left_out: [],
  retired: [],
  drift: [],
  blindness: {ratings: 0, not_blind: 0, unknown: 0},
}

export async function belowOf(
  store: Store,
  {filter, leftOut, retired, digits}: Pick<ChosenResults, 'filter' | 'leftOut' | 'retired' | 'digits'>,
): Promise<Below> {
  const rated = await store.drift.ratedModels(filter)
  const ratings = rated.reduce((sum, model) => sum + model.ratings, 0)
  const [drift, blindness] = await Promise.all([
    evaluateDrift(store, filter, rated),
    store.ratings.blindness(filter, ratings),
  ])
  return {...leftOutOf({leftOut, retired, digits}), drift, blindness}
}

/** The same without what takes a look at the ratings: what changed under a name, and what is not blind. */
export function leftOutOf({
  leftOut,
  retired,
  digits,
}: Pick<ChosenResults, 'leftOut' | 'retired' | 'digits'>): Below {
  return {left_out: leftOutVersions(leftOut, digits), retired, drift: [], blindness: NOTHING_BELOW.blindness}
}

/** A sentence for each; the names in them are not made safe yet. */
export function belowSentences({left_out, retired, drift, blindness}: Below): string[] {
  return [
    ...drift.map(driftSentence),
    leftOutSentence(left_out),
    retiredSentence(retired),
    blindnessSentence(blindness),
  ].filter((sentence) => sentence !== undefined)
}

/** How many ratings are not blind; undefined where all are, or nobody knows. */
export function blindnessSentence({ratings, not_blind}: Blindness): string | undefined {
  if (not_blind === 0) return undefined
  const are = not_blind === 1 ? 'is' : 'are'
  return `${not_blind} of ${counted(ratings, 'rating')} ${are} not blind: --blind-only leaves them out.`
}

function leftOutVersions(uses: readonly VersionUse[], digits: number): LeftOutVersion[] {
  return uses.map(({factor, ...use}) => ({
    kind: factor,
    ...use,
    label: versionLabel(use.name, use.version, digits),
  }))
}

/** How many versions a sentence names before it only counts them. */
const NAMED = 3

/** One sentence on the versions that a table leaves out; undefined when it leaves out none. */
function leftOutSentence(versions: readonly LeftOutVersion[]): string | undefined {
  if (versions.length === 0) return undefined
  const named = versions
    .slice(0, NAMED)
    .map(
      ({label, first_used, results, ratings}) =>
        `${label} (first used ${first_used.slice(0, 10)}, ${counted(results, 'result')}, ${counted(ratings, 'rating')})`,
    )
  const more = versions.length > NAMED ? ` and ${versions.length - NAMED} more` : ''
  return `Older versions are left out: ${named.join(', ')}${more}. --all-versions shows them.`
}
