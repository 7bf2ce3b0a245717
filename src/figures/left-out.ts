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

export function leftOutVersions(uses: readonly VersionUse[], digits: number): LeftOutVersion[] {
  return uses.map(({factor, ...use}) => ({
    kind: factor,
    ...use,
    label: versionLabel(use.name, use.version, digits),
  }))
}

/** How many versions a sentence names before it only counts them. */
const NAMED = 3

/** One sentence on the versions that a table leaves out; undefined when it leaves out none. */
export function leftOutSentence(versions: readonly LeftOutVersion[]): string | undefined {
  if (versions.length === 0) return undefined
  const named = versions
    .slice(0, NAMED)
    .map(
      ({label, first_used, results, ratings}) =>
        `${label} (first used ${first_used.slice(0, 10)}, ${plural(results, 'result')}, ${plural(ratings, 'rating')})`,
    )
  const more = versions.length > NAMED ? ` and ${versions.length - NAMED} more` : ''
  return `Older versions are left out: ${named.join(', ')}${more}. --all-versions shows them.`
}

function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`
}
