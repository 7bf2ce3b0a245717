import type {GatePart} from '../figures/gates/evaluate-gates.js'
import {evaluateLeaderboard} from '../figures/evaluate-leaderboard.js'
import type {LeaderboardRow} from '../figures/leaderboard.js'
import type {GroupColumn} from '../records/stats.js'
import type {Store} from '../store/store.js'
import type {ChosenResults} from '../versions/choice.js'

/** What was compared: two levels or all of them. */
export interface Compared {
  by: GroupColumn
  pair: {a: string; b: string} | undefined
  chosen: ChosenResults
  /** All results of the table that the pair stands in. */
  scope: ChosenResults
}

export interface PartOptions {
  /** The results of one run or day alone, in versions of its own. */
  choose: (only: {run: string[]} | {since: string; until: string}) => Promise<ChosenResults>
  /** The run that the others are to be no worse than: it is not judged itself. */
  against: string | undefined
}

/**
 * The levels that were compared, each with the figures that bench stats has; runs and days each by itself.
 */
export async function comparedParts(
  store: Store,
  {by, pair, chosen, scope}: Compared,
  {choose, against}: PartOptions,
): Promise<GatePart[]> {
  const columns = [by]
  const wanted = pair && [pair.a, pair.b]
  const isWanted = ({group}: LeaderboardRow) => !wanted || wanted.includes(String(group[by]))
  const rowsOf = async ({filter}: ChosenResults) =>
    (await evaluateLeaderboard(store, columns, filter)).rows.filter(isWanted)
  if (by !== 'run_id' && by !== 'day') {
    const rows = await rowsOf(scope)
    const isInTable = !wanted || rows.length === wanted.length
    return [{columns, chosen, rows: isInTable ? rows : await rowsOf(chosen)}]
  }

  const gateParts: GatePart[] = []
  for (const {group} of await rowsOf(chosen)) {
    const level = String(group[by])
    if (level === against) continue
    const part = await choose(by === 'run_id' ? {run: [level]} : {since: level, until: level})
    gateParts.push({columns, chosen: part, rows: await rowsOf(part)})
  }

  return gateParts
}
