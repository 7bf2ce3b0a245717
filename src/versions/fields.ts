import {VERSIONED, VERSIONED_FACTORS} from '../records/version.js'
import type {GroupColumn, GroupLevels} from '../records/stats.js'
import type {ChosenResults} from './choice.js'

/** Name and version of the levels of a group, beside the levels: `style_name`, `style_version`. */
export function versionFields(
  columns: readonly GroupColumn[],
  group: GroupLevels,
  versionOf: ChosenResults['versionOf'],
): Record<string, string | null> {
  return Object.fromEntries(
    VERSIONED_FACTORS.filter((factor) => columns.includes(factor)).flatMap((factor) => {
      const {name, version} = versionOf(factor, String(group[factor]))
      return [
        [`${VERSIONED[factor].kind}_name`, name],
        [VERSIONED[factor].column, version],
      ]
    }),
  )
}
